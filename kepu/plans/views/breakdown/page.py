"""The page of one target's grid: what it shows, whatever led to it."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from kepu.people.models import Population, Unit
from kepu.people.requests import SignedIn, whole_number
from kepu.plans import access
from kepu.plans.forms.breakdown import ChooseForm, seal_seen
from kepu.plans.models import Breakdown, DutyRole, Target, Version
from kepu.plans.queries.breakdown import rules
from kepu.plans.queries.breakdown.grid import Grid, grid_of
from kepu.plans.queries.breakdown.increments import increments_of
from kepu.plans.queries.breakdown.listing import changed_words
from kepu.plans.queries.breakdown.rows import answering, choosable
from kepu.plans.queries.source import line_number
from kepu.plans.verbs.breakdown.carrying import CARRIED_BY
from kepu.plans.views.pages import plan_context

MOST_ROWS = 400


@dataclass
class GridPage:
    """One target of a plan in force with its breakdown, if any; `gone` when the version in force no longer has it."""

    request: SignedIn
    version: Version
    target: Target
    breakdown: Breakdown | None
    more: list[int] = field(default_factory=list)
    supports: bool = False

    @property
    def gone(self) -> bool:
        """Whether the version in force no longer has the target."""
        return self.target.version_id != self.version.pk

    @property
    def may(self) -> bool:
        """Whether this person may write here."""
        return not self.gone and access.can_break_down(self.request.user, self.version.plan)

    def grid(self) -> Grid | None:
        """Return the grid as it stands, with the further rows that were asked for."""
        if self.breakdown is None:
            return None
        return grid_of(self.breakdown, self.target, self.version, more=self.more, supports=self.supports)


def page_of(request: SignedIn, plan_id: int, key: str) -> GridPage:
    """Return the page of a target that the person may see. Raises Http404 otherwise."""
    version = access.get_version_for(request.user, plan_id)
    target = access.get_promise_for(request.user, plan_id, key)
    breakdown = version.plan.breakdowns.filter(target_key=key).select_related("universe", "version").first()
    data = request.POST if request.method == "POST" else request.GET
    rows = [pk for text in [*data.getlist("row"), data.get("unit", "")] if (pk := whole_number(text))]
    return GridPage(request, version, target, breakdown, rows[:MOST_ROWS], data.get("supports") == "1")


def show(
    page: GridPage, grid: Grid | None = None, *, form: ChooseForm | None = None, refused: str = "", unsaved: bool = False,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Answer with the page; `refused` says why nothing was written, `unsaved` that what it shows is not kept yet."""
    plan, target, row = page.version.plan, page.target, page.breakdown
    grid = grid or page.grid()
    years = rules.years_of(target, page.version)
    adding = row.adding if row else rules.default_adding(target)[0]
    context = plan_context(page.request, page.version, "breakdown") | {
        "target": target, "breakdown": row, "grid": grid, "gone": page.gone, "may": page.may, "refused": refused,
        "unsaved": unsaved,
        "form": form or ChooseForm.of(target, row, plan.region), "why": rules.default_adding(target)[1], "years": years,
        "rule": rules.rule_words(target, adding, row.universe if row else None, years),
        "changed": _changed(page), "line": line_number(target, page.version) if not page.gone else None,
        "seen": seal_seen(grid) if grid else "", "supports": page.supports,
    } | _tools(page, grid)  # fmt: skip
    return render(page.request, "plans/breakdown/grid.html", context, status=status)


def _changed(page: GridPage) -> str:
    row = page.breakdown
    if row is None or page.gone or row.version_id == page.version.pk:
        return ""
    old = Target.objects.filter(version=row.version, key=page.target.key).first()
    return changed_words(old, page.target)


def _tools(page: GridPage, grid: Grid | None) -> dict[str, Any]:
    """Return what the person may do with the grid."""
    row = page.breakdown
    if row is None or grid is None or not page.may:
        return {}
    over_units, years_only = row.over == Breakdown.Over.UNITS, row.over == Breakdown.Over.YEARS
    rate = row.adding == Breakdown.Adding.RATE
    return {
        "choosable": _others(page, grid) if over_units else None,
        "has_supports": over_units and not page.supports and DutyRole.SUPPORT in answering(page.target).values(),
        "by_population": row.over == Breakdown.Over.TOWNSHIPS and not rate and not rules.is_rate(page.target),
        "bases": Population.Basis.choices, "from_start": rate or (years_only and row.adding == Breakdown.Adding.STANDING),
        "start_needed": rate, "points": increments_of(page.target, page.version) if years_only and rate else None,
        "may_carry": row.adding in CARRIED_BY and len(grid.years) > 1 and grid.filled,
    }  # fmt: skip


def _others(page: GridPage, grid: Grid) -> QuerySet[Unit]:
    shown = [line.row.unit_id for line in grid.lines if line.row.unit_id]
    return choosable(page.version.plan.region).exclude(pk__in=shown)
