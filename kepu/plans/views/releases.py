"""公开: the steps of a plan to the public. Drafted, checked for secrecy, released by a named person, withdrawn."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kepu.people.access import NotAllowed, WrongState
from kepu.people.requests import SignedIn
from kepu.plans import access, verbs
from kepu.plans.models import Release, Version
from kepu.plans.queries.annual.deeds import deed_doors
from kepu.plans.queries.progress.since import since_last
from kepu.plans.queries.releases import (
    doubtful_passages,
    groups_of,
    hidden_passages,
    near_places,
    progress_groups,
    totals_of,
)
from kepu.plans.views.annual.pages import year_context
from kepu.plans.views.pages import asked_version, plan_context

A_PAGE = 50
STEPS = ("起草公开内容", "保密审查", "具名发布")
AT = {Release.State.DRAFT: 2, Release.State.CHECKED: 3, Release.State.RELEASED: 4, Release.State.WITHDRAWN: 1}
STATEMENT = "我已逐条看过公开内容，其中没有国家秘密、工作秘密、商业秘密和个人隐私，可以公开。"


def own_version(request: SignedIn, plan_id: int) -> Version:
    """Return the version in force of a plan of the person's own region. Raises Http404 otherwise."""
    version = access.get_version_for(request.user, plan_id)
    if not access.sees_drafts(request.user, version.plan.region):
        raise Http404
    return version


@login_required
def releases(request: SignedIn, plan_id: int) -> HttpResponse:
    """All releases of a plan, and the way to draft one of the version in force."""
    version = own_version(request, plan_id)
    people = ("version", "drafted_by", "checked_by", "released_by")
    rows = (
        Release.objects.filter(version__plan=version.plan, annual=None, as_of=None)
        .select_related(*people)
        .defer("snapshot")
    )
    under_way = any(r.version_id == version.pk and r.state != Release.State.WITHDRAWN for r in rows)
    context = plan_context(request, asked_version(request, plan_id), "release") | {
        "releases": rows, "may_draft": not under_way and access.can_draft_release(request.user, version),
        "public": version.publicity == Version.Publicity.PUBLIC, "under_way": under_way, "steps": STEPS,
    }  # fmt: skip
    return render(request, "plans/releases.html", context)


@login_required
@require_POST
def draft(request: SignedIn, plan_id: int) -> HttpResponse:
    """Draft what the public will see of the version in force."""
    version = own_version(request, plan_id)
    try:
        made = verbs.draft_release(version=version, by=request.user, at=timezone.now())
    except (WrongState, NotAllowed) as refused:
        messages.error(request, str(refused))
        return redirect("plans:releases", plan_id=plan_id)
    messages.success(request, "公开内容已起草，姓名和电话已自动隐去。请逐条核对，办理保密审查。")
    return redirect("plans:release", release_id=made.pk)


@login_required
def release(request: SignedIn, release_id: int) -> HttpResponse:
    """One release: where it stands, who did what when, what was hidden, the preview, the next step."""
    row = access.get_release_for(request.user, release_id)
    return _page(request, row)


def _page(request: SignedIn, row: Release, *, errors: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    context = _frame(request, row) | {
        "release": row, "steps": STEPS, "at": AT[Release.State(row.state)], "statement": STATEMENT, "errors": errors or {},
        "totals": totals_of(row.snapshot), "hidden": hidden_passages(row.snapshot),
        "doubtful": doubtful_passages(row.snapshot), "may_check": access.can_check_secrecy(request.user, row),
        "may_release_now": access.can_release(request.user, row),
        "may_withdraw": access.can_withdraw(request.user, row),
        "drafted_by_self": row.drafted_by_id == request.user.pk, **_since(request, row),
    }  # fmt: skip
    return render(request, "plans/release.html", context, status=status)


def _since(request: SignedIn, row: Release) -> dict[str, Any]:
    """Return what progress tells other than the release before it, by pages; nothing for a plan or a year's deeds."""
    if row.as_of is None:
        return {}
    since = since_last(row)
    return {"since": since, "changed": Paginator(since.changed, A_PAGE).get_page(request.GET.get("page"))}


def _frame(request: SignedIn, row: Release) -> dict[str, Any]:
    """Return what the head of the page shows: of the plan, or of the year whose deeds it is about."""
    if row.annual:
        return year_context(request, row.annual, "release") | {"frame": "plans/annual/frame.html"}
    return plan_context(request, row.version, "release") | {"frame": "plans/frame.html"}


@login_required
def preview(request: SignedIn, release_id: int) -> HttpResponse:
    """The content as the public will see it; with ``?marks=1`` what was hidden is marked for the checker."""
    row = access.get_release_for(request.user, release_id)
    context: dict[str, Any] = {
        "release": row, "snapshot": row.snapshot, "marks": request.GET.get("marks") == "1", "preview": True,
    }  # fmt: skip
    if row.annual_id:
        return render(request, "plans/public/deeds_preview.html", context | {"doors": deed_doors([row.snapshot])})
    if row.as_of:
        context |= {
            "groups": progress_groups(row.snapshot),
            "places": near_places(row.snapshot) if row.snapshot["near"]["towns"] else [],
        }
        return render(request, "plans/public/progress_preview.html", context)
    context |= {"groups": groups_of(row.snapshot), "totals": totals_of(row.snapshot)}
    return render(request, "plans/public/preview.html", context)


def _check(request: SignedIn, row: Release) -> str:
    statement = request.POST.get("statement") == "1"
    verbs.check_secrecy(release=row, statement=statement, by=request.user, at=timezone.now())
    return "保密审查已通过，可以发布。"


def _release(request: SignedIn, row: Release) -> str:
    verbs.release(release=row, by=request.user, at=timezone.now())
    return "已发布，公众现在可以看到。"


def _withdraw(request: SignedIn, row: Release) -> str:
    if not request.POST.get("remark", "").strip():
        raise ValidationError({"remark": "请写明撤下的原因。"})
    verbs.withdraw(release=row, remark=request.POST["remark"], by=request.user, at=timezone.now())
    return "已撤下，公众不能再看到。"


DEEDS: dict[str, Callable[[SignedIn, Release], str]] = {"check": _check, "release": _release, "withdraw": _withdraw}


@login_required
@require_POST
def step(request: SignedIn, release_id: int, step: str) -> HttpResponse:
    """Take one step: check, release or withdraw."""
    row = access.get_release_for(request.user, release_id)
    if step not in DEEDS:
        raise Http404
    try:
        messages.success(request, DEEDS[step](request, row))
    except ValidationError as wrong:
        return _page(request, row, errors={name: texts[0] for name, texts in wrong.message_dict.items()}, status=422)
    except (WrongState, NotAllowed) as refused:
        messages.error(request, str(refused))
    return redirect("plans:release", release_id=release_id)
