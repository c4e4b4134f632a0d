"""An arrangement of a year in words: each holiday with its days off and the days worked for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

from kepu.methods.workdays.notice import Special

_NAMES = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}


@dataclass(frozen=True)
class Holiday:
    """One holiday: when it is off, how many days, which days are worked for it. Days as 2月15日至23日, 2月14日、28日."""

    name: str
    off: str
    count: int
    worked: str


def published(year: int) -> list[Special]:
    """Return the days of a year's published arrangement, in the order of the calendar; none for a year not published."""
    off = [Special(day, False, _NAMES[name]) for day, name in chinese_calendar.holidays.items() if day.year == year]
    worked = [Special(day, True, _NAMES[name]) for day, name in chinese_calendar.workdays.items() if day.year == year]
    return sorted([*off, *worked], key=lambda special: special.day)


def holidays_of(days: Iterable[Special]) -> list[Holiday]:
    """Return the holidays of an arrangement in the order of their first day off."""
    rows = sorted(days, key=lambda special: (special.worked, special.day))
    names = dict.fromkeys(special.name for special in rows)
    return [_holiday(name, [special for special in rows if special.name == name]) for name in names]


def _holiday(name: str, days: list[Special]) -> Holiday:
    off = [special.day for special in days if not special.worked]
    return Holiday(name, in_words(off), len(off), in_words([special.day for special in days if special.worked]))


def in_words(days: Iterable[date]) -> str:
    """Return days in the order of the calendar, runs of them as stretches: 1月31日至2月6日、2月8日、10日."""
    words, month = [], 0
    for first, last in _runs(days):
        shown = _day(first, month)
        if last != first:
            shown += f"至{_day(last, first.month)}"
        words.append(shown)
        month = last.month
    return "、".join(words)


def _day(day: date, month: int) -> str:
    return f"{day.day}日" if day.month == month else f"{day.month}月{day.day}日"


def _runs(days: Iterable[date]) -> list[tuple[date, date]]:
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs
