"""A task without a number moves by deeds that the office confirmed, and every move of it is kept."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from kepu.audit.models import Entry
from kepu.ledger.models import WorkRecord
from kepu.ledger.verbs import Work, record_work, void_work
from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Account, Unit
from kepu.people.verbs import BadInput
from kepu.plans import verbs
from kepu.plans.models import Plan, Target, Task, TaskDeed, TaskMove, Version
from kepu.plans.queries.deeds import Stand, stands_of, tally_of
from kepu.plans.tests import builders
from kepu.plans.tests.deeds.conftest import AT, confirm, tell, told
from kepu.plans.tests.qualitative import without_number


def stand(task: Task) -> Stand:
    return stands_of(task.version.plan).get(task.key, Stand())


def states(task: Task) -> dict[str, int]:
    return dict(tally_of(task.version).states)


def move(task: Task, to: str, office: Account, why: str = "会议议定", seen: int | None = None) -> TaskMove:
    seen = stand(task).move if seen is None else seen
    return verbs.move_task(task=task, to=to, why=why, seen=seen, by=office, at=AT)


def test_a_deed_counts_only_once_the_office_confirmed_it(
    task: Task, lead: Unit, liaison: Account, office: Account
) -> None:
    # Of the two tasks of the plan one has a number that is counted; this one alone is qualitative.
    assert states(task) == {"not_begun": 1}
    deed = tell(task, lead, liaison)
    assert (deed.state, states(task), stand(task).waiting) == ("told", {"not_begun": 1}, 1)
    confirm(deed, office)
    assert (states(task), stand(task).confirmed, stand(task).waiting) == ({"under_way": 1}, 1, 0)
    moved = TaskMove.objects.get()
    assert (moved.before, moved.after, moved.deed_id, moved.by) == ("not_begun", "under_way", deed.pk, office)
    assert Entry.objects.filter(verb="plans.confirm_deed").count() == 1


def test_the_same_form_twice_is_one_deed_and_other_words_are_another(task: Task, lead: Unit, liaison: Account) -> None:
    first = tell(task, lead, liaison)
    assert tell(task, lead, liaison) == first
    assert tell(task, lead, liaison, what="又开了现场会") != first
    assert TaskDeed.objects.count() == 2


def test_what_the_office_tells_itself_is_confirmed_at_once(task: Task, lead: Unit, office: Account) -> None:
    assert tell(task, lead, office, proposed="routine").state == "confirmed"
    assert states(task) == {"routine": 1}


def test_the_office_may_agree_to_less_than_was_proposed(
    task: Task, lead: Unit, liaison: Account, office: Account
) -> None:
    confirm(tell(task, lead, liaison, proposed="done"), office, agreed="under_way")
    assert states(task) == {"under_way": 1}


def test_what_is_done_stays_done_when_further_deeds_come(
    task: Task, lead: Unit, liaison: Account, office: Account
) -> None:
    confirm(tell(task, lead, liaison, proposed="done"), office, agreed="done")
    confirm(tell(task, lead, liaison, once="two", what="又培训一批"), office)
    assert (states(task), TaskMove.objects.count()) == ({"done": 1}, 1)


def test_a_voided_deed_takes_its_state_back(task: Task, lead: Unit, liaison: Account, office: Account) -> None:
    begun = confirm(tell(task, lead, liaison), office)
    done = confirm(tell(task, lead, liaison, once="two", what="验收", proposed="done"), office, agreed="done")
    assert states(task) == {"done": 1}
    verbs.void_deed(deed=done, why="验收没有通过", seen=done.revision, by=office, at=AT)
    assert states(task) == {"under_way": 1}
    verbs.void_deed(deed=begun, why="误报", seen=begun.revision, by=office, at=AT)
    assert states(task) == {"not_begun": 1}
    told_moves = [(row.before, row.after, row.why) for row in TaskMove.objects.order_by("pk")]
    assert told_moves == [
        ("not_begun", "under_way", ""), ("under_way", "done", ""), ("done", "under_way", "验收没有通过"),
        ("under_way", "not_begun", "误报"),
    ]  # fmt: skip


def test_a_returned_deed_is_mended_and_waits_again(task: Task, lead: Unit, liaison: Account, office: Account) -> None:
    deed = tell(task, lead, liaison)
    deed = verbs.return_deed(deed=deed, why="请附文号", seen=0, by=office, at=AT)
    assert (deed.state, deed.remark) == ("returned", "请附文号")
    mended = told(proof="云教发〔2026〕4号")
    deed = verbs.correct_deed(deed=deed, told=mended, seen=1, by=liaison, at=AT)
    assert (deed.state, deed.remark, deed.proof) == ("told", "", "云教发〔2026〕4号")


def test_a_stale_form_changes_nothing(task: Task, lead: Unit, liaison: Account, office: Account) -> None:
    deed = tell(task, lead, liaison)
    verbs.correct_deed(deed=deed, told=told(what="改了一句"), seen=0, by=liaison, at=AT)
    with pytest.raises(WrongState, match="已被改动"):
        verbs.confirm_deed(deed=deed, agreed="done", seen=0, by=office, at=AT)
    assert states(task) == {"not_begun": 1}


def test_done_by_hand_needs_a_confirmed_deed_and_a_reason(
    task: Task, lead: Unit, liaison: Account, office: Account
) -> None:
    with pytest.raises(BadInput, match="还没有已确认的举措"):
        move(task, "done", office)
    tell(task, lead, liaison)
    with pytest.raises(BadInput, match="还没有已确认的举措"):
        move(task, "done", office)
    tell(task, lead, office, once="two")
    with pytest.raises(BadInput, match="原因"):
        move(task, "done", office, why=" ")
    with pytest.raises(WrongState, match="已经变动"):
        move(task, "done", office, seen=0)
    assert move(task, "done", office).after == "done"
    with pytest.raises(NotAllowed):
        move(task, "under_way", liaison)


def test_what_was_said_by_hand_stays_while_a_deed_is_confirmed(task: Task, lead: Unit, office: Account) -> None:
    first, second = tell(task, lead, office), tell(task, lead, office, once="two", what="开了现场会")
    move(task, "done", office)
    verbs.void_deed(deed=second, why="误报", seen=second.revision, by=office, at=AT)
    assert states(task) == {"done": 1}
    verbs.void_deed(deed=first, why="误报", seen=first.revision, by=office, at=AT)
    assert states(task) == {"not_begun": 1}


def test_moves_are_only_ever_added(task: Task, lead: Unit, office: Account) -> None:
    tell(task, lead, office)
    for change in (lambda: TaskMove.objects.update(after="done"), lambda: TaskMove.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_a_supporting_unit_does_not_tell_where_somebody_leads(
    task: Task, units: dict[str, Unit], office: Account
) -> None:
    support = builders.liaison(units["团县委"], "support")
    with pytest.raises(NotAllowed, match="牵头单位"):
        tell(task, units["团县委"], support)
    with pytest.raises(NotAllowed):
        tell(task, units["县教育局"], support)
    assert tell(task, units["团县委"], office).unit == units["团县委"]


def test_units_that_answer_jointly_tell(version: Version, task: Task, units: dict[str, Unit], office: Account) -> None:
    joint = without_number(Task.objects.get(version=version, title="送健康知识下乡"), office)
    by = builders.liaison(units["县民政局"], "joint")
    assert tell(joint, units["县民政局"], by).state == "told"


def test_a_task_with_a_number_takes_no_deed_but_for_its_milestone(
    version: Version, task: Task, units: dict[str, Unit], office: Account
) -> None:
    counted = Task.objects.select_related("version__plan").get(version=version, title="送健康知识下乡")
    unit = units["县民政局"]
    with pytest.raises(WrongState, match="由台账自动计算"):
        tell(counted, unit, office)
    trend = Target.objects.get(task=counted, kind="trend")
    Target.objects.filter(pk=trend.pk).update(kind="milestone", quote="健康馆竣工")
    assert tell(counted, unit, office, target_key=trend.key).target_key == trend.key
    with pytest.raises(BadInput, match="标志性事项"):
        tell(counted, unit, office, once="two", target_key="nothing")
    assert states(task) == {"not_begun": 1}  # a task with a number is never among the qualitative ones


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day": date(2026, 11, 23)}, "还没有到"), ({"day": date(2025, 12, 31)}, "早于方案"), ({"what": " "}, "一句话"),
        ({"what": "长" * 201}, "一句话"), ({"proposed": "not_begun"}, "状态"), ({"proof": " "}, "佐证"),
        ({"proof": "", "source": "ledger.record:999"}, "查看范围"), ({"proof": "", "source": "other:1"}, "查看范围"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(
    task: Task, lead: Unit, liaison: Account, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        tell(task, lead, liaison, **changes)


def recorded(lead: Unit, by: Account) -> WorkRecord:
    work = Work(date(2026, 3, 6), lead.region, "lecture", "科学课堂开讲", "youth", 40)
    return record_work(unit=lead, work=work, once="record", by=by, at=AT)


def test_a_work_record_is_a_deed_without_typing_it_twice(
    task: Task, lead: Unit, liaison: Account, office: Account
) -> None:
    record = recorded(lead, liaison)
    source = f"ledger.record:{record.pk}"
    deed = tell(task, lead, liaison, proof="", source=source)
    with pytest.raises(BadInput, match="已经作为本任务的举措"):
        tell(task, lead, liaison, once="two", what="再报一次", proof="", source=source)
    assert confirm(deed, office).state == "confirmed"


def test_a_deed_whose_record_was_voided_is_not_confirmed(
    task: Task, lead: Unit, liaison: Account, office: Account
) -> None:
    record = recorded(lead, liaison)
    deed = tell(task, lead, liaison, proof="", source=f"ledger.record:{record.pk}")
    void_work(record=record, why="误记", seen=0, by=liaison, at=AT)
    with pytest.raises(WrongState, match="没有计入"):
        confirm(deed, office)
    assert states(task) == {"not_begun": 1}


def test_when_the_plan_has_ended_nothing_moves(task: Task, lead: Unit, liaison: Account, office: Account) -> None:
    deed = tell(task, lead, liaison)
    Plan.objects.update(status=Plan.Status.ENDED)
    deed.refresh_from_db()
    with pytest.raises(WrongState):
        confirm(deed, office)
    with pytest.raises(WrongState):
        tell(task, lead, liaison, once="two")


def test_an_amendment_keeps_states_on_the_tasks_key(task: Task, lead: Unit, office: Account) -> None:
    tell(task, lead, office, proposed="done")
    draft = builders.ready(builders.amended(task.version, office), office)
    new = verbs.adopt(version=draft, seen=draft.revision, by=office, at=AT)
    assert tally_of(new).states["done"] == 1
