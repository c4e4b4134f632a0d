"""Open data: what was released and nothing else, as JSON and CSV; whoever has it is not sent it again."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from kepu.plans import verbs
from kepu.plans.models import Plan, Release
from kepu.plans.tests import builders
from kepu.portal.open_data import COLUMNS, _plain

pytestmark = pytest.mark.django_db
PHONE = "13912345678"


@pytest.fixture
def release():
    builders.units()
    office = builders.account()
    return builders.released(builders.adopted(office), office)


def address(release: Release, kind: str, plan_id: int | None = None) -> str:
    return reverse(f"portal:plan_{kind}", args=[builders.region().pk, plan_id or release.version.plan_id])


def rows(client, release) -> list[dict[str, str]]:
    body = client.get(address(release, "csv")).content
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def test_json_is_the_released_snapshot_with_its_origin(client, release):
    told = client.get(address(release, "json")).json()
    assert told["content"] == release.snapshot
    assert told["region"] == {"code": builders.region().pk, "name": "云汀县"}
    assert told["plan"] == release.version.plan_id
    assert told["released_at"] == timezone.localtime(release.released_at).isoformat(timespec="seconds")


def test_each_task_and_target_is_a_row_with_who_answers(client, release):
    found = rows(client, release)
    assert tuple(found[0]) == COLUMNS
    tasks = [row for row in found if row["row"] == "task"]
    assert [(t["title"], t["part"]) for t in tasks] == [
        ("办好科学课堂", "青少年科学素质提升行动"),
        ("送健康知识下乡", "老年人科学素质提升行动"),
    ]
    assert (tasks[0]["lead"], tasks[0]["support"]) == ("县教育局", "县科协、团县委")
    assert tasks[1]["joint"] == "县卫健局、县民政局"
    trained = next(row for row in found if row["row"] == "target" and "5000" in row["quote"])
    assert (trained["kind"], trained["task_key"], trained["audience"]) == ("cumulative", tasks[1]["key"], "elderly")


def test_nothing_personal_and_nothing_unreleased_goes_out(client, release):
    for kind in ("json", "csv"):
        text = client.get(address(release, kind)).content.decode()
        assert PHONE not in text
        assert "负责统筹协调全县科普工作" not in text  # duties are not released


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_whoever_has_it_is_told_so(client, release, kind):
    first = client.get(address(release, kind))
    again = client.get(address(release, kind), headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again["ETag"] == first["ETag"]


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_what_was_withdrawn_or_never_released_is_not_there(client, release, kind):
    draft = Plan.objects.create(region=builders.region(), created_at=builders.AT)
    assert client.get(address(release, kind, draft.pk)).status_code == 404
    office = release.released_by
    verbs.withdraw(release=release, remark="内容有误", by=office, at=builders.AT)
    assert client.get(address(release, kind)).status_code == 404
    assert client.post(address(release, kind)).status_code == 405


def test_the_page_leads_to_both_files(client, release):
    page = client.get(reverse("portal:plan", args=[builders.region().pk, release.version.plan_id])).content.decode()
    assert address(release, "json") in page
    assert address(release, "csv") in page


@pytest.mark.parametrize(("cell", "plain"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("不少于5%", "不少于5%"), ("", "")])
def test_no_cell_is_taken_for_a_formula(cell, plain):
    assert _plain(cell) == plain
