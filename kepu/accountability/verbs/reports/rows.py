"""What the verbs of reports share: the locked row with its cycle as it stands, a move along the life cycle, who is told."""

from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse

from kepu.accountability.access import reports as rules
from kepu.accountability.models import Cycle, Report, ReportMove
from kepu.audit.verbs import record
from kepu.inbox.verbs import send
from kepu.people.access import Rule, WrongState
from kepu.people.models import UNIT_ROLES, Account, Holding, Role
from kepu.people.queries import current_successors
from kepu.people.verbs import BadInput

LONGEST_REMARK = 300
STALE = "在您打开之后，这份报告又有变动。请核对现在的内容后再办。"


def locked_report(report: Report, rule: Rule, by: Account, seen: int | None = None) -> Report:
    """Lock a report, then check the rule on it as it stands; `seen` is the revision that the person looked at."""
    row = reread(report.pk)
    rules.check_on_report(rule, by, row)
    if seen is not None and row.revision != seen:
        raise WrongState(STALE)
    return row


def reread(report_id: int) -> Report:
    """Return a report locked for the transaction. Its cycle is read after the lock, so that one closed meanwhile is seen."""
    rows = Report.objects.select_for_update(of=("self",)).select_related("unit__region", "sheet", "original")
    row = rows.get(pk=report_id)
    row.cycle = Cycle.objects.select_related("plan__region", "version__document", "version__plan__region").get(
        pk=row.cycle_id
    )
    return row


def move(
    report: Report, to: Report.State, verb: str, by: Account, at: datetime, *fields: str, remark: str = ""
) -> Report:
    """Take a locked report to a state that its life leads to; leave the step and the audit's row."""
    assert to in Report.MOVES[report.state], (report.state, to)
    ReportMove.objects.create(report=report, before=report.state, after=to, remark=remark[:500], by=by, at=at)
    report.state = to
    report.revision += 1
    report.save()
    record(verb=verb, thing=report, by=by, at=at, changed=["state", *fields])
    return report


def come_in(report: Report, way: Report.Way, verb: str, by: Account, at: datetime, on: date) -> Report:
    """Note that a report came in; the first day stays, whatever is returned later."""
    report.way, report.in_at, report.remark = way, at, ""
    report.first_in_on = report.first_in_on or on
    return move(report, Report.State.IN, verb, by, at, "way", "in_at")


def said(remark: str) -> str:
    """Return a remark as it is kept. Raises BadInput for an empty or overlong one."""
    words = remark.replace("\x00", "").strip()
    if not words:
        raise BadInput("请写明需要修改什么。")
    if len(words) > LONGEST_REMARK:
        raise BadInput(f"意见不超过{LONGEST_REMARK}字，现有{len(words)}字。")
    return words


def tell(report: Report, roles: tuple[Role, ...], title: str, body: str, by: Account, at: datetime, on: date) -> None:
    """Send a message to those of the unit, or of the one that goes on for it, who hold a role; not to who did the deed."""
    units = current_successors(report.unit, on) or [report.unit]
    held = Holding.objects.filter(Q(until=None) | Q(until__gte=on), unit__in=units, role__in=roles, since__lte=on)
    people = {row.account.pk: row.account for row in held.select_related("account").order_by("id")}
    people.pop(by.pk, None)
    if people:
        url = reverse("accountability:report", args=[report.pk])
        send(to=people.values(), title=title[:120], body=body[:500], url=url, by=by, at=at)


EVERYONE = UNIT_ROLES
