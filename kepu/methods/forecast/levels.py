"""The level of a history of months, forgotten by the month, and how far single months stray from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

KEPT: Final = 0.90  # of what is known of the level, a month later
LUMPY: Final = 0.7  # the factor of variance where little is known: this much of a mean month
LUMPY_MONTHS: Final = 6.0  # for how many months that counts
STRAYS: Final = 16.0  # a month that strays further counts as this far: a change of level is no scatter
LEAST_SIZE: Final = 0.25


@dataclass(frozen=True)
class Seen:
    """What is recorded of a month (year * 12 + month - 1), or of `months` beginning with it, in any unit.

    `part` is the share of it that is over and reported by now. A month about which nothing is known is left out.
    """

    month: int
    amount: float
    months: int = 1
    part: float = 1.0


@dataclass(frozen=True)
class Level:
    """The level: `amount` seen over `weight` mean months, both forgotten; the level is their ratio."""

    amount: float
    weight: float

    @property
    def mean(self) -> float:
        return self.amount / self.weight if self.weight else 0.0


def exposure(seen: Seen, shares: Sequence[float]) -> float:
    """Return how many mean months a stretch amounts to; `shares` are 12 with mean 1, January first."""
    return seen.part * sum(shares[(seen.month + i) % 12] for i in range(seen.months))


def levels(history: Sequence[Seen], shares: Sequence[float]) -> list[Level]:
    """Return the level after each stretch of a history that ascends by month."""
    found, at = [], Level(0.0, 0.0)
    last = history[0].month if history else 0
    for one in history:
        kept = KEPT ** max(1, one.month + one.months - last)
        at = Level(at.amount * kept + one.amount, at.weight * kept + exposure(one, shares))
        last = one.month + one.months
        found.append(at)
    return found


def size_of(history: Sequence[Seen], shares: Sequence[float], known: Sequence[Level]) -> float:
    """Return the factor by which a month's variance exceeds its mean: Pearson's, from what was to be expected before."""
    whole = sum(exposure(one, shares) for one in history)
    mean = sum(one.amount for one in history) / whole if whole else 0.0
    strayed, counted = LUMPY * mean * LUMPY_MONTHS, LUMPY_MONTHS
    for before, one in zip(known, history[1:], strict=False):
        here = exposure(one, shares)
        asked = before.mean * here
        if asked <= 0:
            continue
        wide = asked * (1 + here / before.weight)
        strayed += min((one.amount - asked) ** 2 / wide, STRAYS * LUMPY * mean)
        counted += 1
    return max(LEAST_SIZE, strayed / counted)
