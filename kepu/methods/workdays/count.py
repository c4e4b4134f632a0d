"""Is a day worked, which day is n working days on, how many lie between."""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, timedelta

import chinese_calendar

Table = Mapping[date, bool]

_DAY = timedelta(days=1)
_FRIDAY = 4
_NOTHING: Table = {}
_FIRST, _LAST = min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year
_PUBLISHED: dict[date, bool] = dict.fromkeys(chinese_calendar.holidays, False) | dict.fromkeys(
    chinese_calendar.workdays, True
)


def _weekday(day: date) -> bool:
    return day.weekday() <= _FRIDAY


# The published days that Monday to Friday gets wrong, and the running sum of what they add (+1) or take away (-1).
_ODD = sorted(day for day, worked in _PUBLISHED.items() if worked != _weekday(day))
_SUMS = [0]
for _day in _ODD:
    _SUMS.append(_SUMS[-1] + (1 if _PUBLISHED[_day] else -1))


def known(day: date, table: Table = _NOTHING) -> bool:
    """Answer whether the arrangement of the day's year is known: published, or in the office's own table."""
    return _FIRST <= day.year <= _LAST or any(own.year == day.year for own in table)


def is_workday(day: date, table: Table = _NOTHING) -> bool:
    """Answer whether the day is worked: by the table, else as published, else Monday to Friday."""
    if day in table:
        return table[day]
    return _PUBLISHED.get(day, _weekday(day))


def next_workday(day: date, table: Table = _NOTHING) -> date:
    """Return the day itself when it is worked, else the first working day after it (a deadline moved to a workday)."""
    while not is_workday(day, table):
        day += _DAY
    return day


def add_workdays(day: date, n: int, table: Table = _NOTHING) -> date:
    """Return the n-th working day after `day`, which itself is not counted; before it for a negative n; `day` for 0.

    Raises OverflowError past the end of the calendar.
    """
    step = _DAY if n > 0 else -_DAY
    left = abs(n)
    while left:
        day += step
        left -= is_workday(day, table)
    return day


def workdays_between(a: date, b: date, table: Table = _NOTHING) -> int:
    """Count the working days after `a` up to and with `b`; negative when `b` lies before `a`.

    So `workdays_between(today, due)` is what remains: 0 on the day itself, -1 when one working day overdue.
    """
    if b < a:
        return -workdays_between(b, a, table)
    own = sum(table[day] - _PUBLISHED.get(day, _weekday(day)) for day in table if a < day <= b)
    return _up_to(b) - _up_to(a) + own


def _up_to(day: date) -> int:
    """Count the working days from 0001-01-01, a Monday, up to and with `day`."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5) + _SUMS[bisect_right(_ODD, day)]


def caveat(a: date, b: date, table: Table = _NOTHING) -> str:
    """Return the sentence a page must show when a year between the two days is not known; else an empty text."""
    years = range(min(a, b).year, max(a, b).year + 1)
    missing = [year for year in years if not known(date(year, 1, 1), table)]
    if not missing:
        return ""
    named = "、".join(str(year) for year in missing) if len(missing) <= 3 else f"{missing[0]}至{missing[-1]}"
    return f"{named}年放假安排尚未公布，按周一至周五计算。"
