"""Open data of a released year's deeds: what was released and nothing else, as JSON and CSV."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from kepu.plans import verbs
from kepu.plans.models import AnnualItem
from kepu.plans.tests import builders, years
from kepu.plans.tests.builders import AT
from kepu.portal.open_data import DEED_COLUMNS

pytestmark = pytest.mark.django_db
HEALTH, CLASSES = "送健康知识下乡", "办好科学课堂"


@pytest.fixture
def office():
    return builders.account()


@pytest.fixture
def annual(office):
    builders.units()
    version = builders.adopted(office)
    made = years.opened(version, office)
    years.deed(made, office, HEALTH, text="免费量血压，电话13912345678。", place="各乡镇卫生院")
    years.cell(version, "培训老年人", 12000)
    return years.issued(made, office)


@pytest.fixture
def release(annual, office):
    return years.released(annual, office)


def address(release, kind, **other):
    known = {"code": builders.region().pk, "plan_id": release.version.plan_id, "year": 2026, **other}
    return reverse(f"portal:deeds_{kind}", kwargs=known)


def test_json_is_the_released_snapshot_with_its_origin(client, release):
    told = client.get(address(release, "json")).json()
    assert told["content"] == release.snapshot
    assert (told["format"], told["year"], told["plan"]) == ("kepu.deeds/1", 2026, release.version.plan_id)
    assert told["region"] == {"code": builders.region().pk, "name": "云汀县"}
    assert told["released_at"] == timezone.localtime(release.released_at).isoformat(timespec="seconds")


def test_each_deed_is_a_row(client, release):
    body = client.get(address(release, "csv")).content
    assert body.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(body.decode("utf-8-sig")))
    assert tuple(row) == DEED_COLUMNS
    assert (row["title"], row["audience"], row["place"]) == (HEALTH, "elderly", "各乡镇卫生院")
    assert (row["leads"], row["figures"]) == ("县卫健局、县民政局", "培训老年人：不少于1.2万人次")


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_nothing_personal_nothing_else_and_nothing_newer_goes_out(client, release, kind):
    AnnualItem.objects.filter(title=HEALTH).update(place="后来改的地点")
    text = client.get(address(release, kind)).content.decode()
    assert "139****5678" in text
    assert [word for word in ("13912345678", CLASSES, "后来改的地点") if word in text] == []


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_whoever_has_it_is_told_so(client, release, kind):
    first = client.get(address(release, kind))
    again = client.get(address(release, kind), headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_what_is_not_released_is_not_there(client, annual, release, office, kind):
    builders.region("990124000000", "邻县")
    for other in ({"year": 2027}, {"plan_id": 10**9}, {"code": "990124000000"}, {"code": "nonsense"}):
        assert client.get(address(release, kind, **other)).status_code == 404
    verbs.withdraw(release=release, remark="地点有变", by=office, at=AT)
    assert client.get(address(release, kind)).status_code == 404
    verbs.draft_year_release(annual=annual, by=office, at=AT)
    assert client.get(address(release, kind)).status_code == 404
    assert client.post(address(release, kind)).status_code == 405


def test_the_page_of_the_deeds_leads_to_both_files(client, release):
    page = client.get("/r/990123000000/deeds/").content.decode()
    assert address(release, "json") in page
    assert address(release, "csv") in page
