"""进展报告: the unit fills in, puts up, signs; the office takes in, returns, enters for a unit on paper; who reads which."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from kepu.accountability.models import Cycle, Report, ReportLine
from kepu.people.access import NotAllowed, Rule, WrongState, check, holdings
from kepu.people.models import UNIT_ROLES, Account, Role, Unit
from kepu.people.queries import current_successors, predecessors_of

State = Report.State
_OFFICE = (Role.SECRETARIAT,)
_WRITING = (State.DUE.value, State.DRAFT.value, State.RETURNED.value)
_PUT_UP = (State.PUT_UP.value,)

SAVE = Rule("accountability.save_report", "填写进展报告", UNIT_ROLES, "unit", _WRITING)
SAVE_FOR = Rule("accountability.save_report_for", "代单位填写进展报告", _OFFICE, "region", _WRITING)
PUT_UP = Rule("accountability.put_up_report", "进展报告送审", UNIT_ROLES, "unit", _WRITING)
RECALL = Rule("accountability.recall_report", "撤回送审的进展报告", (Role.LIAISON,), "unit", _PUT_UP)
SEND_BACK = Rule("accountability.send_back_report", "单位内退回修改", (Role.SECTION_HEAD, Role.LEADER), "unit", _PUT_UP)
SIGN = Rule("accountability.sign_report", "审签进展报告", (Role.LEADER,), "unit", _PUT_UP)
ENTER = Rule("accountability.enter_report", "代录进展报告", _OFFICE, "region", _WRITING)
ACCEPT = Rule("accountability.accept_report", "接收进展报告", _OFFICE, "region", (State.IN.value,))
RETURN = Rule(
    "accountability.return_report", "退回修改进展报告", _OFFICE, "region", (State.IN.value, State.ACCEPTED.value)
)
ANSWER = Rule(
    "accountability.answer_objection", "答复对数据的意见", _OFFICE, "region",
    tuple(state for state in State.values if state != State.ARCHIVED.value),
)  # fmt: skip
RULES = (SAVE, SAVE_FOR, PUT_UP, RECALL, SEND_BACK, SIGN, ENTER, ACCEPT, RETURN, ANSWER)

CLOSED = "本期报送已经归档，报告不再变动。"
EXEMPT = "本期不用报送。需要报送的，请与纲要办联系。"


def check_on_report(rule: Rule, by: Account, report: Report) -> None:
    """Raise NotAllowed, WrongState unless `by` may take this step with the report as it stands, its cycle being open.

    For the unit speaks who works for it, or for the one that goes on for it.
    """
    unit = answering_unit(by, report) if rule.scope == "unit" else None
    check(rule, by, state=report.state, region=report.cycle.plan.region, unit=unit)
    if report.cycle.state != Cycle.State.OPEN:
        raise WrongState(CLOSED)
    if report.exempt and rule not in (ANSWER, RETURN):
        raise WrongState(EXEMPT)


def allows_report(rule: Rule, by: Account, report: Report) -> bool:
    """Answer whether `check_on_report` would pass."""
    try:
        check_on_report(rule, by, report)
    except (NotAllowed, WrongState):
        return False
    return True


def writing_rule(by: Account, report: Report) -> Rule:
    """Return by which rule `by` writes in a report: for the own unit, else for one that reports on paper."""
    return SAVE if answering_unit(by, report) else SAVE_FOR


def answering_unit(by: Account, report: Report) -> Unit | None:
    """Return the unit for which `by` may speak of a report: the report's, or one that goes on for it; None otherwise."""
    own = {h.unit_id: h.unit for h in holdings(by) if h.unit_id and h.role in UNIT_ROLES}
    if not own:
        return None
    units = current_successors(report.unit, timezone.localdate()) or [report.unit]
    return next((own[unit.pk] for unit in units if unit.pk in own), None)


def own_units(by: Account) -> list[int]:
    """Return the units whose reports `by` answers: the own ones, and those that they took over."""
    today = timezone.localdate()
    units = {h.unit.pk: h.unit for h in holdings(by) if h.unit and h.role in UNIT_ROLES}
    return [*units, *(before.pk for unit in units.values() for before in predecessors_of(unit, today))]


def visible_reports(by: Account) -> Q:
    """Return a condition on reports: all of the own office; of the own unit, and of units it took over; none of others.

    A higher office or reader sees whether a report has come in, on the cycle's page, never what stands in it.
    """
    offices = [h.region_id for h in holdings(by) if h.role == Role.SECRETARIAT and h.region_id]
    return Q(cycle__plan__region__in=offices) | Q(unit__in=own_units(by))


def reports_for(by: Account) -> QuerySet[Report]:
    """Return the reports that `by` may read."""
    rows = Report.objects.filter(visible_reports(by)).exclude(cycle__state=Cycle.State.DRAFT)
    return rows.select_related("cycle__plan__region", "cycle__version", "unit__region", "sheet", "original")


def get_report_for(by: Account, report_id: int) -> Report:
    """Return a report that the person may read. Raises Http404 otherwise."""
    report = reports_for(by).filter(pk=report_id).first()
    if report is None:
        raise Http404
    return report


def get_line_for(by: Account, line_id: int) -> ReportLine:
    """Return a task of a report of the person's own office. Raises Http404 otherwise."""
    line = ReportLine.objects.select_related("report__cycle__plan__region").filter(pk=line_id).first()
    if line is None or not is_office(by, line.report):
        raise Http404
    return line


def is_office(by: Account, report: Report) -> bool:
    """Answer whether `by` is of the secretariat to which the report is handed in."""
    return any(h.role == Role.SECRETARIAT and h.region_id == report.cycle.plan.region_id for h in holdings(by))


def can_write(by: Account, report: Report) -> bool:
    """Answer whether `by` may write in the report now."""
    return allows_report(writing_rule(by, report), by, report)
