"""Splitting one task into two and merging two into one, with who answers and what is promised."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from kepu.audit.verbs import record
from kepu.people.access import WrongState
from kepu.people.models import Account
from kepu.plans.models import Responsibility, Target, Task, Version
from kepu.plans.models.items import new_key
from kepu.plans.verbs.items import bump, current, lock, save

_JOINED = ("start", "end", "clause_start", "clause_end", "open_ended")


@transaction.atomic
def split_task(*, task: Task, at_offset: int, title: str, revision: int, by: Account, at: datetime) -> Task:
    """Cut a task in two at `at_offset` (a place inside its span); return the second, named `title`.

    Both keep the units of the clause; targets go with the text they stand in. Raises Stale, WrongState or ValidationError.
    """
    version = lock(task.version, by)
    first = current(task, revision)
    assert isinstance(first, Task)
    if first.removed:
        raise WrongState("这项任务已被删除。请先恢复，再拆分。")
    if first.start is None or first.end is None or not first.start < at_offset < first.end:
        raise ValidationError("拆分的位置要在这项任务的文字之内。")
    if not title.strip():
        raise ValidationError({"title": "请填写后一项任务的标题。"})
    Task.objects.filter(version=version, order__gt=first.order).update(order=F("order") + 1)
    second = Task(
        version=version, part=first.part, title=title.strip(), start=at_offset, end=first.end, order=first.order + 1,
        open_ended=first.open_ended,
    )  # fmt: skip
    if first.clause_start is not None and first.clause_start >= at_offset:
        second.clause_start, second.clause_end = first.clause_start, first.clause_end
    save(second)
    first.end = at_offset
    if first.clause_start is not None and first.clause_start >= at_offset:
        first.clause_start = first.clause_end = None
    save(first)
    _copy_responsibilities(first, second)
    first.targets.filter(start__gte=at_offset).update(task=second, revision=F("revision") + 1)
    record(verb="plans.split_task", thing=first, by=by, at=at, changed=["end"])
    bump(version)
    return second


def _copy_responsibilities(first: Task, second: Task) -> None:
    copies = list(first.responsibilities.filter(removed=False))
    for row in copies:
        row.pk, row.key, row.task, row.as_read, row.revision = None, new_key(), second, None, 0
    Responsibility.objects.bulk_create(copies)


@dataclass(frozen=True)
class Merge:
    """What a merge did: the joined task, and plain values by which `unmerge_tasks` takes it back exactly."""

    task: Task
    undo: dict[str, Any]


@transaction.atomic
def merge_tasks(
    *, first: Task, second: Task, first_revision: int, second_revision: int, by: Account, at: datetime
) -> Merge:
    """Join the second task to the first: text, units (a lead stays lead) and targets; the second is removed.

    Raises Stale, or ValidationError when they are not two standing tasks of one version.
    """
    version = lock(first.version, by)
    one, two = current(first, first_revision), current(second, second_revision)
    assert isinstance(one, Task)
    assert isinstance(two, Task)
    if one.pk == two.pk or one.version_id != two.version_id or one.removed or two.removed:
        raise ValidationError("只能合并同一方案中的两项任务。")
    before = {name: getattr(one, name) for name in _JOINED}
    _join_spans(one, two)
    save(one)
    moved, raised = _move_responsibilities(two, one)
    targets = list(two.targets.values_list("pk", flat=True))
    Target.objects.filter(pk__in=targets).update(task=one, revision=F("revision") + 1)
    _mark_removed(two, removed=True)
    record(verb="plans.merge_tasks", thing=one, by=by, at=at, changed=["end"])
    bump(version)
    undo = {"tasks": [[one.pk, one.revision], [two.pk, two.revision]], "before": before, "moved": moved,
            "raised": raised, "targets": targets}  # fmt: skip
    return Merge(one, undo)


@transaction.atomic
def unmerge_tasks(*, version: Version, undo: dict[str, Any], by: Account, at: datetime) -> Task:
    """Take a merge back: both tasks as they were. `undo` is `Merge.undo`. Returns the second task.

    Raises Stale when one of the two was changed since, ValidationError when they are not of this version.
    """
    locked = lock(version, by)
    tasks = Task.objects.filter(version=locked).in_bulk([pk for pk, _ in undo["tasks"]])
    if len(tasks) < 2:
        raise ValidationError("这次合并不属于这个版本，不能撤销。")
    one, two = (current(tasks[pk], seen) for pk, seen in undo["tasks"])
    assert isinstance(one, Task)
    assert isinstance(two, Task)
    for name in _JOINED:
        setattr(one, name, undo["before"][name])
    save(one)
    _mark_removed(two, removed=False)
    held = Responsibility.objects.filter(version=locked, task=one)
    held.filter(pk__in=undo["moved"]).update(task=two, revision=F("revision") + 1)
    for pk, role in undo["raised"]:
        held.filter(pk=pk).update(role=role, revision=F("revision") + 1)
    targets = Target.objects.filter(version=locked, task=one, pk__in=undo["targets"])
    targets.update(task=two, revision=F("revision") + 1)
    record(verb="plans.unmerge_tasks", thing=one, by=by, at=at, changed=["end"])
    bump(locked)
    return two


def _mark_removed(task: Task, *, removed: bool) -> None:
    task.removed = removed
    task.revision += 1
    task.save(update_fields=["removed", "revision"])


def _join_spans(one: Task, two: Task) -> None:
    starts = [t.start for t in (one, two) if t.start is not None]
    ends = [t.end for t in (one, two) if t.end is not None]
    if starts and ends:
        one.start, one.end = min(starts), max(ends)
    if two.clause_start is not None and (one.clause_start is None or two.clause_start > one.clause_start):
        one.clause_start, one.clause_end = two.clause_start, two.clause_end
    one.open_ended = one.open_ended or two.open_ended


def _move_responsibilities(source: Task, goal: Task) -> tuple[list[int], list[tuple[int, str]]]:
    """Move units to the goal; return the rows moved, and those of the goal raised to lead with their former role."""
    moved, raised = [], []
    held = {r.printed: r for r in goal.responsibilities.filter(removed=False)}
    for row in source.responsibilities.filter(removed=False):
        same = held.get(row.printed)
        if same is None:
            row.task = goal
            row.revision += 1
            row.save(update_fields=["task", "revision"])
            moved.append(row.pk)
        elif row.role == "lead" and same.role != "lead":
            raised.append((same.pk, same.role))
            same.role = row.role
            same.revision += 1
            same.save(update_fields=["role", "revision"])
    return moved, raised
