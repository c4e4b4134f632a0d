"""Deeds in the browser: the liaison tells, the office confirms, the counts move; what was typed is never lost."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kepu.ledger.models import WorkRecord
from kepu.ledger.verbs import Work, record_work
from kepu.people.models import Account, Unit
from kepu.plans.models import Task, TaskDeed, Version
from kepu.plans.queries.deeds import deeds_todo, tally_of
from kepu.plans.queries.progress import board_of, brief_paper
from kepu.plans.tests import builders
from kepu.plans.tests.deeds.conftest import AT, confirm, tell


@pytest.fixture
def phone(liaison: Account) -> Client:
    client = Client()
    client.force_login(liaison)
    return client


def page(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def form_of(task: Task, phone: Client, **changes: str) -> tuple[str, dict[str, str]]:
    url = f"/desk/plans/{task.version.plan_id}/tasks/{task.key}/deeds/new/"
    once = re.search(r'name="once" value="([^"]+)"', page(phone, url))
    assert once
    fields = {
        "day": "2026-03-05",
        "what": "印发科学课堂工作机制",
        "proof": "云教发〔2026〕3号",
        "proposed": "under_way",
    }
    unit = str(task.responsibilities.get(role="lead").unit_id)
    return url, fields | {"unit": unit, "once": once[1], "source": "", "target_key": ""} | changes


def test_the_liaison_tells_the_office_confirms_and_the_counts_move(
    task: Task, phone: Client, desk: Client, office: Account, liaison: Account
) -> None:
    board = f"/desk/plans/{task.version.plan_id}/board/"
    assert "未启动 1" in page(desk, board)
    url, fields = form_of(task, phone)
    answer = phone.post(url, fields)
    assert answer.status_code == 302
    assert phone.post(url, fields)["Location"] == answer["Location"]  # a double click
    assert "举措待确认 1" in page(desk, board)
    assert [todo.title for todo in deeds_todo(office)] == ["确认1条任务举措"]
    deed = TaskDeed.objects.get()
    step = f"/desk/plans/deeds/{deed.pk}/confirm/"
    assert desk.post(step, {"revision": 0, "agreed": "done"}).status_code == 302
    assert "已完成 1" in page(desk, board)
    assert desk.post(step, {"revision": 0, "agreed": "done"}).status_code == 409
    assert "已完成" in page(phone, f"/desk/plans/{task.version.plan_id}/tasks/{task.key}/")
    assert deeds_todo(office) == []


def test_what_is_missing_is_said_and_what_was_typed_stays(task: Task, phone: Client) -> None:
    url, fields = form_of(task, phone, proof="", what="开了现场会")
    answer = phone.post(url, fields)
    assert answer.status_code == 422
    assert "请写明佐证材料" in answer.content.decode()
    assert "开了现场会" in answer.content.decode()
    assert not TaskDeed.objects.exists()


def test_a_returned_deed_comes_back_with_the_reason_and_is_mended(
    task: Task, lead: Unit, liaison: Account, phone: Client, desk: Client
) -> None:
    deed = tell(task, lead, liaison)
    step = f"/desk/plans/deeds/{deed.pk}/return/"
    refused = desk.post(step, {"revision": 0, "why": ""})
    assert refused.status_code == 422
    assert desk.post(step, {"revision": 0, "why": "请附文号"}).status_code == 302
    assert [todo.why for todo in deeds_todo(liaison)] == ["请附文号"]
    _, fields = form_of(task, phone, proof="云教发〔2026〕4号")
    mend = f"/desk/plans/deeds/{deed.pk}/correct/"
    assert "请附文号" in page(phone, mend)
    assert phone.post(mend, fields | {"revision": "0"}).status_code == 422  # stale: it was returned meanwhile
    assert phone.post(mend, fields | {"revision": "1"}).status_code == 302
    deed.refresh_from_db()
    assert (deed.state, deed.proof) == ("told", "云教发〔2026〕4号")


def test_a_work_record_leads_to_the_task_and_fills_the_form(
    task: Task, lead: Unit, liaison: Account, phone: Client
) -> None:
    work = Work(date(2026, 3, 6), lead.region, "lecture", "科学课堂开讲", "youth", 40)
    record: WorkRecord = record_work(unit=lead, work=work, once="record", by=liaison, at=AT)
    way = f"/desk/plans/deeds/from/{record.pk}/"
    assert way in page(phone, f"/desk/ledger/records/{record.pk}/")
    source = f"ledger.record:{record.pk}"
    assert f"/tasks/{task.key}/deeds/new/?source={source}" in page(phone, way)
    url, fields = form_of(task, phone, source=source, day="", what="", proof="")
    assert f'value="{source}" selected' in page(phone, f"{url}?source={source}")
    assert phone.post(url, fields).status_code == 302
    deed = TaskDeed.objects.get()
    assert (deed.day, deed.what, deed.source) == (date(2026, 3, 6), "科学课堂开讲", source)
    assert "已作为任务举措（1）" in page(phone, f"/desk/ledger/records/{record.pk}/")
    assert "科学课堂开讲" in page(phone, f"/desk/plans/deeds/{deed.pk}/")


def test_the_office_moves_a_task_by_hand_with_a_reason(task: Task, lead: Unit, office: Account, desk: Client) -> None:
    at = f"/desk/plans/{task.version.plan_id}/tasks/{task.key}/"
    refused = desk.post(f"{at}state/", {"to": "done", "why": "验收", "move": 0})
    assert refused.status_code == 409
    assert "还没有已确认的举措" in refused.content.decode()
    tell(task, lead, office)
    shown = re.search(r'name="move" value="(\d+)"', page(desk, at))
    assert shown
    assert desk.post(f"{at}state/", {"to": "done", "why": "", "move": shown[1]}).status_code == 422
    assert desk.post(f"{at}state/", {"to": "done", "why": "验收合格", "move": shown[1]}).status_code == 302
    assert "验收合格" in page(desk, at)


def test_tasks_are_found_by_state_and_the_units_page_counts_its_own(
    task: Task, lead: Unit, office: Account, desk: Client
) -> None:
    tell(task, lead, office)
    tasks = f"/desk/plans/{task.version.plan_id}/tasks/"
    assert "办好科学课堂" in page(desk, f"{tasks}?stand=under_way")
    assert "没有符合条件的任务" in page(desk, f"{tasks}?stand=done")
    told = page(desk, f"/desk/plans/{task.version.plan_id}/units/{lead.pk}/")
    assert '定性任务（另计） <strong class="number">1</strong>' in told


def test_a_supporter_is_refused_and_others_do_not_see_what_is_not_confirmed(
    task: Task, lead: Unit, liaison: Account, units: dict[str, Unit], office: Account
) -> None:
    deed, other = tell(task, lead, liaison), Client()
    other.force_login(builders.liaison(units["县卫健局"], "other"))
    assert other.get(f"/desk/plans/{task.version.plan_id}/tasks/{task.key}/deeds/new/").status_code == 403
    assert other.get(f"/desk/plans/deeds/{deed.pk}/").status_code == 404
    confirm(deed, office)
    assert "印发科学课堂工作机制" in page(other, f"/desk/plans/deeds/{deed.pk}/")


def test_the_brief_tells_them_apart_from_targets(task: Task, lead: Unit, office: Account) -> None:
    tell(task, lead, office)
    version, today = task.version, date(2026, 11, 22)
    paper = brief_paper(version, board_of(version, [], today), today, tally_of(version))
    assert "定性任务1项单独统计：推进中1项，以纲要办确认的举措为准。" in "\n".join(paper.texts())


def test_the_list_asks_as_much_for_one_deed_as_for_twenty(
    task: Task, lead: Unit, office: Account, desk: Client, version: Version
) -> None:
    asked, url = [], f"/desk/plans/{version.plan_id}/deeds/"
    for number in (1, 20):
        for at in range(number):
            tell(task, lead, office, once=f"{number}-{at}", what=f"第{number}-{at}件")
        page(desk, url)
        with CaptureQueriesContext(connection) as queries:
            page(desk, url)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 25
