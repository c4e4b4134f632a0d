"""When a person is to be told: at once or by a digest, and never in the quiet hours. Moments are local."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from kepu.inbox.models import Preference
from kepu.methods.workdays import Table, is_workday, next_workday

DIGEST = time(8, 30)
_DAY = timedelta(days=1)


def is_quiet(start: time | None, end: time | None, now: time) -> bool:
    """Answer whether `now` lies in the quiet hours; they may pass midnight, and the minute they end is not quiet."""
    if start is None or end is None:
        return False
    return start <= now < end if start < end else now >= start or now < end


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, DIGEST))


def last_digest(rhythm: str, at: datetime, table: Table) -> datetime:
    """Return up to which moment messages are due at `at`: the latest digest that has come, or `at` itself at once.

    The daily digest comes at 8:30 of each working day, the weekly one at 8:30 of the first working day from Monday on;
    `table` is the office's own of days off.
    """
    today = timezone.localdate(at)
    if rhythm == Preference.Rhythm.DAILY:
        return _last_daily(today, at, table)
    if rhythm == Preference.Rhythm.WEEKLY:
        return _last_weekly(today, at, table)
    return at


def _last_daily(day: date, at: datetime, table: Table) -> datetime:
    while not is_workday(day, table) or _at(day) > at:
        day -= _DAY
    return _at(day)


def _last_weekly(today: date, at: datetime, table: Table) -> datetime:
    monday = today - timedelta(days=today.weekday())
    while _at(next_workday(monday, table)) > at:
        monday -= 7 * _DAY
    return _at(next_workday(monday, table))


def due_up_to(preference: Preference, at: datetime, table: Table) -> datetime | None:
    """Return up to which moment the person's messages are to be sent at `at`; None when nothing is to be sent now.

    `table` is the office's own of days off.
    """
    if preference.rhythm == Preference.Rhythm.NEVER or not preference.mail:
        return None
    if is_quiet(preference.quiet_from, preference.quiet_to, timezone.localtime(at).time()):
        return None
    return last_digest(preference.rhythm, at, table)
