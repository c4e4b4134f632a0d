"""Working days: 调休 where the State Council's arrangement of a year is known, Monday to Friday beyond it.

Days are plain dates; the caller says which zone its "today" is of. Every function takes the office's own `table`, a
mapping day → whether it is worked: it goes before the published arrangement, and makes the years it names known.
"""

from kepu.methods.workdays.count import (
    Table,
    add_workdays,
    caveat,
    is_workday,
    known,
    next_workday,
    workdays_between,
)
from kepu.methods.workdays.notice import Notice, Special, lacking, read_notice
from kepu.methods.workdays.said import Holiday, holidays_of, published

__all__ = [
    "Holiday",
    "Notice",
    "Special",
    "Table",
    "add_workdays",
    "caveat",
    "holidays_of",
    "is_workday",
    "known",
    "lacking",
    "next_workday",
    "published",
    "read_notice",
    "workdays_between",
]
