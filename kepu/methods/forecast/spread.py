"""What may still come: a negative binomial number of events, each of one size; its distribution in closed form."""

from dataclasses import dataclass
from math import exp, lgamma, log, log1p
from typing import Final

TINY: Final = 1e-300
STEPS: Final = 500


@dataclass(frozen=True)
class Spread:
    """An amount of mean `mean` and variance ``mean * size + mean ** 2 / shape``, never negative.

    `size` is the amount that one event brings, `shape` how sure the level is (the larger the surer).
    """

    mean: float
    size: float
    shape: float

    def above(self, amount: float) -> float:
        """Return how likely it is that at least `amount` comes, 0 to 1."""
        if amount <= 0:
            return 1.0
        if self.mean <= 0:
            return 0.0
        step = 0.5 + 0.5 * min(1.0, 1 / self.size)  # whole events count whole, amounts of many units to the middle
        number = max(0.0, amount / self.size - step)
        sure = self.shape / (self.shape + self.mean / self.size)
        return 1.0 - incomplete_beta(self.shape, number + 1, sure)

    def quantile(self, share: float) -> float:
        """Return the amount that is not exceeded with likelihood `share`, by halving; 0 below a hundredth of an event."""
        low, high = 0.0, self.mean + self.size
        while self.above(high) > 1 - share:
            low, high = high, high * 2
        while high - low > 1e-3 * high and high > self.size / 100:
            middle = (low + high) / 2
            low, high = (middle, high) if self.above(middle) > 1 - share else (low, middle)
        return high if low else 0.0


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function for a, b > 0 and 0 <= x <= 1.

    By its continued fraction, as in W. H. Press and others, Numerical Recipes, 3rd ed. 2007, section 6.4.
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / _not_nought(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        change = 1.0
        for part in (even, odd):
            d = 1 / _not_nought(1 + part * d)
            c = _not_nought(1 + part / c)
            change = c * d
            value *= change
        if abs(change - 1) < 1e-10:
            break
    return value


def _not_nought(number: float) -> float:
    return number if abs(number) > TINY else TINY
