"""Opening a cycle: every unit that must answer gets its report with the tasks it is asked about; exceptions to that."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from kepu.accountability.access import cycles as rules
from kepu.accountability.models import Cycle, Report, ReportLine
from kepu.accountability.queries.asking import Asked, asked_of
from kepu.accountability.queries.cost import cost_of
from kepu.accountability.queries.days import last_day
from kepu.accountability.verbs.cycles import STALE, locked_cycle
from kepu.audit.verbs import record
from kepu.people.access import WrongState
from kepu.people.models import Account, Unit
from kepu.people.queries import standing as units_standing
from kepu.people.verbs import BadInput


@transaction.atomic
def open_cycle(*, cycle: Cycle, seen: int, by: Account, at: datetime) -> Cycle:
    """Ask the units: from here on days and headings stay. What it costs them is kept as it was told.

    Raises NotAllowed, WrongState (also for a last day that is past), BadInput where nobody would be asked.
    """
    row, today = locked_cycle(cycle, rules.OPEN, by, seen), timezone.localdate(at)
    asked = asked_of(row, today)
    if not asked:
        raise BadInput("没有需要报送的单位：方案的任务还没有对应到单位。请先在校对稿中对应单位。")
    row.due_on = last_day(row.due, included=row.due_included, moves=row.moves)
    if row.due_on < today:
        raise BadInput("报送截止日期已经过去，请改成以后的日期再开始报送。")
    row.cost = cost_of(row, asked).as_json()
    row.state, row.opened_by, row.opened_at = Cycle.State.OPEN, by, at
    row.revision += 1
    row.save()
    _ask(row, asked)
    record(verb="accountability.open_cycle", thing=row, by=by, at=at, changed=["state"])
    return row


def _ask(row: Cycle, asked: list[Asked]) -> None:
    assert row.due_on is not None
    made = Report.objects.bulk_create(
        [Report(cycle=row, unit=one.unit, form=one.form, due_on=row.due_on) for one in asked]
    )
    ReportLine.objects.bulk_create(
        ReportLine(report=report, task_key=line.task.key, role=line.role, order=order)
        for report, one in zip(made, asked, strict=True)
        for order, line in enumerate(one.lines, 1)
    )


@transaction.atomic
def make_exception(
    *,
    cycle: Cycle,
    unit: Unit,
    exempt: bool,
    due_on: date | None,
    why: str,
    seen: int | None,
    by: Account,
    at: datetime,
) -> Report:
    """Let a unit off this time, or give it a day of its own; a unit that was not asked is asked for one page.

    `seen` is the revision of the unit's report, where it was looked at. Raises NotAllowed, WrongState, BadInput.
    """
    row = locked_cycle(cycle, rules.EXCEPT, by)
    if not why.strip():
        raise BadInput("请写明原因。")
    if not exempt and due_on is None:
        raise BadInput("请填写这个单位的报送期限，或者选择本期不用报送。")
    if due_on and due_on < row.cutoff:
        raise BadInput("报送期限早于数据截止日期，请核对。")
    report = _report_of(row, unit, seen, timezone.localdate(at))
    if exempt and report.state in Report.CAME:
        raise WrongState("这个单位已经报送，不用再设为本期不用报送。")
    report.exempt, report.exception = exempt, why.strip()[:200]
    report.due_on = report.due_on if exempt else due_on or report.due_on
    report.revision += 1
    report.save()
    record(verb="accountability.make_exception", thing=report, by=by, at=at, changed=["exempt", "due_on"])
    return report


def _report_of(row: Cycle, unit: Unit, seen: int | None, today: date) -> Report:
    assert row.due_on is not None
    report = Report.objects.select_for_update(of=("self",)).filter(cycle=row, unit=unit).first()
    if report is None:
        near = Unit.objects.filter(units_standing(today), region__code__startswith=row.plan.region.prefix, pk=unit.pk)
        if not near.exists():
            raise BadInput("只能选择本级和所辖乡镇（街道）现有的单位。")
        form = "town" if unit.kind == Unit.Kind.TOWNSHIP else "page"
        return Report(cycle=row, unit=unit, form=form, due_on=row.due_on)
    if seen is not None and report.revision != seen:
        raise WrongState(STALE)
    return report
