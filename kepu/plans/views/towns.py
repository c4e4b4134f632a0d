"""乡镇进展: townships × targets, one township by itself, and the table as a workbook."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kepu.methods.pace import RULE
from kepu.people.requests import SignedIn
from kepu.plans import access
from kepu.plans.models import Version
from kepu.plans.queries.progress import LIGHTS, ShareCell, TownRow, Towns, town_course, towns_of
from kepu.plans.queries.targets import targets_of
from kepu.plans.views.pages import plan_context
from kepu.plans.wording.courses import course_chart
from kepu.plans.workbooks import chart_workbook, towns_workbook
from kepu.ui.charts import Chart
from kepu.ui.downloads import xlsx

TARGETS_A_PAGE = 24


def _found(request: SignedIn, plan_id: int, only: str = "") -> tuple[Version, Towns, set[str] | None]:
    """Return the version in force, its townships, and those whose lights the person sees (None: all)."""
    version = access.get_version_for(request.user, plan_id)
    if version.state != Version.State.ADOPTED:
        raise Http404
    lit = access.lit_towns(request.user, version.plan)
    return version, towns_of(version, list(targets_of(version)), timezone.localdate(), only, lit), lit


@login_required
def towns(request: SignedIn, plan_id: int) -> HttpResponse:
    """Every township with what it did of every target that adds up; targets by pages, for a screen has only so many columns."""
    version, table, lit = _found(request, plan_id)
    page = Paginator(table.targets, TARGETS_A_PAGE).get_page(request.GET.get("page"))
    chosen = slice(page.start_index() - 1 if table.targets else 0, page.end_index())
    context = plan_context(request, version, "board") | {
        "page": page, "rows": [(row, row.cells[chosen]) for row in table.rows], "whole": table.whole[chosen],
        "lights": LIGHTS, "rule": RULE, "today": timezone.localdate(),
        "whole_lit": lit is None,
    }  # fmt: skip
    return render(request, "plans/progress/towns.html", context)


@login_required
def town(request: SignedIn, plan_id: int, township: str) -> HttpResponse:
    """One township: what was asked of it and what it did, target by target."""
    version, table, lit = _found(request, plan_id, township)
    shown = lit is None or township in lit
    if not table.rows:
        raise Http404
    row = table.rows[0]
    lines = [(cell, whole) for cell, whole in zip(row.cells, table.whole, strict=True) if cell.asked or cell.done]
    key = request.GET.get("target", "")
    chosen = next((cell for cell, _ in lines if cell.target.key == key), None)
    chosen = chosen or max(
        (cell for cell, _ in lines), key=lambda c: (bool(c.asked and c.done), bool(c.asked)), default=None
    )
    context = plan_context(request, version, "board") | {
        "row": row, "town": row.region, "lines": lines, "left": len(row.cells) - len(lines), "rule": RULE,
        "today": timezone.localdate(), "chosen": chosen, "veiled": not shown,
        "chart": _chart(version, row, chosen) if chosen and shown else None,
    }  # fmt: skip
    return render(request, "plans/progress/town.html", context)


@login_required
def workbook(request: SignedIn, plan_id: int) -> HttpResponse:
    """All townships and all targets as a workbook."""
    version, table, _ = _found(request, plan_id)
    return xlsx(towns_workbook(version, table, timezone.localdate()), f"乡镇进展_{version.title}.xlsx")


def _chart(version: Version, row: TownRow, cell: ShareCell) -> Chart | None:
    today = timezone.localdate()
    course = town_course(version, cell, row.region, today) if row.region else None
    return course_chart(course, today) if course else None


@login_required
def town_workbook(request: SignedIn, plan_id: int, township: str, key: str) -> HttpResponse:
    """The course of one target in one township as a workbook."""
    version, table, lit = _found(request, plan_id, township)
    row = table.rows[0] if table.rows else None
    cell = next((cell for cell in row.cells if cell.target.key == key), None) if row else None
    chart = _chart(version, row, cell) if row and cell and (lit is None or township in lit) else None
    if cell is None or chart is None:
        raise Http404
    return xlsx(chart_workbook(chart, cell.target.quote), f"{chart.name}.xlsx")
