"""What years ask of a unit, as ways on: from its page, from its list in the plan, from a liaison's first page."""

from dataclasses import dataclass
from datetime import date

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


def issued_years(account: Account, unit: Unit, plan: Plan | None = None, *, current: bool = False) -> list[UnitsYear]:
    """Return the issued years that the person reads and in which a unit, or one it took over, has lines, newest first.

    Of one plan where it is given; with `current` not of plans whose period is over. Two queries, and one for each step
    back in a chain of reforms.
    """
    rows = _issued(account) if plan is None else _issued(account).filter(plan=plan)
    rows = rows.exclude(plan__status=Plan.Status.ENDED) if current else rows
    answering = [unit, *predecessors_of(unit, timezone.localdate())]
    mine = Q(items__duties__unit__in=answering, items__removed=False)
    counted = rows.annotate(n=Count("items", mine, distinct=True)).filter(n__gt=0).order_by("-year", "-pk")
    return [UnitsYear(annual, annual.n) for annual in counted]


def _issued(account: Account) -> QuerySet[AnnualPlan]:
    readable = Plan.objects.filter(readable_regions(account))
    return AnnualPlan.objects.filter(plan__in=readable, state=AnnualPlan.State.ISSUED)


def open_duties(units: list[Unit], by: Account, on: date) -> QuerySet[AnnualDuty]:
    """Return the lines that units answer for in issued years of each issued plan, in the documents' order.

    Those of the year that runs on a day and after; where all are past, those of the newest.
    """
    newest = AnnualPlan.objects.filter(plan=OuterRef("plan"), state=AnnualPlan.State.ISSUED).order_by("-year")
    open_years = Q(year__gte=on.year) | Q(pk=Subquery(newest.values("pk")[:1]))
    years = _issued(by).filter(open_years, plan__status=Plan.Status.ISSUED)
    rows = AnnualDuty.objects.filter(unit__in=units, item__removed=False, item__annual__in=years)
    return rows.select_related("unit", "item__annual").order_by("item__annual", "item__order", "item_id")
