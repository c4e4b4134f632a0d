"""The table of roles is what is enforced for deeds: every rule × every role × every state, near and far."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from kepu.people.access import NotAllowed, Rule, WrongState
from kepu.people.models import ADMIN_ROLES, UNIT_ROLES, Account, Holding, Region, Role, Unit
from kepu.plans import access, verbs
from kepu.plans.access import deeds as rules
from kepu.plans.models import Plan, Task, TaskDeed
from kepu.plans.tests import builders
from kepu.plans.tests.deeds.conftest import AT, tell, told

DONE, NOT_ALLOWED, WRONG = "done", "not allowed", "wrong state"
ON_DEED: dict[str, tuple[tuple[Rule, ...], Callable[[Account, TaskDeed], object]]] = {
    "correct": ((rules.CORRECT, rules.CORRECT_FOR), lambda by, deed: verbs.correct_deed(
        deed=deed, told=told(what="改了一句"), seen=deed.revision, by=by, at=AT)),
    "void": ((rules.VOID, rules.VOID_FOR), lambda by, deed: verbs.void_deed(
        deed=deed, why="误报", seen=deed.revision, by=by, at=AT)),
    "confirm": ((rules.CONFIRM,), lambda by, deed: verbs.confirm_deed(
        deed=deed, agreed="done", seen=deed.revision, by=by, at=AT)),
    "return": ((rules.RETURN,), lambda by, deed: verbs.return_deed(
        deed=deed, why="请附文号", seen=deed.revision, by=by, at=AT)),
}  # fmt: skip


def outcome(deed: Callable[[], object]) -> str:
    try:
        with transaction.atomic():
            deed()
            transaction.set_rollback(True)
    except NotAllowed:
        return NOT_ALLOWED
    except WrongState:
        return WRONG
    return DONE


def holder(role: Role, unit: Unit, region: Region) -> Account:
    """Someone who holds a role over the unit, over the region, or over the installation."""
    if role in UNIT_ROLES:
        return builders.account(f"{role}-{unit.pk}", role, of=unit)
    made = builders.account(f"{role}-{region.pk}", at=region)
    Holding.objects.filter(account=made).update(role=role, **({"region": None} if role in ADMIN_ROLES else {}))
    return made


def in_state(state: str, task: Task, lead: Unit, liaison: Account, office: Account) -> TaskDeed:
    deed = tell(task, lead, liaison)
    if state == "confirmed":
        return verbs.confirm_deed(deed=deed, agreed="under_way", seen=0, by=office, at=AT)
    if state == "returned":
        return verbs.return_deed(deed=deed, why="请附文号", seen=0, by=office, at=AT)
    return verbs.void_deed(deed=deed, why="误报", seen=0, by=office, at=AT) if state == "void" else deed


def expected(allowed: tuple[Rule, ...], role: Role, state: str) -> str:
    mine = [rule for rule in allowed if role in rule.roles]
    if not mine:
        return NOT_ALLOWED
    return DONE if any(rule.states is None or state in rule.states for rule in mine) else WRONG


@pytest.mark.parametrize("state", TaskDeed.State.values)
def test_each_role_does_in_each_state_what_the_table_says(
    state: str, task: Task, lead: Unit, liaison: Account, office: Account
) -> None:
    deed = in_state(state, task, lead, liaison, office)
    people = {role: holder(role, lead, builders.region()) for role in Role}
    for name, (allowed, verb) in ON_DEED.items():
        for role, by in people.items():
            says = expected(allowed, role, state)
            check = outcome(lambda a=allowed, b=by: access.check_on_deed(a[0], b, deed))
            answer = access.allows_deed(allowed[0], by, deed)
            does = outcome(lambda v=verb, b=by: v(b, deed))
            assert (check, answer, does) == (says, says == DONE, says), (name, role, state)


@pytest.mark.parametrize("name", ON_DEED)
def test_the_same_role_of_another_unit_or_county_or_time_may_not(
    name: str, task: Task, lead: Unit, liaison: Account, office: Account, units: dict[str, Unit]
) -> None:
    deed, (allowed, verb) = tell(task, lead, liaison), ON_DEED[name]
    far = builders.region("990124000000", "邻县")
    others = [
        holder(Role.SECRETARIAT, lead, far), holder(Role.LIAISON, units["县科协"], far),
        holder(Role.LIAISON, builders.unit("邻县教育局", at=far), far), holder(Role.SECRETARIAT, lead, builders.region()),
    ]  # fmt: skip
    yesterday = timezone.localdate() - timedelta(days=1)
    Holding.objects.filter(account=others[-1]).update(since="2020-01-01", until=yesterday)
    for by in others:
        assert outcome(lambda b=by: access.check_on_deed(allowed[0], b, deed)) == NOT_ALLOWED
        assert outcome(lambda b=by: verb(b, deed)) == NOT_ALLOWED


@pytest.mark.parametrize("status", Plan.Status.values)
def test_who_tells_and_who_moves_a_task(status: str, task: Task, lead: Unit, office: Account) -> None:
    tell(task, lead, office)
    Plan.objects.update(status=status)
    task.version.plan.refresh_from_db()
    people = {role: holder(role, lead, builders.region()) for role in Role}
    move = verbs.move_task
    deeds: dict[str, Any] = {
        "tell": ((rules.TELL, rules.TELL_FOR), lambda by: access.check_can_tell_deed(by, task, lead),
                 lambda by: access.can_tell_deed(by, task), lambda by: tell(task, lead, by, once="two")),
        "move": ((rules.MOVE_TASK,), lambda by: access.check_can_move_task(by, task.version.plan),
                 lambda by: access.can_move_task(by, task.version.plan),
                 lambda by: move(task=task, to="done", why="验收", seen=last(task), by=by, at=AT)),
    }  # fmt: skip
    for name, (allowed, check, answer, verb) in deeds.items():
        for role, by in people.items():
            says = expected(allowed, role, status)
            told_ = (outcome(lambda c=check, b=by: c(b)), answer(by), outcome(lambda v=verb, b=by: v(b)))
            assert told_ == (says, says == DONE, says), (name, role, status)


def last(task: Task) -> int:
    return task.version.plan.task_moves.order_by("-pk")[0].pk


SEEN = {
    "office": {*TaskDeed.State.values}, "unit": {*TaskDeed.State.values}, "other unit": {"confirmed"},
    "above": {"confirmed"}, "neighbour": set(),
}  # fmt: skip


@pytest.mark.parametrize("state", TaskDeed.State.values)
def test_who_reads_a_deed(
    state: str, task: Task, lead: Unit, liaison: Account, office: Account, units: dict[str, Unit]
) -> None:
    city = Region.objects.create(code="990100000000", name="安澜市", level="prefecture")
    deed = in_state(state, task, lead, liaison, office)
    people = {
        "office": office, "unit": liaison, "other unit": builders.liaison(units["县科协"], "b"),
        "above": builders.account("c", Role.READER, city),
        "neighbour": builders.account("d", at=builders.region("990124000000", "邻县")),
    }  # fmt: skip
    for who, by in people.items():
        visible = TaskDeed.objects.filter(access.visible_deeds(by), pk=deed.pk).exists()
        assert visible == (state in SEEN[who]), (who, state)
