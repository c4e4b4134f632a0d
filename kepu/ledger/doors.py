"""Ways on from a work record to what other apps make of it: apps above offer them, the ledger only shows them.

An app registers one function in ``AppConfig.ready()``: ``register(door)``, where ``door(record, by)`` returns a link that
`by` may follow, or None.
"""

from collections.abc import Callable

from kepu.ledger.models import WorkRecord
from kepu.people.models import Account
from kepu.ui.shapes import Link

Door = Callable[[WorkRecord, Account], Link | None]
_doors: list[Door] = []


def register(door: Door) -> Door:
    """Add a function that offers a way on; adding it again changes nothing."""
    if door not in _doors:
        _doors.append(door)
    return door


def doors_of(record: WorkRecord, by: Account) -> list[Link]:
    """Return the ways on from a record that are open to `by`, in the order in which the apps registered."""
    return [link for door in _doors if (link := door(record, by))]
