"""One target as it stands: what is done, what is to be expected by its day and on what data, and what would change it."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kepu.methods.pace import COVERAGE_RULE, MILESTONE_RULE, RANK_RULE, RULE, TREND_RULE
from kepu.people.requests import SignedIn
from kepu.plans import access
from kepu.plans.forms.prospects import MoreForm
from kepu.plans.models import Target, Version
from kepu.plans.queries import progress
from kepu.plans.queries.targets import targets_of
from kepu.plans.views.pages import plan_context
from kepu.plans.wording.courses import course_chart
from kepu.plans.workbooks import chart_workbook
from kepu.ui.charts import Chart
from kepu.ui.downloads import xlsx

A_PAGE = 50
_RULES: dict[str, str] = {Target.Kind.RANK: RANK_RULE, Target.Kind.MILESTONE: MILESTONE_RULE}


def _rule(target: Target) -> str:
    """Return the printed rule by which the light of a target comes about."""
    if target.value is None and target.kind == Target.Kind.TREND:
        return TREND_RULE
    if target.value is None and target.kind == Target.Kind.COVERAGE:
        return COVERAGE_RULE + RULE
    return _RULES.get(target.kind, RULE)


@dataclass(frozen=True)
class _Found:
    """A target of the version in force as it stands today."""

    version: Version
    target: Target
    line: progress.Progress
    prospect: progress.Prospect | None
    chart: Chart | None


def _found(request: SignedIn, plan_id: int, key: str) -> _Found:
    version = access.get_version_for(request.user, plan_id)
    row = targets_of(version).filter(key=key).first()
    if row is None or version.state != Version.State.ADOPTED:
        raise Http404
    today = timezone.localdate()
    line = progress.board_of(version, [row], today).lit_for(access.lit_targets(request.user, version)).lines[0]
    if line.veiled:
        return _Found(version, row, line, None, None)
    prospect = progress.prospects_of([line], version, today)[key]
    course = progress.course_for(line, prospect, version, today)
    return _Found(version, row, line, prospect, course_chart(course, today) if course else None)


@login_required
def target(request: SignedIn, plan_id: int, key: str) -> HttpResponse:
    """One target with its light, its course, 预计完成情况 and 每月还需多少; `?more=` tries a monthly amount."""
    found = _found(request, plan_id, key)
    version, row, line, prospect = found.version, found.target, found.line, found.prospect
    today = timezone.localdate()
    form = MoreForm(request.GET if "more" in request.GET else None)
    more = form.cleaned_data["more"] if form.is_valid() else None
    context = plan_context(request, version, "board") | {
        "short": Paginator(line.reach.short if line.reach else [], A_PAGE).get_page(request.GET.get("page")),
        "target": row, "line": line, "prospect": prospect, "today": today, "rule": _rule(row), "outlook_rule": progress.RULE,
        "needed": progress.needed_for(prospect, version, today) if prospect else None, "form": form, "more": more,
        "tried": progress.tried(prospect, more) if prospect and more is not None else None,
        "may_bind": access.can_bind(request.user, version.plan) and progress.may_count(row), "chart": found.chart,
    }  # fmt: skip
    return render(request, "plans/progress/target.html", context, status=422 if form.errors else 200)


@login_required
def workbook(request: SignedIn, plan_id: int, key: str) -> HttpResponse:
    """The course of a target as a workbook, where the ledger counts it."""
    found = _found(request, plan_id, key)
    if found.chart is None:
        raise Http404
    return xlsx(chart_workbook(found.chart, found.target.quote), f"逐月累计_{found.target.subject}.xlsx")
