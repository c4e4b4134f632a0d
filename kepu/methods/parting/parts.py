"""The ways of parting. Amounts are whole numbers of the smallest step, so that nothing is lost in rounding."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def equal(total: int, parts: int) -> list[int]:
    """Return `parts` numbers that come to `total`, the first ones greater by one where it does not go even.

    Raises ValueError without parts or for a negative total.
    """
    _check(total, parts)
    share, left = divmod(total, parts)
    return [share + (at < left) for at in range(parts)]


def turns(total: int, rows: int, columns: int) -> list[list[int]]:
    """Return a list for each column of one number a row, all together `total`, no two differing by more than one.

    What does not go even is given to the first rows of the first column; the next column goes on where the last one
    stopped, so that neither the sums of rows nor those of columns differ by more than one.
    """
    _check(total, rows)
    made, turn = [], 0
    for whole in equal(total, columns):
        share, left = divmod(whole, rows)
        favoured = {(turn + at) % rows for at in range(left)}
        made.append([share + (row in favoured) for row in range(rows)])
        turn += left
    return made


def by_weight(total: int, weights: Sequence[int]) -> list[int]:
    """Return `total` parted in proportion to weights by the method of the largest remainder; of equal ones the first.

    Every part is its exact share rounded down or up. Raises ValueError for weights that are negative or all zero.
    """
    _check(total, len(weights))
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must not be negative, nor all zero")
    made = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda at: (-(total * weights[at] % whole), at))
    for at in by_remainder[: total - sum(made)]:
        made[at] += 1
    return made


def paced(finals: Sequence[int], reached: Sequence[int]) -> list[list[int]]:
    """Return, for each of the growing sums in `reached`, what each place has by then on its way to its final number.

    Each list comes to its sum, no place ever goes back, and at ``sum(finals)`` each has its final number. All places go
    at the same pace (the order in which seats are given by the method of Webster). Raises ValueError for a sum that no
    places can reach.
    """
    return [_at_sum(finals, taken) for taken in reached]


def _at_sum(finals: Sequence[int], taken: int) -> list[int]:
    whole = sum(finals)
    if not 0 <= taken <= whole:
        raise ValueError("the sum lies beyond what all places come to")
    going = [at for at, final in enumerate(finals) if final]
    made = [(2 * final * taken + whole) // (2 * whole) if whole else 0 for final in finals]
    while sum(made) < taken:
        at = min((a for a in going if made[a] < finals[a]), key=lambda a: (Fraction(2 * made[a] + 1, finals[a]), a))
        made[at] += 1
    while sum(made) > taken:
        at = max((a for a in going if made[a]), key=lambda a: (Fraction(2 * made[a] - 1, finals[a]), a))
        made[at] -= 1
    return made


def evenly(start: Decimal, end: Decimal, points: int, step: Decimal) -> list[Decimal]:
    """Return the points of an even way from `start` (not among them) to `end`, which is the last one exactly.

    Those between are rounded to whole steps. Raises ValueError without points.
    """
    _check(0, points)
    way = [start + (end - start) * at / points for at in range(1, points)]
    return [*((value / step).quantize(Decimal(1), ROUND_HALF_UP) * step for value in way), end]


def _check(total: int, parts: int) -> None:
    if parts < 1 or total < 0:
        raise ValueError("there must be at least one part, and nothing negative to be parted")
