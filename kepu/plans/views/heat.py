"""单位进展: units × tasks with their lights, and the table as a workbook."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kepu.methods.pace import RULE
from kepu.people.requests import SignedIn
from kepu.plans import access
from kepu.plans.models import Part, Version
from kepu.plans.queries.progress import LIGHTS, Heat, heat_of
from kepu.plans.queries.standing import standing
from kepu.plans.views.pages import plan_context
from kepu.plans.workbooks import heat_workbook
from kepu.ui.downloads import xlsx


def _found(request: SignedIn, plan_id: int) -> tuple[Version, Heat, str]:
    version = access.get_version_for(request.user, plan_id)
    if version.state != Version.State.ADOPTED:
        raise Http404
    part = request.GET.get("part", "")
    chosen = part if part and standing(Part, version).filter(key=part).exists() else ""
    shown = access.lit_units(request.user, version.plan)
    return version, heat_of(version, timezone.localdate(), part=chosen, shown=shown), chosen


@login_required
def heat(request: SignedIn, plan_id: int) -> HttpResponse:
    """Every unit with its role in every task and how the task stands; lights for the unit itself and the office."""
    version, table, chosen = _found(request, plan_id)
    context = plan_context(request, version, "board") | {
        "heat": table, "chosen": chosen, "parts": standing(Part, version), "lights": LIGHTS, "rule": RULE,
        "today": timezone.localdate(), "partly": any(row.hidden for row in table.rows),
    }  # fmt: skip
    return render(request, "plans/progress/heat.html", context)


@login_required
def workbook(request: SignedIn, plan_id: int) -> HttpResponse:
    """What the page shows as a workbook, one line a unit and task."""
    version, table, _ = _found(request, plan_id)
    return xlsx(heat_workbook(version, table, timezone.localdate()), f"单位进展_{version.title}.xlsx")
