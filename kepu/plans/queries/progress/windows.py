"""The days a target counts, and the course it should take: by the breakdown where there is one, else evenly."""

from datetime import date
from decimal import Decimal

from kepu.ledger.queries import Window, year_window
from kepu.ledger.queries.windows import FIRST
from kepu.methods.pace import Point
from kepu.plans.models import Binding, Breakdown, Target, Version

PER_YEAR = {"": 1, "year": 1, "half": 2, "quarter": 4, "month": 12, "week": 52, "day": 365}


def years_of_target(target: Target, version: Version, today: date) -> tuple[int, int]:
    """Return the first and last year a target counts: the plan's period, up to the year in which it falls due."""
    first = version.period_from or today.year
    last = version.period_to or today.year
    due = target.due[:4]
    if due.isascii() and due.isdecimal() and first <= int(due) <= last:
        last = int(due)
    return first, last


def window_of(binding: Binding, target: Target, version: Version, today: date) -> Window | None:
    """Return the days that count up to today; None before the period begins."""
    first, last = years_of_target(target, version, today)
    until = min(today, date(last, 12, 31))
    if until < date(first, 1, 1):
        return None
    if binding.span == Binding.Span.PERIOD:
        return Window(date(first, 1, 1), until)
    if binding.span == Binding.Span.YEAR:
        return Window(year_window(until.year).since, until)
    return Window(FIRST, until)


def asked_of(binding: Binding, target: Target) -> Decimal:
    """Return what is asked in the window: the value, for weekly or monthly promises counted for the whole year."""
    assert target.value is not None
    if binding.span == Binding.Span.YEAR:
        return target.value * PER_YEAR.get(target.per, 1)
    return target.value


def course_of(
    binding: Binding, target: Target, version: Version, yearly: dict[int, Decimal], adding: str, today: date
) -> list[Point]:
    """Return the points of the course: amounts by the end of days, ascending; `yearly` are the breakdown's sums."""
    first, last = years_of_target(target, version, today)
    value = asked_of(binding, target)
    if binding.span == Binding.Span.YEAR:
        year = min(max(today.year, first), last)
        asked = yearly.get(year, value) if adding == Breakdown.Adding.YEARLY else value
        return [(date(year - 1, 12, 31), Decimal(0)), (date(year, 12, 31), asked)]
    start = (date(first - 1, 12, 31), Decimal(0))
    if not yearly:
        return [start, (date(last, 12, 31), value)]
    total, points = Decimal(0), [start]
    for year in sorted(yearly):
        total = total + yearly[year] if adding == Breakdown.Adding.TOTAL else yearly[year]
        points.append((date(year, 12, 31), total))
    return points


def window_days(target: Target, binding: Binding, version: Version, today: date) -> tuple[date, date]:
    """Return the first and last day in which a target counts, the year alone where each year counts by itself."""
    first, last = years_of_target(target, version, today)
    if binding.span == Binding.Span.YEAR:
        first = last = min(max(today.year, first), last)
    return date(first, 1, 1), date(last, 12, 31)


def start_of(version: Version) -> date:
    """Return the day on which a plan's period begins; a plan without a period has no base before it."""
    return date(version.period_from, 1, 1) if version.period_from else FIRST
