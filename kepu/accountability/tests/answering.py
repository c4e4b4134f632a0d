"""Reports of an open cycle, filled in and brought to a state through the verbs."""

from datetime import datetime, timedelta

from kepu.accountability.access.reports import get_report_for
from kepu.accountability.models import Report
from kepu.accountability.queries.filling import PAGE, filling_of
from kepu.accountability.tests.cycles import AT
from kepu.accountability.verbs import reports as verbs
from kepu.accountability.verbs.reports import Answers, Ticks, Typed
from kepu.files.pictures import Picture
from kepu.files.verbs import Taken, take_scan
from kepu.people.models import Account, Role, Unit
from kepu.plans.tests import builders

LATER = AT + timedelta(days=1)
DONE = "全年开展科普进校园活动，做法扎实。"


def of(unit: Unit) -> Report:
    """The unit's report, as the verbs and pages load it."""
    rows = Report.objects.select_related("cycle__plan__region", "cycle__version", "unit__region", "sheet", "original")
    return rows.get(unit=unit)


def person(unit: Unit, role: Role = Role.LIAISON) -> Account:
    """Somebody of the unit, the same for each role."""
    name = f"{role}-{unit.pk}"
    return Account.objects.filter(username=name).first() or builders.account(name, role, of=unit)


def answers(report: Report, text: str = DONE) -> Answers:
    """All that is required, as a form says it: every text, every supported task ticked."""
    filling = filling_of(report)
    texts = {
        ((f.line.task_key if f.line else PAGE), f.prompt.key): Typed(text, f.revision)
        for f in filling.fields
        if f.prompt.required
    }
    ticked = frozenset(one.line.task_key for one in filling.supports if one.line.involved)
    return Answers(texts, part=Ticks(frozenset(one.line.task_key for one in filling.supports), ticked))


def filled(report: Report, at: datetime = AT, by: Account | None = None) -> Report:
    verbs.save_report(report=report, answers=answers(report), by=by or person(report.unit), at=at)
    return of(report.unit)


def put_up(report: Report, at: datetime = AT) -> Report:
    verbs.put_up_report(report=filled(report, at), by=person(report.unit), at=at)
    return of(report.unit)


def signed(report: Report, at: datetime = AT) -> Report:
    row = put_up(report, at)
    verbs.sign_report(report=row, seen=row.revision, by=person(row.unit, Role.LEADER), at=at)
    return of(row.unit)


def brought(report: Report, state: str, office: Account) -> Report:
    """The report in a state."""
    if state == Report.State.DRAFT:
        return filled(report)
    if state == Report.State.PUT_UP:
        return put_up(report)
    if state == Report.State.DUE:
        return report
    row = signed(report)
    if state == Report.State.RETURNED:
        verbs.return_report(report=row, remark="请补充数据来源。", seen=row.revision, by=office, at=AT)
    elif state in {Report.State.ACCEPTED, Report.State.ARCHIVED}:
        verbs.accept_report(report=row, seen=row.revision, by=office, at=AT)
    if state == Report.State.ARCHIVED:
        Report.objects.filter(pk=row.pk).update(state=state)
    return get_report_for(office, row.pk)


def stamped(report: Report, by: Account, at: datetime = AT) -> Taken:
    """A photograph of the stamped sheet comes in."""
    row = of(report.unit)
    assert row.sheet
    picture = Picture(f"picture of {row.sheet.code}".encode(), "image/jpeg", 1, (row.sheet.code,))
    return take_scan(region=row.cycle.plan.region, picture=picture, name="IMG_0001.jpg", by=by, at=at)
