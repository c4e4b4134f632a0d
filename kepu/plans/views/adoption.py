"""Putting a proofread version in force: what is left, what was changed by hand, the plan's status; amending, giving up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kepu.people.access import WrongState
from kepu.people.requests import SignedIn, whole_number
from kepu.plans import access, verbs
from kepu.plans.forms.adoption import AmendForm
from kepu.plans.models import Plan, Version
from kepu.plans.queries.changes import NAMES, Change, changes_of
from kepu.plans.queries.plans import moving_means, next_statuses
from kepu.plans.queries.proofreading import obstacles_of, structure
from kepu.plans.queries.succession import open_count
from kepu.plans.views.answers import add_errors

COUNTED = (
    ("tasks", "任务"),
    ("all_targets", "目标任务"),
    ("duties", "部门职责"),
    ("phases", "进度安排"),
    ("reporting", "报送要求"),
)


@login_required
@require_http_methods(["GET", "POST"])
def adopt(request: SignedIn, plan_id: int) -> HttpResponse:
    """GET: the summary, with everything that still keeps the version back. POST: adopt what was summed up."""
    version = access.get_proofreading_for(request.user, plan_id)
    if request.method == "GET":
        return _summary(request, version)
    seen = whole_number(request.POST.get("seen", ""))
    try:
        verbs.adopt(version=version, seen=-1 if seen is None else seen, by=request.user, at=timezone.now())
    except WrongState as refused:
        version.refresh_from_db()
        return _summary(request, version, refused=str(refused))
    messages.success(request, f"已采用第{version.number}版，任务和目标现已生效。")
    return redirect("plans:plan", plan_id)


def _summary(request: SignedIn, version: Version, refused: str = "") -> HttpResponse:
    tree, plan = structure(version), version.plan
    context = {
        "version": version, "plan": plan, "obstacles": obstacles_of(version, tree), "refused": refused,
        "counts": [(word, len(getattr(tree, name))) for name, word in COUNTED],
        "changes": _by_kind(changes_of(version)), "issued": plan.status == Plan.Status.ISSUED,
        "moves": next_statuses(plan), "move_means": moving_means(plan),
        "can_adopt": access.can_adopt(request.user, version),
        "open_lines": open_count(plan), "can_discard": access.can_discard(request.user, version),
    }  # fmt: skip
    return render(request, "plans/adopt.html", context, status=422 if refused else 200)


def _by_kind(changes: list[Change]) -> list[tuple[str, list[Change]]]:
    return [(word, found) for kind, word in NAMES.items() if (found := [c for c in changes if c.kind == kind])]


@login_required
@require_POST
def status(request: SignedIn, plan_id: int) -> HttpResponse:
    """Move the plan along its life; back to where the person came from: the summary, or the plan's page."""
    plan = access.get_plan_for(request.user, plan_id)
    try:
        moved = verbs.move(plan=plan, to=request.POST.get("to", ""), by=request.user, at=timezone.now())
        messages.success(request, f"方案状态已改为“{moved.get_status_display()}”。")
    except WrongState as refused:
        messages.error(request, str(refused))
    draft = plan.versions.filter(state=Version.State.PROOFREADING).exists()
    return redirect("plans:adopt" if draft else "plans:plan", plan_id)


@login_required
@require_POST
def discard(request: SignedIn, plan_id: int) -> HttpResponse:
    """Give up the version that is being proofread."""
    version = access.get_proofreading_for(request.user, plan_id)
    try:
        verbs.discard(version=version, by=request.user, at=timezone.now())
    except WrongState as refused:
        messages.error(request, str(refused))
        return redirect("plans:adopt", plan_id)
    messages.success(request, f"已放弃校对稿“{version.title}”。原文件仍保留。")
    adopted = version.plan.versions.filter(state=Version.State.ADOPTED).exists()
    return redirect("plans:plan", plan_id) if adopted else redirect("plans:document", version.document_id)


@login_required
@require_http_methods(["GET", "POST"])
def amend(request: SignedIn, plan_id: int) -> HttpResponse:
    """Open a new version of the plan in force, with its reason and paper; then on to proofreading it."""
    plan = access.get_plan_for(request.user, plan_id)
    version = access.get_version_for(request.user, plan_id)
    form = AmendForm(request.POST or None)
    refused = ""
    if request.method == "GET" or form.is_valid():
        try:
            access.check_can_amend(request.user, plan)
            if request.method == "POST":
                verbs.amend(plan=plan, by=request.user, at=timezone.now(), **form.cleaned_data)
                messages.success(request, "已建立新的一版，改动在采用之前不影响现行方案。")
                return redirect("plans:proofread", plan_id)
        except WrongState as wrong:
            refused = str(wrong)
        except ValidationError as error:
            add_errors(form, error)
    context = {"plan": plan, "version": version, "form": form, "refused": refused}
    return render(request, "plans/amend.html", context, status=422 if request.method == "POST" or refused else 200)
