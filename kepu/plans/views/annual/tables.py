"""任务分工表: a year by line and by unit, filtered, as a workbook; one unit's own page."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kepu.people.access import get_unit_for
from kepu.people.requests import SignedIn
from kepu.plans import access
from kepu.plans.models import AnnualPlan, DutyRole
from kepu.plans.queries.annual import UnitYear, all_unit_years, unit_year
from kepu.plans.queries.annual.page import YearPage, year_page
from kepu.plans.queries.annual.paging import groups_on, page_of_lines
from kepu.plans.queries.annual.tables import TableFilters, filtered_lines, filtered_units, part_choices
from kepu.plans.queries.deeds import TASK_RULE, states_of_year
from kepu.plans.queries.letters.unit import answering, letters_of_unit
from kepu.plans.queries.reformed import with_reforms
from kepu.plans.views.annual.pages import year_context
from kepu.plans.workbooks import year_workbook
from kepu.ui.downloads import xlsx

UNITS_A_PAGE = 30


def _filters(request: SignedIn) -> TableFilters:
    """Return the filters of the address; what is no known value counts as none."""
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("part", "role", "q")}
    return TableFilters(asked["part"], asked["role"] if asked["role"] in DutyRole.values else "", asked["q"])


def _tables(request: SignedIn, annual: AnnualPlan) -> tuple[YearPage, TableFilters]:
    return year_page(annual, timezone.localdate()), _filters(request)


@login_required
def table(request: SignedIn, annual_id: int) -> HttpResponse:
    """任务分工表: by line, or with ``?by=unit`` by unit; by pages."""
    annual = access.get_annual_for(request.user, annual_id)
    page, filters = _tables(request, annual)
    query = request.GET.copy()
    for name in ("by", "page"):
        query.pop(name, None)
    by_unit = request.GET.get("by") == "unit"
    context: dict[str, Any] = year_context(request, annual, "table") | {
        "page": page, "filters": filters, "by_unit": by_unit, "query": query.urlencode(), "roles": DutyRole.choices,
        "parts": part_choices(page),
    }  # fmt: skip
    number = request.GET.get("page", "")
    if by_unit:
        context["shown"] = Paginator(filtered_units(all_unit_years(annual), page, filters), UNITS_A_PAGE).get_page(
            number
        )
    else:
        groups = filtered_lines(page, filters)
        context["shown"] = shown = page_of_lines(groups, number)
        context["groups"] = groups_on(shown, groups)
    return render(request, "plans/annual/table.html", context)


@login_required
def workbook(request: SignedIn, annual_id: int) -> HttpResponse:
    """What the table shows as a workbook: one sheet by line, one by unit."""
    annual = access.get_annual_for(request.user, annual_id)
    page, filters = _tables(request, annual)
    units = filtered_units(all_unit_years(annual), page, filters)
    return xlsx(year_workbook(page, filtered_lines(page, filters), units), f"任务分工表_{annual.title}.xlsx")


@login_required
def unit(request: SignedIn, annual_id: int, unit_id: int) -> HttpResponse:
    """What the year asks of one unit, on one page that prints."""
    annual = access.get_annual_for(request.user, annual_id)
    row = get_unit_for(request.user, unit_id)
    if not row.region_id.startswith(annual.plan.region.prefix):
        raise Http404
    today = timezone.localdate()
    share: UnitYear = unit_year(annual, row, today)
    context = year_context(request, annual, "table") | {
        "unit": row, "share": share, **with_reforms(row, share.taken_over), "roles": DutyRole.choices,
        "states": states_of_year(annual), "task_rule": TASK_RULE,
        "letters": letters_of_unit(request.user, annual, row, today), "answering": answering(request.user, row, today),
    }  # fmt: skip
    return render(request, "plans/annual/unit.html", context)
