"""The list of units, one unit, its names, its reform."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kepu.people import queries, verbs
from kepu.people.access import (
    can_in_office,
    check_in_office,
    get_alias_for,
    get_unit_for,
    own_office,
)
from kepu.people.access.rules import CHANGE_MEMBER, CREATE_UNIT, EDIT_UNIT, ISSUE_LINK, READ_MEMBERS, REFORM
from kepu.people.forms import AliasForm, ReformForm, UnitForm
from kepu.people.handover import inherited
from kepu.people.models import Unit, UnitSuccession
from kepu.people.requests import SignedIn
from kepu.people.unit_doors import doors_of
from kepu.people.verbs.reforms import check_reform
from kepu.people.views.deeds import attempt, try_and_say
from kepu.ui.downloads import xlsx
from kepu.ui.templatetags.ui import day

A_PAGE = 50


def workbook(data: bytes, name: str) -> HttpResponse:
    """Answer with an .xlsx under a name of Latin letters, which every office program saves as it is."""
    return xlsx(data, f"{name}-{timezone.localdate():%Y%m%d}.xlsx")


@login_required
def units(request: SignedIn) -> HttpResponse:
    """The units of the person's region, in the official order."""
    region = own_office(request.user)
    text, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    kind = kind if kind in Unit.Kind.values else ""
    ended = request.GET.get("ended") == "1"
    found = queries.listed_units(region, text=text, kind=kind, ended=ended)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    facts = {"region": region, "page": page, "q": text, "kind": kind, "kinds": Unit.Kind.choices, "ended": ended,
             "may_edit": can_in_office(CREATE_UNIT, request.user, region),
             "reads_members": can_in_office(READ_MEMBERS, request.user, region)}  # fmt: skip
    return render(request, "people/units.html", facts)


@login_required
def units_workbook(request: SignedIn) -> HttpResponse:
    """The list as .xlsx, in the shape that can be imported."""
    return workbook(queries.export_units(own_office(request.user)), "danwei-minglu")


@login_required
def create(request: SignedIn) -> HttpResponse:
    region = own_office(request.user)
    check_in_office(CREATE_UNIT, request.user, region)
    form = UnitForm(request.POST or None, region=region)
    if form.is_valid():
        deed = partial(verbs.create_unit, region=region, values=form.values(), by=request.user, at=timezone.now())
        if unit := attempt(form, deed):
            return redirect("people:unit", unit.pk)
    return render(request, "people/unit_form.html", {"form": form, "region": region})


@login_required
def unit(request: SignedIn, unit_id: int) -> HttpResponse:
    """One unit: what it is, what it is called, who answers for it, what became of it, what hangs on it."""
    one = get_unit_for(request.user, unit_id)
    return render(request, "people/unit.html", _unit_facts(request, one, AliasForm()))


def _unit_facts(request: SignedIn, one: Unit, form: AliasForm) -> dict[str, Any]:
    reads = can_in_office(READ_MEMBERS, request.user, one.region)
    return {
        "unit": one, "form": form, "aliases": one.aliases.order_by("name"), "children": one.children.all(),
        "lines": one.memberships.all() if reads else [], "reads_members": reads,
        "successions": one.successions.select_related("new"), "predecessions": one.predecessions.select_related("old"),
        "work": inherited(one, request.user), "doors": doors_of(one, request.user),
        "may_edit": can_in_office(EDIT_UNIT, request.user, one.region),
        "may_change_member": can_in_office(CHANGE_MEMBER, request.user, one.region),
        "may_issue_link": can_in_office(ISSUE_LINK, request.user, one.region),
        "may_reform": can_in_office(REFORM, request.user, one.region),
    }  # fmt: skip


@login_required
def edit(request: SignedIn, unit_id: int) -> HttpResponse:
    one = get_unit_for(request.user, unit_id)
    check_in_office(EDIT_UNIT, request.user, one.region)
    form = UnitForm(request.POST or None, region=one.region, unit=one)
    if form.is_valid():
        deed = partial(verbs.edit_unit, unit=one, values=form.values(), by=request.user, at=timezone.now())
        if attempt(form, deed):
            return redirect("people:unit", one.pk)
    return render(request, "people/unit_form.html", {"form": form, "region": one.region, "unit": one})


@login_required
@require_POST
def add_alias(request: SignedIn, unit_id: int) -> HttpResponse:
    one = get_unit_for(request.user, unit_id)
    form = AliasForm(request.POST)
    if form.is_valid():
        name = form.cleaned_data["name"]
        if attempt(form, lambda: verbs.add_alias(unit=one, name=name, by=request.user, at=timezone.now())):
            return redirect("people:unit", one.pk)
    return render(request, "people/unit.html", _unit_facts(request, one, form), status=422)


@login_required
@require_POST
def remove_alias(request: SignedIn, alias_id: int) -> HttpResponse:
    alias = get_alias_for(request.user, alias_id)
    said = f"已删除名称变体“{alias.name}”。"
    try_and_say(request, lambda: verbs.remove_alias(alias=alias, by=request.user, at=timezone.now()), said)
    return redirect("people:unit", alias.unit_id)


@login_required
def reform(request: SignedIn, unit_id: int) -> HttpResponse:
    """The wizard: fill in, see what it would do, confirm, or go back with everything typed still there."""
    one = get_unit_for(request.user, unit_id)
    check_in_office(REFORM, request.user, one.region)
    form = ReformForm(request.POST or None, unit=one)
    facts: dict[str, Any] = {"unit": one, "form": form, "at": 1}
    if form.is_valid() and (values := form.values()) and request.POST.get("step") != "back":
        if request.POST.get("step") == "confirm":
            deed = partial(verbs.reform, unit=one, values=values, by=request.user, at=timezone.now())
            if row := attempt(form, deed):
                messages.success(request, _done(row))
                return redirect("people:unit", one.pk)
        elif attempt(form, partial(_sound, one, values)):
            facts |= {"at": 2, "values": values, "effects": queries.effects_of_reform(one, values.on, request.user),
                      "heir_lacks_liaison": values.new and not queries.has_liaison(values.new)}  # fmt: skip
    return render(request, "people/reform.html", facts, status=422 if form.errors else 200)


def _done(row: UnitSuccession) -> str:
    heir = f"，由{row.new}承接" if row.new else ""
    return f"已登记：{row.old}{row.get_change_display()}{heir}，{day(row.on)}起。"


def _sound(unit: Unit, values: verbs.ReformValues) -> bool:
    """True when the reform can be; raises BadInput otherwise."""
    check_reform(unit, values, timezone.localdate())
    return True
