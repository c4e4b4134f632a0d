"""Closing a cycle: what was accepted is archived and never changes again; what never came stays visible as such."""

from datetime import datetime

from django.db import transaction

from kepu.accountability.access import cycles as rules
from kepu.accountability.models import Cycle, Report, ReportMove
from kepu.accountability.verbs.cycles import locked_cycle
from kepu.audit.verbs import record
from kepu.people.access import WrongState
from kepu.people.models import Account

State = Report.State


@transaction.atomic
def close_cycle(*, cycle: Cycle, seen: int, by: Account, at: datetime) -> Cycle:
    """Archive a cycle with every report that was accepted. Raises NotAllowed, WrongState while one waits to be looked at."""
    row = locked_cycle(cycle, rules.CLOSE, by, seen)
    reports = list(Report.objects.select_for_update().filter(cycle=row))
    waiting = sum(report.state == State.IN for report in reports)
    if waiting:
        raise WrongState(f"还有{waiting}个单位的报告待审核。请先接收或者退回，再归档。")
    accepted = [report for report in reports if report.state == State.ACCEPTED]
    for report in accepted:
        report.state = State.ARCHIVED
        report.revision += 1
    Report.objects.bulk_update(accepted, ["state", "revision"])
    ReportMove.objects.bulk_create(
        ReportMove(report=report, before=State.ACCEPTED, after=State.ARCHIVED, by=by, at=at) for report in accepted
    )
    row.state, row.closed_by, row.closed_at = Cycle.State.CLOSED, by, at
    row.revision += 1
    row.save()
    record(verb="accountability.close_cycle", thing=row, by=by, at=at, changed=["state"])
    return row
