"""The proofreading page: text and structure side by side, the plan's head, who else is at it."""

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from kepu.people.requests import SignedIn
from kepu.plans import access, verbs
from kepu.plans.forms.conflicts import agreements, differences
from kepu.plans.forms.frame import FrameForm, seen_token
from kepu.plans.forms.items import ADDABLE
from kepu.plans.models import Version
from kepu.plans.views.answers import (
    add_errors,
    answering,
    head_context,
    page_context,
    tell,
    unit_names,
    whole,
)


@login_required
@require_GET
def page(request: SignedIn, plan_id: int) -> HttpResponse:
    """The whole page. Whoever may see the draft may see it; changes are checked one by one."""
    version = access.get_proofreading_for(request.user, plan_id)
    context = {**page_context(version), "kinds": ADDABLE, "names": unit_names(version)}
    return render(request, "plans/proofread.html", context)


@login_required
@require_GET
def outline(request: SignedIn, plan_id: int) -> HttpResponse:
    """Text, structure and head anew, after somebody else changed something."""
    return whole(request, access.get_proofreading_for(request.user, plan_id))


@login_required
@require_GET
def poll(request: SignedIn, plan_id: int) -> JsonResponse:
    """The version's revision, so that an open page can tell that it is no longer current."""
    return JsonResponse({"revision": access.get_proofreading_for(request.user, plan_id).revision})


@login_required
@require_http_methods(["GET", "POST"])
@answering
def frame(request: SignedIn, plan_id: int) -> HttpResponse:
    """GET: the head's form, or with ``?card`` the head as it stands. POST: save it."""
    version = access.get_proofreading_for(request.user, plan_id)
    if request.method == "POST":
        access.check_can_proofread(request.user, version)
        return _save_frame(request, version, FrameForm(request.POST, auto_id="frame-%s"))
    if "card" in request.GET:
        return render(request, "plans/proofread/frame.html", {"version": version, "plan": version.plan})
    return _frame_form(request, version, FrameForm.of(version))


def _frame_form(request: SignedIn, version: Version, form: FrameForm, status: int = 200) -> HttpResponse:
    return render(request, "plans/proofread/frame_form.html", {"version": version, "form": form}, status=status)


def _save_frame(request: SignedIn, version: Version, form: FrameForm) -> HttpResponse:
    if not form.is_valid():
        return _frame_form(request, version, form, 422)
    try:
        changes, seen = form.changes()
        saved = verbs.edit_frame(version=version, changes=changes, seen=seen, by=request.user, at=timezone.now())
    except verbs.StaleFrame as stale:
        return _frame_conflict(request, stale.current, form)
    except signing.BadSignature:
        raise ValidationError("页面已过期，请刷新后再保存。") from None
    except ValidationError as error:
        add_errors(form, error)
        return _frame_form(request, version, form, 422)
    context = {**head_context(saved), "with_head": True}
    return tell(render(request, "plans/proofread/frame.html", context), saved, focus="frame")


def _frame_conflict(request: SignedIn, current: Version, form: FrameForm) -> HttpResponse:
    now = FrameForm.of(current)
    context = {"version": current, "frame": True, "seen": seen_token(current), "differences": differences(now, form),
               "agreements": agreements(now, form)}  # fmt: skip
    return render(request, "plans/proofread/conflict.html", context, status=409)
