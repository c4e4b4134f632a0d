"""The portal's own pages: the first screen, a released plan, the switch of 长辈版."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kepu.inbox.queries import help_line_for, help_lines
from kepu.people.access import office_region
from kepu.plans.queries.releases import groups_of, totals_of
from kepu.portal import sources
from kepu.portal.deeds import deeds_page
from kepu.portal.doors import doors
from kepu.portal.places import served_region
from kepu.ui.context import ELDER_COOKIE

YEAR = 365 * 24 * 3600


def home(request: HttpRequest) -> HttpResponse:
    """The bare address leads to the home region, so that every public address names its region."""
    return redirect("portal:region", code=settings.HOME_REGION)


def region(request: HttpRequest, code: str) -> HttpResponse:
    """The first screen of a region: a door for each thing that a resident can do here."""
    place = served_region(code)
    found = doors(place) if place else []
    line = help_line_for(office_region(place), place) if place else None
    facts = {
        "place": place,
        "doors": found,
        "released": any(not d.always for d in found),
        "lines": [line] if line else [],
    }
    return render(request, "portal/home.html", facts)


def plan(request: HttpRequest, code: str, plan_id: int) -> HttpResponse:
    """What a released plan promises, from its released snapshot alone; one that was withdrawn says so, with 404.

    In 长辈版 one thing at a time: the doors and the goals, behind ``?for=`` one audience, with ``?for=all`` everything.
    """
    place = served_region(code)
    shown = sources.plan(place, plan_id) if place else None
    if shown is None:
        return render(request, "portal/gone.html", {"place": place}, status=404)
    snapshot, groups = shown.snapshot, groups_of(shown.snapshot)
    context = {"release": shown, "snapshot": snapshot, "groups": groups, "totals": totals_of(snapshot)}
    context["only"] = _only(request.GET.get("for", ""), [group.audience for group in groups])
    return render(request, "portal/plan.html", {"place": place, "marks": False, "preview": False, **context})


def _only(asked: str, audiences: list[str]) -> str:
    """Return the audience that is asked for, "all", or "" for the beginning; all where no audience is told apart."""
    return asked if asked in {*audiences, "all"} else "" if audiences else "all"


def deeds(request: HttpRequest, code: str) -> HttpResponse:
    """今年县里要办的科普实事, from released snapshots alone: for whom, where, who does it; ``?for=`` and ``?year=`` narrow."""
    place = served_region(code)
    asked = request.GET.get("for", "")
    page = deeds_page(place, timezone.localdate().year, year=request.GET.get("year", ""), audience=asked)
    lines = help_lines(office_region(place)) if place else []
    facts = {"place": place, "page": page, "lines": lines, "has_desk": sources.has_desk()}
    return render(request, "portal/deeds.html", facts)


@csrf_exempt  # it changes how pages look for this browser and nothing else, and residents get no cookie before they ask
@require_POST
def elder(request: HttpRequest) -> HttpResponse:
    """Switch 长辈版 on or off for this browser, and go back to the page."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = reverse("portal:home")
    response = HttpResponseRedirect(target)
    if request.POST.get("elder") == "1":
        response.set_cookie(ELDER_COOKIE, "1", max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    else:
        response.delete_cookie(ELDER_COOKIE, samesite="Lax")
    return response
