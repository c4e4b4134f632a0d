"""A unit's own page of a year: its letters, and who answers for it, as far as a person may know."""

from dataclasses import dataclass
from datetime import date

from kepu.methods.masking import mask
from kepu.people.access import allows, holdings, office_region
from kepu.people.access.rules import READ_MEMBERS
from kepu.people.models import Account, Membership, Unit
from kepu.people.queries import current_lines, predecessors_of
from kepu.plans import access
from kepu.plans.models import AnnualPlan, Letter


@dataclass(frozen=True)
class Answering:
    """Who answers for a unit: names and telephone for the office; the unit itself sees the telephone masked.

    For everyone else only the office within the unit.
    """

    leader: str = ""
    leader_post: str = ""
    office: str = ""
    liaison: str = ""
    phone: str = ""


def answering(by: Account, unit: Unit, on: date) -> Answering | None:
    """Return who answers for a unit on a day, as `by` may know it; None where nobody is on the list."""
    line = Membership.objects.filter(current_lines(on), unit=unit).first()
    if line is None:
        return None
    if allows(READ_MEMBERS, by, region=office_region(unit.region)):
        return Answering(line.leader, line.leader_post, line.office, line.liaison, line.phone)
    if any(h.unit_id == unit.pk for h in holdings(by)):
        return Answering(line.leader, line.leader_post, line.office, line.liaison, mask(line.phone))
    return Answering(office=line.office)


def letters_of_unit(by: Account, annual: AnnualPlan, unit: Unit, on: date) -> list[Letter]:
    """Return the letters of a year that a unit answers for, those of units it took over as well, that `by` may read."""
    units = [unit, *predecessors_of(unit, on)]
    rows = Letter.objects.filter(access.visible_letters(by), annual=annual, unit__in=units)
    return list(rows.select_related("unit", "adjusts").defer("snapshot").order_by("unit__order", "pk"))
