"""机构改革: what a unit that is no more was to do this year and later goes over to the unit that goes on for it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from kepu.people.access import WrongState
from kepu.people.models import Account, Unit, UnitSuccession
from kepu.people.queries import endings_of, successors_of
from kepu.plans.models import Breakdown, Cell, Letter, Plan, Target
from kepu.plans.queries.breakdown.grid import cells_by_place
from kepu.plans.verbs.breakdown.cells import Adding, Deed, Held, Wanted, Way, promise_in_force, store

VERB = "plans.pass_cells"
_NOT_YET_SETTLED = (Letter.State.DRAFT, Letter.State.CONSULTED)
Heirs = Mapping[int, Unit]


@transaction.atomic
def pass_cells(*, unit: Unit | None = None, by: Account | None, at: datetime) -> int:
    """Let the open cells of a unit that is no more (of all such units, if none is named) go over to its successor.

    Open are cells of this year and later ones, but not those of a year for which the unit settled a letter of its own:
    they stay in its name, as the letter does. Where the successor has a cell it gets both; of values that are not added,
    the harder one. The record of changes keeps both lines, with the reform's paper. Returns how many cells changed.
    """
    today = timezone.localdate(at)
    cells = _open_cells(unit, today)
    heirs = _heirs({cell.unit for cell in cells if cell.unit}, today)
    endings = endings_of(cell.unit for cell in cells if cell.unit)
    rows = Breakdown.objects.select_for_update(of=("self",)).select_related("plan__region", "universe")
    wanted = {cell.breakdown_id for cell in cells if cell.unit_id in heirs}
    return sum(_pass(row, heirs, endings, today, Deed(VERB, Way.REFORM, by, at)) for row in rows.filter(pk__in=wanted))


def _open_cells(unit: Unit | None, today: date) -> list[Cell]:
    cells = Cell.objects.filter(unit__until__lte=today, year__gte=today.year)
    cells = cells.filter(breakdown__plan__status=Plan.Status.ISSUED)
    return list((cells.filter(unit=unit) if unit else cells).select_related("unit"))


def _heirs(units: Iterable[Unit], today: date) -> Heirs:
    """Return who goes on for each unit; nobody for one without a successor, whose work a person has to part anew."""
    return {pk: heirs[0] for pk, heirs in successors_of(units, today).items() if len(heirs) == 1 and heirs[0].pk != pk}


def _pass(row: Breakdown, heirs: Heirs, endings: Mapping[int, UnitSuccession], today: date, deed: Deed) -> int:
    """Pass on the cells of one locked breakdown; one whose target is no longer in force stays as it was."""
    try:
        version, target = promise_in_force(row.plan, row.target_key)
    except WrongState:
        return 0
    held = Held(row, target, version, cells_by_place(row))
    settled = _settled(row.plan)
    changed: dict[tuple[int, str], Wanted] = {}
    for (year, code), cell in sorted(held.cells.items()):
        old = cell.unit_id or 0
        if year < today.year or old not in heirs or (year, old) in settled:
            continue
        heir, why = heirs[old], _why(endings.get(old), heirs[old])
        key = (year, f"u{heir.pk}")
        changed[key] = _together(changed.get(key) or _as_it_is(held.cells.get(key)), cell, target, row, why)
        changed[year, code] = Wanted(None, why=why)
    return store(held, changed, deed) if changed else 0


def _settled(plan: Plan) -> set[tuple[int, int]]:
    """Return (year, unit) of every letter of a plan that was approved, whatever became of it."""
    rows = Letter.objects.filter(annual__plan=plan).exclude(state__in=_NOT_YET_SETTLED)
    return set(rows.values_list("annual__year", "unit_id"))


def _as_it_is(cell: Cell | None) -> Wanted | None:
    return Wanted(cell.value, cell.carried) if cell else None


def _together(own: Wanted | None, cell: Cell, target: Target, row: Breakdown, why: str) -> Wanted:
    """Return what the successor is asked with what it takes over."""
    if own is None or own.value is None:
        return Wanted(cell.value, cell.carried, why)
    if row.adding == Adding.RATE:
        harder = min if target.comparator == Target.Comparator.AT_MOST else max
        return Wanted(harder(own.value, cell.value), own.carried, why)
    return Wanted(own.value + cell.value, own.carried + cell.carried, why)


def _why(ending: UnitSuccession | None, heir: Unit) -> str:
    if ending is None:
        return f"由{heir.name}承接"
    return f"{ending.old.name}{ending.get_change_display()}，由{heir.name}承接，{ending.paper}"
