"""How far a role over a place reaches: an office runs what `office_region` says, a reader reads what is inside his place."""

import pytest

from kepu.people.access import office_region, readable_places, reads_region, run_by_office
from kepu.people.models import Region, Role, Unit
from kepu.people.tests.county import County


@pytest.fixture
def tree(county: County) -> list[Region]:
    """Counties under a city, and a city without counties behind its placeholder, each with townships and villages."""
    bare = Region.objects.create(code="990300000000", name="无县市", level="prefecture", parent_id="990000000000")
    node = Region.objects.create(code="990301000000", name="市辖区", level="county", kind="placeholder", parent=bare)
    for parent, code in ((county.town, "990123100001"), (node, "990301001000"), (bare, "990300101000")):
        level = "village" if parent == county.town else "township"
        place = Region.objects.create(code=code, name="某地", level=level, parent=parent)
        if level == "township":
            Region.objects.create(code=f"{code[:9]}001", name="某村", level="village", parent=place)
    return list(Region.objects.select_related("parent__parent__parent"))


def test_the_condition_says_what_the_function_says(county: County, tree: list[Region]) -> None:
    assert len(tree) > 9
    for place in tree:
        county.unit("某单位", region=place)
    for office in tree:
        here = set(Unit.objects.filter(run_by_office(office, "region")).values_list("region", flat=True))
        assert here == {r.pk for r in tree if office_region(r).pk == office.pk}, office.code


def test_a_reader_reads_inside_his_place_and_not_beside_it(county: County, tree: list[Region]) -> None:
    by = county.account(Role.READER, region=county.town)
    assert {r.pk for r in tree if reads_region(by, r)} == {r.pk for r in tree if r.pk.startswith(county.town.prefix)}


def test_who_works_in_a_township_reads_the_county_that_binds_it(county: County, tree: list[Region]) -> None:
    by = county.account(Role.SECRETARIAT, region=county.town)
    assert reads_region(by, county.home)
    assert not reads_region(by, county.other)
    assert not reads_region(by, county.city)


@pytest.mark.parametrize("role", [Role.LIAISON, Role.SECRETARIAT, Role.READER])
def test_the_list_of_places_is_what_can_be_opened(county: County, tree: list[Region], role: Role) -> None:
    for place in tree:
        by = county.account(role, unit=county.unit("某单位", region=place), region=place)
        listed = set(Region.objects.filter(readable_places(by)).values_list("pk", flat=True))
        assert listed == {r.pk for r in tree if reads_region(by, r)}, (role, place.code)
