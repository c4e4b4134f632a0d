"""目标任务分解: the list of targets, the grid of one, the record of changes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kepu.people.access import WrongState
from kepu.people.requests import SignedIn, whole_number
from kepu.plans import access, verbs
from kepu.plans.forms.breakdown import merge, read_grid, unseal_seen
from kepu.plans.models import Breakdown, CellChange, Target, Universe
from kepu.plans.queries.breakdown.grid import Grid, grid_of
from kepu.plans.queries.breakdown.listing import STATES, left_over, listed
from kepu.plans.queries.breakdown.tables import list_table
from kepu.plans.queries.targets import kind_counts
from kepu.plans.views.breakdown.page import GridPage, page_of, show
from kepu.plans.views.pages import plan_context
from kepu.plans.wording import subject_words
from kepu.ui.downloads import xlsx

A_PAGE = 30
CHANGES_A_PAGE = 50


def _filters(request: SignedIn) -> dict[str, str]:
    """Return the filters of the address; what is no known value counts as none."""
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("kind", "state", "over", "q")}
    known = {"kind": Target.Kind.values, "state": [s for s, _ in STATES], "over": Breakdown.Over.values}
    checked = {name: asked[name] if asked[name] in values else "" for name, values in known.items()}
    return {**checked, "text": asked["q"]}


@login_required
def targets(request: SignedIn, plan_id: int) -> HttpResponse:
    """Every target with a number: whether and how it is broken down, whether the sums come out."""
    version = access.get_version_for(request.user, plan_id)
    filters = _filters(request)
    page = Paginator(listed(version, **filters), A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = plan_context(request, version, "breakdown") | {
        "page": page, "filters": filters, "filtered": any(filters.values()), "query": query.urlencode(),
        "kinds": kind_counts(version), "states": STATES, "overs": Breakdown.Over.choices,
        "gone": left_over(version) if not any(filters.values()) else [],
        "may": access.can_break_down(request.user, version.plan),
        "universes": Universe.objects.filter(region=version.plan.region).count(),
        "no_period": version.period_from is None or version.period_to is None,
    }  # fmt: skip
    return render(request, "plans/breakdown/targets.html", context)


@login_required
def targets_workbook(request: SignedIn, plan_id: int) -> HttpResponse:
    """The targets that the page shows, all pages, as a workbook."""
    version = access.get_version_for(request.user, plan_id)
    return xlsx(list_table(listed(version, **_filters(request))), f"目标任务分解_{version.title}.xlsx")


@login_required
@require_http_methods(["GET", "POST"])
def grid(request: SignedIn, plan_id: int, key: str) -> HttpResponse:
    """The grid of one target. POST saves what was typed, or only shows further rows (``add``, ``supports``)."""
    page = page_of(request, plan_id, key)
    if request.method == "GET":
        return show(page)
    access.check_can_break_down(request.user, page.version.plan)
    typed = page.grid()
    if page.breakdown is None or typed is None:
        return redirect("plans:breakdown_grid", plan_id=plan_id, key=key)
    values = read_grid(request.POST.dict(), typed)
    if "add" in request.POST or "supports" in request.POST:
        return show(page, _unjudged(typed), unsaved=True)
    if typed.wrong:
        return show(page, typed, status=422)
    seen = whole_number(request.POST.get("revision", ""))
    try:
        changed = verbs.save_cells(
            breakdown=page.breakdown, values=values, seen=-1 if seen is None else seen, by=request.user,
            at=timezone.now(), why=request.POST.get("why", "").strip()[:200],
        )  # fmt: skip
    except verbs.StaleGrid as stale:
        return _stale(page, stale.current)
    except ValidationError as error:
        return show(page, typed, refused="；".join(error.messages), status=422)
    except WrongState as refused:
        return show(page, typed, refused=str(refused), status=422)
    messages.success(request, _saved_words(page, changed))
    return redirect("plans:breakdown_grid", plan_id=plan_id, key=key)


def _unjudged(typed: Grid) -> Grid:
    """While rows are only added, nothing is saved and nothing is called wrong."""
    for square in typed.squares.values():
        square.error = ""
    return typed


def _stale(page: GridPage, current: Breakdown) -> HttpResponse:
    """Show what was typed beside what another person saved meanwhile."""
    page.breakdown = current
    fresh = grid_of(current, page.target, page.version, more=page.more, supports=page.supports)
    merge(page.request.POST.dict(), fresh, unseal_seen(page.request.POST.get("seen", "")))
    return show(page, fresh, status=409)


def _saved_words(page: GridPage, changed: int) -> str:
    if not changed:
        return "没有改动，无需保存。"
    row = page.breakdown
    assert row is not None
    fresh = grid_of(row, page.target, page.version)
    return f"已保存，改动{changed}格。{fresh.verdict.words}。"


@login_required
def changes(request: SignedIn, plan_id: int, key: str) -> HttpResponse:
    """改动记录: who changed which cell from what to what, how, why."""
    page = page_of(request, plan_id, key)
    way = request.GET.get("way", "")
    rows = CellChange.objects.filter(breakdown=page.breakdown).select_related("by", "unit", "region")
    if way in CellChange.Way.values:
        rows = rows.filter(way=way)
    context: dict[str, Any] = plan_context(request, page.version, "breakdown") | {
        "target": page.target, "breakdown": page.breakdown, "ways": CellChange.Way.choices,
        "way": way if way in CellChange.Way.values else "", "subject": subject_words(page.target),
        "page": Paginator(rows, CHANGES_A_PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    if page.breakdown is None:
        raise Http404
    return render(request, "plans/breakdown/changes.html", context)
