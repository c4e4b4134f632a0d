"""Opening a year: one item a task in force, with who answers for it today."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.people.access import WrongState
from kepu.people.models import Account
from kepu.plans import access
from kepu.plans.models import AnnualDuty, AnnualItem, AnnualPlan, Plan, Version
from kepu.plans.queries.annual.proposal import Proposed, proposed_items


class YearOpened(WrongState):
    """The year was opened before; `annual` is it."""

    def __init__(self, annual: AnnualPlan) -> None:
        super().__init__(f"{annual.year}年度已经开过，不再重复建立。")
        self.annual = annual


@transaction.atomic
def open_year(*, plan: Plan, year: int, title: str, by: Account, at: datetime) -> AnnualPlan:
    """Open one year of a plan: an item for each task in force, with its units as they stand on that day.

    Raises NotAllowed, WrongState, YearOpened, or ValidationError for a year outside the plan's period or no title.
    """
    locked = Plan.objects.select_for_update(of=("self",)).select_related("region").get(pk=plan.pk)
    access.check_can_open_year(by, locked)
    if opened := locked.annual_plans.filter(year=year).first():
        raise YearOpened(opened)
    version = locked.versions.select_related("plan__region").get(state=Version.State.ADOPTED, pk=_in_force(locked))
    _check_year(version, year)
    annual = AnnualPlan(plan=locked, version=version, year=year, title=title.strip(), created_at=at)
    annual.full_clean(exclude={"plan", "version", "issued_by", "issued_at"}, validate_constraints=False)
    annual.save()
    fill(annual, proposed_items(version, timezone.localdate(at)))
    record(verb="plans.open_year", thing=annual, by=by, at=at)
    return annual


def _in_force(plan: Plan) -> int:
    newest = plan.versions.filter(state=Version.State.ADOPTED).order_by("-number")
    return newest.values_list("pk", flat=True)[0]


def _check_year(version: Version, year: int) -> None:
    first, last = version.period_from, version.period_to
    if first is None or last is None or not first <= year <= last:
        raise ValidationError({"year": f"年度应在方案的起止年份之内（{first}—{last}年）。"})


def fill(annual: AnnualPlan, proposed: list[Proposed], *, after: int = 0) -> None:
    """Write proposed lines with their duties into a year, in order from the place `after` on."""
    items = AnnualItem.objects.bulk_create(
        AnnualItem(
            annual=annual, order=order, basis=AnnualItem.Basis.TASK, task_key=row.task.key, title=row.task.title,
            text=row.task.body, audience=row.audience,
        )
        for order, row in enumerate(proposed, after + 1)
    )  # fmt: skip
    pairs = [(item, row) for item, row in zip(items, proposed, strict=True)]
    AnnualDuty.objects.bulk_create(
        AnnualDuty(item=item, unit=unit, role=role) for item, row in pairs for unit, role in row.duties
    )
