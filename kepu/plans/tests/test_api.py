"""Plans by the API: what the pages show to this person, item by item, in the same number of queries for few and many."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kepu.people.models import Account, Region, Role
from kepu.plans import verbs
from kepu.plans.models import Plan, Responsibility, Target, Task, Version
from kepu.plans.tests import builders, letters, parted, years
from kepu.plans.tests.builders import AT

pytestmark = pytest.mark.django_db
API = "/api/v1"
SCIENCE, HEALTH = "办好科学课堂", "送健康知识下乡"


@pytest.fixture
def units():
    return builders.units()


@pytest.fixture
def office(units) -> Account:
    return builders.account()


@pytest.fixture
def version(office) -> Version:
    return builders.adopted(office)


def answer(by: Account, address: str) -> Any:
    client = Client()
    client.force_login(by)
    return client.get(f"{API}{address}")


def asked(by: Account, address: str) -> Any:
    told = answer(by, address)
    assert told.status_code == 200, told.text
    return told.json()


def items(by: Account, address: str) -> list[dict[str, Any]]:
    told = asked(by, address)
    assert told["count"] >= len(told["items"])
    return told["items"]


def test_a_plan_is_told_as_the_version_in_force_has_it(office, version):
    (listed,) = items(office, "/plans")
    assert listed == asked(office, f"/plans/{version.plan_id}") == {
        "id": version.plan_id, "region": {"code": "990123000000", "name": "云汀县"}, "status": "issued",
        "title": builders.TITLE, "issuer": "云汀县人民政府办公室", "document_number": "云政办发〔2026〕8号",
        "issued_on": "2026-03-05", "period_from": 2026, "period_to": 2030, "publicity": "public", "upper_plan": "",
        "version": 1, "in_force": True, "tasks_count": 2, "targets_count": 4,
    }  # fmt: skip
    assert asked(office, "/plans?status=ended")["count"] == 0
    assert asked(office, "/plans?region=990124000000")["count"] == 0


def test_a_version_has_its_parts_stages_and_reporting(office, version):
    told = asked(office, f"/plans/{version.plan_id}/versions/1")
    assert [(part["title"], part["kind"], part["audience"]) for part in told["parts"]] == [
        ("青少年科学素质提升行动", "action", "youth"),
        ("老年人科学素质提升行动", "action", "elderly"),
    ]
    assert [(p["name"], p["from_year"], p["to_year"]) for p in told["phases"]] == [("启动阶段", 2026, 2026)]
    assert [(r["who"], r["due"], r["to"]) for r in told["reporting"]] == [("各成员单位", "每年12月20日前", "县科协")]
    assert (told["number"], told["in_force"], told["adopted_at"]) == (1, True, "2026-11-22T09:30:00+08:00")


def test_tasks_say_who_answers_as_printed_and_as_matched(office, version, units):
    science, health = items(office, f"/plans/{version.plan_id}/tasks")
    assert [(u["role"], u["printed"], u["unit"]["name"]) for u in science["units"]] == [
        ("lead", "县教育局", "县教育局"), ("support", "县科协", "县科协"), ("support", "团县委", "团县委"),
    ]  # fmt: skip
    assert (health["title"], health["open_ended"], health["part"]["audience"]) == (HEALTH, True, "elderly")
    assert health["body"] == "累计培训老年人5000人次，逐步提高老年人健康素养。"
    by_unit = items(office, f"/plans/{version.plan_id}/tasks?unit={units['县民政局'].pk}")
    assert [task["title"] for task in by_unit] == [HEALTH]
    by_part = items(office, f"/plans/{version.plan_id}/tasks?part={science['part']['key']}")
    assert [task["title"] for task in by_part] == [SCIENCE]
    assert len(science["targets"]) == 1


def test_targets_in_numbers_and_in_words(office, version):
    told = items(office, f"/plans/{version.plan_id}/targets")
    assert [(t["kind"], t["value"], t["unit"], t["words"]) for t in told] == [
        ("level", "16", "%", "不低于16%"),
        ("floor", "12", "场次", "每年不少于12场次"),
        ("cumulative", "5000", "人次", "不少于5000人次"),
        ("trend", None, "", ""),
    ]
    health = Task.objects.get(version=version, title=HEALTH).key
    assert [t["kind"] for t in items(office, f"/plans/{version.plan_id}/targets?task={health}")] == [
        "cumulative",
        "trend",
    ]
    assert [t["task"] for t in items(office, f"/plans/{version.plan_id}/targets?kind=level")] == [None]
    Target.objects.filter(version=version, kind="level").update(value="2.1250")
    assert items(office, f"/plans/{version.plan_id}/targets?kind=level")[0]["value"] == "2.125"


def test_duties_as_the_annex_prints_them(office, version, units):
    (duty,) = items(office, f"/plans/{version.plan_id}/duties")
    assert (duty["printed"], duty["text"], duty["where"]) == ("县科协", "负责统筹协调全县科普工作", "list")
    assert duty["unit"] == {"id": units["县科协"].pk, "name": "县科协"}
    assert items(office, f"/plans/{version.plan_id}/duties?unit={units['县教育局'].pk}") == []


def test_what_was_taken_out_is_not_told(office, version):
    task = Task.objects.get(version=version, title=SCIENCE)
    Responsibility.objects.filter(version=version, printed="县卫健局").update(removed=True)
    Task.objects.filter(pk=task.pk).update(removed=True)
    (left,) = items(office, f"/plans/{version.plan_id}/tasks")
    assert [u["printed"] for u in left["units"]] == ["县民政局"]
    assert task.key not in str(asked(office, f"/plans/{version.plan_id}/targets"))


def test_the_breakdown_says_whether_it_comes_out_and_each_cell_stands_alone(office, version, units):
    towns = parted.townships()
    row = parted.chosen(parted.target(version), office, "townships")
    parted.by_people(row, office)
    told = {one["target"]["kind"]: one for one in items(office, f"/plans/{version.plan_id}/breakdown")}
    assert set(told) == {"level", "floor", "cumulative"}  # the targets that have a number
    done = told["cumulative"]
    assert (done["over"], done["adding"], done["state"], done["words"]) == ("townships", "total", "even", "合计一致")
    assert (told["floor"]["over"], told["floor"]["state"]) == ("", "empty")
    assert [one["target"]["kind"] for one in items(office, f"/plans/{version.plan_id}/breakdown?over=townships")] == [
        "cumulative"
    ]
    town = towns["柳河镇"]
    cells = items(office, f"/plans/{version.plan_id}/cells?region={town.pk}&year=2027")
    assert cells == [{
        "target": row.target_key, "year": 2027, "unit": None, "region": {"code": town.pk, "name": "柳河镇"},
        "value": "300", "carried": "0",
    }]  # fmt: skip
    assert asked(office, f"/plans/{version.plan_id}/cells?target={row.target_key}")["count"] == 15
    assert asked(office, f"/plans/{version.plan_id}/cells?year=2031")["count"] == 0


def test_a_years_lines_with_who_answers_and_this_years_figures(office, version):
    annual = years.opened(version, office)
    years.cell(version, "培训老年人", "1200", carried=200)
    years.outside(annual, office)
    years.issued(annual, office)
    (year,) = items(office, f"/plans/{version.plan_id}/years")
    assert year == asked(office, f"/years/{annual.pk}") == {
        "id": annual.pk, "plan": version.plan_id, "version": 1, "year": 2026, "state": "issued", "title": years.TITLE,
        "document_number": years.NUMBER, "issued_on": "2026-03-20",
    }  # fmt: skip
    lines = items(office, f"/years/{annual.pk}/items")
    assert [(one["number"], one["title"], one["basis"]) for one in lines] == [
        (1, SCIENCE, "task"), (2, HEALTH, "task"), (3, "办好流动科技馆巡展", "upper"),
    ]  # fmt: skip
    (figure,) = lines[1]["figures"]
    assert (figure["value"], figure["words"], figure["carried"]) == ("1200", "不少于1200人次", "200")
    assert [(u["role"], u["unit"]["name"]) for u in lines[1]["units"]] == [("joint", "县卫健局"), ("joint", "县民政局")]
    assert lines[2]["paper"] == "安科协发〔2026〕2号"


def test_letters_tell_how_they_stand_and_not_what_they_say(office, units):
    annual = letters.year(office)
    letter = letters.printed(letters.approved(letters.draft(annual, office, units["县教育局"]), office), office)
    letters.draft(annual, office, units["县科协"])
    told = items(office, "/letters")
    assert [(one["unit"]["name"], one["state"]) for one in told] == [("县教育局", "printed"), ("县科协", "draft")]
    assert (told[0]["number"], told[0]["year"], told[0]["printed_at"]) == (
        letter.number,
        2026,
        "2026-11-22T09:30:00+08:00",
    )
    assert "snapshot" not in told[0]
    assert [one["state"] for one in items(office, f"/letters?state=draft&annual={annual.pk}")] == ["draft"]
    assert [one["unit"]["name"] for one in items(office, f"/letters?unit={units['县科协'].pk}")] == ["县科协"]


def test_a_unit_has_its_own_letters_once_they_are_out_and_those_above_what_is_approved(office, units):
    annual = letters.year(office)
    for name in ("县教育局", "县科协", "团县委"):
        letters.draft(annual, office, units[name])
    city = Region.objects.create(code="990100000000", name="安澜市", level="prefecture")
    liaison, above = builders.liaison(units["县教育局"]), builders.account("city", Role.READER, at=city)
    assert [asked(by, "/letters")["count"] for by in (office, liaison, above)] == [3, 0, 0]
    education, science, _ = (letter for letter in annual.letters.order_by("unit__order"))
    letters.consulted(education, office)
    letters.approved(science, office)
    assert [one["unit"]["name"] for one in items(liaison, "/letters")] == ["县教育局"]
    assert [one["unit"]["name"] for one in items(above, "/letters")] == ["县科协"]


def test_what_is_not_in_force_is_for_the_own_office_alone(office, version, units):
    second = builders.amended(version, office)
    draft = builders.draft(office)
    annual = years.opened(version, office)
    others = [builders.liaison(units["县教育局"]), builders.account("city", Role.READER)]
    plan = f"/plans/{version.plan_id}"
    assert [v["state"] for v in items(office, f"{plan}/versions")] == ["proofreading", "adopted"]
    assert asked(office, f"{plan}/tasks?version={second.number}")["count"] == 2
    assert not asked(office, f"/plans/{draft.plan_id}")["in_force"]
    assert asked(office, f"/plans/{draft.plan_id}/tasks")["count"] == 2
    assert asked(office, f"{plan}/years")["count"] == 1
    for by in others:
        assert [p["id"] for p in items(by, "/plans")] == [version.plan_id]
        assert [v["number"] for v in items(by, f"{plan}/versions")] == [1]
        assert asked(by, f"{plan}/years")["count"] == 0
        for address in (
            f"{plan}/versions/{second.number}", f"{plan}/tasks?version={second.number}", f"/plans/{draft.plan_id}",
            f"/plans/{draft.plan_id}/targets", f"/years/{annual.pk}", f"/years/{annual.pk}/items", f"{plan}/duties?version=9",
        ):  # fmt: skip
            assert answer(by, address).status_code == 404, address


def test_the_neighbour_has_nothing(version):
    neighbour = builders.account("neighbour", at=builders.region("990124000000", "邻溪县"))
    assert asked(neighbour, "/plans")["count"] == 0
    for tail in ("", "/versions", "/versions/1", "/tasks", "/targets", "/duties", "/breakdown", "/cells", "/years"):
        assert answer(neighbour, f"/plans/{version.plan_id}{tail}").status_code == 404, tail


ADDRESSES = (
    "/plans", "/plans/{plan}/versions", "/plans/{plan}/versions/1", "/plans/{plan}/tasks", "/plans/{plan}/targets",
    "/plans/{plan}/duties", "/plans/{plan}/breakdown", "/plans/{plan}/cells", "/plans/{plan}/years",
    "/years/{annual}/items", "/letters",
)  # fmt: skip


def cost(by: Account, version: Version, annual_id: int) -> dict[str, int]:
    client = Client()
    client.force_login(by)
    found = {}
    for address in ADDRESSES:
        url = API + address.format(plan=version.plan_id, annual=annual_id)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{url}?limit=200").status_code == 200
        found[address] = len(queries)
    return found


def _county(office: Account, more: int) -> tuple[Version, int]:
    version = builders.adopted(office, more=more)
    annual = years.opened(version, office)
    parted.equally(parted.chosen(parted.target(version), office), office)
    years.issued(annual, office)
    verbs.draft_letters(annual=annual, by=office, at=AT)
    return version, annual.pk


def test_every_list_costs_the_same_for_a_small_plan_and_a_large_one(office):
    small = cost(office, *_county(office, 0))
    for _ in range(3):
        builders.adopted(office)
    assert cost(office, *_county(office, 60)) == small
    assert max(small.values()) <= 12, small
    assert Plan.objects.count() == 5
