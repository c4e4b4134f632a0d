"""One-time links as the office sees them: what was issued to whom, what became of it, issue, revoke."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kepu.people import one_time, queries, verbs
from kepu.people.access import WrongState, check_in_office, get_link_for, get_unit_for, listed_links, own_office
from kepu.people.access.rules import ISSUE_LINK
from kepu.people.forms import IssueLinkForm
from kepu.people.models import OneTimeLink, Unit
from kepu.people.requests import SignedIn
from kepu.people.views.deeds import attempt, try_and_say

A_PAGE = 50


@login_required
def links(request: SignedIn) -> HttpResponse:
    """Every link that the office issued, or those to one subject (``?subject=``), or in one state."""
    check_in_office(ISSUE_LINK, request.user, own_office(request.user))
    state, subject = request.GET.get("state", ""), request.GET.get("subject", "")
    found = listed_links(request.user).filter(**({"subject": subject} if subject else {}))
    return render(request, "people/links.html", _listed(request, found, state) | {"subject": subject})


@login_required
def unit_links(request: SignedIn, unit_id: int) -> HttpResponse:
    """What may be sent to a unit by link, and the links it was issued."""
    unit = _unit(request, unit_id)
    found = listed_links(request.user).filter(unit=unit)
    facts = {"unit": unit, "offered": one_time.offered(request.user, unit), "subject": ""}
    return render(request, "people/links.html", _listed(request, found, request.GET.get("state", "")) | facts)


def _unit(request: SignedIn, unit_id: int) -> Unit:
    unit = get_unit_for(request.user, unit_id)
    check_in_office(ISSUE_LINK, request.user, unit.region)
    return unit


def _listed(request: SignedIn, found: Any, state: str) -> dict[str, Any]:
    at = timezone.now()
    page = Paginator(queries.links_in_state(found, state, at), A_PAGE).get_page(request.GET.get("page"))
    rows = [(link, now := link.state_at(at), now not in _ENDED) for link in page.object_list]
    return {"page": page, "rows": rows, "state": state, "states": OneTimeLink.State.choices}


_ENDED = (OneTimeLink.State.USED, OneTimeLink.State.REVOKED)


@login_required
def issue(request: SignedIn, unit_id: int, subject: str) -> HttpResponse:
    """Issue a link to ``plans.letter:3`` and the like. Address and code stand in the answer and nowhere else after."""
    unit = _unit(request, unit_id)
    handler, number = one_time.parse(subject)
    try:
        handler.check_may_issue(request.user, unit, number)
    except WrongState as wrong:
        messages.error(request, str(wrong))
        return redirect("people:unit_links", unit.pk)
    return _issue(request, unit, subject, handler.title(number))


def _issue(request: SignedIn, unit: Unit, subject: str, title: str) -> HttpResponse:
    form = IssueLinkForm(request.POST or None)
    if form.is_valid():
        at, days = timezone.now(), form.cleaned_data["days"]
        deed = partial(verbs.issue_link, unit=unit, subject=subject, days=days, by=request.user, at=at)
        if issued := attempt(form, deed):
            return _shown_once(request, issued)
    facts = {"unit": unit, "subject": subject, "title": title, "form": form}
    return render(request, "people/link_form.html", facts, status=422 if form.errors else 200)


def _shown_once(request: SignedIn, issued: verbs.Issued) -> HttpResponse:
    address = request.build_absolute_uri(reverse("links:page", args=[issued.token]))
    line = queries.member_lines(issued.link.unit.region).filter(unit=issued.link.unit).exclude(liaison="").first()
    facts = {"link": issued.link, "address": address, "code": issued.code, "line": line}
    response = render(request, "people/link_issued.html", facts)
    response.headers["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def revoke(request: SignedIn, link_id: int) -> HttpResponse:
    link = get_link_for(request.user, link_id)
    said = f"发给“{link.unit.name}”的链接已作废，正在打开的页面也随即失效。"
    try_and_say(request, lambda: verbs.revoke_link(link=link, by=request.user, at=timezone.now()), said)
    return redirect("people:unit_links", link.unit_id)
