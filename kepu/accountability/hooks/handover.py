"""What a successor liaison inherits from reporting."""

from django.urls import reverse
from django.utils import timezone

from kepu.accountability.access import reports as rules
from kepu.accountability.models import Cycle, Report
from kepu.people.handover import Inherited
from kepu.people.models import Account, Unit
from kepu.people.queries import current_successors, predecessors_of


def open_reports(unit: Unit, by: Account) -> list[Inherited]:
    """Return the reports that a unit has open, those of units it took over as well.

    Nothing for a unit that others go on for.
    """
    today = timezone.localdate()
    heirs = current_successors(unit, today)
    if heirs and unit not in heirs:
        return []
    units = [unit, *predecessors_of(unit, today)]
    rows = rules.reports_for(by).filter(
        unit__in=units, state__in=Report.OPEN, exempt=False, cycle__state=Cycle.State.OPEN
    )
    return [
        Inherited("进展报告", _words(row, unit), reverse("accountability:report", args=[row.pk]), row.due_on)
        for row in rows.defer("content")
    ]


def _words(row: Report, unit: Unit) -> str:
    taken = f"（承接自{row.unit.name}）" if row.unit_id != unit.pk else ""
    return f"《{row.cycle.title}》（{row.get_state_display()}）{taken}"
