"""Filling a whole grid: whatever the value, the sum is exact; a slow recount from the database judges."""

from contextlib import contextmanager
from decimal import Decimal as D
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kepu.people.models import Population, Unit
from kepu.plans import verbs
from kepu.plans.models import CellChange, Target, Universe
from kepu.plans.tests import builders, parted
from kepu.plans.tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("units")]
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@contextmanager
def taken_back():
    """What is done inside is undone at its end: hypothesis comes again and again."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def recount(row):
    """Add up what stands in the database, one by one, as fractions: by year, by place, and all."""
    years, places, whole = {}, {}, Fraction(0)
    for cell in row.cells.all():
        base, place = Fraction(cell.value) - Fraction(cell.carried), parted.place(cell)
        years[cell.year] = years.get(cell.year, 0) + base
        places[place] = places.get(place, 0) + base
        whole += base
    return years, places, whole


@few
@given(value=st.integers(0, 10**10), towns=st.integers(1, 9))
def test_equal_parts_come_to_exactly_the_value(version, office, value, towns):
    with taken_back():
        parted.townships({f"第{n}镇": 1 for n in range(towns)})
        row = parted.chosen(parted.target(version, value=value), office, "townships")
        parted.equally(row, office)
        years, places, whole = recount(row)
        cells = list(row.cells.values_list("value", flat=True))
        assert whole == value
        assert len(cells) == 5 * towns
        assert min(cells) >= 0
        for part in (cells, years.values(), places.values()):
            assert max(part) - min(part) <= 1


@few
@given(value=st.integers(0, 10**10), people=st.lists(st.integers(0, 10**7), min_size=1, max_size=8).filter(any))
def test_parts_by_population_come_to_exactly_the_value(version, office, value, people):
    with taken_back():
        parted.townships({f"第{n}镇": count for n, count in enumerate(people)})
        row = parted.chosen(parted.target(version, value=value), office, "townships")
        parted.by_people(row, office)
        years, places, whole = recount(row)
        assert whole == value
        assert max(years.values()) - min(years.values()) <= 1
        assert min(row.cells.values_list("value", flat=True)) >= 0
        for at, count in enumerate(people):
            assert abs(places[f"r990123{100 + at}000"] - Fraction(value * count, sum(people))) < 1


@few
@given(value=st.integers(0, 10**6), people=st.lists(st.integers(0, 10**6), min_size=1, max_size=6).filter(any))
def test_a_floor_is_met_every_year_and_a_stock_at_the_end(version, office, value, people):
    with taken_back():
        parted.townships({f"第{n}镇": count for n, count in enumerate(people)})
        yearly = parted.chosen(parted.target(version, "floor", value=value), office, "townships", "yearly")
        parted.by_people(yearly, office)
        assert set(recount(yearly)[0].values()) == {value}
        stock = parted.chosen(parted.target(version, value=value), office, "townships", "standing")
        parted.by_people(stock, office)
        assert recount(stock)[0][2030] == value
        cells = parted.cells(stock)
        for year, place in cells:
            assert year == 2030 or cells[year, place] <= cells[year + 1, place]


def test_what_does_not_go_even_is_given_to_the_first_ones(version, office):
    parted.townships({"甲镇": 1, "乙镇": 1, "丙镇": 1})
    row = parted.chosen(parted.target(version, value=8, due="2027"), office, "townships")
    assert parted.equally(row, office) == 6
    # 4 a year over three: two go to the first in 2026; 4 again in 2027, the one left over to the second in turn
    first, second, third = "r990123100000", "r990123101000", "r990123102000"
    assert parted.cells(row) == {
        (2026, first): 2, (2026, second): 1, (2026, third): 1, (2027, first): 1, (2027, second): 2, (2027, third): 1,
    }  # fmt: skip


def test_by_population_the_largest_remainder_gets_what_is_left(version, office):
    parted.townships()  # 600, 300 and 100 of 1000 people
    row = parted.chosen(parted.target(version, value=7, due="2026"), office, "townships")
    parted.by_people(row, office)
    # 4.2, 2.1, 0.7: the whole parts are 4, 2, 0, the one left goes to 0.7
    assert list(parted.cells(row).values()) == [4, 2, 1]
    assert set(row.changes.values_list("way", "why")) == {("population", "按2025年常住人口")}


def test_missing_people_are_named_and_nothing_is_written(version, office):
    towns = parted.townships()
    Population.objects.filter(region=towns["石桥乡"]).delete()
    row = parted.chosen(parted.target(version), office, "townships")
    with pytest.raises(ValidationError, match="2025年缺：石桥乡"):
        parted.by_people(row, office)
    with pytest.raises(ValidationError, match=r"户籍人口不齐.*缺：城关镇、柳河镇、石桥乡"):
        parted.by_people(row, office, "registered")
    Population.objects.update(count=0)
    Population.objects.create(region=towns["石桥乡"], year=2025, basis="resident", count=0, source="虚构")
    with pytest.raises(ValidationError, match="都是0"):
        parted.by_people(row, office)
    with pytest.raises(ValidationError, match="常住人口还是户籍人口"):
        parted.by_people(row, office, "x")
    assert (row.cells.count(), CellChange.objects.count()) == (0, 0)


def test_shares_and_other_places_are_not_parted_by_population(version, office):
    parted.townships()
    level = parted.chosen(parted.target(version, "level"), office, "townships", "rate")
    with pytest.raises(ValidationError, match="比率、人均数不能按人口分"):
        parted.by_people(level, office)
    years = parted.chosen(parted.target(version), office)
    with pytest.raises(ValidationError, match="只有分解到乡镇"):
        parted.by_people(years, office)


def test_over_units_the_ones_named_share_and_others_give_up_their_part(version, office):
    row = parted.chosen(parted.target(version), office, "units")
    with pytest.raises(ValidationError, match="还没有选定单位"):
        parted.equally(row, office)
    health, civil = parted.unit("县卫健局"), parted.unit("县民政局")
    parted.equally(row, office, units=[health, civil])
    assert set(parted.cells(row).values()) == {500}
    parted.equally(row, office, units=[health])
    assert {place for _, place in parted.cells(row)} == {f"u{health.pk}"}
    assert set(parted.cells(row).values()) == {1000}


def test_units_of_another_county_cannot_be_given_a_part(version, office):
    foreign = builders.unit("邻县教育局", at=builders.region("990124000000", "邻县"))
    row = parted.chosen(parted.target(version), office, "units")
    with pytest.raises(ValidationError, match="不能分解"):
        parted.equally(row, office, units=[foreign])
    assert not row.cells.exists()


def test_a_level_rises_evenly_from_where_it_stood(version, office):
    row = parted.chosen(parted.target(version, "level", value=20), office, adding="rate")
    with pytest.raises(ValidationError, match="起点数"):
        parted.equally(row, office)
    with pytest.raises(ValidationError, match="不能超过100%"):
        parted.equally(row, office, start=D(120))
    parted.equally(row, office, start=D("13.62"))  # 6.38 in five steps of 1.276
    assert list(parted.cells(row).values()) == [D(v) for v in ("14.90", "16.17", "17.45", "18.72", "20")]


def test_a_stock_of_the_county_may_rise_from_what_there_is(version, office):
    row = parted.chosen(parted.target(version, value=3500), office, adding="standing")
    parted.equally(row, office, start=D(2180))  # 1320 in five steps of 264
    assert list(parted.cells(row).values()) == [2444, 2708, 2972, 3236, 3500]
    parted.equally(row, office)
    assert list(parted.cells(row).values()) == [700, 1400, 2100, 2800, 3500]


def test_a_start_makes_no_sense_for_sums(version, office):
    row = parted.chosen(parted.target(version), office)
    with pytest.raises(ValidationError, match="不从起点数递进"):
        parted.equally(row, office, start=D(100))


def test_each_asks_for_a_universe_first(version, office):
    towns = parted.townships()
    promise = parted.target(version, "floor", value=2, unit="所", each="乡镇（街道）")
    row = parted.chosen(promise, office, "townships", "standing")
    with pytest.raises(ValidationError, match="请先选定覆盖范围"):
        parted.equally(row, office)
    universe = verbs.keep_universe(region=builders.region(), name="乡镇", kind="townships", by=office, at=AT)
    row = parted.chosen(promise, office, "townships", "standing", universe=universe, seen=0)
    parted.equally(row, office)
    last = {place: value for (year, place), value in parted.cells(row).items() if year == 2030}
    assert last == {f"r{town.pk}": 2 for town in towns.values()}
    assert isinstance(row.universe, Universe)


def test_what_was_carried_over_stays_and_is_added_again(version, office):
    row = parted.chosen(parted.target(version), office)
    parted.equally(row, office)
    row.refresh_from_db()
    verbs.carry_over(breakdown=row, year=2026, done={"all": D(800)}, source="总结", seen=1, by=office, at=AT)
    assert parted.cells(row)[2027, "all"] == 1200
    assert parted.equally(row, office) == 0
    Target.objects.filter(key=row.target_key).update(value=6000)
    parted.equally(row, office)
    assert parted.cells(row)[2027, "all"] == 1400
    assert recount(row)[2] == 6000


def schedule(version, **fields):
    return Target.objects.create(
        **{"version": version, "kind": "schedule", "quote": "达到2.5元", "subject": "人均科普经费", "value": D("2.5"),
           "unit": "元/人", "due": "2030", "level": "县级"} | fields
    )  # fmt: skip


def test_a_schedule_goes_back_from_its_end_by_the_printed_increments(version, office):
    end = schedule(version)
    step = schedule(version, quote="每年增加0.1元", value=D("0.1"), delta=True, per="year")
    row = parted.chosen(end, office, adding="rate")
    verbs.part_by_increments(breakdown=row, seen=0, by=office, at=AT)
    assert list(parted.cells(row).values()) == [D(v) for v in ("2.1", "2.2", "2.3", "2.4", "2.5")]
    assert row.changes.first().why == "由2030年的2.5元按原文每年增加0.1元推算"
    yearly = parted.chosen(step, office, adding="rate")
    verbs.part_by_increments(breakdown=yearly, seen=0, by=office, at=AT)
    assert set(parted.cells(yearly).values()) == {D("0.1")}


@pytest.mark.parametrize("step", [None, {"subject": "别的经费"}, {"per": ""}, {"level": "市级"}, {"value": D(1)}])
def test_a_schedule_without_fitting_increments_is_left_to_the_hand(version, office, step):
    row = parted.chosen(schedule(version), office, adding="rate")
    if step is not None:
        schedule(version, **{"value": D("0.1"), "delta": True, "per": "year"} | step)
    with pytest.raises(ValidationError, match="手工填写"):
        verbs.part_by_increments(breakdown=row, seen=0, by=office, at=AT)


def test_without_townships_there_is_nothing_to_part_over(version, office):
    row = parted.chosen(parted.target(version), office, "townships")
    with pytest.raises(ValidationError, match="没有登记乡镇"):
        parted.equally(row, office)
    assert Unit.objects.exists()
