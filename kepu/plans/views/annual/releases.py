"""公开: a year's 科普实事 on their way to the public. The steps after the draft are those of every release."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kepu.people.access import WrongState
from kepu.people.requests import SignedIn
from kepu.plans import access, verbs
from kepu.plans.models import AnnualPlan, Release, Version
from kepu.plans.queries.annual.deeds import DOORS, deeds_of
from kepu.plans.views.annual.pages import year_context
from kepu.plans.views.releases import STEPS


@login_required
@require_http_methods(["GET", "POST"])
def releases(request: SignedIn, annual_id: int) -> HttpResponse:
    """The deeds of a year and their releases; POST drafts what the public will see."""
    annual = access.get_own_annual_for(request.user, annual_id)
    if request.method == "POST":
        return _draft(request, annual)
    people = ("drafted_by", "checked_by", "released_by")
    rows = annual.releases.select_related(*people).defer("snapshot")
    under_way = any(r.state != Release.State.WITHDRAWN for r in rows)
    deeds = deeds_of(annual)
    may = access.can_draft_year_release(request.user, annual)
    context = year_context(request, annual, "release") | {
        "deeds": deeds, "releases": rows, "steps": STEPS, "doors": DOORS,
        "public": annual.version.publicity == Version.Publicity.PUBLIC, "may_draft": may and deeds and not under_way,
    }  # fmt: skip
    return render(request, "plans/annual/releases.html", context)


def _draft(request: SignedIn, annual: AnnualPlan) -> HttpResponse:
    try:
        made = verbs.draft_year_release(annual=annual, by=request.user, at=timezone.now())
    except WrongState as refused:
        messages.error(request, str(refused))
        return redirect("plans:year_releases", annual.pk)
    messages.success(request, "公开内容已起草，姓名和电话已自动隐去。请逐条核对，办理保密审查。")
    return redirect("plans:release", release_id=made.pk)
