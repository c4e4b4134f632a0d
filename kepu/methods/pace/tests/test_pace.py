"""Courses and lights by hand."""

from datetime import date
from decimal import Decimal as D

import pytest

from kepu.methods.pace import expected_at, judge, judge_trend

COURSE = [(date(2025, 12, 31), D(0)), (date(2026, 12, 31), D(365)), (date(2027, 12, 31), D(365 * 3))]


@pytest.mark.parametrize(
    ("today", "asked"),
    [
        (date(2025, 1, 1), 0), (date(2025, 12, 31), 0), (date(2026, 1, 10), 10), (date(2026, 12, 31), 365),
        (date(2027, 1, 10), 385), (date(2028, 6, 1), 1095),
    ],
)  # fmt: skip
def test_a_course_grows_evenly_between_its_points(today: date, asked: int) -> None:
    assert expected_at(COURSE, today) == asked


def test_a_course_needs_a_point() -> None:
    with pytest.raises(ValueError, match="point"):
        expected_at([], date(2026, 1, 1))


@pytest.mark.parametrize(
    ("done", "today", "light"),
    [
        (100, date(2026, 12, 31), "blue"), (0, date(2026, 7, 1), "grey"), (90, date(2026, 12, 31), "green"),
        (89, date(2026, 12, 31), "amber"), (60, date(2026, 12, 31), "amber"), (59, date(2026, 12, 31), "red"),
        (99, date(2027, 1, 1), "red"), (0, date(2027, 1, 1), "red"), (1, date(2026, 1, 1), "green"),
    ],
)  # fmt: skip
def test_a_light_follows_the_published_rule(done: int, today: date, light: str) -> None:
    course = [(date(2025, 12, 31), D(0)), (date(2026, 12, 31), D(100))]
    assert judge(D(done), D(100), course, today).light == light


def test_more_than_is_not_reached_by_the_value_itself() -> None:
    course = [(date(2025, 12, 31), D(0)), (date(2026, 12, 31), D(12))]
    assert judge(D(12), D(12), course, date(2026, 6, 1), strict=True).light == "green"
    assert judge(D(12), D(12), course, date(2027, 6, 1), strict=True).light == "red"
    assert judge(D("12.1"), D(12), course, date(2026, 6, 1), strict=True).light == "blue"


@pytest.mark.parametrize(
    ("done", "today", "light"),
    [(8, date(2026, 6, 1), "green"), (10, date(2027, 1, 1), "blue"), (11, date(2026, 6, 1), "red")],
)
def test_at_most_is_kept_until_it_is_exceeded(done: int, today: date, light: str) -> None:
    course = [(date(2025, 12, 31), D(0)), (date(2026, 12, 31), D(10))]
    assert judge(D(done), D(10), course, today, at_most=True).light == light


@pytest.mark.parametrize(
    ("values", "falling", "over", "light"),
    [
        ((10, 12), False, False, "green"), ((12, 10), False, False, "amber"), ((10, 10), False, False, "amber"),
        ((10, 15, 12), False, False, "amber"), ((10, 15, 12), False, True, "blue"), ((10, 15, 10), False, True, "red"),
        ((10, 8), True, False, "green"), ((8, 10), True, False, "amber"), ((10, 12, 9), True, True, "blue"),
        ((10, 10), True, True, "red"),
    ],
)  # fmt: skip
def test_a_trend_is_held_against_the_year_before_and_at_the_end_against_the_first(
    values: tuple[int, ...], falling: bool, over: bool, light: str
) -> None:
    standing = judge_trend([D(one) for one in values], falling=falling, over=over)
    assert standing
    assert standing.light == light


@pytest.mark.parametrize("values", [(), (D(3),)])
def test_one_value_is_no_trend(values: tuple[D, ...]) -> None:
    assert judge_trend(values, falling=False, over=False) is None
