"""Regions and units by the API: what the pages show, of those places alone, and nothing of persons."""

from typing import Any

import pytest
from django.http import Http404
from django.test import Client

from kepu.people.access import get_region_for, readable_places
from kepu.people.models import Account, Membership, Region, Role, UnitAlias, UnitSuccession
from kepu.people.tests.county import AT, County

API = "/api/v1"
MORE = (
    ("990125000000", "古渡县", "990100000000", "county", "official"),
    ("990125100000", "古渡镇", "990125000000", "township", "official"),
    ("990123100201", "东街村", "990123100000", "village", "official"),
    ("990100901000", "高新区", "990100000000", "township", "own"),
    ("990101000000", "市辖区", "990100000000", "county", "placeholder"),
    ("990101100000", "直辖镇", "990101000000", "township", "official"),
    ("990101100201", "直辖村", "990101100000", "village", "official"),
    ("990200000000", "平川市", "990000000000", "prefecture", "official"),
    ("990201000000", "市辖区", "990200000000", "county", "placeholder"),
    ("990201100000", "平川镇", "990201000000", "township", "official"),
)  # fmt: skip


def asked(by: Account, address: str) -> Any:
    client = Client()
    client.force_login(by)
    answer = client.get(f"{API}{address}")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def tree(county: County) -> County:
    for code, name, parent, level, kind in MORE:
        Region.objects.create(code=code, name=name, parent_id=parent, level=level, kind=kind)
    return county


def people(county: County) -> list[Account]:
    """Somebody of every role, over places of every level."""
    regions = [Region.objects.get(pk=code) for code in (
        "990123000000", "990124000000", "990100000000", "990200000000", "990000000000", "990123100000", "990101100000",
    )]  # fmt: skip
    over = [county.account(role, region=region) for role in (Role.SECRETARIAT, Role.READER) for region in regions]
    units = [county.unit("站", region=region) for region in regions]
    working = [county.account(Role.LIAISON, unit=unit) for unit in units]
    two = county.account(Role.SECRETARIAT, Role.LIAISON, region=regions[1])
    admins = [county.account(role) for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)]
    return [*over, *working, two, *admins, county.account()]


def opens(by: Account, code: str) -> bool:
    try:
        return bool(get_region_for(by, code))
    except Http404:
        return False


def test_the_list_of_regions_holds_those_that_open_and_no_others(tree: County) -> None:
    codes = list(Region.objects.values_list("code", flat=True))
    assert len(codes) == 17
    for by in people(tree):
        listed = set(Region.objects.filter(readable_places(by)).values_list("code", flat=True))
        assert listed == {code for code in codes if opens(by, code)}


def test_regions_by_level_and_by_what_they_lie_in(tree: County) -> None:
    by = tree.secretary()
    names = ["清禾县", "城关镇", "东街村", "柳河镇"]
    assert [one["name"] for one in asked(by, "/regions")["items"]] == names
    assert [one["name"] for one in asked(by, "/regions?level=township")["items"]] == ["城关镇", "柳河镇"]
    assert [one["name"] for one in asked(by, "/regions?parent=990123100000")["items"]] == ["东街村"]
    assert asked(by, "/regions/990123100201") == {
        "code": "990123100201", "name": "东街村", "level": "village", "kind": "official", "parent": "990123100000",
    }  # fmt: skip


def test_a_list_comes_in_pieces(tree: County) -> None:
    by = tree.secretary()
    piece = asked(by, "/regions?limit=2&offset=1")
    assert [one["name"] for one in piece.pop("items")] == ["城关镇", "东街村"]
    assert piece == {"count": 4, "limit": 2, "offset": 1}
    assert asked(by, "/regions?offset=1000000") == {"items": [], "count": 4, "limit": 50, "offset": 1000000}


def test_a_unit_with_its_names_and_what_became_of_it(county: County) -> None:
    UnitAlias.objects.create(unit=county.education, name="教体局")
    heir = county.unit("县教育局", 15)
    county.education.until, county.education.parent = AT.date(), county.health
    county.education.save()
    UnitSuccession.objects.create(
        old=county.education, new=heir, change="renamed", on=AT.date(), paper="清编〔2026〕1号"
    )
    told = asked(county.secretary(), f"/units/{county.education.pk}")
    assert told == {
        "id": county.education.pk, "name": "县教育体育局", "aliases": ["教体局"], "kind": "government",
        "affiliation": "local", "region": {"code": "990123000000", "name": "清禾县"},
        "parent": {"id": county.health.pk, "name": "县卫生健康局"}, "order": 10, "since": None, "until": "2026-03-05",
        "successions": [{"change": "renamed", "on": "2026-03-05", "paper": "清编〔2026〕1号",
                         "unit": {"id": heir.pk, "name": "县教育局"}}],
    }  # fmt: skip


def test_units_are_found_by_name_and_by_alias_once_each(county: County) -> None:
    for name in ("教体局", "教育局"):
        UnitAlias.objects.create(unit=county.education, name=name)
    by = county.secretary()
    assert [one["id"] for one in asked(by, "/units?q=教")["items"]] == [county.education.pk]
    assert [one["id"] for one in asked(by, "/units?kind=government")["items"]] == [
        county.education.pk,
        county.health.pk,
    ]
    assert asked(by, "/units?kind=school")["count"] == 0
    assert asked(by, "/units?region=990124000000")["count"] == 0


def test_nothing_of_persons_goes_out(county: County) -> None:
    Membership.objects.create(
        unit=county.education, since=AT.date(), leader="洪某", liaison="周小雨", phone="0990-12345"
    )
    text = str(asked(county.secretary(), "/units")) + str(asked(county.secretary(), f"/units/{county.education.pk}"))
    assert [word for word in ("洪某", "周小雨", "0990") if word in text] == []


@pytest.mark.parametrize("address", ["/regions", "/units", "/me"])
def test_each_list_costs_the_same_for_one_and_for_many(
    county: County, address: str, django_assert_max_num_queries: Any
) -> None:
    client = Client()
    client.force_login(county.secretary())
    client.get(f"{API}{address}")
    with django_assert_max_num_queries(8) as few:
        client.get(f"{API}{address}")
    for n in range(40):
        town = Region.objects.create(code=f"9901235{n:02d}000", name=f"第{n}镇", parent=county.home, level="township")
        UnitAlias.objects.create(unit=county.unit(f"第{n}站", region=county.home), name=town.name)
    with django_assert_max_num_queries(8) as many:
        client.get(f"{API}{address}")
    assert len(many) == len(few)
