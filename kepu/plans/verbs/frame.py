"""The head of a plan: title, number, issuer, date, period, publicity; and its status."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from kepu.audit.verbs import record
from kepu.people.models import Account
from kepu.plans import access
from kepu.plans.models import Plan, Version
from kepu.plans.queries.changes import FRAME
from kepu.plans.verbs.items import lock


class StaleFrame(Exception):
    """Somebody else changed the plan's head since the person opened it; `current` is the version as it is now."""

    def __init__(self, current: Version) -> None:
        super().__init__("方案基本信息刚被其他同志改过。请核对现在的内容后再保存。")
        self.current = current


@transaction.atomic
def edit_frame(
    *, version: Version, changes: dict[str, Any], seen: dict[str, Any], by: Account, at: datetime
) -> Version:
    """Set fields of a version's head. `seen` holds the values the person saw for the same fields.

    Raises StaleFrame when one of them is no longer what was seen, ValidationError for bad values.
    """
    locked = lock(version, by)
    if strange := set(changes) - set(FRAME):
        raise ValidationError(f"不能修改的字段：{'、'.join(sorted(strange))}")
    if any(getattr(locked, name) != value for name, value in seen.items()):
        raise StaleFrame(locked)
    changed = [name for name, value in changes.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, changes[name])
    if changed:
        locked.revision += 1
        _check(locked)
        locked.save(update_fields=[*changed, "revision"])
        record(verb="plans.edit_frame", thing=locked, by=by, at=at, changed=changed)
    return locked


def _check(version: Version) -> None:
    if version.period_from and version.period_to and version.period_to < version.period_from:
        raise ValidationError({"period_to": "截止年份不能早于起始年份。"})
    version.full_clean(exclude={f.name for f in Version._meta.fields} - set(FRAME), validate_unique=False)


@transaction.atomic
def move(*, plan: Plan, to: str, by: Account, at: datetime) -> Plan:
    """Move a plan along its life cycle (起草 → 征求意见 → 报审 → 已印发 ⇄ 已结束). Raises NotAllowed or WrongState."""
    locked = Plan.objects.select_for_update(of=("self",)).select_related("region").get(pk=plan.pk)
    access.check_can_move(by, locked, to)
    locked.status = to
    locked.save(update_fields=["status"])
    record(verb="plans.move", thing=locked, by=by, at=at, changed=["status"])
    return locked
