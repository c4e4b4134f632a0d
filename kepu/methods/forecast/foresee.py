"""From a history to how likely a promise is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import Final

from kepu.methods.forecast.levels import Seen, levels, size_of
from kepu.methods.forecast.seasons import EVEN, own_shares
from kepu.methods.forecast.spread import Spread

LEAST_MONTHS: Final = 6
LEAST_BUSY: Final = 3
DRIFT: Final = 0.06  # how far a level strays in the long run: the variance relative to its square
SETTLES: Final = 8.0  # in how many months it strays two thirds of that
YOUNG: Final = 1.6  # what a history of one month leaves in doubt beside, of longer ones less
UNSEEN: Final = 0.06  # what is in doubt where none of the months to come was seen in any year
INNER: Final = (0.1, 0.9)


@dataclass(frozen=True)
class Window:
    """The months in which a promise counts: from the first to the last, both included; `now` is the month of today.

    `over` is the share of the month of today that is over.
    """

    first: int
    last: int
    now: int
    over: float = 1.0


@dataclass(frozen=True)
class Outlook:
    """What is to be expected by the last day, in the unit of the history; `why` says in Chinese why nothing can be told."""

    done: float
    value: float
    months_left: float = 0.0
    rest: Spread | None = None
    at_most: bool = False
    why: str = ""

    def likelihood(self, more: float = 0.0) -> float:
        """Return how likely the promise is kept if `more` is done in each month that is left, beside what goes on anyway."""
        if self.rest is None:
            raise ValueError("nothing can be told")
        missing = self.value - self.done - more * self.months_left
        if self.at_most:
            return 1 - self.rest.above(missing + 1) if missing >= 0 else 0.0
        return self.rest.above(missing)

    @property
    def expected(self) -> float:
        return self.done + (self.rest.mean if self.rest else 0.0)

    @property
    def interval(self) -> tuple[float, float]:
        """The 80 % interval of what will be done by the last day."""
        if self.rest is None:
            raise ValueError("nothing can be told")
        low, high = (self.rest.quantile(share) for share in INNER)
        return self.done + low, self.done + high

    def more_for(self, likelihood: float) -> float:
        """Return how much more a month is needed for a promise to be kept with this likelihood; 0 where it is already."""
        if self.rest is None or not self.months_left:
            raise ValueError("nothing can be told, or no time is left")
        return max(0.0, (self.value - self.done - self.rest.quantile(1 - likelihood)) / self.months_left)


def foresee(
    history: Sequence[Seen], window: Window, *, done: float, value: float, group: Sequence[float] = EVEN,
    at_most: bool = False,
) -> Outlook:  # fmt: skip
    """Return what is to be expected of a promise of `value` by the end of a window in which `done` is counted so far.

    `history` ascends by month and may begin long before the window; `group` are the common shares of the twelve months.
    """
    usable = _from_the_first(history)
    if why := _untold(usable):
        return Outlook(done, value, at_most=at_most, why=why)
    after = levels(usable, group)
    size = size_of(usable, group, after)
    shares, unsure = own_shares(usable, after, group, size)
    after = levels(usable, shares)
    size = size_of(usable, shares, after)
    left = parts_left(usable, window)
    weights = {month: part * shares[month % 12] for month, part in left.items()}
    whole = sum(weights.values())
    mean = after[-1].mean * whole
    doubt = size / after[-1].amount + YOUNG / len(usable) + _ahead(weights, window, usable)
    doubt += sum((weight / whole) ** 2 * unsure[month % 12] for month, weight in weights.items()) if whole else 0.0
    months = max(0.0, window.last - window.now + 1 - window.over)
    return Outlook(done, value, months, Spread(mean, size, 1 / doubt), at_most)


def _ahead(weights: dict[int, float], window: Window, history: Sequence[Seen]) -> float:
    """Return what is in doubt because the level may move until then, and because months of the year were never seen."""
    whole = sum(weights.values())
    if not whole:
        return 0.0
    distance = sum(max(0, month - window.now) * weight for month, weight in weights.items()) / whole
    known = {one.month % 12 for one in history if one.months == 1}
    unseen = sum(weight for month, weight in weights.items() if month % 12 not in known) / whole
    return DRIFT * (1 - exp(-distance / SETTLES)) + UNSEEN * unseen**2


def parts_left(history: Sequence[Seen], window: Window) -> dict[int, float]:
    """Return what share of each month of a window is still to come or to be reported; a month without record has none."""
    left = dict.fromkeys(range(max(window.first, window.now), window.last + 1), 1.0)
    if window.now in left:
        left[window.now] = 1 - window.over
    for one in history:
        if one.months == 1 and window.first <= one.month <= window.last and one.month <= window.now:
            left[one.month] = 1 - one.part
    return {month: part for month, part in left.items() if part > 0}


def _from_the_first(history: Sequence[Seen]) -> list[Seen]:
    """Leave out what lies before the first record: it was not counted then."""
    first = next((number for number, one in enumerate(history) if one.amount), len(history))
    return list(history[first:])


def _untold(history: Sequence[Seen]) -> str:
    months = sum(one.months * one.part for one in history)
    if any(one.amount < 0 for one in history):
        return "记录中有净减少的月份，不作预计"
    if months < LEAST_MONTHS:
        return f"自第一笔记录起还不满{LEAST_MONTHS}个月，记录太少，暂不作预计"
    busy = sum(1 for one in history if one.amount)
    if busy < LEAST_BUSY:
        return f"有记录的月份只有{busy}个，记录太少，暂不作预计"
    return ""
