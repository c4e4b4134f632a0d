"""Telling what was done for a task, confirming it, and moving the task's state, of which every move is kept."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.ledger.access import readable_records
from kepu.ledger.models import WorkRecord
from kepu.people.access import Rule, WrongState, allows
from kepu.people.models import Account, Unit
from kepu.people.verbs import BadInput
from kepu.plans import access
from kepu.plans.access import deeds as rules
from kepu.plans.models import Plan, TaskDeed, TaskMove, TaskState, Version
from kepu.plans.models.deeds import BEGUN
from kepu.plans.queries.deeds import milestones_of, stands_of, takes_deeds
from kepu.plans.queries.deeds.records import KIND
from kepu.plans.queries.outside import Matter, matter_of

State = TaskDeed.State
STALE = "在您打开之后，这条举措已被改动。请查看最新内容再办理，您填写的内容还在下面。"
GONE = "方案已经调整，这项任务不在现行的一版中，不能再报举措。"
COUNTED = "这项任务有目标值，进展由台账自动计算，不用另报举措。"
NOT_COUNTED = "所附的工作记录没有计入（待审核、已退回或已作废）。请先办理工作记录，或者改填佐证材料。"


@dataclass(frozen=True)
class Told:
    """What a deed tells: the day, one sentence, what shows it (a paper, a work record), the state it proposes."""

    day: date
    what: str
    proposed: str
    proof: str = ""
    source: str = ""
    target_key: str = ""


@transaction.atomic
def tell_deed(*, task: Matter, unit: Unit, told: Told, once: str, by: Account, at: datetime) -> TaskDeed:
    """Tell what a unit did for a task, or for a line of the year from outside the plan.

    What the office tells itself is confirmed at once, what a unit tells waits. The same form (`once`) handed in again with
    the same words gives the deed it made. Raises NotAllowed, WrongState, BadInput.
    """
    plan = _locked_plan(task.version.plan)
    task = _matter_in_force(plan, task.key)
    access.check_can_tell_deed(by, task, unit)
    _check(told, task, by, at)
    mark = hashlib.sha256(repr((once, plan.pk, task.key, unit.pk, told)).encode()).hexdigest()
    row = TaskDeed(plan=plan, version=task.version, task_key=task.key, unit=unit, once=mark, told_by=by, told_at=at)
    _fill(row, told)
    row.state = State.TOLD
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return TaskDeed.objects.get(told_by=by, once=mark)
    record(verb="plans.tell_deed", thing=row, by=by, at=at)
    if allows(rules.CONFIRM, by, state=State.TOLD.value, region=plan.region):
        _confirmed(row, told.proposed, by, at)
    return row


@transaction.atomic
def correct_deed(*, deed: TaskDeed, told: Told, seen: int, by: Account, at: datetime) -> TaskDeed:
    """Mend a deed that is not confirmed yet; it waits for the office again, what the office mends is confirmed.

    Raises NotAllowed, WrongState (`seen` is not how it stands), BadInput.
    """
    row = _locked(deed, rules.CORRECT, by, seen)
    _check(told, _matter_in_force(row.plan, row.task_key), by, at, row)
    _fill(row, told)
    row.state, row.remark = State.TOLD, ""
    _kept(row, "plans.correct_deed", ["day", "what", "proof", "source", "proposed", "state"], by, at)
    if allows(rules.CONFIRM, by, state=State.TOLD.value, region=row.plan.region):
        _confirmed(row, told.proposed, by, at)
    return row


@transaction.atomic
def confirm_deed(*, deed: TaskDeed, agreed: str, seen: int, by: Account, at: datetime) -> TaskDeed:
    """Let a deed count, and the task stand where the office agrees it does. Raises NotAllowed, WrongState, BadInput."""
    row = _locked(deed, rules.CONFIRM, by, seen)
    if agreed not in BEGUN:
        raise BadInput("请选择确认后的任务状态。")
    _confirmed(row, agreed, by, at)
    return row


@transaction.atomic
def return_deed(*, deed: TaskDeed, why: str, seen: int, by: Account, at: datetime) -> TaskDeed:
    """Give a deed back to be mended, with what is wrong. Raises NotAllowed, WrongState, BadInput."""
    row = _locked(deed, rules.RETURN, by, seen)
    row.state, row.remark = State.RETURNED, _reason(why, "退回")
    row.decided_by, row.decided_at = by, at
    return _kept(row, "plans.return_deed", ["state"], by, at)


@transaction.atomic
def void_deed(*, deed: TaskDeed, why: str, seen: int, by: Account, at: datetime) -> TaskDeed:
    """Take a deed back with a reason; a confirmed one no longer counts, and the task falls back to what the rest says.

    Raises NotAllowed, WrongState, BadInput.
    """
    row = _locked(deed, rules.VOID, by, seen)
    counted = row.state == State.CONFIRMED
    row.state, row.remark = State.VOID, _reason(why, "作废")
    _kept(row, "plans.void_deed", ["state"], by, at)
    if counted:
        _fall_back(row, by, at)
    return row


@transaction.atomic
def move_task(*, task: Matter, to: str, why: str, seen: int, by: Account, at: datetime) -> TaskMove:
    """Say by hand, with a reason, where a task stands; begun or done only with a confirmed deed. `seen` is the last move's id.

    Raises NotAllowed, WrongState, BadInput.
    """
    plan = _locked_plan(task.version.plan)
    access.check_can_move_task(by, plan)
    task = _matter_in_force(plan, task.key)
    stand = stands_of(plan, task.key).get(task.key)
    before = stand.state if stand else TaskState.NOT_BEGUN
    if (stand.move if stand else 0) != seen:
        raise WrongState("在您打开之后，任务状态已经变动。请查看最新状态再改。")
    if to not in TaskState.values or to == before:
        raise BadInput("请选择与现在不同的任务状态。")
    if to != TaskState.NOT_BEGUN and not (stand and stand.confirmed):
        raise BadInput("还没有已确认的举措，任务状态只能是“未启动”。请先报举措并确认。")
    reason = _reason(why, "改动")
    row = TaskMove.objects.create(plan=plan, task_key=task.key, before=before, after=to, why=reason, by=by, at=at)
    record(verb="plans.move_task", thing=row, by=by, at=at, changed=["state"])
    return row


def _confirmed(row: TaskDeed, agreed: str, by: Account, at: datetime) -> None:
    """Let a deed count; a task that is done stays done, whatever further deeds say."""
    if row.source and not _record(row.source, state=WorkRecord.State.COUNTED):
        raise WrongState(NOT_COUNTED)
    row.state, row.agreed, row.remark = State.CONFIRMED, agreed, ""
    row.decided_by, row.decided_at = by, at
    _kept(row, "plans.confirm_deed", ["state", "agreed"], by, at)
    now = _state_of(row)
    _move(row, now, now if now == TaskState.DONE else TaskState(agreed), by, at)


def _fall_back(row: TaskDeed, by: Account, at: datetime) -> None:
    """Let the task stand as the newest deed still confirmed agreed; without any it is not begun.

    What the office said by hand since stays while some deed is confirmed.
    """
    rest = TaskDeed.objects.filter(plan=row.plan, task_key=row.task_key, state=State.CONFIRMED)
    last = rest.order_by("decided_at", "pk").last()
    newest = TaskMove.objects.filter(plan=row.plan, task_key=row.task_key).last()
    if last and newest and newest.deed_id is None:
        return
    _move(row, _state_of(row), TaskState(last.agreed) if last else TaskState.NOT_BEGUN, by, at, why=row.remark)


def _move(row: TaskDeed, before: TaskState, after: TaskState, by: Account, at: datetime, why: str = "") -> None:
    if before != after:
        TaskMove.objects.create(
            plan=row.plan, task_key=row.task_key, deed=row, before=before, after=after, why=why, by=by, at=at
        )


def _state_of(row: TaskDeed) -> TaskState:
    last = TaskMove.objects.filter(plan=row.plan, task_key=row.task_key).order_by("pk").last()
    return TaskState(last.after) if last else TaskState.NOT_BEGUN


def _locked_plan(plan: Plan) -> Plan:
    """Lock the plan, so that two people do not move one task at once."""
    return Plan.objects.select_for_update(of=("self",)).select_related("region").get(pk=plan.pk)


def _locked(deed: TaskDeed, rule: Rule, by: Account, seen: int) -> TaskDeed:
    plan = _locked_plan(deed.plan)
    row = TaskDeed.objects.select_for_update(of=("self",)).select_related("unit").get(pk=deed.pk)
    row.plan = plan
    access.check_on_deed(rule, by, row)
    if row.revision != seen:
        raise WrongState(STALE)
    return row


def _kept(row: TaskDeed, verb: str, changed: list[str], by: Account, at: datetime) -> TaskDeed:
    row.revision += 1
    row.save()
    record(verb=verb, thing=row, by=by, at=at, changed=changed)
    return row


def _matter_in_force(plan: Plan, key: str) -> Matter:
    """Return the task as the version in force words it, or the line from outside. Raises WrongState where there is none."""
    version = plan.versions.filter(state=Version.State.ADOPTED).select_related("plan__region").first()
    matter = matter_of(version, key) if version else None
    if matter is None:
        raise WrongState(GONE)
    return matter


def _check(told: Told, task: Matter, by: Account, at: datetime, row: TaskDeed | None = None) -> None:
    """Raise unless the deed can be told of the task: it happened in the plan's days, and something shows it."""
    version = task.version
    if not takes_deeds(task):
        raise WrongState(COUNTED)
    if told.day > timezone.localdate(at):
        raise BadInput("日期还没有到。请在做完之后再报。")
    if version.period_from and told.day.year < version.period_from:
        raise BadInput(f"日期早于方案的起始年（{version.period_from}年），不能作为这份方案的举措。")
    if not told.what.strip() or len(told.what) > 200:
        raise BadInput("请用一句话写明做了什么，不超过200字。")
    if told.proposed not in BEGUN:
        raise BadInput("请选择任务现在的状态。")
    if not told.proof.strip() and not told.source:
        raise BadInput("请写明佐证材料（文件名称和文号等），或者选一条工作记录。")
    if told.source and not _record(told.source, pk__in=readable_records(by).values("pk")):
        raise BadInput("选的工作记录不在您的查看范围内，请重新选择。")
    same = TaskDeed.objects.filter(plan=version.plan, task_key=task.key, source=told.source).exclude(state=State.VOID)
    if told.source and same.exclude(pk=row.pk if row else 0).exists():
        raise BadInput("这条工作记录已经作为本任务的举措报过，不用再报。")
    if told.target_key and not milestones_of(task).filter(key=told.target_key).exists():
        raise BadInput("选的节点不是这项任务的标志性事项，请重新选择。")


def _record(source: str, **more: object) -> bool:
    """Answer whether a source is a work record of which this holds."""
    kind, _, number = source.partition(":")
    return kind == KIND and number.isdecimal() and WorkRecord.objects.filter(pk=int(number)).filter(**more).exists()


def _fill(row: TaskDeed, told: Told) -> None:
    row.day, row.what, row.proof = told.day, told.what.strip(), told.proof.strip()
    row.source, row.proposed, row.target_key = told.source, told.proposed, told.target_key


def _reason(why: str, deed: str) -> str:
    if not why.strip():
        raise BadInput(f"请写明{deed}的原因。")
    return why.strip()[:200]
