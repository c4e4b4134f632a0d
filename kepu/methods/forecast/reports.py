"""How much of a month is recorded by when: from how late earlier records came in."""

from collections.abc import Mapping
from typing import Final

LATEST: Final = 2  # months; what comes later was filled in afterwards and tells nothing about delays
FEWEST: Final = 30
LEAST: Final = 0.3


def reported_shares(delays: Mapping[int, int]) -> tuple[float, ...]:
    """Return the share of a month that is recorded by its own end, and by the end of the next month; then all is.

    `delays` says how many records came how many months after their deed, of months that are long over. All is taken as
    recorded where too few tell.
    """
    known = {delay: number for delay, number in delays.items() if 0 <= delay <= LATEST}
    whole = sum(known.values())
    if whole < FEWEST:
        return (1.0,) * LATEST
    return tuple(max(LEAST, sum(known.get(at, 0) for at in range(age + 1)) / whole) for age in range(LATEST))
