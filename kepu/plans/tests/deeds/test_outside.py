"""A line of the year from outside the plan moves by deeds as a task without a number does; the year's pages say where."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Account, Unit
from kepu.people.verbs import BadInput
from kepu.plans import verbs
from kepu.plans.models import AnnualItem, AnnualPlan, Task, TaskDeed, TaskMove, Version
from kepu.plans.queries.deeds import open_tasks, states_of_year, tally_of
from kepu.plans.queries.outside import Matter, matter_of
from kepu.plans.tests import builders, years
from kepu.plans.tests.deeds.conftest import AT, confirm, tell, told

TITLE, PAPER = "开展暑期防溺水科普", "县政府领导批示（2026年6月3日）"


@pytest.fixture
def item(version: Version, office: Account, lead: Unit, units: dict[str, Unit]) -> AnnualItem:
    """A line told by a leader, led by 县教育局, in an issued year."""
    annual = years.opened(version, office)
    values = {"basis": "leader", "paper": PAPER, "title": TITLE, "text": "讲清水情和自救常识。"}
    roles = {lead: "lead", units["县科协"]: "support"}
    made = verbs.add_year_item(annual=annual, values=values, roles=roles, by=office, at=AT)
    years.issued(annual, office)
    return AnnualItem.objects.select_related("annual__plan", "annual__version").get(pk=made.pk)


@pytest.fixture
def line(item: AnnualItem, version: Version) -> Matter:
    found = matter_of(version, item.key)
    assert found
    return found


def state(item: AnnualItem) -> str:
    annual = AnnualPlan.objects.select_related("plan", "version").get(pk=item.annual_id)
    return states_of_year(annual).get(item.pk, "")


def test_a_line_from_outside_moves_by_a_confirmed_deed_and_falls_back_with_it(
    item: AnnualItem, line: Matter, lead: Unit, liaison: Account, office: Account, version: Version
) -> None:
    before = dict(tally_of(version).states)
    deed = tell(line, lead, liaison)
    assert (deed.task_key, deed.state, state(item)) == (item.key, "told", "not_begun")
    deed = confirm(deed, office, "done")
    assert state(item) == "done"
    verbs.void_deed(deed=deed, why="误报", seen=deed.revision, by=office, at=AT)
    assert state(item) == "not_begun"
    assert list(TaskMove.objects.values_list("before", "after")) == [("not_begun", "done"), ("done", "not_begun")]
    assert dict(tally_of(version).states) == before  # the plan's tasks are counted without it


def test_only_who_answers_for_the_line_tells_and_it_takes_no_milestone(
    line: Matter, lead: Unit, liaison: Account, units: dict[str, Unit]
) -> None:
    supporter = builders.liaison(units["县科协"], "supporter")
    with pytest.raises(NotAllowed, match="牵头单位"):
        tell(line, units["县科协"], supporter)
    with pytest.raises(BadInput, match="标志性事项"):
        tell(line, lead, liaison, target_key="abcdefabcdef")
    assert TaskDeed.objects.count() == 0


def test_a_line_that_is_drafted_or_was_taken_out_takes_no_deed(
    item: AnnualItem, line: Matter, lead: Unit, liaison: Account, version: Version
) -> None:
    AnnualPlan.objects.filter(pk=item.annual_id).update(state="draft")
    assert (matter_of(version, item.key), state(item)) == (None, "")
    with pytest.raises(WrongState):
        tell(line, lead, liaison)
    AnnualPlan.objects.filter(pk=item.annual_id).update(state="issued")
    AnnualItem.objects.filter(pk=item.pk).update(removed=True)
    assert matter_of(version, item.key) is None


def test_a_line_that_rests_on_a_task_stands_as_its_task_and_a_counted_one_says_nothing(
    task: Task, item: AnnualItem, lead: Unit, office: Account, version: Version
) -> None:
    tell(task, lead, office, proposed="routine")
    rows = {row.task_key: row for row in item.annual.items.exclude(task_key="")}
    states = states_of_year(item.annual)
    assert states[rows[task.key].pk] == "routine"
    counted = Task.objects.filter(version=version).exclude(key=task.key).get()
    assert rows[counted.key].pk not in states


def test_a_work_record_may_be_told_for_a_line_of_its_year_by_who_answers(
    line: Matter, liaison: Account, units: dict[str, Unit]
) -> None:
    day = told().day
    assert TITLE in [one.title for one in open_tasks(liaison, day)]
    assert TITLE not in [one.title for one in open_tasks(liaison, day.replace(year=2025))]
    assert TITLE not in [one.title for one in open_tasks(builders.liaison(units["县科协"], "b"), day)]


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return " ".join(answer.content.decode().split())


def test_from_the_year_to_the_line_to_its_deed_and_back(
    item: AnnualItem, liaison: Account, desk: Client, lead: Unit
) -> None:
    phone = Client()
    phone.force_login(liaison)
    plan, base = item.annual.plan_id, f"/desk/plans/years/{item.annual_id}"
    own = f"/desk/plans/{plan}/tasks/{item.key}/"
    for at in (f"{base}/", f"{base}/units/{lead.pk}/"):
        assert f'<a href="{own}#deeds"><span class="light grey"' in page(desk, at)
    text = page(phone, own)
    assert all(word in text for word in (TITLE, PAPER, "领导交办", "讲清水情", "未启动", f"{own}deeds/new/"))
    once = re.search(r'name="once" value="([^"]+)"', page(phone, f"{own}deeds/new/"))
    assert once
    fields = {
        "unit": lead.pk,
        "once": once[1],
        "day": "2026-07-05",
        "what": "28所学校讲了防溺水课",
        "proof": "教育局通报",
    }
    answer = phone.post(f"{own}deeds/new/", fields | {"proposed": "done", "source": "", "target_key": ""})
    deed = TaskDeed.objects.get()
    assert answer["Location"] == f"/desk/plans/deeds/{deed.pk}/"
    assert f'<a class="song" href="{own}">{TITLE}</a>' in page(desk, answer["Location"])
    assert TITLE in page(desk, f"/desk/plans/{plan}/deeds/")
    desk.post(f"/desk/plans/deeds/{deed.pk}/confirm/", {"agreed": "done", "revision": deed.revision})
    for at in (f"{base}/", f"{base}/units/{lead.pk}/", own):
        assert re.search(r'<span class="light blue">.{0,40}已完成', page(desk, at)), at


def test_a_refused_move_by_hand_keeps_the_reason_on_the_page_of_the_line(item: AnnualItem, desk: Client) -> None:
    own = f"/desk/plans/{item.annual.plan_id}/tasks/{item.key}/"
    answer = desk.post(f"{own}state/", {"to": "done", "why": "已经开过会", "move": 0})
    text = answer.content.decode()
    assert (answer.status_code, "还没有已确认的举措" in text, "已经开过会" in text, TITLE in text) == (
        409,
        True,
        True,
        True,
    )


def test_the_states_of_a_year_cost_the_same_for_many_lines(item: AnnualItem, lead: Unit, office: Account) -> None:
    def cost() -> int:
        annual = AnnualPlan.objects.select_related("plan", "version").get(pk=item.annual_id)
        with CaptureQueriesContext(connection) as asked:
            states_of_year(annual)
        return len(asked)

    one = cost()
    AnnualItem.objects.bulk_create([
        AnnualItem(annual=item.annual, basis="leader", paper=PAPER, title=f"事项{n}") for n in range(300)
    ])  # fmt: skip
    assert (one, cost()) == (5, 5)
