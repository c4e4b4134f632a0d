"""A unit's own page of a year: its letters, and who answers for it, as far as a person may know."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from kepu.methods.masking import mask
from kepu.people.access import allows, holdings, office_region
from kepu.people.access.rules import READ_MEMBERS
from kepu.people.handover import Inherited
from kepu.people.models import Account, Membership, Unit
from kepu.people.queries import current_lines, current_successors, predecessors_of
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


def open_letters(unit: Unit, by: Account) -> list[Inherited]:
    """Return the letters that a unit has open, those of units it took over as well, for a successor to find waiting.

    Nothing for a unit that others go on for.
    """
    today = timezone.localdate()
    heirs = current_successors(unit, today)
    if heirs and unit not in heirs:
        return []
    units = [unit, *predecessors_of(unit, today)]
    rows = Letter.objects.filter(access.visible_letters(by), unit__in=units).exclude(state__in=Letter.CLOSED)
    return [
        Inherited(
            "目标责任书",
            f"{letter.number}（{letter.get_state_display()}）{_from(letter, unit)}",
            reverse("plans:letter", args=[letter.pk]),
            letter.consult_until if letter.state == Letter.State.CONSULTED else None,
        )
        for letter in rows.select_related("unit").defer("snapshot")
    ]


def _from(letter: Letter, unit: Unit) -> str:
    return f"（承接自{letter.unit.name}）" if letter.unit_id != unit.pk else ""
