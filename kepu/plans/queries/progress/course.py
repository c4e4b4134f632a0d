"""逐月累计: one promise month by month, what was done by the end of each, what was to be expected, what may come."""

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kepu.ledger.queries import Ask, Window, figures
from kepu.ledger.queries.windows import FIRST
from kepu.methods.pace import Point, expected_at
from kepu.people.models import Region
from kepu.plans.models import Binding, Target, Version
from kepu.plans.queries.breakdown.rules import is_whole
from kepu.plans.queries.progress.board import Progress, ask_of
from kepu.plans.queries.progress.outlook import Prospect
from kepu.plans.queries.progress.shared import ShareCell, columns_of
from kepu.plans.queries.progress.units import in_unit
from kepu.plans.queries.progress.windows import window_days

Fan = dict[int, tuple[Decimal, Decimal, Decimal]]


@dataclass(frozen=True)
class Month:
    """Amounts by the end of a month (by today in the month of today), in the target's unit; None where nothing is told."""

    first: date
    done: Decimal | None
    pace: Decimal | None = None
    low: Decimal | None = None
    likely: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class Course:
    """A target in a place, month by month in the days in which it counts; `asked` where something is asked of the place.

    `shared` says that what is asked is the place's share by the breakdown.
    """

    target: Target
    place: str
    months: list[Month]
    asked: Decimal | None = None
    shared: bool = False

    @property
    def foreseen(self) -> bool:
        return any(month.high is not None for month in self.months)


def course_for(line: Progress, prospect: Prospect, version: Version, today: date) -> Course | None:
    """Return the course of a target that the ledger counts; None for any other. Three queries or so, however many months."""
    binding = line.binding
    if binding is None or not line.url or not line.course:
        return None
    heads = Decimal(line.base.count) if line.base else Decimal(1)
    firsts = months_of(line.target, binding, version, today)
    done = _done(line.target, binding, firsts, today, lambda window: ask_of(binding, window), heads)
    months = _months(line.target, firsts, done, line.course, prospect.fan, today)
    return Course(line.target, version.plan.region.name, months, line.asked)


def town_course(version: Version, cell: ShareCell, town: Region, today: date) -> Course | None:
    """Return the course of a target in one township; what is expected only where the breakdown asks something of it."""
    column = next(iter(columns_of(version, [cell.target], today)), None)
    if column is None:
        return None
    binding = column.binding
    firsts = months_of(cell.target, binding, version, today)
    done = _done(cell.target, binding, firsts, today, lambda window: _in_town(binding, window, town), Decimal(1))
    return Course(
        cell.target, town.name, _months(cell.target, firsts, done, cell.course, {}, today), cell.asked, shared=True
    )


def _in_town(binding: Binding, window: Window, town: Region) -> Ask:
    assert binding.measure_id is not None
    return Ask(binding.measure_id, window, town.pk, audience=binding.audience)


def months_of(target: Target, binding: Binding, version: Version, today: date) -> list[date]:
    """Return the first days of the months in which a target counts."""
    first, last = window_days(target, binding, version, today)
    return [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]


def _done(
    target: Target, binding: Binding, firsts: Sequence[date], today: date, ask: Callable[[Window], Ask], heads: Decimal
) -> list[Decimal]:
    """Return what was done by the end of each month that has begun."""
    assert binding.measure is not None
    since = FIRST if binding.span == Binding.Span.STANDING else firsts[0]
    begun = [first for first in firsts if first <= today]
    amounts = figures([ask(Window(since, min(today, end_of(first)))) for first in begun])
    told = [in_unit(amount, binding.measure, target.unit) / heads for amount in amounts]
    return [one.quantize(Decimal("0.0001")) for one in told] if heads != 1 else told


def _months(
    target: Target, firsts: Sequence[date], done: Sequence[Decimal], course: Sequence[Point], fan: Fan, today: date
) -> list[Month]:
    found, step = [], Decimal(1) if is_whole(target) else Decimal("0.0001")
    for number, first in enumerate(firsts):
        amount = done[number] if number < len(done) else None
        pace = expected_at(course, min(end_of(first), course[-1][0])).quantize(step) if course else None
        ahead = fan.get(first.year * 12 + first.month - 1) if end_of(first) > today else None
        found.append(Month(first, amount, pace, *(ahead or (None, None, None))))
    return found


def end_of(first: date) -> date:
    """Return the last day of a month by its first."""
    return first.replace(day=monthrange(first.year, first.month)[1])
