"""Who goes on for a unit that is no more."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from kepu.people.models import Unit, UnitSuccession


def stands(unit: Unit, on: date) -> bool:
    """Answer whether a unit exists on a day (the day of its ending is the successor's first)."""
    return (unit.since is None or unit.since <= on) and (unit.until is None or on < unit.until)


def current_successors(unit: Unit, on: date) -> list[Unit]:
    """Return who answers for the unit on a day: itself while it stands, else those at the end of the chain of reforms.

    Empty when it was abolished with no successor. A function moved away leaves the unit standing. Each unit once, in the
    official order; a chain that runs in a circle (which no verb lets happen) ends where it began.
    """
    return successors_of([unit], on)[unit.pk]


def successors_of(units: Iterable[Unit], on: date) -> dict[int, list[Unit]]:
    """Return `current_successors` of many units in three queries for a chain of two reforms, however many units."""
    units = list(units)
    known = {unit.pk: unit for unit in units}
    after: dict[int, set[int]] = defaultdict(set)
    asking = {unit.pk for unit in units if not stands(unit, on)}
    while asking:
        rows = UnitSuccession.objects.filter(old__in=asking, on__lte=on, new__isnull=False).exclude(
            change=UnitSuccession.Change.MOVED
        )
        new: set[int] = set()
        for row in rows.select_related("new"):
            heir = row.new
            if heir is None:
                continue
            after[row.old_id].add(heir.pk)
            if heir.pk not in known:
                known[heir.pk] = heir
                new |= set() if stands(heir, on) else {heir.pk}
        asking = new
    return {unit.pk: sorted(_ends(unit, known, after, on), key=lambda u: (u.order, u.pk)) for unit in units}


def _ends(unit: Unit, known: dict[int, Unit], after: dict[int, set[int]], on: date) -> list[Unit]:
    ends, passed, ahead = [], set(), [unit.pk]
    while ahead:
        pk = ahead.pop()
        if pk in passed:
            continue
        passed.add(pk)
        if stands(known[pk], on):
            ends.append(known[pk])
        else:
            ahead += after[pk]
    return ends


def predecessors_of(unit: Unit, on: date) -> list[Unit]:
    """Return the units that are no more and for which the unit answers on a day, in the official order.

    The other way round of `current_successors`; one query, and one for each step back in a chain of reforms. Empty for
    a unit that does not stand on that day: its work went on with others.
    """
    found: dict[int, Unit] = {}
    asking = {unit.pk} if stands(unit, on) else set()
    while asking:
        rows = UnitSuccession.objects.filter(new__in=asking, on__lte=on).exclude(change=UnitSuccession.Change.MOVED)
        ended = {row.old_id: row.old for row in rows.select_related("old") if not stands(row.old, on)}
        asking = ended.keys() - found.keys()
        found |= ended
    return sorted(found.values(), key=lambda u: (u.order, u.pk))


def endings_of(units: Iterable[Unit]) -> dict[int, UnitSuccession]:
    """Return the reform by which each unit came or will come to its end, by the unit's id, with who follows; one query.

    No query where none of them ends. A unit that was merely given an end has no reform.
    """
    ids = [unit.pk for unit in units if unit.until is not None]
    if not ids:
        return {}
    rows = UnitSuccession.objects.filter(old__in=ids).exclude(change=UnitSuccession.Change.MOVED)
    return {row.old_id: row for row in rows.select_related("old", "new")}
