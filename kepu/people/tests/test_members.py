"""The list of people: dated, imported, exported, and who is missing."""

from datetime import date

import pytest

from kepu.audit.models import Entry
from kepu.methods.sheets import read_table
from kepu.people.models import Membership, Unit, UnitAlias
from kepu.people.queries import export_members, member_lines, units_without_liaison
from kepu.people.tables import MEMBER_COLUMNS
from kepu.people.tests.county import AT, TODAY, County, faults, rows
from kepu.people.verbs import BadInput, MemberValues, WrongRows, change_member, end_member, import_members

LI = MemberValues(leader="李卫国", leader_post="副局长", liaison="周小雨", phone="0990-1234567")
WANG = MemberValues(leader="李卫国", leader_post="副局长", liaison="王芳")


def lines(county: County) -> list[tuple[str, date, date | None]]:
    rows = Membership.objects.filter(unit=county.education).order_by("since")
    return [(line.liaison, line.since, line.until) for line in rows]


def test_a_change_closes_the_old_line_the_day_before_and_opens_a_new_one(county: County) -> None:
    by = county.secretary()
    change_member(unit=county.education, values=LI, by=by, at=AT, on=date(2025, 1, 1))
    change_member(unit=county.education, values=WANG, by=by, at=AT)
    assert lines(county) == [("周小雨", date(2025, 1, 1), date(2026, 3, 4)), ("王芳", TODAY, None)]
    assert [e.changed for e in Entry.objects.order_by("id")][1] == ["liaison", "phone"]


def test_the_same_again_changes_nothing_and_a_slip_is_mended_on_its_day(county: County) -> None:
    by = county.secretary()
    for values in (LI, LI, WANG):
        change_member(unit=county.education, values=values, by=by, at=AT)
    assert (lines(county), Entry.objects.count()) == ([("王芳", TODAY, None)], 2)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (MemberValues(), "至少"),
        (MemberValues(phone="13800000000"), "没有填联络员"),
        (MemberValues(liaison="王芳", phone="微信同号"), "电话"),
        (MemberValues(liaison="王" * 41), "过长"),
    ],
)
def test_bad_values_are_refused(county: County, values: MemberValues, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        change_member(unit=county.education, values=values, by=county.secretary(), at=AT)


def test_a_day_before_the_present_line_is_refused(county: County) -> None:
    by = county.secretary()
    change_member(unit=county.education, values=LI, by=by, at=AT)
    with pytest.raises(BadInput, match="早于"):
        change_member(unit=county.education, values=WANG, by=by, at=AT, on=date(2025, 1, 1))
    with pytest.raises(BadInput, match="早于"):
        end_member(unit=county.education, by=by, at=AT, on=date(2025, 1, 1))


def test_a_unit_leaves_the_list(county: County) -> None:
    by = county.secretary()
    change_member(unit=county.education, values=LI, by=by, at=AT, on=date(2025, 1, 1))
    end_member(unit=county.education, by=by, at=AT)
    assert lines(county) == [("周小雨", date(2025, 1, 1), TODAY)]
    with pytest.raises(BadInput, match="不在名单"):
        end_member(unit=county.education, by=by, at=AT)


def test_a_table_comes_in_by_name_or_alias_and_goes_out_and_in_again(county: County) -> None:
    by = county.secretary()
    UnitAlias.objects.create(unit=county.health, name="县卫健局")
    table = rows(
        {"unit": "县教育体育局", "leader": "李卫国", "liaison": "周小雨"}, {"unit": "县卫健局", "liaison": "赵敏"}
    )
    report = import_members(region=county.home, rows=table, by=by, at=AT)
    assert report.summary == "新增2行"
    out = read_table(export_members(county.home, TODAY), MEMBER_COLUMNS)
    named = [(r["unit"], r["liaison"]) for r in out.rows if r["liaison"]]
    assert named == [("县教育体育局", "周小雨"), ("县卫生健康局", "赵敏")]
    assert import_members(region=county.home, rows=out.rows, by=by, at=AT).summary == f"不变{len(out.rows)}行"


def test_an_empty_list_goes_out_as_a_form_with_every_unit_to_fill_in(county: County) -> None:
    by = county.secretary()
    Unit.objects.filter(pk=county.health.pk).update(until=TODAY)
    out = read_table(export_members(county.home, TODAY), MEMBER_COLUMNS)
    assert [(r["unit"], "".join(r.cells.values())) for r in out.rows] == [("县教育体育局", "县教育体育局")]
    report = import_members(region=county.home, rows=out.rows, by=by, at=AT)
    assert [(line.action, line.text) for line in report.lines] == [("same", "未填写，跳过")]
    assert Membership.objects.count() == 0


def test_who_is_on_the_list_cannot_be_emptied_by_a_blank_row(county: County) -> None:
    by = county.secretary()
    change_member(unit=county.education, values=LI, by=by, at=AT, on=date(2025, 1, 1))
    blank = {"unit": "县教育体育局"} | dict.fromkeys(["leader", "leader_post", "liaison", "phone"], "")
    with pytest.raises(WrongRows) as caught:
        import_members(region=county.home, rows=rows(blank), by=by, at=AT)
    assert "至少填写" in dict(faults(caught.value.report))[2]


def test_an_import_closes_what_it_changes_and_keeps_columns_it_lacks(county: County) -> None:
    by = county.secretary()
    change_member(unit=county.education, values=LI, by=by, at=AT, on=date(2025, 1, 1))
    table = rows({"unit": "县教育体育局", "liaison": "王芳", "phone": ""})
    report = import_members(region=county.home, rows=table, by=by, at=AT)
    assert report.lines[0].text == "联络员、联络员电话"
    assert [(m.leader, m.liaison, m.until) for m in Membership.objects.order_by("since")] == [
        ("李卫国", "周小雨", date(2026, 3, 4)), ("李卫国", "王芳", None),
    ]  # fmt: skip


def test_wrong_rows_are_named_and_nothing_is_written(county: County) -> None:
    table = rows(
        {"unit": "县教育体育局", "liaison": "周小雨"},
        {"unit": "县外星局", "liaison": "甲"},
        {"unit": "", "liaison": "乙"},
        {"unit": "县卫生健康局", "liaison": "丙", "phone": "abc"},
        {"unit": "县教育体育局", "liaison": "丁"},
    )
    with pytest.raises(WrongRows) as caught:
        import_members(region=county.home, rows=table, by=county.secretary(), at=AT)
    words = {3: "名录中没有", 4: "没有填单位", 5: "电话", 6: "两次"}
    assert {n: words[n] in text for n, text in faults(caught.value.report)} == dict.fromkeys(words, True)
    assert Membership.objects.count() == 0


def test_a_dry_run_writes_nothing(county: County) -> None:
    table = rows({"unit": "县教育体育局", "liaison": "周小雨"})
    import_members(region=county.home, rows=table, by=county.secretary(), at=AT, dry_run=True)
    assert (Membership.objects.count(), Entry.objects.count()) == (0, 0)


def test_units_without_a_liaison_are_those_expected_to_have_one(county: County) -> None:
    county.unit("县第一中学", kind="school")
    school = county.unit("县第二中学", kind="school")
    by = county.secretary()
    change_member(unit=county.education, values=LI, by=by, at=AT, on=date(2026, 3, 1))
    change_member(unit=school, values=MemberValues(leader="孙校长"), by=by, at=AT, on=date(2026, 3, 1))
    assert [u.name for u in units_without_liaison(county.home, TODAY)] == ["县卫生健康局", "县第二中学"]
    assert [u.name for u in units_without_liaison(county.home, date(2026, 2, 1))] == ["县教育体育局", "县卫生健康局"]


def test_the_list_of_a_past_day_is_the_list_of_that_day(county: County) -> None:
    by = county.secretary()
    change_member(unit=county.education, values=LI, by=by, at=AT, on=date(2025, 1, 1))
    change_member(unit=county.education, values=WANG, by=by, at=AT)
    assert [m.liaison for m in member_lines(county.home, date(2025, 6, 1))] == ["周小雨"]
    assert [m.liaison for m in member_lines(county.home, TODAY)] == ["王芳"]
