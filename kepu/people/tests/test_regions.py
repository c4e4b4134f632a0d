"""Villages and own areas: what comes in, what is refused row by row."""

import pytest

from kepu.audit.models import Entry
from kepu.people.access import NotAllowed, office_region
from kepu.people.models import Region, Role
from kepu.people.tests.county import AT, County, faults, rows
from kepu.people.verbs import BadInput, WrongRows, add_own_area, import_regions

VILLAGES = rows(
    {"code": "990123100201", "name": "东风村"},
    {"code": "990123100202", "name": "红星社区", "level": "村（社区）"},
)


def test_villages_hang_under_their_township(county: County) -> None:
    report = import_regions(inside=county.home, rows=VILLAGES, by=county.secretary(), at=AT)
    assert report.summary == "新增2行"
    villages = Region.objects.filter(level="village").values_list("name", "parent__name")
    assert list(villages) == [("东风村", "城关镇"), ("红星社区", "城关镇")]
    assert Entry.objects.get().verb == "people.import_regions"


def test_a_dry_run_writes_nothing(county: County) -> None:
    report = import_regions(inside=county.home, rows=VILLAGES, by=county.secretary(), at=AT, dry_run=True)
    assert (report.count("create"), Region.objects.filter(level="village").count(), Entry.objects.count()) == (2, 0, 0)


def test_again_nothing_changes_and_a_new_name_is_a_change(county: County) -> None:
    by = county.secretary()
    import_regions(inside=county.home, rows=VILLAGES, by=by, at=AT)
    again = rows({"code": "990123100201", "name": "东风社区"}, {"code": "990123100202", "name": "红星社区"})
    report = import_regions(inside=county.home, rows=again, by=by, at=AT)
    assert [(line.action, line.text) for line in report.lines] == [
        ("change", "原名称：东风村"), ("same", "990123100202"),
    ]  # fmt: skip
    assert Region.objects.get(pk="990123100201").name == "东风社区"


def test_each_wrong_row_says_what_is_wrong_and_nothing_is_written(county: County) -> None:
    bad = rows(
        {"code": "9.90123E+11", "name": "甲村"},
        {"code": "990124100201", "name": "乙村"},
        {"code": "990123100201", "name": ""},
        {"code": "990123100203", "name": "丙村", "level": "组"},
        {"code": "990123100204", "name": "丁村", "level": "乡镇（街道）"},
        {"code": "990123100205", "name": "戊村"},
        {"code": "990123100205", "name": "己村"},
        {"code": "990123100206", "name": "庚村", "parent": "990123999000"},
        {"code": "990123000000", "name": "改名县"},
    )
    with pytest.raises(WrongRows, match="8行有误") as caught:
        import_regions(inside=county.home, rows=bad, by=county.secretary(), at=AT)
    said = dict(faults(caught.value.report))
    words = {2: "12位", 3: "不在清禾县", 4: "1至60", 5: "不认识", 6: "不符", 8: "重复", 9: "不存在", 10: "本身"}
    assert {n: words[n] in said[n] for n in said} == dict.fromkeys(words, True)
    assert Region.objects.filter(level="village").count() == 0


def test_another_county_is_not_theirs(county: County) -> None:
    by = county.account(Role.SECRETARIAT, region=county.other)
    with pytest.raises(NotAllowed, match="纲要办"):
        import_regions(inside=county.home, rows=VILLAGES, by=by, at=AT)


def test_only_the_operator_may_bring_in_a_whole_province(county: County) -> None:
    province = rows({"code": "980000000000", "name": "某省"}, {"code": "980100000000", "name": "某市"})
    with pytest.raises(NotAllowed):
        import_regions(inside=None, rows=province, by=county.account(Role.SYSTEM_ADMIN), at=AT)
    import_regions(inside=None, rows=province, by=None, at=AT)
    assert Region.objects.get(pk="980100000000").parent.name == "某省"


def test_an_own_area_gets_the_next_free_code(county: County) -> None:
    by = county.secretary()
    first = add_own_area(parent=county.home, name="高新园区", by=by, at=AT)
    second = add_own_area(parent=county.home, name="物流园区", by=by, at=AT)
    assert [(a.code, a.kind, a.parent_id) for a in (first, second)] == [
        ("990123901000", "own", county.home.pk), ("990123902000", "own", county.home.pk),
    ]  # fmt: skip
    assert county.home.prefix == first.code[:6]


@pytest.mark.parametrize(
    ("name", "code", "says"),
    [
        ("", "", "名称"),
        ("城关镇", "", "已有"),
        ("园区", "990124901000", "以990123开头"),
        ("园区", "990123100000", "占用"),
        ("园区", "990123901001", "末3位"),
    ],
)
def test_a_bad_own_area_is_refused(county: County, name: str, code: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        add_own_area(parent=county.home, name=name, code=code, by=county.secretary(), at=AT)


def test_an_own_area_has_no_township_as_parent(county: County) -> None:
    with pytest.raises(BadInput, match="之下"):
        add_own_area(parent=county.town, name="园区", by=county.secretary(), at=AT)


def test_a_liaison_adds_no_area(county: County) -> None:
    with pytest.raises(NotAllowed):
        add_own_area(parent=county.home, name="园区", by=county.account(Role.LIAISON), at=AT)


def test_a_township_is_run_by_its_county_and_in_a_city_without_counties_by_the_city(county: County) -> None:
    town = Region.objects.create(code="990100003000", name="直管镇", parent=county.city, level="township")
    assert (office_region(county.town).name, office_region(town).name) == ("清禾县", "安澜市")
