"""When a person is told: expected moments worked out by hand with the published holidays of 2025."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from kepu.inbox.models import Preference
from kepu.inbox.rhythm import due_up_to, is_quiet, last_digest

CHINA = timezone(timedelta(hours=8))


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("start", "end", "now", "quiet"),
    [
        ("12:00", "14:00", "11:59", False), ("12:00", "14:00", "12:00", True), ("12:00", "14:00", "13:59", True),
        ("12:00", "14:00", "14:00", False), ("22:00", "07:00", "21:59", False), ("22:00", "07:00", "22:00", True),
        ("22:00", "07:00", "00:00", True), ("22:00", "07:00", "06:59", True), ("22:00", "07:00", "07:00", False),
        ("00:00", "07:00", "23:59", False), ("22:00", "00:00", "23:59", True), ("22:00", "00:00", "00:00", False),
    ],
)  # fmt: skip
def test_quiet_hours_may_pass_midnight(start: str, end: str, now: str, quiet: bool) -> None:
    assert is_quiet(time.fromisoformat(start), time.fromisoformat(end), time.fromisoformat(now)) == quiet


@pytest.mark.parametrize(
    ("now", "digest"),
    [
        ("2025-09-23 08:29", "2025-09-22 08:30"),  # a Tuesday before the digest: Monday's
        ("2025-09-23 08:30", "2025-09-23 08:30"),
        ("2025-09-27 12:00", "2025-09-26 08:30"),  # a free Saturday: Friday's
        ("2025-09-28 09:00", "2025-09-28 08:30"),  # a Sunday that is worked for the holiday
        ("2025-10-08 20:00", "2025-09-30 08:30"),  # the last day of the holiday
        ("2025-10-09 08:30", "2025-10-09 08:30"),
        ("2025-10-11 10:00", "2025-10-11 08:30"),  # a Saturday that is worked
    ],
)
def test_the_daily_digest_comes_on_working_days(now: str, digest: str) -> None:
    assert last_digest("daily", at(now), {}) == at(digest)


@pytest.mark.parametrize(
    ("now", "digest"),
    [
        ("2025-09-22 08:29", "2025-09-15 08:30"),
        ("2025-09-22 08:30", "2025-09-22 08:30"),
        ("2025-09-28 23:59", "2025-09-22 08:30"),
        ("2025-10-06 12:00", "2025-09-29 08:30"),  # a Monday in the holiday
        ("2025-10-09 08:29", "2025-09-29 08:30"),
        ("2025-10-09 08:30", "2025-10-09 08:30"),  # the first working day of that week, a Thursday
        ("2025-10-13 08:30", "2025-10-13 08:30"),
    ],
)
def test_the_weekly_digest_comes_on_the_first_working_day_of_the_week(now: str, digest: str) -> None:
    assert last_digest("weekly", at(now), {}) == at(digest)


def test_at_once_is_now() -> None:
    assert last_digest("at_once", at("2025-10-04 03:00"), {}) == at("2025-10-04 03:00")


def test_moments_of_other_zones_are_the_same_moments() -> None:
    assert last_digest("daily", datetime(2025, 9, 23, 0, 30, tzinfo=UTC), {}) == at("2025-09-23 08:30")
    assert last_digest("daily", datetime(2025, 9, 23, 0, 29, tzinfo=UTC), {}) == at("2025-09-22 08:30")


def test_nothing_is_due_without_address_in_the_quiet_hours_or_never() -> None:
    quiet = {"quiet_from": time(22), "quiet_to": time(9)}
    cases = [
        (Preference(rhythm="daily", mail=""), None),
        (Preference(rhythm="never", mail="sealed"), None),
        (Preference(rhythm="daily", mail="sealed", **quiet), None),
        (Preference(rhythm="daily", mail="sealed"), at("2025-09-23 08:30")),
        (Preference(rhythm="at_once", mail="sealed"), at("2025-09-23 08:45")),
    ]
    assert [due_up_to(preference, at("2025-09-23 08:45"), {}) for preference, _ in cases] == [due for _, due in cases]
    assert due_up_to(cases[2][0], at("2025-09-23 09:00"), {}) == at("2025-09-23 08:30")  # late, not lost


def test_no_digest_comes_on_a_day_that_the_office_entered_as_off():
    table = {date(2025, 9, 23): False, date(2025, 9, 27): True}  # a Tuesday off, a Saturday worked
    assert last_digest("daily", at("2025-09-23 12:00"), table) == at("2025-09-22 08:30")
    assert last_digest("daily", at("2025-09-27 12:00"), table) == at("2025-09-27 08:30")
    assert last_digest("weekly", at("2025-09-22 12:00"), {date(2025, 9, 22): False}) == at("2025-09-15 08:30")
