"""The deeds of a task as one person may see them, the moves of its state, and the tasks one may tell a deed of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from kepu.ledger.sources import Described, described
from kepu.people.access import holdings
from kepu.people.models import UNIT_ROLES, Account, Unit
from kepu.people.queries import predecessors_of
from kepu.plans.access.deeds import visible_deeds
from kepu.plans.models import (
    AnnualDuty,
    AnnualItem,
    DutyRole,
    Plan,
    Responsibility,
    TaskDeed,
    TaskMove,
    Version,
)
from kepu.plans.queries.deeds.records import uncounted
from kepu.plans.queries.deeds.standing import quantitative_tasks
from kepu.plans.queries.outside import Matter, OutsideLine, outside_items
from kepu.plans.queries.plans import in_force
from kepu.plans.queries.standing import within


@dataclass(frozen=True)
class ToldDeed:
    """A deed with what the reader may know of the work record behind it."""

    deed: TaskDeed
    record: Described | None = None
    uncounted: bool = False  # the record was voided, or went back, since


def deeds_of(by: Account, plan: Plan, key: str) -> list[ToldDeed]:
    """Return the deeds of a task that `by` may see, the newest first; four queries."""
    rows = TaskDeed.objects.filter(visible_deeds(by), plan=plan, task_key=key)
    return shown(by, rows.select_related("unit", "decided_by", "told_by"))


def shown(by: Account, deeds: Iterable[TaskDeed]) -> list[ToldDeed]:
    """Return deeds with the records behind them; one round of queries."""
    rows = list(deeds)
    records = described(by, {row.source for row in rows if row.source})
    loose = uncounted({row.source for row in rows if row.source})
    return [ToldDeed(row, records.get(row.source), row.source in loose) for row in rows]


def moves_of(plan: Plan, key: str) -> list[TaskMove]:
    """Return how a task's state moved, the newest first; one query."""
    rows = TaskMove.objects.filter(plan=plan, task_key=key).select_related("by", "deed")
    return list(rows.order_by("-pk"))


def open_tasks(by: Account, day: date) -> list[Matter]:
    """Return the tasks without a number that the own units lead or answer for jointly, of plans in force on a day.

    Then the lines of that year from outside the plan for which they answer so.

    A few queries for each plan in force, of which a county has one or two.
    """
    units: dict[int, Unit] = {h.unit.pk: h.unit for h in holdings(by) if h.unit and h.role in UNIT_ROLES}
    if not units:
        return []
    today = timezone.localdate()
    answering = [*units, *(before.pk for one in units.values() for before in predecessors_of(one, today))]
    period = Q(period_from=None) | Q(period_from__lte=day.year)
    versions = in_force(Version.objects.filter(period, plan__status=Plan.Status.ISSUED)).select_related("plan")
    rows = within(Responsibility, versions).filter(unit__in=answering, task__isnull=False)
    rows = rows.exclude(role=DutyRole.SUPPORT).select_related("task__part", "task__version__plan")
    tasks = {row.task.pk: row.task for row in rows.order_by("version_id", "task__order") if row.task}
    counted = {
        pk for one in {t.version_id: t.version for t in tasks.values()}.values() for pk in quantitative_tasks(one)
    }
    own = [task for pk, task in tasks.items() if pk not in counted]
    return [*own, *_open_lines(versions, answering, day)]


def _open_lines(versions: QuerySet[Version], units: list[int], day: date) -> list[OutsideLine]:
    by_plan = {version.plan_id: version for version in versions}
    duties = AnnualDuty.objects.filter(unit__in=units).exclude(role=DutyRole.SUPPORT)
    items = AnnualItem.objects.filter(pk__in=duties.values("item"), annual__year=day.year)
    rows = outside_items(*by_plan).filter(pk__in=items).select_related("annual")
    return [OutsideLine(item, by_plan[item.annual.plan_id]) for item in rows]
