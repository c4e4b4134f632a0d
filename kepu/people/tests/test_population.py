"""Population rows: checked one by one; a figure never stands without year, basis and source."""

import pytest

from kepu.people.access import NotAllowed
from kepu.people.models import Population, Role
from kepu.people.tests.county import AT, County, faults, rows
from kepu.people.verbs import WrongRows, import_population

GOOD = {"region": "990123000000", "year": "2025", "basis": "常住人口", "count": "412,300", "source": "县统计年鉴2025"}


def test_a_row_comes_in_and_again_is_the_same(county: County) -> None:
    by = county.secretary()
    import_population(inside=county.home, rows=rows(GOOD), by=by, at=AT)
    row = Population.objects.get()
    assert (row.region_id, row.year, row.basis, row.count) == ("990123000000", 2025, "resident", 412300)
    assert import_population(inside=county.home, rows=rows(GOOD), by=by, at=AT).summary == "不变1行"


def test_both_bases_stand_side_by_side_and_a_correction_changes_one(county: County) -> None:
    by = county.secretary()
    import_population(inside=county.home, rows=rows(GOOD, GOOD | {"basis": "户籍", "count": "450000"}), by=by, at=AT)
    report = import_population(inside=county.home, rows=rows(GOOD | {"count": "412301"}), by=by, at=AT)
    assert report.lines[0].text == "412300 → 412301人"
    assert dict(Population.objects.values_list("basis", "count")) == {"resident": 412301, "registered": 450000}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"region": "990124000000"}, "不在清禾县"),
        ({"region": ""}, "（空）"),
        ({"year": "2025年13月"}, "年份"),
        ({"year": "1890"}, "年份"),
        ({"year": "2027"}, "年份"),
        ({"year": "二〇二五"}, "年份"),
        ({"basis": "流动人口"}, "口径"),
        ({"count": "-5"}, "人数"),
        ({"count": "41.23万"}, "整数"),
        ({"count": "99999999999"}, "过大"),
        ({"count": ""}, "人数"),
        ({"count": "9" * 5000}, "过大"),
        ({"count": "²"}, "人数"),
        ({"count": "１２３"}, "人数"),
        ({"year": "9" * 5000}, "年份"),
        ({"source": ""}, "来源"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_written(county: County, wrong: dict[str, str], says: str) -> None:
    table = rows(GOOD, GOOD | {"year": "2024"} | wrong)
    with pytest.raises(WrongRows) as caught:
        import_population(inside=county.home, rows=table, by=county.secretary(), at=AT)
    assert [number for number, text in faults(caught.value.report) if says in text] == [3]
    assert Population.objects.count() == 0


def test_the_same_figure_twice_in_one_table_is_refused(county: County) -> None:
    with pytest.raises(WrongRows, match="两次"):
        import_population(inside=county.home, rows=rows(GOOD, GOOD), by=county.secretary(), at=AT)


def test_a_dry_run_writes_nothing(county: County) -> None:
    report = import_population(inside=county.home, rows=rows(GOOD), by=county.secretary(), at=AT, dry_run=True)
    assert (report.count("create"), Population.objects.count()) == (1, 0)


def test_a_reader_from_above_imports_nothing(county: County) -> None:
    by = county.account(Role.READER, region=county.city)
    with pytest.raises(NotAllowed):
        import_population(inside=county.home, rows=rows(GOOD), by=by, at=AT)
