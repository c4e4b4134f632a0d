"""The pages of a reporting cycle: from nothing to 报送情况, what a unit sees of it, and what goes wrong."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html
from python_calamine import CalamineWorkbook

from kepu.accountability import verbs
from kepu.accountability.models import Cycle, Report
from kepu.accountability.tests.cycles import township
from kepu.accountability.verbs import CycleValues
from kepu.people.models import Account, Role, Unit
from kepu.plans.models import Version
from kepu.plans.tests import builders

pytestmark = pytest.mark.django_db
LIST = "/desk/reporting/"


def days(**more: Any) -> dict[str, Any]:
    """A form that fits: asked today, due in a month."""
    today = timezone.localdate()
    return {
        "year": today.year, "kind": "annual", "paper": "", "title": "年度工作总结", "since": today, "cutoff": today,
        "due": today + timedelta(days=30), "due_included": "on", "joint_as": "support", "towns": "on", "notice": "",
    } | more  # fmt: skip


def open_cycle(office: Account) -> Cycle:
    """A cycle asked today, due in thirty days."""
    today, at = timezone.localdate(), timezone.now()
    values = CycleValues(title="年度工作总结", since=today, cutoff=today, due=today + timedelta(days=30), moves=False)
    plan = Version.objects.get(state="adopted").plan
    cycle = verbs.draft_cycle(plan=plan, year=today.year, kind="annual", paper="", values=values, by=office, at=at)
    return verbs.open_cycle(cycle=cycle, seen=0, by=office, at=at)


def words(answer: Any) -> str:
    return " ".join(html.fromstring(answer.content).xpath("//main")[0].text_content().split())


def test_from_nothing_to_the_situation(desk: Client, version: Version) -> None:
    town = township()
    empty = desk.get(LIST)
    assert "还没有布置过报送" in words(empty)
    begun = desk.get(f"{LIST}plans/{version.plan_id}/new/")
    assert (
        "2026年度全民科学素质工作总结" in begun.content.decode() or "年度全民科学素质工作总结" in begun.content.decode()
    )
    drafted = desk.post(f"{LIST}plans/{version.plan_id}/new/", days(), follow=True)
    seen = words(drafted)
    assert "共6个单位" in seen.replace(" ", "")
    assert town.name in seen
    assert "这是拟稿" in seen
    cycle = Cycle.objects.get()
    opened = desk.post(f"{LIST}{cycle.pk}/open/", {"revision": cycle.revision}, follow=True)
    assert "应报" in words(opened)
    assert f"尚未报送的单位：{'、'.join([*builders.LEADS, *builders.JOINT, town.name])}" in words(opened)
    again = desk.post(f"{LIST}{cycle.pk}/open/", {"revision": cycle.revision})
    assert again.status_code == 409
    assert Report.objects.count() == 6


def test_a_second_annual_cycle_leads_to_the_first(desk: Client, version: Version) -> None:
    url = f"{LIST}plans/{version.plan_id}/new/"
    desk.post(url, days())
    answer = desk.post(url, days(), follow=True)
    assert "已经拟过" in answer.content.decode()
    assert Cycle.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"title": ""}, "请填写名称"),
        ({"due": "2026-13-40"}, "日期不对"),
        ({"kind": "special"}, "检查计划"),
        ({"year": "1900"}, "请从列表中选择一项"),
        ({"cutoff": "2099-01-01"}, "晚于报送截止"),
    ],
)
def test_odd_input_is_told_and_stays(desk: Client, version: Version, more: dict[str, str], reason: str) -> None:
    answer = desk.post(f"{LIST}plans/{version.plan_id}/new/", days(notice="请认真填写。") | more)
    assert answer.status_code == 422
    assert reason in words(answer)
    assert "请认真填写。" in answer.content.decode()
    assert not Cycle.objects.exists()


def test_editing_a_stale_form_keeps_what_was_typed(desk: Client, version: Version) -> None:
    desk.post(f"{LIST}plans/{version.plan_id}/new/", days())
    cycle = Cycle.objects.get()
    url = f"{LIST}{cycle.pk}/edit/"
    assert desk.post(url, days(title="甲", revision=0)).status_code == 302
    stale = desk.post(url, days(title="乙", revision=0))
    assert stale.status_code == 422
    assert "已被改动" in words(stale)
    assert 'value="乙"' in stale.content.decode()
    assert desk.post(url, days(title="丙")).status_code == 422  # no revision at all
    cycle.refresh_from_db()
    assert cycle.title == "甲"


def test_the_headings_on_their_page(desk: Client, version: Version) -> None:
    desk.post(f"{LIST}plans/{version.plan_id}/new/", days())
    cycle = Cycle.objects.get()
    url = f"{LIST}{cycle.pk}/prompts/"
    page = html.fromstring(desk.get(url).content)
    form = {e.get("name"): e.get("value", "") for e in page.xpath("//main//input[@name]")}
    form |= {e.get("name"): e.xpath(".//option[@selected]/@value")[0] for e in page.xpath("//main//select[@name]")}
    form = {name: value for name, value in form.items() if not name.endswith("-required")}
    total = int(form["form-TOTAL_FORMS"])
    first, spare = "form-0-title", f"form-{total - 1}-title"
    assert desk.post(url, form | {first: "工作成效", spare: "意见建议"}).status_code == 302
    titles = set(cycle.prompts.values_list("title", flat=True))
    assert {"工作成效", "意见建议"} <= titles
    wrong = desk.post(url, form | {"form-0-limit": "7", "revision": 1})
    assert wrong.status_code == 422
    assert "最少50字" in words(wrong)
    stale = desk.post(url, form)
    assert stale.status_code == 422
    assert "已被改动" in words(stale)


def test_a_draft_is_dropped_after_asking(desk: Client, version: Version) -> None:
    desk.post(f"{LIST}plans/{version.plan_id}/new/", days())
    cycle = Cycle.objects.get()
    assert desk.post(f"{LIST}{cycle.pk}/drop/", {"revision": 9}).status_code == 409
    assert desk.post(f"{LIST}{cycle.pk}/drop/", {"revision": 0}).status_code == 302
    assert not Cycle.objects.exists()
    assert desk.post(f"{LIST}{cycle.pk}/drop/", {"revision": 0}).status_code == 404


def test_exceptions_on_the_page(desk: Client, office: Account, version: Version, units: dict[str, Unit]) -> None:
    cycle = open_cycle(office)
    unit = units["县民政局"]
    url = f"{LIST}{cycle.pk}/exception/?unit={unit.pk}"
    missing = desk.post(url, {"unit": unit.pk, "why": "", "revision": 0})
    assert (missing.status_code, "请写明原因" in words(missing)) == (422, True)
    assert desk.post(url, {"unit": unit.pk, "exempt": "on", "why": "机构整合", "revision": 0}).status_code == 302
    assert "本期不用报送" in words(desk.get(f"{LIST}{cycle.pk}/"))
    stale = desk.post(url, {"unit": unit.pk, "exempt": "on", "why": "又来", "revision": 0})
    assert (stale.status_code, "已被改动" in words(stale)) == (422, True)


def test_a_unit_sees_its_own_state_and_how_many_came_never_another_unit(
    client: Client, office: Account, version: Version, units: dict[str, Unit]
) -> None:
    cycle = open_cycle(office)
    client.force_login(builders.liaison(units["县教育局"]))
    seen = words(client.get(f"{LIST}{cycle.pk}/"))
    assert "共5个单位应报，已报0个" in seen
    assert "县教育局" in seen
    assert "县民政局" not in seen
    assert client.get(f"{LIST}{cycle.pk}/situation.xlsx").status_code == 404
    assert cycle.title in words(client.get(LIST))


def test_a_draft_is_the_offices_alone(
    client: Client, office: Account, version: Version, units: dict[str, Unit]
) -> None:
    today = timezone.localdate()
    values = CycleValues(title="年度工作总结", since=today, cutoff=today, due=today + timedelta(days=30))
    cycle = verbs.draft_cycle(
        plan=version.plan, year=today.year, kind="annual", paper="", values=values, by=office, at=timezone.now()
    )
    reader = builders.account("reader", Role.READER)
    for who in (builders.liaison(units["县教育局"]), reader):
        client.force_login(who)
        assert client.get(f"{LIST}{cycle.pk}/").status_code == 404


def test_the_rates_by_hand(desk: Client, office: Account, version: Version, units: dict[str, Unit]) -> None:
    """Five units: one let off, two in time, one late, one not: 3 of 4 came, 2 of 4 in time."""
    cycle = open_cycle(office)
    late = timezone.localdate() + timedelta(days=31)
    came = {"state": "accepted", "content": {}, "in_at": timezone.now(), "way": "kepu"}
    Report.objects.filter(unit=units["县教育局"]).update(**came, first_in_on=timezone.localdate())
    Report.objects.filter(unit=units["县科协"]).update(**came, first_in_on=late - timedelta(days=1))
    Report.objects.filter(unit=units["团县委"]).update(**came, first_in_on=late)
    Report.objects.filter(unit=units["县卫健局"]).update(exempt=True, exception="机构整合")
    page = html.fromstring(desk.get(f"{LIST}{cycle.pk}/").content)
    row = ["".join(cell.text_content().split()) for cell in page.xpath("(//table)[1]/tbody/tr[1]/*")]
    assert row == ["单位", "4", "3", "75%", "50%", "0", "0", "1"]
    book = CalamineWorkbook.from_filelike(BytesIO(desk.get(f"{LIST}{cycle.pk}/situation.xlsx").content))
    rows = {line[1]: line for line in book.get_sheet_by_index(0).to_python() if len(line) > 5}
    assert [rows[name][5] for name in ("县教育局", "县科协", "团县委", "县民政局")] == ["按时", "按时", "逾期", ""]


def test_the_situation_asks_the_same_for_five_units_and_fifty(desk: Client, office: Account, version: Version) -> None:
    cycle = open_cycle(office)
    url = f"{LIST}{cycle.pk}/"
    desk.get(url)
    with CaptureQueriesContext(connection) as few:
        desk.get(url)
    made = [township(f"{n}镇", f"990123{n + 100}000", 3000 + n) for n in range(45)]
    Report.objects.bulk_create(Report(cycle=cycle, unit=unit, form="town", due_on=cycle.due_on) for unit in made)
    with CaptureQueriesContext(connection) as many:
        desk.get(url)
    assert len(few) == len(many)


def test_the_list_asks_the_same_for_one_and_twenty(desk: Client, office: Account, version: Version) -> None:
    cycle = open_cycle(office)
    desk.get(LIST)
    with CaptureQueriesContext(connection) as few:
        desk.get(LIST)
    for number in range(19):
        Cycle.objects.create(
            plan=version.plan, version=version, year=2026, kind="special", paper=f"{number}号", title="检查", since=cycle.since,
            cutoff=cycle.cutoff, due=cycle.due, created_at=timezone.now(),
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        desk.get(LIST)
    assert len(few) == len(many)


def test_archiving_on_the_page(desk: Client, office: Account, version: Version) -> None:
    cycle = open_cycle(office)
    answer = desk.post(f"{LIST}{cycle.pk}/close/", {"revision": cycle.revision}, follow=True)
    assert "已归档" in answer.content.decode()
    assert desk.post(f"{LIST}{cycle.pk}/burn/", {"revision": 0}).status_code == 404
