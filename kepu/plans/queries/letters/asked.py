"""What a year asks of many units at once, and which units these are."""

from collections.abc import Iterable, Mapping
from datetime import date

from kepu.people.models import Unit
from kepu.people.queries import stands, successors_of
from kepu.plans.models import AnnualPlan, Letter
from kepu.plans.queries.annual import UnitYear, named_units, unit_years

State = Letter.State
SETTLED = (State.APPROVED, State.PRINTED, State.SIGNED)


def asked_units(annual: AnnualPlan, on: date) -> dict[Unit, list[Unit]]:
    """Return whom the year asks something of today, in the official order, each with the units it took over.

    Units named by lines of the year or by figures, townships by those who run them. A unit that is no more is replaced
    by who goes on for it; one without a successor is left out. What a unit that is no more has settled in a letter of
    its own stays in that letter: its successor carries that on and is not asked it a second time.
    """
    named = named_units(annual)
    heirs = successors_of(named, on)
    bound = _bound_by_own_letter(annual)
    answering: dict[Unit, list[Unit]] = {}
    for unit in named:
        for heir in heirs[unit.pk]:
            before = answering.setdefault(heir, [])
            if unit != heir and unit.pk not in bound:
                before.append(unit)
    asked = {unit for unit in named if stands(unit, on)}
    found = {unit: before for unit, before in answering.items() if unit in asked or before}
    return dict(sorted(found.items(), key=lambda pair: (pair[0].order, pair[0].pk)))


def _bound_by_own_letter(annual: AnnualPlan) -> set[int]:
    return set(Letter.objects.filter(annual=annual, state__in=SETTLED).values_list("unit_id", flat=True))


def years_of(
    annual: AnnualPlan, units: Iterable[Unit], on: date, asked: Mapping[Unit, list[Unit]] | None = None
) -> dict[int, UnitYear]:
    """Return what the year asks of each unit, by its id; the same number of queries for one unit and for sixty.

    A unit that is no more keeps what it was asked itself. `asked` is `asked_units` where the caller has it already.
    """
    known = asked_units(annual, on) if asked is None else asked
    return unit_years(annual, {unit: known.get(unit, []) for unit in units})


def tally(year: UnitYear) -> dict[str, int]:
    """Return the number of a unit's lines, of those it leads, and of its figures, as the list of letters shows them."""
    roles = [line.role for line in year.items]
    return {"items": len(roles), "leads": roles.count("lead"), "figures": len(year.quantities)}
