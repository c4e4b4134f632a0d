"""上年结转: what is left undone goes into the next year, once, and is not counted against the printed value."""

from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError

from kepu.audit.models import Entry
from kepu.people.access import NotAllowed
from kepu.plans import verbs
from kepu.plans.queries.breakdown.grid import grid_of
from kepu.plans.tests import builders, parted
from kepu.plans.tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("units")]


@pytest.fixture
def row(version, office):
    """5000 over five years and two units, 500 a cell."""
    made = parted.chosen(parted.target(version), office, "units")
    parted.equally(made, office, units=[parted.unit("县卫健局"), parted.unit("县民政局")])
    return made


@pytest.fixture
def health():
    return f"u{parted.unit('县卫健局').pk}"


@pytest.fixture
def civil():
    return f"u{parted.unit('县民政局').pk}"


def carry(row, office, year, done, source="2026年度总结"):
    row.refresh_from_db()
    numbers = {code: D(value) for code, value in done.items()}
    return verbs.carry_over(breakdown=row, year=year, done=numbers, source=source, seen=row.revision, by=office, at=AT)


def standing(row):
    return {(c.year, parted.place(c)): (c.value, c.carried) for c in row.cells.all()}


def test_the_shortfall_is_added_to_the_next_year(row, office, health, civil):
    assert carry(row, office, 2026, {health: 300, civil: 500}) == 1
    assert standing(row)[2027, health] == (700, 200)
    assert standing(row)[2027, civil] == (500, 0)
    line = row.changes.first()
    assert (line.way, line.year, line.before, line.after) == ("carried", 2027, 500, 700)
    assert line.why == "2026年完成300，欠200；来源：2026年度总结"
    assert Entry.objects.filter(verb="plans.carry_cells").count() == 1


def test_who_did_more_carries_nothing(row, office, health):
    assert carry(row, office, 2026, {health: 900}) == 0
    assert standing(row)[2027, health] == (500, 0)


def test_twice_for_the_same_year_does_not_add_twice(row, office, health):
    carry(row, office, 2026, {health: 300})
    assert carry(row, office, 2026, {health: 300}) == 0
    assert standing(row)[2027, health] == (700, 200)
    carry(row, office, 2026, {health: 450})  # a corrected figure
    assert standing(row)[2027, health] == (550, 50)
    carry(row, office, 2026, {health: 500})
    assert standing(row)[2027, health] == (500, 0)


def test_what_was_carried_is_owed_too_and_goes_on(row, office, health):
    carry(row, office, 2026, {health: 300})
    carry(row, office, 2027, {health: 600})  # of 700
    assert standing(row)[2028, health] == (600, 100)


def test_the_sums_leave_out_what_was_carried(version, row, office, health):
    carry(row, office, 2026, {health: 300})
    row.refresh_from_db()
    grid = grid_of(row, parted.target(version), version)
    assert grid.verdict.words == "合计一致"
    assert grid.total == 5000
    assert [(c.year, c.total, c.carried) for c in grid.columns][1] == (2027, 1000, 200)


def test_an_empty_next_year_gets_only_what_was_carried(row, office, health):
    parted.save(row, office, {(2027, health): None})
    carry(row, office, 2026, {health: 300})
    assert standing(row)[2027, health] == (200, 200)
    carry(row, office, 2026, {health: 500})
    assert standing(row)[2027, health] == (0, 0)


def test_a_cell_keeps_at_least_what_was_carried_into_it(row, office, health):
    carry(row, office, 2026, {health: 300})
    with pytest.raises(ValidationError, match="不能少于其中结转的200"):
        parted.save(row, office, {(2027, health): 100})
    with pytest.raises(ValidationError, match="其中有结转的200，不能清空"):
        parted.save(row, office, {(2027, health): None})
    parted.save(row, office, {(2027, health): 650})
    assert standing(row)[2027, health] == (650, 200)


@pytest.mark.parametrize(
    ("year", "done", "source", "words"),
    [
        (2030, {"health": 1}, "总结", "2030年之后没有可以结转到的年度"),
        (2025, {"health": 1}, "总结", "没有可以结转到的年度"),
        (2026, {"health": 1}, "  ", "请写明完成数的来源"),
        (2026, {"health": 1}, "源" * 121, "来源不超过120个字"),
        (2026, {}, "总结", "没有填写完成数"),
        (2026, {"health": "1.5"}, "总结", "县卫健局2026年完成数：以“人次”计的数应是整数"),
        (2026, {"health": "-1"}, "总结", "不能是负数"),
        (2026, {"other": "1"}, "总结", "县教育局2026年没有分解值"),
    ],
)
def test_what_cannot_be_carried_is_refused(row, office, health, year, done, source, words):
    codes = {"health": health, "other": f"u{parted.unit('县教育局').pk}"}
    with pytest.raises(ValidationError, match=words):
        carry(row, office, year, {codes[name]: value for name, value in done.items()}, source)
    assert not row.changes.filter(way="carried").exists()


def test_stocks_and_rates_carry_nothing(version, office):
    level = parted.chosen(parted.target(version, "level"), office, adding="rate")
    parted.save(level, office, {(2026, "all"): 14})
    with pytest.raises(ValidationError, match="不需要结转"):
        carry(level, office, 2026, {"all": 13})


def test_only_the_office_carries_and_only_what_it_saw(row, office, health):
    with pytest.raises(NotAllowed):
        carry(row, builders.liaison(parted.unit("县卫健局")), 2026, {health: 1})
    with pytest.raises(verbs.StaleGrid):
        verbs.carry_over(breakdown=row, year=2026, done={health: D(1)}, source="总结", seen=0, by=office, at=AT)
