"""Adopting a proofread version, giving one up, and opening an amendment of the version in force."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction

from kepu.audit.verbs import record
from kepu.people.access import WrongState
from kepu.people.models import Account
from kepu.plans import access
from kepu.plans.models import Duty, Item, Part, Phase, Plan, Reporting, Responsibility, Target, Task, Version
from kepu.plans.queries.changes import frame_values, read_values, summary_of
from kepu.plans.queries.proofreading import obstacles
from kepu.plans.queries.standing import standing

COPIED: tuple[type[Item], ...] = (Part, Task, Responsibility, Target, Duty, Phase, Reporting)


def _lock(version: Version) -> Version:
    """Lock a version with its plan, the plan first as everywhere: what is opened, adopted or ended goes one by one."""
    Plan.objects.select_for_update().get(pk=version.plan_id)
    rows = Version.objects.select_for_update(of=("self",)).select_related("plan__region", "document")
    return rows.get(pk=version.pk)


@transaction.atomic
def adopt(*, version: Version, seen: int, by: Account, at: datetime) -> Version:
    """Put a proofread version in force, for ever as it is. `seen` is the revision whose summary the person read.

    Raises NotAllowed, WrongState (not issued; changed meanwhile; doubts or unmatched names left, all named).
    """
    locked = _lock(version)
    access.check_can_adopt(by, locked)
    if locked.revision != seen:
        raise WrongState("在您查看汇总之后，校对稿又有改动。请重新查看汇总再采用。")
    if left := obstacles(locked):
        raise WrongState("还不能采用：" + "；".join(left) + "。")
    locked.summary = summary_of(locked)
    locked.state = Version.State.ADOPTED
    locked.adopted_at, locked.adopted_by = at, by
    locked.save()
    record(verb="plans.adopt", thing=locked, by=by, at=at, changed=["state"])
    return locked


@transaction.atomic
def discard(*, version: Version, by: Account, at: datetime) -> Version:
    """Give up a version that is being proofread; document, reading and corrections are kept, out of sight."""
    locked = _lock(version)
    access.check_can_discard(by, locked)
    locked.state = Version.State.DISCARDED
    locked.save(update_fields=["state"])
    record(verb="plans.discard", thing=locked, by=by, at=at, changed=["state"])
    return locked


@transaction.atomic
def amend(*, plan: Plan, reason: str, paper: str, by: Account, at: datetime) -> Version:
    """Open a new version as a copy of the one in force: same keys, each item in its place. Needs a reason and a paper."""
    locked = Plan.objects.select_for_update(of=("self",)).select_related("region").get(pk=plan.pk)
    access.check_can_amend(by, locked)
    if not reason.strip() or not paper.strip():
        raise ValidationError("请填写调整原因和依据文号。")
    base = locked.versions.filter(state=Version.State.ADOPTED).select_related("document").latest("number")
    last = locked.versions.aggregate(n=models.Max("number"))["n"]
    version = Version.objects.get(pk=base.pk)
    version.pk, version.number, version.origin = None, last + 1, base
    version.state, version.reason, version.paper = Version.State.PROOFREADING, reason.strip(), paper.strip()
    version.adopted_at = version.adopted_by = version.summary = None
    version.created_at, version.revision = at, 0
    version.frame_read = frame_values(version)
    version.save()
    _copy_items(base, version)
    record(verb="plans.amend", thing=version, by=by, at=at)
    return version


def _copy_items(base: Version, version: Version) -> None:
    """Copy every item that stands; links between items lead to the copies. `as_read` is the base's wording."""
    copies: dict[tuple[str, int], Item] = {}
    for model in COPIED:
        rows = list(standing(model, base))
        for row in rows:
            old = row.pk
            row.pk, row.version, row.revision = None, version, 0
            row._state.adding = True
            for name in ("part", "task"):
                if parent := getattr(row, f"{name}_id", None):
                    copy = copies.get((name, parent))  # a task outlives its part
                    setattr(row, f"{name}_id", copy.pk if copy else None)
            row.as_read = read_values(row)
            copies[model._meta.model_name or "", old] = row
        model._default_manager.bulk_create(rows)
