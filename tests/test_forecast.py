"""A small piece of ``benchmarks.forecast`` at a seed of its own: the intervals hold and the straight line is beaten."""

import pytest

from benchmarks.forecast import HORIZONS, REPORTING, TUNING, backtest

SEED = 7


@pytest.mark.parametrize("number", [2, 3])
def test_the_intervals_hold_and_the_straight_line_is_beaten(number: int) -> None:
    assert SEED not in (TUNING, REPORTING)
    marks = backtest(HORIZONS[number], 12, SEED)
    assert marks.told > 130
    assert 0.68 <= marks.inside / marks.told <= 0.92  # 80 % of 144: three standard errors are 10 points
    assert marks.ours < marks.line
