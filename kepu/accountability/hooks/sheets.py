"""What `files` may know of reports: what a check code leads to, who brings scans, what happens when one comes in."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from kepu.accountability.access import reports as rules
from kepu.accountability.models import Cycle, Report
from kepu.accountability.verbs.reports import came_on_paper
from kepu.accountability.verbs.reports.handing_in import NAME
from kepu.accountability.verbs.reports.rows import reread
from kepu.files.models import Scan, Sheet
from kepu.files.sheets import Kind, Subject, number_of
from kepu.files.verbs import NotThisSheet
from kepu.people.models import Account, Unit
from kepu.people.queries import successors_of

State = Report.State
TAKES = (State.PUT_UP, State.IN, State.ACCEPTED, State.ARCHIVED)


def subjects(by: Account, sheets: list[Sheet]) -> dict[int, Subject]:
    """Return the reports behind sheets, as far as `by` reads them."""
    numbers = {sheet.pk: number_of(sheet) for sheet in sheets}
    rows = rules.reports_for(by).filter(pk__in=numbers.values()).defer("content")
    reports = {row.pk: row for row in rows}
    heirs = successors_of((row.unit for row in reports.values()), timezone.localdate())
    return {
        sheet.pk: _subject(reports[numbers[sheet.pk]], sheet, heirs[reports[numbers[sheet.pk]].unit_id])
        for sheet in sheets
        if numbers[sheet.pk] in reports
    }


def _subject(report: Report, sheet: Sheet, heirs: Iterable[Unit]) -> Subject:
    paper = report.way == Report.Way.PAPER and report.state in TAKES and report.state != State.PUT_UP
    return Subject(
        title=sheet.title, url=reverse("accountability:report", args=[report.pk]), state=report.get_state_display(),
        units=frozenset({report.unit_id, *(heir.pk for heir in heirs)}), refusal=_refusal(report, sheet),
        only_scan="这是已报送报告唯一的盖章扫描件，不能作废。请先上传正确的扫描件，再作废这一张。" if paper else "",
    )  # fmt: skip


def _refusal(report: Report, sheet: Sheet) -> str:
    if report.sheet_id != sheet.pk:
        return f"这是{sheet.title}退回或撤回修改以前的打印件，已经作废，没有归档。请打印重新送审的报告，盖章后再扫描。"
    if report.state == State.PUT_UP and report.cycle.state != Cycle.State.OPEN:
        return rules.CLOSED
    return "" if report.state in TAKES else f"{sheet.title}现为“{report.get_state_display()}”，不收扫描件。"


def waiting(by: Account, text: str) -> QuerySet[Sheet]:
    """Return sheets of reports that `by` reads and that are to be signed, those without any scan first."""
    reports = rules.reports_for(by).filter(state=State.PUT_UP, cycle__state=Cycle.State.OPEN)
    if text.strip():
        reports = reports.filter(Q(cycle__title__icontains=text.strip()) | Q(unit__name__icontains=text.strip()))
    scans = Scan.objects.filter(sheet=OuterRef("pk"), dropped_at__isnull=True)
    rows = Sheet.objects.filter(pk__in=reports.values("sheet")).select_related("region")
    return rows.annotate(has_scan=Exists(scans)).order_by("has_scan", "pk")


def arrived(scan: Scan, by: Account, at: datetime) -> None:
    """A stamped sheet came back: a report that was put up is in. Raises NotThisSheet where it was taken back meanwhile."""
    assert scan.sheet
    report = reread(number_of(scan.sheet))
    if refusal := _refusal(report, scan.sheet):
        raise NotThisSheet(refusal)
    if report.state == State.PUT_UP:
        came_on_paper(report, by, at)


KIND = Kind(subjects, waiting, arrived)

__all__ = ["KIND", "NAME"]
