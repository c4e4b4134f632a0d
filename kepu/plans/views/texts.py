"""原文 and 版本: the printed text with what was found in it, the original file, the versions and what differs."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from kepu.files.verbs import load
from kepu.people.requests import SignedIn
from kepu.plans import access
from kepu.plans.models import Task, Version
from kepu.plans.queries.comparison import compare as compared
from kepu.plans.queries.source import source as source_lines
from kepu.plans.queries.standing import standing
from kepu.plans.views.pages import asked_version, plan_context


@login_required
def source(request: SignedIn, plan_id: int) -> HttpResponse:
    """The whole printed text; every item has its anchor ``#k-<key>``."""
    version = asked_version(request, plan_id)
    context = plan_context(request, version, "source")
    index = (
        standing(Task, version)
        .exclude(start=None)
        .select_related("part")
        .only("key", "title", "start", "part__title", "part__removed")
    )
    context |= {"lines": source_lines(version), "index": index}
    return render(request, "plans/source.html", context)


@login_required
def original(request: SignedIn, plan_id: int) -> HttpResponse:
    """The file as it was uploaded, always as a download and never sniffed."""
    document = asked_version(request, plan_id).document
    try:
        data = load(document.file)
    except FileNotFoundError as gone:
        raise Http404 from gone
    headers = {
        "Content-Disposition": content_disposition_header(True, document.name),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(data, content_type="application/octet-stream", headers=headers)


def _visible(request: SignedIn, version: Version) -> list[Version]:
    rows = version.plan.versions.select_related("adopted_by", "document").order_by("-number")
    if not access.sees_drafts(request.user, version.plan.region):
        rows = rows.filter(state=Version.State.ADOPTED)
    return list(rows)


@login_required
def versions(request: SignedIn, plan_id: int) -> HttpResponse:
    """版本: each with its reason, paper, who adopted it and when, and what was changed by hand."""
    version = asked_version(request, plan_id)
    context = plan_context(request, version, "versions") | {"versions": _visible(request, version)}
    return render(request, "plans/versions.html", context)


@login_required
def compare(request: SignedIn, plan_id: int) -> HttpResponse:
    """Two versions side by side, the newest two unless others are asked for. Raises 404 for a plan with only one."""
    shown = _visible(request, asked_version(request, plan_id))
    kept = [v for v in shown if v.state != Version.State.DISCARDED]
    if len(kept) < 2:
        raise Http404
    numbers = {str(v.number): v for v in kept}
    new = numbers.get(request.GET.get("to", ""), kept[0])
    old = numbers.get(request.GET.get("from", ""), next((v for v in kept if v.number < new.number), kept[-1]))
    full_new = access.get_version_for(request.user, plan_id, new.number)
    context = plan_context(request, full_new, "versions")
    context |= {"old": old, "new": new, "versions": kept, "result": compared(old, full_new)}
    return render(request, "plans/compare.html", context)
