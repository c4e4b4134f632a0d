"""Which unit stands for which township, and how many people live in each."""

from datetime import date

import pytest

from kepu.people.models import Population, Region, Unit, UnitAlias
from kepu.people.queries import township_of, township_populations, townships_of, units_of_townships
from kepu.people.tests.county import County

pytestmark = pytest.mark.django_db
TOWN, RIVER = "990123100000", "990123101000"


@pytest.fixture
def county():
    return County()


def town_unit(county, name, **fields):
    return Unit.objects.create(**{"region": county.home, "name": name, "kind": "township", "order": 500} | fields)


def test_townships_are_those_inside_the_county_without_nodes_of_statistics(county):
    Region.objects.create(
        code="990123400000", name="类似乡级", parent=county.home, level="township", kind="placeholder"
    )
    assert [r.name for r in townships_of(county.home)] == ["城关镇", "柳河镇"]


def test_a_unit_stands_for_the_township_it_is_named_after(county):
    unit = town_unit(county, "城关镇人民政府")
    assert township_of(unit).pk == TOWN
    assert units_of_townships(county.home) == {TOWN: unit}


def test_an_alias_names_it_too(county):
    unit = town_unit(county, "柳河办事处")
    assert township_of(unit) is None
    UnitAlias.objects.create(unit=unit, name="柳河镇党委政府")
    assert township_of(unit).pk == RIVER
    assert units_of_townships(county.home) == {RIVER: unit}


def test_of_two_names_that_fit_the_longer_wins(county):
    Region.objects.create(code="990123102000", name="城关", parent=county.home, level="township")
    unit = town_unit(county, "城关镇人民政府")
    assert township_of(unit).pk == TOWN
    assert set(units_of_townships(county.home)) == {TOWN}


def test_a_unit_of_the_townships_own_region_comes_first(county):
    named = town_unit(county, "城关镇人民政府", order=1)
    own = town_unit(county, "镇政府", region=county.town, order=900)
    assert units_of_townships(county.home) == {TOWN: own}
    assert (township_of(own).pk, township_of(named).pk) == (TOWN, TOWN)


def test_of_several_the_official_order_decides_and_ended_ones_do_not_count(county):
    town_unit(county, "城关镇旧政府", order=1, until=date(2020, 1, 1))
    town_unit(county, "城关镇人民代表大会", order=30)
    second = town_unit(county, "城关镇人民政府", order=20)
    assert units_of_townships(county.home) == {TOWN: second}


def test_other_kinds_and_other_counties_stand_for_none(county):
    school = county.unit("城关镇中心学校", kind="school")
    foreign = Unit.objects.create(region=county.other, name="城关镇人民政府", kind="township")
    assert township_of(school) is None
    assert township_of(foreign) is None
    assert units_of_townships(county.home) == {}


def test_the_number_of_queries_does_not_grow_with_the_county(county, django_assert_num_queries):
    for n in range(30):
        Region.objects.create(code=f"990123{500 + n}000", name=f"第{n}乡", parent=county.home, level="township")
        UnitAlias.objects.create(unit=town_unit(county, f"第{n}乡人民政府"), name=f"{n}乡")
    with django_assert_num_queries(3):
        assert len(units_of_townships(county.home)) == 30


def people(code, year, count, basis="resident"):
    Population.objects.create(region_id=code, year=year, basis=basis, count=count, source="虚构")


def test_the_newest_year_that_has_every_township_is_taken(county):
    people(TOWN, 2024, 10)
    people(RIVER, 2024, 30)
    people(TOWN, 2025, 11)
    people(RIVER, 2025, 99, basis="registered")
    found = township_populations(county.home, "resident")
    assert (found.year, found.counts, found.missing) == (2024, {TOWN: 10, RIVER: 30}, [])


def test_without_a_whole_year_it_says_which_townships_are_missing(county):
    people(TOWN, 2024, 10)
    people(TOWN, 2025, 11)
    found = township_populations(county.home, "resident")
    assert (found.year, found.counts) == (2025, {TOWN: 11})
    assert [r.name for r in found.missing] == ["柳河镇"]
    nothing = township_populations(county.home, "registered")
    assert (nothing.year, [r.name for r in nothing.missing]) == (None, ["城关镇", "柳河镇"])
