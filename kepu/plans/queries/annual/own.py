"""What years ask of a unit, as ways on: from its page, from its list in the plan, from a liaison's first page."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from kepu.people.access import readable_regions
from kepu.people.models import Account, Unit
from kepu.people.queries import predecessors_of
from kepu.plans.models import AnnualDuty, AnnualPlan, Plan


@dataclass(frozen=True)
class UnitsYear:
    """An issued year in which a unit has lines, with their number."""

    annual: AnnualPlan
    items_count: int


def issued_years(account: Account, unit: Unit, plan: Plan | None = None) -> list[UnitsYear]:
    """Return the issued years that the person reads and in which a unit, or one it took over, has lines, newest first.

    Two queries, and one for each step back in a chain of reforms.
    """
    rows = _issued(account) if plan is None else _issued(account).filter(plan=plan)
    answering = [unit, *predecessors_of(unit, timezone.localdate())]
    mine = Q(items__duties__unit__in=answering, items__removed=False)
    counted = rows.annotate(n=Count("items", mine, distinct=True)).filter(n__gt=0)
    return [UnitsYear(annual, annual.n) for annual in counted]


def _issued(account: Account) -> QuerySet[AnnualPlan]:
    readable = Plan.objects.filter(readable_regions(account))
    return AnnualPlan.objects.filter(plan__in=readable, state=AnnualPlan.State.ISSUED)


def open_duties(units: list[Unit], by: Account) -> QuerySet[AnnualDuty]:
    """Return the lines that units answer for in the newest issued year of each issued plan, in the documents' order."""
    newest = AnnualPlan.objects.filter(plan=OuterRef("plan"), state=AnnualPlan.State.ISSUED).order_by("-year")
    years = _issued(by).filter(plan__status=Plan.Status.ISSUED, pk=Subquery(newest.values("pk")[:1]))
    rows = AnnualDuty.objects.filter(unit__in=units, item__removed=False, item__annual__in=years)
    return rows.select_related("unit", "item__annual").order_by("item__annual", "item__order", "item_id")
