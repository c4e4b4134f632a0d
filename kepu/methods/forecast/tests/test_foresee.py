"""What is foreseen from histories that can be thought through by hand."""

import pytest

from kepu.methods.forecast import EVEN, Seen, Window, foresee, profile_of, reported_shares

JANUARY = 2026 * 12


def steady(months: int, amount: float = 100, first: int = JANUARY) -> list[Seen]:
    return [Seen(first + at, amount) for at in range(months)]


def of_the_year(known: int) -> Window:
    """The window of 2026 at the end of its so manieth month."""
    return Window(JANUARY, JANUARY + 11, JANUARY + known - 1)


def test_a_steady_history_goes_on() -> None:
    told = foresee(steady(8), of_the_year(8), done=800, value=1000)
    assert told.expected == pytest.approx(1200)
    low, high = told.interval
    assert 800 < low < 1200 < high
    assert 0.7 < told.likelihood() < 0.95
    assert foresee(steady(8), of_the_year(8), done=800, value=2400).likelihood() < 0.05


def test_a_longer_history_is_surer() -> None:
    short = foresee(steady(8), of_the_year(8), done=800, value=1150)
    longer = foresee(steady(32, first=JANUARY - 24), of_the_year(8), done=800, value=1150)
    assert longer.interval[1] - longer.interval[0] < short.interval[1] - short.interval[0]


@pytest.mark.parametrize(
    ("history", "said"),
    [
        ([], "不满6个月"), (steady(5), "不满6个月"), ([*steady(4, 0), *steady(5, first=JANUARY + 4)], "不满6个月"),
        ([Seen(JANUARY, 50), *steady(7, 0, JANUARY + 1)], "只有1个"), ([*steady(7), Seen(JANUARY + 7, -3)], "净减少"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_says_why(history: list[Seen], said: str) -> None:
    told = foresee(history, of_the_year(8), done=500, value=1000)
    assert said in told.why
    with pytest.raises(ValueError, match="told"):
        told.likelihood()


def test_months_not_recorded_are_no_noughts() -> None:
    holes = [one for one in steady(10) if one.month % 12 not in (2, 5)]
    assert foresee(holes, of_the_year(10), done=800, value=1000).expected == pytest.approx(1000)


def test_what_is_done_but_not_recorded_yet_is_expected_too() -> None:
    late = [*steady(7), Seen(JANUARY + 7, 50, part=0.5)]
    assert foresee(late, of_the_year(8), done=750, value=1000).expected == pytest.approx(1200)


def test_a_total_of_a_year_tells_the_level() -> None:
    told = foresee([Seen(JANUARY - 12, 1200, months=12), *steady(3)], of_the_year(3), done=300, value=1000)
    assert told.expected == pytest.approx(1200)


def test_the_rush_of_the_group_is_expected_of_each() -> None:
    rush = [1.0] * 11 + [3.0]
    yearly = [Seen(JANUARY - 36 + at, 100 * rush[at % 12]) for at in range(36)]
    group = profile_of([yearly] * 12)
    assert group[11] == max(group)
    assert group[11] > 1.8
    told, even = (foresee(steady(11), of_the_year(11), done=1100, value=1300, group=g) for g in (group, EVEN))
    assert told.likelihood() > even.likelihood() + 0.1


def test_little_known_of_a_group_leaves_its_months_even() -> None:
    assert profile_of([]) == EVEN
    assert profile_of([steady(5)]) == EVEN


def test_more_a_month_until_four_in_five() -> None:
    told = foresee(steady(8), of_the_year(8), done=800, value=1600)
    assert told.likelihood() < 0.4
    more = told.more_for(0.8)
    assert told.months_left == 4
    assert told.likelihood(more) == pytest.approx(0.8, abs=5e-3)
    assert 100 < more < 200  # 400 are missing of what is expected, and a reserve
    assert told.likelihood(more * 2) > 0.95


def test_a_limit_is_kept_by_staying_below_it() -> None:
    held = foresee(steady(8), of_the_year(8), done=800, value=2000, at_most=True)
    assert held.likelihood() > 0.95
    assert foresee(steady(8), of_the_year(8), done=800, value=850, at_most=True).likelihood() < 0.05
    assert foresee(steady(8), of_the_year(8), done=900, value=850, at_most=True).likelihood() == 0


def test_how_late_records_come() -> None:
    assert reported_shares({0: 10}) == (1.0, 1.0)
    assert reported_shares({0: 60, 1: 30, 2: 10, 9: 500, -1: 4}) == (0.6, 0.9)
