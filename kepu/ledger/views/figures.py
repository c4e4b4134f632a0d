"""How a figure comes about: what it is made of, by place, month and audience, down to the records."""

from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from kepu.ledger import access, sources
from kepu.ledger.models import Audience, Definition, Duplicate, Measure
from kepu.ledger.queries import Ask, Window, facts_behind, figures, year_window
from kepu.ledger.queries.readings import published
from kepu.ledger.queries.windows import FIRST
from kepu.ledger.workbooks.figures import Explained, figure_workbook
from kepu.people.access import get_region_for, get_unit_for, office_region
from kepu.people.models import Region, Unit
from kepu.people.requests import SignedIn, whole_number
from kepu.ui.downloads import xlsx
from kepu.ui.paging import MOST, LatestPaginator
from kepu.ui.templatetags.ui import day

A_PAGE = 50


@login_required
def figure(request: SignedIn, code: str, measure: str) -> HttpResponse:
    """One figure of a region, or of a unit in it (`unit`), for an audience, from a day to a day."""
    counted, region, unit = _named(request, code, measure)
    if counted.kind == Measure.Kind.READING:
        return _published(request, counted, region)
    ask, corrected = _asked(request, counted, region, unit), request.GET.get("corrected") == "1"
    page = LatestPaginator(facts_behind(ask, corrected=corrected), A_PAGE).get_page(request.GET.get("page"))
    told = sources.described(request.user, {fact.source for fact in page.object_list})
    facts = {
        "measure": counted, "region": region, "unit": unit, "ask": ask, "total": figures([ask])[0], "page": page,
        "rows": [(fact, told[fact.source]) for fact in page.object_list], "corrected": corrected,
        "audience": Audience(ask.audience).label if ask.audience else "",
        "places": _by_place(ask, region), "doubts": _doubts(ask), "may_decide": access.readable_duplicates(request.user).exists(),
        "definition": _definition(counted, ask.window), "ever": ask.window.since == FIRST, "address": _address(request),
    }  # fmt: skip
    return render(request, "ledger/figure.html", facts)


@login_required
@require_GET
def workbook(request: SignedIn, code: str, measure: str) -> HttpResponse:
    """The same as a workbook: how the figure is counted, and each fact of it with its source."""
    counted, region, unit = _named(request, code, measure)
    if counted.kind == Measure.Kind.READING:
        raise Http404
    ask, corrected = _asked(request, counted, region, unit), request.GET.get("corrected") == "1"
    facts = list(facts_behind(ask, corrected=corrected)[: MOST + 1])
    told = sources.described(request.user, {fact.source for fact in facts[:MOST]})
    window, definition = ask.window, _definition(counted, ask.window)
    told_of = Explained(
        measure=counted, place=unit.name if unit else region.name, total=figures([ask])[0], more=len(facts) > MOST,
        days=f"截至{day(window.until)}" if window.since == FIRST else f"{day(window.since)}至{day(window.until)}",
        audience=Audience(ask.audience).label if ask.audience else "全部", doubts=_doubts(ask),
        definition=definition.text if definition else "", drawn=timezone.localtime(),
    )  # fmt: skip
    rows = [(fact, told[fact.source]) for fact in facts[:MOST]]
    return xlsx(figure_workbook(told_of, rows), f"{counted.name}是怎么来的_{told_of.place}_{window.until:%Y%m%d}.xlsx")


def _named(request: SignedIn, code: str, measure: str) -> tuple[Measure, Region, Unit | None]:
    counted = get_object_or_404(Measure, code=measure)
    return counted, get_region_for(request.user, code), _unit(request)


def _asked(request: SignedIn, counted: Measure, region: Region, unit: Unit | None) -> Ask:
    inside = "" if unit and office_region(unit.region) == region else region.pk
    return Ask(counted.pk, _window(request), inside, unit.pk if unit else None, _audience(request))


def _definition(counted: Measure, window: Window) -> Definition | None:
    return counted.definitions.filter(since__lte=window.until).first()


def _address(request: SignedIn) -> str:
    """Return what was asked for, without the page and without whether corrected facts are shown."""
    asked = {name: value for name, value in request.GET.items() if name not in ("page", "corrected")}
    return urlencode(asked)


def _published(request: SignedIn, counted: Measure, region: Region) -> HttpResponse:
    """What was published of the region, as it was published: a reading has no sum."""
    window = _window(request)
    page = Paginator(published(counted, region, window.since, window.until), A_PAGE).get_page(request.GET.get("page"))
    told = {
        "measure": counted,
        "region": region,
        "window": window,
        "page": page,
        "definition": _definition(counted, window),
    }
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
