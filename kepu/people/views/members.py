"""The list of people: leading group and liaisons, on screen, on paper, one line."""

from datetime import date
from functools import partial

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from kepu.people import queries, verbs
from kepu.people.access import can_in_office, check_in_office, get_unit_for, own_office
from kepu.people.access.rules import CHANGE_MEMBER, READ_MEMBERS
from kepu.people.forms import MemberForm
from kepu.people.handover import inherited
from kepu.people.requests import SignedIn
from kepu.people.views.deeds import attempt, try_and_say
from kepu.people.views.units import workbook

A_PAGE = 50


def _day(request: SignedIn) -> date:
    try:
        return parse_date(request.GET.get("on", "")) or timezone.localdate()
    except ValueError:
        return timezone.localdate()


@login_required
def members(request: SignedIn) -> HttpResponse:
    """Who answers for each unit on a day; or the units that nobody answers for."""
    region, on = own_office(request.user), _day(request)
    check_in_office(READ_MEMBERS, request.user, region)
    missing = request.GET.get("missing") == "1"
    gaps = queries.units_without_liaison(region, on)
    rows = gaps if missing else queries.member_lines(region, on)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    facts = {"region": region, "on": on, "page": page, "missing": missing, "gaps": gaps.count(),
             "may_edit": can_in_office(CHANGE_MEMBER, request.user, region)}  # fmt: skip
    return render(request, "people/members.html", facts)


@login_required
def members_workbook(request: SignedIn) -> HttpResponse:
    region = own_office(request.user)
    check_in_office(READ_MEMBERS, request.user, region)
    return workbook(queries.export_members(region, _day(request)), "chengyuan-lianluoyuan")


@login_required
def members_annex(request: SignedIn) -> HttpResponse:
    """The list as the annex of an adjustment notice, for printing."""
    region, on = own_office(request.user), _day(request)
    check_in_office(READ_MEMBERS, request.user, region)
    facts = {"region": region, "on": on, "lines": queries.annex_lines(region, on)}
    return render(request, "people/annex.html", facts)


@login_required
def change(request: SignedIn, unit_id: int) -> HttpResponse:
    """Change who answers for a unit; beside the form, what the successor inherits."""
    unit = get_unit_for(request.user, unit_id)
    check_in_office(CHANGE_MEMBER, request.user, unit.region)
    line = unit.memberships.filter(until__isnull=True).first()
    form = MemberForm(request.POST or None, instance=line, initial={"on": timezone.localdate()})
    if form.is_valid():
        deed = partial(
            verbs.change_member,
            unit=unit,
            values=form.values(),
            on=form.cleaned_data["on"],
            by=request.user,
            at=timezone.now(),
        )
        if attempt(form, deed):
            return redirect("people:unit", unit.pk)
    facts = {"unit": unit, "form": form, "line": line, "work": inherited(unit, request.user)}
    return render(request, "people/member_form.html", facts, status=422 if form.errors else 200)


@login_required
@require_POST
def end(request: SignedIn, unit_id: int) -> HttpResponse:
    unit = get_unit_for(request.user, unit_id)
    said = f"已将“{unit.name}”移出名单，历史保留。"
    try_and_say(request, lambda: verbs.end_member(unit=unit, by=request.user, at=timezone.now()), said)
    return redirect("people:unit", unit.pk)
