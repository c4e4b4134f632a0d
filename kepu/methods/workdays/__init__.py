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

__all__ = ["Table", "add_workdays", "caveat", "is_workday", "known", "next_workday", "workdays_between"]
