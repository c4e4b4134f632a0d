"""Ways on from a unit's page to what other apps know of it: apps above offer them, `people` only shows them.

An app registers one function in ``AppConfig.ready()``: ``register(plans_door)``, where ``plans_door(unit, by)`` returns a
link that `by` may follow, or None when there is nothing behind it.
"""

from collections.abc import Callable

from kepu.people.models import Account, Unit
from kepu.ui.shapes import Link

Door = Callable[[Unit, Account], Link | None]
_doors: list[Door] = []


def register(door: Door) -> Door:
    """Add a function that offers a way on; adding it again changes nothing."""
    if door not in _doors:
        _doors.append(door)
    return door


def doors_of(unit: Unit, by: Account) -> list[Link]:
    """Return the ways on from a unit that are open to `by`, in the order in which the apps registered."""
    return [link for door in _doors if (link := door(unit, by))]
