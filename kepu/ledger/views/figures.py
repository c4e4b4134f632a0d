"""How a figure comes about: what it is made of, by place, month and audience, down to the records."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from kepu.ledger import access, sources
from kepu.ledger.models import Audience, Duplicate, Measure
from kepu.ledger.queries import Ask, Window, facts_behind, figures, year_window
from kepu.ledger.queries.readings import published
from kepu.people.access import get_region_for, get_unit_for, office_region
from kepu.people.models import Region, Unit
from kepu.people.requests import SignedIn, whole_number
from kepu.ui.paging import LatestPaginator

A_PAGE = 50


@login_required
def figure(request: SignedIn, code: str, measure: str) -> HttpResponse:
    """One figure of a region, or of a unit in it (`unit`), for an audience, from a day to a day."""
    counted = get_object_or_404(Measure, code=measure)
    region = get_region_for(request.user, code)
    if counted.kind == Measure.Kind.READING:
        return _published(request, counted, region)
    unit = _unit(request)
    inside = "" if unit and office_region(unit.region) == region else region.pk
    ask = Ask(counted.pk, _window(request), inside, unit.pk if unit else None, _audience(request))
    corrected = request.GET.get("corrected") == "1"
    page = LatestPaginator(facts_behind(ask, corrected=corrected), A_PAGE).get_page(request.GET.get("page"))
    told = sources.described(request.user, {fact.source for fact in page.object_list})
    facts = {
        "measure": counted, "region": region, "unit": unit, "ask": ask, "total": figures([ask])[0], "page": page,
        "rows": [(fact, told[fact.source]) for fact in page.object_list], "corrected": corrected,
        "audience": Audience(ask.audience).label if ask.audience else "",
        "places": _by_place(ask, region), "doubts": _doubts(ask), "may_decide": access.readable_duplicates(request.user).exists(),
        "definition": counted.definitions.filter(since__lte=ask.window.until).first(),
    }  # fmt: skip
    return render(request, "ledger/figure.html", facts)


def _published(request: SignedIn, counted: Measure, region: Region) -> HttpResponse:
    """What was published of the region, as it was published: a reading has no sum."""
    window = _window(request)
    page = Paginator(published(counted, region, window.since, window.until), A_PAGE).get_page(request.GET.get("page"))
    definition = counted.definitions.filter(since__lte=window.until).first()
    told = {"measure": counted, "region": region, "window": window, "page": page, "definition": definition}
    return render(request, "ledger/published.html", told)


def _unit(request: SignedIn) -> Unit | None:
    number = request.GET.get("unit", "")
    return get_unit_for(request.user, whole_number(number) or 0) if number else None


def _window(request: SignedIn) -> Window:
    """Return the days asked for, this year where none or nonsense is."""
    try:
        since = date.fromisoformat(request.GET.get("since", ""))
        return Window(since, date.fromisoformat(request.GET.get("until", "")))
    except ValueError:
        return year_window(timezone.localdate().year)


def _audience(request: SignedIn) -> str:
    wanted = request.GET.get("audience", "")
    if wanted and wanted not in Audience.values:
        raise Http404
    return wanted


def _by_place(ask: Ask, region: Region) -> list[tuple[Region, int]]:
    """Return the same figure for each place right inside the region, those without any left out."""
    if ask.unit is not None:
        return []
    inside = list(region.children.order_by("code"))
    asks = [Ask(ask.measure, ask.window, place.pk, None, ask.audience) for place in inside]
    return [(place, told) for place, told in zip(inside, figures(asks), strict=True) if told]


def _doubts(ask: Ask) -> int:
    """Return how many undecided doubts stand over facts of the figure."""
    open_ = Duplicate.objects.filter(state=Duplicate.State.OPEN, first__reversed_by=None, second__reversed_by=None)
    return open_.filter(second__in=facts_behind(ask).order_by()).count()
