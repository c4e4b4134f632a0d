"""科普服务电话: the whole table on one page, as Excel out and in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kepu.inbox import access, verbs
from kepu.inbox.access.questions import SET_HELP_LINES
from kepu.inbox.forms import FIELDS, HelpLineForm, help_line_forms, lines_of, seen_of
from kepu.inbox.queries.help_lines import export_help_lines, help_line_table
from kepu.inbox.tables import HELP_LINE_COLUMNS
from kepu.people.access import own_office
from kepu.people.models import Region
from kepu.people.requests import SignedIn
from kepu.people.verbs import BadInput
from kepu.people.views.imports import Kind
from kepu.people.views.units import workbook as as_workbook

HELP_LINES = Kind(
    "导入科普服务电话", HELP_LINE_COLUMNS, SET_HELP_LINES,
    lambda region, rows, on, how: verbs.import_help_lines(region=region, rows=rows, **how),
    "questions:help_lines", "questions:help_lines_workbook",
)  # fmt: skip


def _own(request: SignedIn) -> Region:
    """Return the region whose telephones the person keeps. Raises NotAllowed."""
    region = own_office(request.user)
    access.check_can_set_help_lines(request.user, region)
    return region


@login_required
def help_lines(request: SignedIn) -> HttpResponse:
    """The telephone of the county and of each township, all in one table that is saved at once."""
    region = _own(request)
    table = help_line_table(region)
    if request.method != "POST":
        return _page(request, region, help_line_forms(table))
    rows = help_line_forms(table, request.POST)
    valid = [row.is_valid() for row in rows]  # each, so that every error is on the page
    if not all(valid):
        return _page(request, region, rows, status=422)
    try:
        changed = verbs.set_help_lines(
            region=region, lines=lines_of(rows), seen=seen_of(rows), by=request.user, at=timezone.now()
        )
    except verbs.StaleLines as stale:
        return _conflict(request, region, stale)
    except BadInput as error:
        messages.error(request, str(error))
        return _page(request, region, rows, status=422)
    messages.success(request, f"已保存，改动{changed}处。" if changed else "没有改动。")
    return redirect("questions:help_lines")


def _conflict(request: SignedIn, region: Region, stale: verbs.StaleLines) -> HttpResponse:
    """The table with what was typed, and beside it what stands now; saving again is done knowingly."""
    messages.error(request, str(stale))
    table = help_line_table(region)
    typed = request.POST.copy()
    for place, line in table:
        for name in FIELDS:
            typed[f"{place.pk}-seen_{name}"] = getattr(line, name, "")
    changed = {place.pk for place in stale.places}
    standing = {place.pk: line for place, line in table if place.pk in changed}
    return _page(request, region, help_line_forms(table, typed), status=409, changed=standing)


def _page(
    request: SignedIn, region: Region, rows: list[HelpLineForm], *, status: int = 200, changed: object = None
) -> HttpResponse:
    facts = {
        "region": region, "rows": rows, "failed": status == 422, "changed": changed or {},
        "given": sum(bool(row.initial["phone"]) for row in rows),
    }  # fmt: skip
    return render(request, "inbox/help_lines.html", facts, status=status)


@login_required
def workbook(request: SignedIn) -> HttpResponse:
    """The table as .xlsx, in the shape that can be brought in again."""
    return as_workbook(export_help_lines(_own(request)), "kepu-dianhua")
