"""方案比较: any two versions that the person may read, of one plan or of two, side by side; the same as a workbook."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from kepu.people.requests import SignedIn, whole_number
from kepu.plans import access
from kepu.plans.models import Version
from kepu.plans.queries.sides import Sides, choices_for, side_by_side
from kepu.plans.workbooks import sides_workbook
from kepu.ui.downloads import xlsx

SHOWN = {"targets": "目标任务", "tasks": "任务", "units": "单位"}


@login_required
def sides(request: SignedIn) -> HttpResponse:
    """The form to choose two versions, and below it what stands in one, in both, in the other."""
    left, right = (_version(request, name) for name in ("left", "right"))
    show = request.GET.get("show", "")
    context = {
        "choices": choices_for(request.user), "left": left, "right": right, "tabs": SHOWN.items(),
        "show": show if show in SHOWN else "targets", "only_differing": request.GET.get("differing") == "1",
        "result": side_by_side(left, right) if left and right else None,
        "asked": f"left={code(left)}&right={code(right)}" if left and right else "",
    }  # fmt: skip
    return render(request, "plans/succession/sides.html", context)


@login_required
def workbook(request: SignedIn) -> HttpResponse:
    """The same as .xlsx: targets, tasks, units; back to the form when the address does not name both versions."""
    left, right = (_version(request, name) for name in ("left", "right"))
    if left is None or right is None:
        return redirect("plans:sides")
    made: Sides = side_by_side(left, right)
    return xlsx(sides_workbook(made), f"方案比较_{left.title}_{right.title}.xlsx")


def code(version: Version) -> str:
    """Return how an address names a version: plan-number."""
    return f"{version.plan_id}-{version.number}"


def _version(request: SignedIn, name: str) -> Version | None:
    """Return the version that the address names under `name`; None when it names none. Raises 404 for one not to be read."""
    asked = request.GET.get(name, "")
    if not asked:
        return None
    plan_id, _, number = asked.partition("-")
    plan, which = whole_number(plan_id), whole_number(number)
    if plan is None or which is None:
        raise Http404
    return access.get_version_for(request.user, plan, which)
