"""The shares of the twelve months: a history's own, drawn towards those of its group, drawn towards even ones."""

from collections.abc import Iterable, Sequence
from typing import Final

from kepu.methods.forecast.levels import Level, Seen, exposure, levels, size_of

EVEN: Final = (1.0,) * 12
OWN: Final = 8.0  # how many events a month's own share must rest on to count as much as the group's
GROUP: Final = 2.0  # how many series must have seen a month for its common share to count as much as an even one
FEWEST: Final = 8  # stretches of a history that may speak for the group
BOUNDS: Final = (0.2, 4.0)


def own_shares(
    history: Sequence[Seen], known: Sequence[Level], group: Sequence[float], size: float
) -> tuple[list[float], list[float]]:
    """Return 12 shares with mean 1, and for each how unsure it is (its variance relative to its square)."""
    seen, asked = [OWN] * 12, [OWN] * 12
    for one, level in zip(history, known, strict=True):
        if one.months == 1:
            seen[one.month % 12] += one.amount / size
            asked[one.month % 12] += level.mean * exposure(one, group) / size
    factors = [s / a for s, a in zip(seen, asked, strict=True)]
    return _mean_one([g * f for g, f in zip(group, factors, strict=True)]), [1 / a for a in asked]


def profile_of(histories: Iterable[Sequence[Seen]]) -> tuple[float, ...]:
    """Return the common shares of the months of a group of histories: 12 with mean 1, even where little is known.

    Each history counts alike, whatever its amounts.
    """
    told, counted = [GROUP] * 12, [GROUP] * 12
    for history in histories:
        if len(history) < FEWEST or not any(one.amount for one in history):
            continue
        after = levels(history, EVEN)
        size = size_of(history, EVEN, after)
        for number, one in enumerate(history):
            mean = _about(history, number)
            if one.months == 1 and mean > 0:
                weight = min(1.0, mean / size / 4) * one.part
                told[one.month % 12] += weight * min(one.amount / one.part / mean, BOUNDS[1])
                counted[one.month % 12] += weight
    return tuple(_mean_one([t / c for t, c in zip(told, counted, strict=True)]))


def _about(history: Sequence[Seen], number: int) -> float:
    """Return the mean month of the year about a month: at most six months before and after."""
    here = history[number].month
    near = [one for one in history if abs(one.month - here) <= 6 and one.months == 1]
    parts = sum(one.part for one in near)
    return sum(one.amount for one in near) / parts if parts else 0.0


def _mean_one(shares: list[float]) -> list[float]:
    held = [min(max(share, BOUNDS[0]), BOUNDS[1]) for share in shares]
    mean = sum(held) / 12
    return [share / mean for share in held]
