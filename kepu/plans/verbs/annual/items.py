"""The lines of a year while it is drafted: edit with who answers, add from outside the plan, reorder, take out, bring back.

Every verb names the revision of the line that the person saw; a newer one raises `StaleYear`, and nothing is overwritten.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.people.access import WrongState
from kepu.people.models import Account, Unit
from kepu.plans import access
from kepu.plans.models import AnnualItem, AnnualPlan
from kepu.plans.queries.annual.order import neighbour
from kepu.plans.verbs.annual.duties import assign

EDITABLE = frozenset({"title", "text", "due", "resident_deed", "audience", "place"})
OUTSIDE = frozenset({*EDITABLE, "basis", "paper"})


class StaleYear(Exception):
    """Somebody else changed the year or one of its lines since the person opened it; `current` is what it is now."""

    def __init__(self, current: AnnualItem | AnnualPlan) -> None:
        super().__init__("刚被其他同志改过。下面列出现在的内容和您填写的内容，请核对后再保存。")
        self.current = current


def lock(annual: AnnualPlan, by: Account) -> AnnualPlan:
    """Return the year's row locked for the transaction, checked: it is drafted still, and `by` may change it."""
    rows = AnnualPlan.objects.select_for_update(of=("self",)).select_related("plan__region", "version__plan__region")
    locked = rows.get(pk=annual.pk)
    access.check_can_edit_year(by, locked)
    return locked


def bump(annual: AnnualPlan) -> None:
    """Count a change of the year, so that who is about to issue it can tell that it is no longer what was seen."""
    AnnualPlan.objects.filter(pk=annual.pk).update(revision=F("revision") + 1)


def current(item: AnnualItem, annual: AnnualPlan, revision: int) -> AnnualItem:
    """Return the line as it is now, one that stands. Raises StaleYear, or WrongState for one taken out."""
    fresh = _seen(item, annual, revision)
    if fresh.removed:
        raise WrongState("这一项已移出。请先恢复，再修改。")
    return fresh


def _seen(item: AnnualItem, annual: AnnualPlan, revision: int) -> AnnualItem:
    fresh = AnnualItem.objects.get(pk=item.pk)
    fresh.annual = annual
    if fresh.revision != revision:
        raise StaleYear(fresh)
    return fresh


@transaction.atomic
def edit_year_item(
    *, item: AnnualItem, changes: dict[str, Any], roles: Mapping[Unit, str] | None = None, revision: int, by: Account,
    at: datetime,
) -> AnnualItem:  # fmt: skip
    """Set fields of one line, and with `roles` all its units, each in its role.

    Raises NotAllowed, WrongState, StaleYear, or ValidationError naming the field (`duties` for the units).
    """
    annual = lock(item.annual, by)
    fresh = current(item, annual, revision)
    if strange := set(changes) - (EDITABLE if fresh.basis == AnnualItem.Basis.TASK else OUTSIDE):
        raise ValidationError(f"不能修改的字段：{'、'.join(sorted(strange))}")
    changed = [name for name, value in changes.items() if getattr(fresh, name) != value]
    for name, value in changes.items():
        setattr(fresh, name, value)
    if changed:
        check_item(fresh)
    if roles is not None and assign(fresh, roles, timezone.localdate(at)):
        changed.append("duties")
    if changed:
        fresh.revision += 1
        fresh.save()
        record(verb="plans.edit_annualitem", thing=fresh, by=by, at=at, changed=changed)
        bump(annual)
    return fresh


def check_item(item: AnnualItem) -> None:
    """Raise ValidationError where a line lacks what it needs: a paper, or for a deed whom it serves and where."""
    wrong = {}
    if not item.title.strip():
        wrong["title"] = "请填写工作事项。"
    if item.basis != AnnualItem.Basis.TASK and not item.paper.strip():
        wrong["paper"] = "方案以外的事项要写明依据文件或文号。"
    if item.due and item.due.year != item.annual.year:
        wrong["due"] = f"完成时限应在{item.annual.year}年之内。"
    if item.resident_deed and not item.audience:
        wrong["audience"] = "列为科普实事的，请选择面向哪些人。"
    if item.resident_deed and not item.place.strip():
        wrong["place"] = "列为科普实事的，请写明在哪里办。"
    if wrong:
        raise ValidationError(wrong)
    item.full_clean(exclude={"annual"}, validate_constraints=False)


@transaction.atomic
def add_year_item(
    *, annual: AnnualPlan, values: dict[str, Any], roles: Mapping[Unit, str] | None = None, by: Account, at: datetime
) -> AnnualItem:
    """Add a line that no sentence of the plan asks for (上级部署, 领导交办, 会议议定), with its units, at the end.

    Raises NotAllowed, WrongState, or ValidationError: without a paper there is no basis.
    """
    locked = lock(annual, by)
    if strange := set(values) - OUTSIDE:
        raise ValidationError(f"不能填写的字段：{'、'.join(sorted(strange))}")
    if values.get("basis") not in set(AnnualItem.Basis) - {AnnualItem.Basis.TASK}:
        raise ValidationError({"basis": "请选择依据：上级部署、领导交办或会议议定。"})
    last = locked.items.aggregate(last=Max("order"))["last"] or 0
    item = AnnualItem(annual=locked, order=last + 1, **values)
    check_item(item)
    item.save()
    assign(item, roles or {}, timezone.localdate(at))
    record(verb="plans.add_annualitem", thing=item, by=by, at=at)
    bump(locked)
    return item


@transaction.atomic
def move_year_item(*, item: AnnualItem, up: bool, by: Account, at: datetime) -> AnnualItem:
    """Change places with the line before (or after) within the same part; the first and the last stay where they are."""
    annual = lock(item.annual, by)
    other = neighbour(item, annual, up=up)
    fresh = AnnualItem.objects.get(pk=item.pk)
    if other is not None:
        fresh.order, other.order = other.order, fresh.order
        AnnualItem.objects.bulk_update([fresh, other], ["order"])
        record(verb="plans.move_annualitem", thing=fresh, by=by, at=at, changed=["order"])
        bump(annual)
    return fresh


@transaction.atomic
def remove_year_item(*, item: AnnualItem, revision: int, by: Account, at: datetime) -> AnnualItem:
    """Take a line out of the year. It is only marked, so that `restore_year_item` brings it back whole."""
    return _mark(item, revision, removed=True, by=by, at=at)


@transaction.atomic
def restore_year_item(*, item: AnnualItem, revision: int, by: Account, at: datetime) -> AnnualItem:
    """Bring back a line that was taken out, to its former place."""
    return _mark(item, revision, removed=False, by=by, at=at)


def _mark(item: AnnualItem, revision: int, *, removed: bool, by: Account, at: datetime) -> AnnualItem:
    annual = lock(item.annual, by)
    fresh = _seen(item, annual, revision)
    if fresh.removed != removed:
        fresh.removed = removed
        fresh.revision += 1
        fresh.save(update_fields=["removed", "revision"])
        verb = "remove" if removed else "restore"
        record(verb=f"plans.{verb}_annualitem", thing=fresh, by=by, at=at, changed=["removed"])
        bump(annual)
    return fresh
