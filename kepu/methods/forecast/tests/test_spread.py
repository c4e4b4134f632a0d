"""The distribution of what may still come, beside slow sums of it."""

from math import comb

import pytest

from kepu.methods.forecast.spread import Spread, incomplete_beta


@pytest.mark.parametrize(("a", "b", "x"), [(2, 3, 0.3), (5, 1, 0.9), (3, 40, 0.02), (60, 55, 0.51)])
def test_the_incomplete_beta_function_is_a_binomial_tail(a: int, b: int, x: float) -> None:
    slow = sum(comb(a + b - 1, k) * x**k * (1 - x) ** (a + b - 1 - k) for k in range(a, a + b))
    assert incomplete_beta(a, b, x) == pytest.approx(slow, rel=1e-9)


def test_single_events_are_counted_as_a_negative_binomial() -> None:
    spread = Spread(mean=6.0, size=1.0, shape=3.0)
    sure = 3 / 9
    slow = [comb(k + 2, k) * sure**3 * (1 - sure) ** k for k in range(8)]
    assert spread.above(8) == pytest.approx(1 - sum(slow))
    assert spread.above(1) == pytest.approx(1 - slow[0])


def test_nothing_more_is_sure_and_something_from_nothing_is_not() -> None:
    assert Spread(0.0, 1.0, 3.0).above(0) == 1
    assert Spread(0.0, 1.0, 3.0).above(1) == 0
    assert Spread(0.5, 1.0, 3.0).quantile(0.5) == 0


def test_a_quantile_is_where_the_likelihood_is() -> None:
    spread = Spread(mean=4000.0, size=60.0, shape=8.0)
    for share in (0.1, 0.5, 0.9):
        assert spread.above(spread.quantile(share)) == pytest.approx(1 - share, abs=2e-3)
    assert spread.quantile(0.1) < 4000 * 0.8
