"""The working sheet for the next period: what the office means to do with each item, saved as typed."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from kepu.audit.verbs import record
from kepu.people.models import Account
from kepu.plans import access
from kepu.plans.models import Continuation, Intention, Plan, Target, Task, Version
from kepu.plans.queries.standing import standing


class StaleIntention(Exception):
    """Somebody else changed the line since the person opened it; `current` is it as it is now."""

    def __init__(self, current: Intention) -> None:
        super().__init__("这一条刚被其他同志改过。请核对现在的内容后再改。")
        self.current = current


@transaction.atomic
def intend(
    *, plan: Plan, key: str, verdict: str, value: str = "", reason: str = "", revision: int, by: Account, at: datetime
) -> Intention:
    """Keep what is meant for the task or target with `key` of the version in force; `revision` is 0 for a new line.

    Raises StaleIntention, ValidationError for an unknown item or verdict, WrongState, NotAllowed.
    """
    locked = Plan.objects.select_for_update(of=("self",)).select_related("region").get(pk=plan.pk)
    access.check_can_draft_next(by, locked)
    kind = _kind_of(locked, key)
    values = {"verdict": verdict, "value": value.strip()[:60], "reason": reason.strip()[:200]}
    if verdict not in Intention.Verdict.values:
        raise ValidationError({"verdict": "请选择延续、调整或结束。"})
    row = locked.intentions.filter(key=key).first()
    if (row.revision if row else 0) != revision:
        raise StaleIntention(row or Intention(plan=locked, kind=kind, key=key, verdict=verdict))
    row = row or Intention(plan=locked, kind=kind, key=key, verdict="")
    changed = [name for name, new in values.items() if getattr(row, name) != new]
    if changed:
        for name in changed:
            setattr(row, name, values[name])
        row.revision, row.changed_by, row.changed_at = row.revision + 1, by, at
        row.save()
        record(verb="plans.draft_next", thing=row, by=by, at=at, changed=changed)
    return row


def _kind_of(plan: Plan, key: str) -> str:
    version = plan.versions.filter(state=Version.State.ADOPTED).order_by("-number").first()
    if version and standing(Task, version).filter(key=key).exists():
        return Continuation.Kind.TASK
    if version and standing(Target, version).filter(key=key).exists():
        return Continuation.Kind.TARGET
    raise ValidationError("方案中没有这一条，可能已被调整。请刷新页面。")
