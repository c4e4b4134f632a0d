"""A drafted year after its plan was amended: new tasks come in, tasks that are gone are taken out, nothing else changes."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.people.access import WrongState
from kepu.people.models import Account
from kepu.plans.models import AnnualItem, AnnualPlan, Task, Version
from kepu.plans.queries.annual.proposal import proposed_items
from kepu.plans.queries.standing import standing
from kepu.plans.verbs.annual.items import lock
from kepu.plans.verbs.annual.opening import fill


@transaction.atomic
def follow_plan(*, annual: AnnualPlan, by: Account, at: datetime) -> AnnualPlan:
    """Let a drafted year rest on the version now in force.

    Tasks that the year does not know come in at the end of their part's lines as `open_year` proposes them; lines whose
    task is gone are taken out, as by hand. What was written into the others stays. Raises NotAllowed, or WrongState where
    the year rests on the version in force already.
    """
    locked = lock(annual, by)
    adopted = locked.plan.versions.select_related("plan__region").filter(state=Version.State.ADOPTED)
    version = adopted.order_by("-number").first()
    if version is None or version.pk == locked.version_id:
        raise WrongState("本年度已是按现行的一版拟定，不用更新。")
    locked.version = version
    _take_out(locked, version)
    known = set(locked.items.values_list("task_key", flat=True))
    new = [row for row in proposed_items(version, timezone.localdate(at)) if row.task.key not in known]
    fill(locked, new, after=locked.items.aggregate(last=Max("order"))["last"] or 0)
    locked.revision += 1
    locked.save(update_fields=["version", "revision"])
    record(verb="plans.follow_annualplan", thing=locked, by=by, at=at, changed=["version"])
    return locked


def _take_out(annual: AnnualPlan, version: Version) -> None:
    """Take out the lines whose task does not stand any more."""
    keys = standing(Task, version).values("key")
    gone = annual.items.filter(basis=AnnualItem.Basis.TASK, removed=False).exclude(task_key__in=keys)
    for item in gone:
        item.removed = True
        item.revision += 1
        item.save(update_fields=["removed", "revision"])
