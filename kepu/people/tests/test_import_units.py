"""A list of units comes in by table: created, changed, left, or refused row by row."""

import pytest

from kepu.audit.models import Entry
from kepu.methods.sheets import read_table
from kepu.people.access import NotAllowed
from kepu.people.models import Role, Unit, UnitAlias
from kepu.people.queries import export_units
from kepu.people.tables import UNIT_COLUMNS
from kepu.people.tests.county import AT, County, faults, rows
from kepu.people.verbs import WrongRows, import_units

SCIENCE = {"name": "县科技创新中心", "kind": "事业单位", "affiliation": "县属", "order": "30",
           "parent": "县科学技术局", "aliases": "县科创中心|科创中心"}  # fmt: skip
BUREAU = {"name": "县科学技术局", "kind": "government", "order": "25"}


def aliases(name: str) -> list[str]:
    return sorted(UnitAlias.objects.filter(unit__name=name).values_list("name", flat=True))


def test_units_come_in_with_parent_and_aliases_whatever_the_order_of_rows(county: County) -> None:
    report = import_units(region=county.home, rows=rows(SCIENCE, BUREAU), by=county.secretary(), at=AT)
    unit = Unit.objects.get(name="县科技创新中心")
    assert (unit.kind, unit.affiliation, unit.order, str(unit.parent)) == ("institution", "local", 30, "县科学技术局")
    assert aliases(unit.name) == ["县科创中心", "科创中心"]
    assert (report.summary, report.remarks) == ("新增2行", ["另有2个单位不在表中，保持不变。"])
    assert Entry.objects.filter(verb="people.import_units").count() == 1


def test_a_dry_run_writes_nothing(county: County) -> None:
    import_units(region=county.home, rows=rows(SCIENCE, BUREAU), by=county.secretary(), at=AT, dry_run=True)
    assert (Unit.objects.count(), Entry.objects.count()) == (2, 0)


def test_again_is_the_same_and_changes_are_named(county: County) -> None:
    by = county.secretary()
    import_units(region=county.home, rows=rows(SCIENCE, BUREAU), by=by, at=AT)
    again = rows(SCIENCE | {"order": "31", "parent": "", "aliases": "县科创中心、创新中心"}, BUREAU)
    report = import_units(region=county.home, rows=again, by=by, at=AT)
    assert [(line.word, line.text) for line in report.lines] == [("修改", "官方排序、上级单位、名称变体"), ("不变", "")]
    unit = Unit.objects.get(name="县科技创新中心")
    assert (unit.order, unit.parent, aliases(unit.name)) == (31, None, ["创新中心", "县科创中心"])


def test_a_column_that_the_file_lacks_changes_nothing(county: County) -> None:
    by = county.secretary()
    import_units(region=county.home, rows=rows(SCIENCE, BUREAU), by=by, at=AT)
    report = import_units(region=county.home, rows=rows({"name": SCIENCE["name"], "kind": "事业单位"}), by=by, at=AT)
    assert (report.summary, aliases(SCIENCE["name"])) == ("不变1行", ["县科创中心", "科创中心"])


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "名称"),
        ({"name": "县科学技术局"}, "重复"),
        ({"kind": "委办局"}, "类别"),
        ({"affiliation": "省属"}, "隶属"),
        ({"order": "第三"}, "官方排序"),
        ({"order": "-1"}, "官方排序"),
        ({"order": "9" * 5000}, "官方排序"),
        ({"order": "1e99"}, "官方排序"),
        ({"order": "²"}, "官方排序"),
        ({"parent": "县不存在局"}, "既不在"),
        ({"parent": "县科技创新中心"}, "循环"),
        ({"aliases": "县教育体育局"}, "已是“县教育体育局”"),
        ({"aliases": "长" * 81}, "过长"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_written(county: County, wrong: dict[str, str], says: str) -> None:
    with pytest.raises(WrongRows) as caught:
        import_units(region=county.home, rows=rows(BUREAU, SCIENCE | wrong), by=county.secretary(), at=AT)
    assert [number for number, text in faults(caught.value.report) if says in text] == [3]
    assert Unit.objects.count() == 2


def test_one_alias_for_two_rows_of_the_table_is_refused(county: County) -> None:
    with pytest.raises(WrongRows, match=r"科创中心.*已是"):
        import_units(
            region=county.home, rows=rows(BUREAU | {"aliases": "科创中心"}, SCIENCE), by=county.secretary(), at=AT
        )


def test_what_goes_out_comes_in_again_unchanged(county: County) -> None:
    by = county.secretary()
    import_units(region=county.home, rows=rows(SCIENCE, BUREAU), by=by, at=AT)
    table = read_table(export_units(county.home), UNIT_COLUMNS)
    assert [r["name"] for r in table.rows] == ["县教育体育局", "县卫生健康局", "县科学技术局", "县科技创新中心"]
    assert import_units(region=county.home, rows=table.rows, by=by, at=AT).summary == "不变4行"


def test_a_liaison_imports_no_units(county: County) -> None:
    with pytest.raises(NotAllowed):
        import_units(region=county.home, rows=rows(BUREAU), by=county.account(Role.LIAISON), at=AT)


def test_the_page_says_what_a_column_may_hold(client, county):
    client.force_login(county.secretary())
    page = client.get("/desk/people/units/import/").content.decode()
    assert "类别填下列之一：党委部门、政府部门、" in page
    assert "隶属填下列之一，也可以不填：县属、" in page
