"""Open data by the API: the same as the files on the pages, without signing in, and nothing that is not released."""

from typing import Any

import pytest
from django.test import Client

from kepu.plans import verbs
from kepu.plans.models import Release
from kepu.plans.tests import builders, years
from kepu.plans.tests.builders import AT
from kepu.portal import sources
from kepu.portal.models import Parcel, ParcelItem

pytestmark = pytest.mark.django_db
HOME = "990123000000"
OPEN = "/api/v1/open"


@pytest.fixture
def office():
    builders.units()
    return builders.account()


@pytest.fixture
def version(office):
    return builders.adopted(office)


@pytest.fixture
def release(version, office):
    return builders.released(version, office)


@pytest.fixture
def deeds(version, office):
    annual = years.opened(version, office)
    years.deed(annual, office, "送健康知识下乡", text="电话13912345678。")
    return years.released(years.issued(annual, office), office)


def told(address: str) -> Any:
    answer = Client().get(OPEN + address)
    assert answer.status_code == 200, answer.text
    assert dict(answer.cookies) == {}
    return answer.json()


def test_a_plan_is_the_file_of_its_page(release):
    assert told("/regions")["items"] == [{"code": HOME, "name": "云汀县"}]
    (listed,) = told(f"/{HOME}/plans")["items"]
    assert listed == {
        "plan": release.version.plan_id, "title": builders.TITLE, "period": [2026, 2030],
        "released_at": "2026-11-22T09:30:00+08:00",
    }  # fmt: skip
    file = Client().get(f"/r/{HOME}/plans/{release.version.plan_id}/data.json").json()
    assert told(f"/{HOME}/plans/{release.version.plan_id}") == file


def test_a_years_deeds_are_the_file_of_their_page(deeds):
    plan = deeds.version.plan_id
    (listed,) = told(f"/{HOME}/years")["items"]
    assert (listed["plan"], listed["year"], listed["deeds"]) == (plan, 2026, 1)
    file = Client().get(f"/r/{HOME}/plans/{plan}/deeds/2026/data.json").json()
    assert told(f"/{HOME}/plans/{plan}/years/2026") == file
    assert "13912345678" not in str(file)


def test_what_is_not_released_or_no_longer_is_not_there(version, office):
    plan = f"{OPEN}/{HOME}/plans/{version.plan_id}"
    assert told("/regions")["count"] == told(f"/{HOME}/plans")["count"] == told(f"/{HOME}/years")["count"] == 0
    assert Client().get(plan).status_code == 404
    release = builders.released(version, office)
    assert Client().get(plan).status_code == 200
    verbs.withdraw(release=release, remark="内容有误", by=office, at=AT)
    assert (Client().get(plan).status_code, told("/regions")["count"]) == (404, 0)


def test_a_place_that_is_not_served_is_not_found(release):
    builders.region("990124000000", "邻溪县")
    for place in ("990124000000", "nonsense"):
        for tail in (
            "plans",
            "years",
            f"plans/{release.version.plan_id}",
            f"plans/{release.version.plan_id}/years/2026",
        ):
            assert Client().get(f"{OPEN}/{place}/{tail}").status_code == 404


def test_before_the_home_region_is_loaded_there_is_nothing():
    assert told("/regions")["count"] == 0
    assert Client().get(f"{OPEN}/{HOME}/plans").status_code == 404


def test_an_old_snapshot_goes_out_as_it_is_and_a_newer_one_too(release):
    kept = {
        "title": "旧方案",
        "parts": [{"title": "行动", "tasks": [{"title": "任务", "colour": "red"}]}],
        "later": [1],
    }
    Release.objects.filter(pk=release.pk).update(snapshot=kept)
    content = told(f"/{HOME}/plans/{release.version.plan_id}")["content"]
    assert (content["title"], content["goals"], content["later"]) == ("旧方案", [], [1])
    (task,) = content["parts"][0]["tasks"]
    assert (task["colour"], task["targets"], task["units"]["lead"]) == ("red", [], [])


def test_fed_by_a_parcel_it_says_the_same(release, deeds, settings):
    before = {address: told(address) for address in ("/regions", f"/{HOME}/plans", f"/{HOME}/years")}
    plan, year = sources.plans(builders.region())[0], sources.years(builders.region())[0]
    parcel = Parcel.objects.create(region_code=HOME, made_at=AT, taken_in_at=AT, sha256="0", key_id="k")
    for n, (sort, key, shown) in enumerate((("plan", plan.plan_id, plan), ("year", f"{year.plan_id}-2026", year))):
        ParcelItem.objects.create(
            parcel=parcel,
            region_code=HOME,
            sort=sort,
            key=key,
            order=n,
            released_at=shown.released_at,
            content=shown.snapshot,
        )
    settings.FACES = frozenset({"portal"})
    assert {address: told(address) for address in before} == before


@pytest.mark.parametrize("address", ["/regions", f"/{HOME}/plans", f"/{HOME}/years"])
def test_each_list_costs_the_same_for_one_and_for_many(office, address, django_assert_max_num_queries):
    def release_another() -> None:
        version = builders.adopted(office)
        builders.released(version, office)
        annual = years.opened(version, office)
        years.deed(annual, office, "送健康知识下乡")
        years.released(years.issued(annual, office), office)

    release_another()
    with django_assert_max_num_queries(5) as few:
        assert told(address)["count"] == 1
    release_another()
    release_another()
    with django_assert_max_num_queries(5) as many:
        assert told(address)["count"] in (1, 3)
    assert len(many) == len(few)
