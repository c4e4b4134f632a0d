"""A grid as a workbook, out and in: choose a file, see row by row what it would do, then write it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kepu.people.access import WrongState
from kepu.people.bodies import at_most
from kepu.people.forms import MAX_MB, MAX_SEALED, TOO_LARGE, FileForm, seal, unseal
from kepu.people.requests import SignedIn
from kepu.people.verbs.errors import WrongRows
from kepu.plans import access, verbs
from kepu.plans.models import Breakdown
from kepu.plans.queries.breakdown.rules import years_of
from kepu.plans.queries.breakdown.tables import grid_columns, grid_table
from kepu.plans.views.breakdown.deeds import STALE
from kepu.plans.views.breakdown.page import GridPage, page_of
from kepu.plans.views.pages import plan_context
from kepu.plans.wording import subject_words
from kepu.ui.downloads import xlsx


@login_required
def grid_workbook(request: SignedIn, plan_id: int, key: str) -> HttpResponse:
    """The grid as a workbook that may come in again."""
    page = page_of(request, plan_id, key)
    grid = page.grid()
    if grid is None:
        raise Http404
    return xlsx(grid_table(grid), f"分解表_{subject_words(page.target)[:40]}.xlsx")


def _too_large(request: SignedIn, plan_id: int, key: str) -> HttpResponse:
    page = page_of(request, plan_id, key)
    access.check_can_break_down(request.user, page.version.plan)
    if page.breakdown is None or page.gone:
        return redirect("plans:breakdown_grid", plan_id=plan_id, key=key)
    columns = grid_columns(page.breakdown, _years(page, page.breakdown))
    context = _context(page, page.breakdown, FileForm(columns=columns)) | {"problem": TOO_LARGE}
    return render(request, "plans/breakdown/import.html", context, status=422)


@login_required
@at_most(MAX_MB + 1, _too_large)
@require_http_methods(["GET", "POST"])
def import_grid(request: SignedIn, plan_id: int, key: str) -> HttpResponse:
    """Choose a file, see what it would do, write it."""
    page = page_of(request, plan_id, key)
    access.check_can_break_down(request.user, page.version.plan)
    row = page.breakdown
    if row is None or page.gone:
        return redirect("plans:breakdown_grid", plan_id=plan_id, key=key)
    try:
        if request.method == "POST" and "sealed" in request.POST:
            return _write(page, row)
        return _preview(page, row)
    except WrongState as refused:
        messages.error(request, str(refused))
        return redirect("plans:breakdown_grid", plan_id=plan_id, key=key)


def _years(page: GridPage, row: Breakdown) -> list[int]:
    return sorted({*years_of(page.target, page.version), *row.cells.values_list("year", flat=True)})


def _context(page: GridPage, row: Breakdown, form: FileForm) -> dict[str, Any]:
    return plan_context(page.request, page.version, "breakdown") | {
        "target": page.target, "breakdown": row, "form": form, "columns": form.columns, "at": 1,
        "subject": subject_words(page.target),
    }  # fmt: skip


def _preview(page: GridPage, row: Breakdown) -> HttpResponse:
    request = page.request
    form = FileForm(request.POST or None, request.FILES or None, columns=grid_columns(row, _years(page, row)))
    context = _context(page, row, form)
    if form.is_valid():
        name = str(form.cleaned_data["file"].name)[:80]
        try:
            report = verbs.import_cells(
                breakdown=row, rows=form.table.rows, name=name, seen=row.revision, by=request.user, at=timezone.now(),
                dry_run=True,
            )  # fmt: skip
        except ValidationError as error:
            form.add_error("file", error)
            return render(request, "plans/breakdown/import.html", context, status=422)
        unknown = [head for head in form.table.unknown if "结转" not in head]
        context |= {"at": 2, "report": report, "unknown": unknown}
        context["sealed"] = "" if report.errors else seal(form.table.rows, f"{row.revision}|{name}")
        if len(context["sealed"]) > MAX_SEALED:
            context |= {"at": 1, "problem": TOO_LARGE}
    wrong = form.errors or "problem" in context
    return render(request, "plans/breakdown/import.html", context, status=422 if wrong else 200)


def _write(page: GridPage, row: Breakdown) -> HttpResponse:
    request = page.request
    try:
        rows, told = unseal(request.POST["sealed"])
        revision, _, name = told.partition("|")
        report = verbs.import_cells(
            breakdown=row, rows=rows, name=name, seen=int(revision), by=request.user, at=timezone.now()
        )
    except (BadSignature, ValueError) as error:
        words = str(error) if isinstance(error, WrongRows) else "预览已超过一小时或内容不完整，请重新选择文件。"
        messages.error(request, words)
        return redirect(request.path)
    except verbs.StaleGrid:
        messages.error(request, f"预览之后，{STALE}")
        return redirect(request.path)
    messages.success(request, f"导入完成：{report.summary}。")
    return redirect("plans:breakdown_grid", plan_id=page.version.plan_id, key=page.target.key)
