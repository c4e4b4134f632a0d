"""Correcting one item of a version that is being proofread: edit, add, remove, restore.

Every verb names the revision of the item that the person saw; a newer one raises `Stale`, and nothing is overwritten.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from kepu.audit.verbs import record
from kepu.people.access import WrongState
from kepu.people.models import Account
from kepu.plans import access
from kepu.plans.models import Duty, Item, Part, Phase, Remark, Reporting, Responsibility, Target, Task, Version

KINDS: dict[str, type[Item]] = {
    "part": Part,
    "task": Task,
    "responsibility": Responsibility,
    "target": Target,
    "duty": Duty,
    "phase": Phase,
    "reporting": Reporting,
    "remark": Remark,
}

EDITABLE: dict[str, frozenset[str]] = {
    "part": frozenset({"kind", "title", "audience", "order"}),
    "task": frozenset({"title", "part", "open_ended", "order", "start", "end"}),
    "responsibility": frozenset({"role", "printed", "unit", "collective", "order"}),
    "target": frozenset({*Target.READ_FIELDS, "start", "end"}),
    "duty": frozenset({"printed", "unit", "collective", "text", "where"}),
    "phase": frozenset({"name", "from_year", "to_year"}),
    "reporting": frozenset({"who", "what", "due", "to"}),
    "remark": frozenset({"state"}),
}

_PARENTS = ("task", "part")


class Stale(Exception):
    """Somebody else changed the item since the person opened it; `current` is what it is now."""

    def __init__(self, current: Item) -> None:
        super().__init__("这一条刚被其他同志改过。下面列出现在的内容和您填写的内容，请核对后再保存。")
        self.current = current


def lock(version: Version, by: Account) -> Version:
    """Return the version's row locked for the transaction, checked: it may be proofread, and by this person."""
    locked = (
        Version.objects.select_for_update(of=("self",)).select_related("plan__region", "document").get(pk=version.pk)
    )
    access.check_can_proofread(by, locked)
    return locked


def bump(version: Version) -> None:
    """Count a change of the version, so that an open page can tell that it is no longer current."""
    Version.objects.filter(pk=version.pk).update(revision=models.F("revision") + 1)


def kind_of(item: Item) -> str:
    """Return the name under which an item's kind is addressed: ``task``, ``target`` …"""
    return item._meta.model_name or ""


def current(item: Item, revision: int | None) -> Item:
    """Return the item as it is now. Raises Stale when it is not the revision the person saw (None: not asked)."""
    fresh = type(item)._default_manager.get(pk=item.pk)
    if revision is not None and fresh.revision != revision:
        raise Stale(fresh)
    return fresh


@transaction.atomic
def edit(*, item: Item, changes: dict[str, Any], revision: int, by: Account, at: datetime) -> Item:
    """Set fields of one item. `changes` maps editable field names to clean values.

    Raises NotAllowed, WrongState, Stale, or ValidationError naming the field.
    """
    version = lock(item.version, by)
    fresh = current(item, revision)
    if fresh.removed:
        raise WrongState("这一条已被删除。请先恢复，再修改。")
    _check_fields(fresh, changes, version)
    changed = [name for name, value in changes.items() if getattr(fresh, name) != value]
    for name, value in changes.items():
        setattr(fresh, name, value)
    if "printed" in changed and "unit" not in changes:
        _tie_anew(fresh)
    if changed:
        save(fresh)
        record(verb=f"plans.edit_{kind_of(item)}", thing=fresh, by=by, at=at, changed=changed)
        bump(version)
    return fresh


def _tie_anew(item: Item) -> None:
    """A printed name that was corrected means what it means elsewhere in the version, else nothing yet: not the old unit."""
    assert isinstance(item, (Responsibility, Duty))
    item.unit, item.collective = None, False
    for model in (Responsibility, Duty):
        rows = model.objects.filter(version=item.version, printed=item.printed, removed=False).exclude(key=item.key)
        if known := rows.exclude(unit=None, collective=False).select_related("unit").first():
            item.unit, item.collective = known.unit, known.collective
            return


def save(item: Item) -> None:
    """Validate and store a changed item under its next revision; a task's body follows its span."""
    if isinstance(item, Task):
        item.body = body_of(item)
    empty = {f.name for f in item._meta.fields if f.null and getattr(item, f.attname) is None}
    item.full_clean(exclude={"version", "as_read", *empty})
    item.revision += 1
    item.save()


def body_of(task: Task) -> str:
    """Return the printed text between a task's heading and its clause; what it had when it has no place in the text."""
    if task.start is None or task.end is None:
        return task.body
    stop = task.clause_start if task.clause_start and task.start < task.clause_start <= task.end else task.end
    whole = task.version.document.text[task.start : stop]
    heading = next((title for title in headings_of(task) if title in whole), "")
    after = whole[whole.find(heading) + len(heading) :]
    return after.lstrip("。．. 　\n\t")


def headings_of(task: Task) -> list[str]:
    """Return the titles under which a task may stand in print: the present one, and the one that was read."""
    return [title for title in (task.title, (task.as_read or {}).get("title")) if title]


def _check_fields(item: Item, changes: dict[str, Any], version: Version) -> None:
    strange = set(changes) - EDITABLE[kind_of(item)]
    if strange:
        raise ValidationError(f"不能修改的字段：{'、'.join(sorted(strange))}")
    _check_parents(changes, version)
    _check_span(changes, version)
    state = changes.get("state")
    if isinstance(item, Remark) and state not in {None, item.state, *Remark.MOVES[item.state]}:
        raise ValidationError({"state": "请先把这条提示恢复为“待处理”，再改为所选状态。"})


def _check_parents(values: dict[str, Any], version: Version) -> None:
    for name in _PARENTS:
        parent = values.get(name)
        if parent is not None and (parent.version_id != version.pk or parent.removed):
            raise ValidationError({name: "所选条目不属于这个版本，或已被删除。"})


def _check_span(values: dict[str, Any], version: Version) -> None:
    start, end = values.get("start"), values.get("end")
    if start is None and end is None:
        return
    if start is None or end is None or not 0 <= start < end <= len(version.document.text):
        raise ValidationError("选取的文字范围有误，请重新选取。")


@transaction.atomic
def add(*, version: Version, kind: str, values: dict[str, Any], by: Account, at: datetime) -> Item:
    """Add an item by hand, usually from text selected in the document (`start`, `end`).

    Raises as `edit` does. An item with neither a span nor an amendment's paper has no basis and is refused.
    """
    locked = lock(version, by)
    model = KINDS[kind]
    item = model(version=locked, as_read=None, order=_place(model, locked, values.get("start")))
    _check_fields(item, {k: v for k, v in values.items() if k not in {"start", "end", "task", "part"}}, locked)
    _check_parents(values, locked)
    _check_span(values, locked)
    if values.get("start") is None and not locked.reason and kind not in {"responsibility", "part"}:
        raise ValidationError("新增的条目要有依据：请在原文中选取对应的文字。")
    for name, value in values.items():
        setattr(item, name, value)
    save(item)
    record(verb=f"plans.add_{kind}", thing=item, by=by, at=at)
    bump(locked)
    return item


def _place(model: type[Item], version: Version, start: int | None) -> int:
    """Return the order of a new item: before the first one that stands later in the text, else last."""
    items = model._default_manager.filter(version=version, removed=False)
    if start is not None and (later := items.filter(start__gt=start).order_by("order").first()):
        items.filter(order__gte=later.order).update(order=models.F("order") + 1)
        return later.order
    return (items.aggregate(last=models.Max("order"))["last"] or 0) + 1


@transaction.atomic
def remove(*, item: Item, revision: int, by: Account, at: datetime) -> Item:
    """Take an item out of the plan. It is only marked, so that `restore` brings it back whole."""
    return _mark(item, revision, removed=True, by=by, at=at)


@transaction.atomic
def restore(*, item: Item, revision: int, by: Account, at: datetime) -> Item:
    """Bring a removed item back."""
    return _mark(item, revision, removed=False, by=by, at=at)


def _mark(item: Item, revision: int, *, removed: bool, by: Account, at: datetime) -> Item:
    version = lock(item.version, by)
    fresh = current(item, revision)
    if isinstance(fresh, Remark):
        raise ValidationError("提示不能删除，请选“已处理”或“原文如此”。")
    if fresh.removed != removed:
        fresh.removed = removed
        fresh.revision += 1
        fresh.save(update_fields=["removed", "revision"])
        verb = "remove" if removed else "restore"
        record(verb=f"plans.{verb}_{kind_of(item)}", thing=fresh, by=by, at=at, changed=["removed"])
        bump(version)
    return fresh
