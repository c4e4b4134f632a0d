"""What a link to ``people.liaison:<unit>`` shows: the unit names its own leader in charge and liaison."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kepu.people import verbs
from kepu.people.access import can_in_office, check_in_office
from kepu.people.access.rules import CHANGE_MEMBER
from kepu.people.forms import LiaisonForm
from kepu.people.models import Account, Unit
from kepu.people.one_time import Handler, Opened
from kepu.people.queries.successors import stands
from kepu.people.views.deeds import attempt

KIND = "people.liaison"


def title(unit_id: int) -> str:
    return "登记分管领导和联络员"


def check_may_issue(by: Account, unit: Unit, unit_id: int) -> None:
    """A unit is asked for its own line alone, by those who keep the list."""
    if unit.pk != unit_id:
        raise Http404
    check_in_office(CHANGE_MEMBER, by, unit.region)


def offers(by: Account, unit: Unit) -> list[int]:
    """Offer it for every unit that stands."""
    stands_today = stands(unit, timezone.localdate())
    return [unit.pk] if stands_today and can_in_office(CHANGE_MEMBER, by, unit.region) else []


def page(request: HttpRequest, opened: Opened, action: str) -> HttpResponse:
    """The unit's line to fill in; what is on the list today stands in it."""
    if action or opened.unit.pk != opened.subject_id:
        raise Http404
    line = opened.unit.memberships.filter(until__isnull=True).first()
    form = LiaisonForm(request.POST or None, instance=line)
    if form.is_valid():
        deed = partial(verbs.name_own_liaison, link=opened.link, values=form.values(line), at=timezone.now())
        if attempt(form, deed):
            return redirect("links:done")
    facts = {"opened": opened, "form": form}
    return render(request, "people/link_liaison.html", facts, status=422 if form.errors else 200)


HANDLER = Handler(title=title, check_may_issue=check_may_issue, page=page, offers=offers)
