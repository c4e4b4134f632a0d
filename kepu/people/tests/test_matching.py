"""Suggestions come from names, aliases and those who went before; the same few queries for one name and for many."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kepu.people.models import Region, Unit, UnitAlias, UnitSuccession
from kepu.people.queries import current_successors, suggest_units, suggest_units_for
from kepu.people.tests.county import TODAY, County


def ended(county: County, name: str, new: Unit | None, on: date, change: str = "merged") -> Unit:
    old = county.unit(name)
    Unit.objects.filter(pk=old.pk).update(until=on)
    old.refresh_from_db()
    UnitSuccession.objects.create(old=old, new=new, change=change, on=on, paper="清编〔2024〕3号")
    return old


def test_a_name_an_alias_and_the_region_in_front(county: County) -> None:
    UnitAlias.objects.create(unit=county.health, name="县爱卫办")
    assert [s.unit for s in suggest_units(county.home, "清禾县教体局", on=TODAY)] == [county.education]
    best = suggest_units(county.home, "县爱卫办", on=TODAY)[0]
    assert (best.unit, best.name, best.score) == (county.health, "县爱卫办", 1.0)


def test_the_successor_is_suggested_for_one_that_is_no_more(county: County) -> None:
    ended(county, "县地震办公室", county.health, date(2024, 1, 1))
    best = suggest_units(county.home, "县地震办", on=TODAY)[0]
    assert (best.unit, "已由其承接" in best.reason) == (county.health, True)


def test_units_of_another_county_are_never_suggested(county: County) -> None:
    county.unit("县科学技术局", region=county.other)
    assert suggest_units(county.home, "县科技局", on=TODAY) == []


def test_each_unit_once_and_no_more_than_asked_for(county: County) -> None:
    ended(county, "县教育局", county.education, date(2020, 1, 1))
    for name in ("县教育中心", "县教育工委", "县教育科技局"):
        county.unit(name)
    found = suggest_units(county.home, "县教育局", on=TODAY)
    assert found[0].unit == county.education
    assert len({s.unit.pk for s in found}) == len(found) == 3


def test_as_many_queries_for_thirty_names_as_for_one(county: County) -> None:
    ended(county, "县地震办公室", county.health, date(2024, 1, 1))
    counts = []
    for names in (["县教育局"], [f"县第{i}局" for i in range(30)]):
        with CaptureQueriesContext(connection) as queries:
            suggest_units_for(Region.objects.get(pk=county.home.pk), names, on=TODAY)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def test_a_chain_of_reforms_is_followed_to_its_end(county: County) -> None:
    middle = ended(county, "县文化体育局", county.education, date(2024, 1, 1))
    first = ended(county, "县体育局", middle, date(2019, 3, 1), "renamed")
    assert current_successors(first, TODAY) == [county.education]
    assert current_successors(first, date(2020, 1, 1)) == [middle]
    assert current_successors(first, date(2018, 1, 1)) == [first]


def test_split_between_two_abolished_and_moved(county: County) -> None:
    both = ended(county, "县科技教育局", county.health, date(2024, 1, 1))
    UnitSuccession.objects.create(old=both, new=county.education, change="merged", on=date(2024, 1, 1), paper="x")
    gone = ended(county, "县供销公司", None, date(2024, 1, 1), "abolished")
    UnitSuccession.objects.create(
        old=county.health, new=county.education, change="moved", on=date(2024, 1, 1), paper="x"
    )
    assert current_successors(both, TODAY) == [county.education, county.health]
    assert current_successors(gone, TODAY) == []
    assert current_successors(county.health, TODAY) == [county.health]


def test_a_circle_in_the_data_does_not_hang(county: County) -> None:
    a = ended(county, "县甲局", county.education, date(2024, 1, 1))
    b = ended(county, "县乙局", a, date(2024, 1, 1))
    UnitSuccession.objects.filter(old=a).update(new=b)
    assert current_successors(a, TODAY) == []
