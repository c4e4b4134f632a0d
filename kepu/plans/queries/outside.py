"""方案以外的事项: a line of an issued year that rests on no task moves by deeds, as a task without a number does."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from kepu.plans.models import AnnualDuty, AnnualItem, AnnualPlan, Plan, Responsibility, Task, Version
from kepu.plans.queries.standing import standing


@dataclass(frozen=True)
class OutsideLine:
    """A line from outside the plan where a task may stand as well: it is known by its key; `version` is the one in force."""

    item: AnnualItem
    version: Version

    @property
    def key(self) -> str:
        return self.item.key

    @property
    def title(self) -> str:
        return self.item.title


Matter = Task | OutsideLine


def outside_items(*plans: Plan | int) -> QuerySet[AnnualItem]:
    """Return the lines of the issued years of plans that rest on no task, those taken out left aside."""
    rows = AnnualItem.objects.filter(annual__plan__in=plans, annual__state=AnnualPlan.State.ISSUED, removed=False)
    return rows.exclude(basis=AnnualItem.Basis.TASK)


def matter_of(version: Version, key: str) -> Matter | None:
    """Return what a deed of this key is of: the task as the version words it, else a line from outside; two queries."""
    task = standing(Task, version).filter(key=key).select_related("part").first()
    if task:
        task.version = version
        return task
    in_force = version.state == Version.State.ADOPTED
    item = outside_items(version.plan).filter(key=key).select_related("annual").first() if in_force else None
    return OutsideLine(item, version) if item else None


def answering_for(matter: Matter) -> Sequence[Responsibility | AnnualDuty]:
    """Return who answers for a task or a line, and in which role; one query."""
    if isinstance(matter, OutsideLine):
        return list(AnnualDuty.objects.filter(item=matter.item).select_related("unit"))
    rows = Responsibility.objects.filter(task=matter, removed=False, unit__isnull=False)
    return list(rows.select_related("unit"))
