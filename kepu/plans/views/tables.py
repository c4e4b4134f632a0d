"""The big tables of a plan and their workbooks: targets, and the matrix units × tasks."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from kepu.people.requests import SignedIn
from kepu.plans import access
from kepu.plans.models import Audience, DutyRole, Part, Target, Version
from kepu.plans.queries.shares import matrix as matrix_of
from kepu.plans.queries.standing import standing
from kepu.plans.queries.succession import told
from kepu.plans.queries.targets import due_years, kind_counts, targets_of
from kepu.plans.views.pages import asked_version, plan_context
from kepu.plans.workbooks import matrix_workbook as matrix_bytes
from kepu.plans.workbooks import targets_workbook as targets_bytes
from kepu.ui.downloads import xlsx

A_PAGE = 30


def _filters(request: SignedIn) -> dict[str, str]:
    """Return the filters of the address; what is no known value counts as none."""
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("kind", "audience", "due", "q")}
    return {
        "kind": asked["kind"] if asked["kind"] in Target.Kind.values else "",
        "audience": asked["audience"] if asked["audience"] in Audience.values else "",
        "due": asked["due"] if asked["due"].isdecimal() else "",
        "text": asked["q"],
    }


@login_required
def targets(request: SignedIn, plan_id: int) -> HttpResponse:
    """目标任务: each promise with its quote, value, due, task and leads."""
    version = asked_version(request, plan_id)
    filters = _filters(request)
    page = Paginator(targets_of(version, **filters), A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = plan_context(request, version, "targets") | {
        "page": page, "filters": filters, "filtered": any(filters.values()), "query": query.urlencode(),
        "told": told(version.plan, drafts=access.sees_drafts(request.user, version.plan.region)),
        "kinds": kind_counts(version), "years": due_years(version), "audiences": Audience.choices,
    }  # fmt: skip
    return render(request, "plans/targets.html", context)


@login_required
def targets_workbook(request: SignedIn, plan_id: int) -> HttpResponse:
    """The targets that the page shows, all pages, as a workbook."""
    version = asked_version(request, plan_id)
    return xlsx(targets_bytes(version, targets_of(version, **_filters(request))), f"目标任务_{version.title}.xlsx")


def _matrix_filters(request: SignedIn, version: Version) -> dict[str, str]:
    part, role = request.GET.get("part", ""), request.GET.get("role", "")
    known = standing(Part, version).filter(key=part).exists() if part else False
    return {"part": part if known else "", "role": role if role in DutyRole.values else ""}


@login_required
def matrix(request: SignedIn, plan_id: int) -> HttpResponse:
    """单位分工: who answers for what, units down and tasks across; on a phone a list by unit."""
    version = asked_version(request, plan_id)
    filters = _matrix_filters(request, version)
    context: dict[str, Any] = plan_context(request, version, "matrix") | {
        "matrix": matrix_of(version, part=filters["part"], role=filters["role"]), "filters": filters,
        "parts": standing(Part, version), "roles": DutyRole.choices, "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "plans/matrix.html", context)


@login_required
def matrix_workbook(request: SignedIn, plan_id: int) -> HttpResponse:
    """The matrix that the page shows, as a workbook."""
    version = asked_version(request, plan_id)
    filters = _matrix_filters(request, version)
    made = matrix_of(version, part=filters["part"], role=filters["role"])
    return xlsx(matrix_bytes(made, version), f"单位分工_{version.title}.xlsx")
