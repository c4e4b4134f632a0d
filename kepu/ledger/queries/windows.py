"""The time a figure is asked for, taken apart into whole years, whole months and the days left over."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cached_property

FIRST = date(1950, 1, 1)


@dataclass(frozen=True)
class Window:
    """From a day to a day, both included. A stock is asked for at `until` alone: let `since` be FIRST."""

    since: date
    until: date

    def __post_init__(self) -> None:
        if self.since > self.until:
            raise ValueError("a window ends before it begins")

    @cached_property
    def years(self) -> list[int]:
        """The years that lie in it whole."""
        first = self.since.year + (self.since != date(self.since.year, 1, 1))
        last = self.until.year - (self.until != date(self.until.year, 12, 31))
        return list(range(first, last + 1))

    @cached_property
    def months(self) -> list[tuple[int, int]]:
        """The months that lie in it whole, but for those of whole years."""
        whole = set(self.years)
        touched = [(y, m) for y in {self.since.year, self.until.year} - whole for m in range(1, 13)]
        return sorted((y, m) for y, m in touched if self.since <= date(y, m, 1) and _end(y, m) <= self.until)

    @cached_property
    def days(self) -> list["Window"]:
        """The stretches of days that are neither in a whole year nor in a whole month: at most two."""
        found = []
        for year, month in sorted({(self.since.year, self.since.month), (self.until.year, self.until.month)}):
            if year not in self.years and (year, month) not in self.months:
                found.append(Window(max(self.since, date(year, month, 1)), min(self.until, _end(year, month))))
        return found


def year_window(year: int) -> Window:
    """Return the window of one year."""
    return Window(date(year, 1, 1), date(year, 12, 31))


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
