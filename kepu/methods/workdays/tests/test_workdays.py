"""Working days against the State Council's arrangements of 2025 and 2026, and against counting day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kepu.methods.workdays import add_workdays, caveat, is_workday, known, next_workday, workdays_between

pytestmark = pytest.mark.engineless

DAYS = st.dates(date(2003, 6, 1), date(2031, 12, 31))
TABLES = st.dictionaries(st.dates(date(2026, 9, 1), date(2027, 3, 31)), st.booleans(), max_size=8)

# 国办发明电〔2024〕12号, 国办发明电〔2025〕7号: first and last day off, and the weekend days that are worked.
OFF = [
    (date(2025, 1, 1), date(2025, 1, 1)), (date(2025, 1, 28), date(2025, 2, 4)), (date(2025, 4, 4), date(2025, 4, 6)),
    (date(2025, 5, 1), date(2025, 5, 5)), (date(2025, 5, 31), date(2025, 6, 2)), (date(2025, 10, 1), date(2025, 10, 8)),
    (date(2026, 1, 1), date(2026, 1, 3)), (date(2026, 2, 15), date(2026, 2, 23)), (date(2026, 4, 4), date(2026, 4, 6)),
    (date(2026, 5, 1), date(2026, 5, 5)), (date(2026, 6, 19), date(2026, 6, 21)), (date(2026, 9, 25), date(2026, 9, 27)),
    (date(2026, 10, 1), date(2026, 10, 7)),
]  # fmt: skip
WORKED = [
    date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11),
    date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20), date(2026, 10, 10),
]  # fmt: skip


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def judge(a: date, b: date, table: dict[date, bool]) -> int:
    """Count the working days in (a, b] one by one."""
    return sum(is_workday(day, table) for day in days(a, b)[1:])


def test_two_whole_years_are_as_arranged() -> None:
    off = {day for first, last in OFF for day in days(first, last)}
    for day in days(date(2025, 1, 1), date(2026, 12, 31)):
        expected = day in WORKED or (day.weekday() < 5 and day not in off)
        assert is_workday(day) == expected, day


def test_the_number_of_working_days_of_a_year_is_the_published_one() -> None:
    # 2025: 261 weekdays less 18 holidays on weekdays plus 5 worked weekends; counted by hand from the arrangement.
    assert workdays_between(date(2024, 12, 31), date(2025, 12, 31)) == 248


def test_five_working_days_over_national_day() -> None:
    assert add_workdays(date(2026, 9, 29), 5) == date(2026, 10, 12)  # 30 Sept, then 8, 9, 10 (a Saturday), 12 Oct
    assert add_workdays(date(2026, 9, 17), 1) == date(2026, 9, 18)
    assert add_workdays(date(2026, 9, 18), 1) == date(2026, 9, 20)  # a Sunday that is worked
    assert add_workdays(date(2025, 9, 30), 1) == date(2025, 10, 9)
    assert add_workdays(date(2025, 10, 9), -1) == date(2025, 9, 30)


def test_what_remains_is_counted_in_working_days() -> None:
    assert workdays_between(date(2026, 9, 30), date(2026, 10, 8)) == 1
    assert workdays_between(date(2026, 10, 8), date(2026, 10, 8)) == 0
    assert workdays_between(date(2026, 10, 8), date(2026, 9, 30)) == -1
    assert workdays_between(date(2026, 10, 8), date(2026, 10, 7)) == -1  # a holiday before: one day overdue
    assert workdays_between(date(2026, 10, 3), date(2026, 10, 7)) == 0


def test_a_deadline_moves_to_the_next_working_day() -> None:
    assert next_workday(date(2026, 10, 1)) == date(2026, 10, 8)
    assert next_workday(date(2026, 10, 8)) == date(2026, 10, 8)
    assert next_workday(date(2026, 10, 10)) == date(2026, 10, 10)
    assert next_workday(date(2026, 10, 11)) == date(2026, 10, 12)


def test_years_not_yet_published_are_monday_to_friday_and_say_so() -> None:
    assert known(date(2026, 12, 31))
    assert not known(date(2030, 1, 1))
    assert is_workday(date(2030, 10, 1))  # a Tuesday: nothing better is known
    assert not is_workday(date(2030, 10, 5))
    assert caveat(date(2026, 1, 1), date(2026, 12, 31)) == ""
    assert caveat(date(2030, 3, 1), date(2030, 2, 1)) == "2030年放假安排尚未公布，按周一至周五计算。"
    assert caveat(date(2030, 3, 1), date(2031, 2, 1)) == "2030、2031年放假安排尚未公布，按周一至周五计算。"
    assert caveat(date(2030, 3, 1), date(2039, 2, 1)) == "2030至2039年放假安排尚未公布，按周一至周五计算。"


def test_the_offices_own_table_goes_first() -> None:
    table = {date(2026, 10, 8): False, date(2026, 10, 17): True, date(2030, 10, 1): False}
    assert add_workdays(date(2026, 9, 30), 1, table) == date(2026, 10, 9)
    assert is_workday(date(2026, 10, 17), table)
    assert workdays_between(date(2026, 9, 30), date(2026, 10, 17), table) == 3 + 5 + 1 - 1
    assert known(date(2030, 5, 1), table)
    assert caveat(date(2030, 5, 1), date(2030, 6, 1), table) == ""


@given(a=DAYS, b=DAYS, table=TABLES)
def test_counting_agrees_with_counting_day_by_day(a: date, b: date, table: dict[date, bool]) -> None:
    first, last = min(a, b), max(a, b)
    assert workdays_between(first, last, table) == judge(first, last, table)
    assert workdays_between(last, first, table) == -judge(first, last, table)


@given(day=DAYS, n=st.integers(1, 400), table=TABLES)
def test_adding_lands_on_the_nth_working_day(day: date, n: int, table: dict[date, bool]) -> None:
    landed = add_workdays(day, n, table)
    assert is_workday(landed, table)
    assert judge(day, landed, table) == n
    back = add_workdays(landed, -n, table)
    assert is_workday(back, table)
    assert judge(back, landed, table) == n


@given(day=DAYS, table=TABLES)
def test_the_next_working_day_skips_only_days_off(day: date, table: dict[date, bool]) -> None:
    landed = next_workday(day, table)
    assert is_workday(landed, table)
    assert not any(is_workday(d, table) for d in days(day, landed)[:-1])
