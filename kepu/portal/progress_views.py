"""看进展: what was promised and what was done as of a day, and what was done in each township, from released snapshots alone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kepu.people.models import Region
from kepu.plans.queries.releases import near_places, progress_groups
from kepu.portal import sources
from kepu.portal.places import served_region
from kepu.portal.sources import Shown


def newest(request: HttpRequest, code: str, plan_id: int) -> HttpResponse:
    """The newest progress of a plan; in 长辈版 one audience at a time, ``?for=all`` shows everything."""
    return _page(request, code, plan_id, "")


def of_day(request: HttpRequest, code: str, plan_id: int, day: str) -> HttpResponse:
    """Progress as of one day (2026-06-30): older ones stay readable; one that was withdrawn says so, with 404."""
    return _page(request, code, plan_id, day)


def near(request: HttpRequest, code: str, plan_id: int, day: str) -> HttpResponse:
    """身边的科普: sessions and person-times of one township month by month (``?town=`` its code), else of all of them."""
    place, shown = _found(code, plan_id, day)
    if place is None or shown is None:
        return render(request, "portal/gone.html", {"place": place}, status=404)
    places = near_places(shown.snapshot)
    chosen = next((one for one in places if one.code == request.GET.get("town", "")), None)
    context = _context(place, shown) | {"places": places, "one": chosen, "chosen": chosen.code if chosen else ""}
    return render(request, "portal/near.html", context)


def _page(request: HttpRequest, code: str, plan_id: int, day: str) -> HttpResponse:
    place, shown = _found(code, plan_id, day)
    if place is None or shown is None:
        return render(request, "portal/gone.html", {"place": place}, status=404)
    days = [one for plan, one in sources.progress_days(place) if plan == plan_id]
    groups = progress_groups(shown.snapshot)
    asked = request.GET.get("for", "")
    context = _context(place, shown) | {
        "groups": groups, "only": asked if asked in {*(group.audience for group in groups), "all"} else "",
        "others": [one for one in days if one != shown.snapshot["as_of"]], "newest_day": days[0],
        "plan_shown": sources.plan(place, plan_id) is not None,
    }  # fmt: skip
    return render(request, "portal/progress.html", context)


def _found(code: str, plan_id: int, day: str) -> tuple[Region | None, Shown | None]:
    place = served_region(code)
    return place, sources.progress_of(place, plan_id, day) if place else None


def _context(place: Region, shown: Shown) -> dict[str, Any]:
    near = shown.snapshot["near"]
    day = shown.snapshot["as_of"]
    return {
        "place": place, "release": shown, "snapshot": shown.snapshot, "marks": False, "preview": False,
        "places": near["towns"], "towns": near["towns"],
        "near_url": reverse("portal:near", args=[place.code, shown.plan_id, day]),
    }  # fmt: skip
