"""The edges of a cycle's days: which is the last one in time, how many working days are left."""

from datetime import date, timedelta

from kepu.methods.workdays import next_workday
from kepu.people.queries.holidays import workday_table


def last_day(due: date, *, included: bool, moves: bool) -> date:
    """Return the last day on which a report is in time.

    The day before `due` where that day itself no longer counts; a day off moves it to the next working day (as 民法典
    第203条 reckons periods), where the office says so.
    """
    day = due if included else due - timedelta(days=1)
    return next_workday(day, workday_table()) if moves else day
