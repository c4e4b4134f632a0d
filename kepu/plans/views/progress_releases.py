"""公开进展: how the promises stand on a day, on their way to the public. The steps after the draft are those of every release."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kepu.ledger.queries.doubts import open_pairs, unreviewed
from kepu.people.access import NotAllowed, WrongState
from kepu.people.requests import SignedIn
from kepu.plans import access, verbs
from kepu.plans.forms.progress_releases import ProgressReleaseForm, last_month_end
from kepu.plans.models import Release, Version
from kepu.plans.views.pages import plan_context
from kepu.plans.views.releases import STEPS, own_version

A_PAGE = 24


@login_required
@require_http_methods(["GET", "POST"])
def releases(request: SignedIn, plan_id: int) -> HttpResponse:
    """The progress of a plan that was or is being made public, by day; POST drafts that of one more day."""
    version = own_version(request, plan_id)
    start = {"as_of": last_month_end(timezone.localdate())}
    form = ProgressReleaseForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid() and (made := _drafted(request, version, form)):
        return redirect("plans:release", release_id=made.pk)
    context = plan_context(request, version, "release") | _rows(request, version) | {
        "form": form, "steps": STEPS, "may_draft": access.can_draft_release(request.user, version),
        "public": version.publicity == Version.Publicity.PUBLIC,
        "doubts": open_pairs(request.user).count(), "unreviewed": unreviewed(version.plan.region),
    }  # fmt: skip
    return render(request, "plans/progress_releases.html", context, status=422 if form.errors else 200)


def _rows(request: SignedIn, version: Version) -> dict[str, Any]:
    rows = Release.objects.filter(version__plan=version.plan, as_of__isnull=False).defer("snapshot")
    rows = rows.select_related("drafted_by", "checked_by", "released_by").order_by("-as_of", "-pk")
    waiting = rows.filter(state__in=(Release.State.DRAFT, Release.State.CHECKED)).first()
    return {"page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")), "waiting": waiting}


def _drafted(request: SignedIn, version: Version, form: ProgressReleaseForm) -> Release | None:
    """Draft what the form asks for; None, the reason being in the form, where that may not be."""
    told = form.cleaned_data
    try:
        made = verbs.draft_progress_release(version=version, **told, by=request.user, at=timezone.now())
    except ValidationError as wrong:
        form.add_error(None, wrong)
    except (WrongState, NotAllowed) as refused:
        form.add_error(None, str(refused))
    else:
        messages.success(request, "公开进展已起草，数字取自台账。请逐条核对，办理保密审查。")
        return made
    return None
