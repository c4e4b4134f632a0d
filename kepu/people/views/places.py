"""The place itself: divisions inside, own areas, population; and the person's own page."""

from functools import partial

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kepu.people import queries, verbs
from kepu.people.access import can_in_office, check_in_office, holdings, own_office
from kepu.people.access.rules import ADD_OWN_AREA, IMPORT_POPULATION, IMPORT_REGIONS
from kepu.people.forms import OwnAreaForm
from kepu.people.models import Population, Region, Role
from kepu.people.requests import SignedIn
from kepu.people.views.deeds import attempt
from kepu.people.views.units import workbook

A_PAGE = 50


@login_required
def settings_page(request: SignedIn) -> HttpResponse:
    """Townships with the number of their villages, own areas, changes of divisions, population figures."""
    region = own_office(request.user)
    check_in_office(IMPORT_REGIONS, request.user, region)
    inside = Region.objects.inside(region)
    rows = Population.objects.filter(region__in=inside).select_related("region")
    facts = {
        "region": region, "changes": queries.region_changes(region), "places": queries.places_inside(region),
        "villages": inside.filter(level="village").count(),
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")), "small_office": settings.SMALL_OFFICE,
        "second_factor": settings.SECOND_FACTOR, "may_import": can_in_office(IMPORT_POPULATION, request.user, region),
        "office": any(h.role == Role.SECRETARIAT and h.region_id == region.pk for h in holdings(request.user)),
    }  # fmt: skip
    return render(request, "people/settings.html", facts)


@login_required
def population_workbook(request: SignedIn) -> HttpResponse:
    region = own_office(request.user)
    check_in_office(IMPORT_POPULATION, request.user, region)
    return workbook(queries.export_population(region), "renkou")


@login_required
def add_area(request: SignedIn) -> HttpResponse:
    region = own_office(request.user)
    check_in_office(ADD_OWN_AREA, request.user, region)
    form = OwnAreaForm(request.POST or None)
    if form.is_valid():
        deed = partial(verbs.add_own_area, parent=region, by=request.user, at=timezone.now(), **form.cleaned_data)
        if attempt(form, deed):
            return redirect("people:settings")
    return render(
        request, "people/area_form.html", {"form": form, "region": region}, status=422 if form.errors else 200
    )


@login_required
def me(request: SignedIn) -> HttpResponse:
    """What the system keeps of the person who is signed in, and for which roles."""
    return render(request, "people/me.html", {"holdings": holdings(request.user)})
