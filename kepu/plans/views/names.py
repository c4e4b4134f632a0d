"""Printed names and the units they mean: suggestions, choosing, making a unit, classes of units."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kepu.people.models import Region, Unit
from kepu.people.queries import UnitSuggestion, suggest_units_for
from kepu.people.requests import SignedIn, whole_number
from kepu.people.verbs import BadInput, UnitValues, create_unit
from kepu.plans import access, verbs
from kepu.plans.models import DutyRole, Responsibility, Version
from kepu.plans.queries.proofreading import PrintedName, printed_names
from kepu.plans.views.answers import (
    answering,
    head_context,
    item_of,
    tell,
)

CERTAIN = 0.999


@login_required
@require_http_methods(["GET", "POST"])
@answering
def names(request: SignedIn, plan_id: int) -> HttpResponse:
    """GET: printed names without a unit, with suggestions. POST: say what one means, or accept all certain ones."""
    version = access.get_proofreading_for(request.user, plan_id)
    if request.method == "GET":
        return _names_page(request, version)
    access.check_can_proofread(request.user, version)
    printed = request.POST.get("printed", "")
    try:
        told = _accept_certain(request, version) if "certain" in request.POST else _match(request, version, printed)
    except BadInput as error:
        raise ValidationError(str(error)) from None
    version.refresh_from_db()
    if row := request.POST.get("row"):
        context = {"row": item_of(version, "responsibility", row), "role_choices": DutyRole.choices}
        response = render(
            request, "plans/proofread/unit_row.html", {**head_context(version), **context, "with_head": True}
        )
        return tell(response, version, chips=_chips(version), **told)
    return tell(_names_page(request, version, with_head=True), version, chips=_chips(version), **told)


def _names_page(request: SignedIn, version: Version, *, with_head: bool = False) -> HttpResponse:
    everything = "all" in request.GET or "all" in request.POST
    waiting = printed_names(version, unmatched=not everything)
    suggested = suggest_units_for(version.plan.region, [n.printed for n in waiting])
    lines = [(name, suggested.get(name.printed, []), guessed_kind(name.printed)) for name in waiting]
    context: dict[str, Any] = {
        "version": version, "lines": lines, "everything": everything, "kinds": Unit.Kind.choices,
        "certain": sum(is_certain(found) for _, found, _ in lines), "meanings": _meanings(version) if everything else {},
    }  # fmt: skip
    if with_head:
        context |= {**head_context(version), "with_head": True}
    return render(request, "plans/proofread/names.html", context)


def _meanings(version: Version) -> dict[str, str]:
    rows = Responsibility.objects.filter(version=version, unit__isnull=False).values_list("printed", "unit__name")
    return dict(rows.distinct())


def _chips(version: Version) -> list[str]:
    """The printed names that are still open, so that the page's chips can be redrawn without loading it anew."""
    return [name.printed for name in printed_names(version)]


def is_certain(found: list[UnitSuggestion]) -> bool:
    """Whether the first suggestion is beyond doubt: the same name, and no other unit as good."""
    return bool(found) and found[0].score >= CERTAIN and (len(found) < 2 or found[1].score < CERTAIN)


def _accept_certain(request: SignedIn, version: Version) -> dict[str, Any]:
    waiting: list[PrintedName] = printed_names(version)
    suggested = suggest_units_for(version.plan.region, [n.printed for n in waiting])
    certain = [(printed, found[0].unit) for printed, found in suggested.items() if is_certain(found)]
    for printed, unit in certain:
        verbs.match_unit(version=version, printed=printed, unit=unit, by=request.user, at=timezone.now())
    return {"toast": f"已对应{len(certain)}个名称", "steps": len(certain)}


def _match(request: SignedIn, version: Version, printed: str) -> dict[str, Any]:
    region, sent = version.plan.region, request.POST
    unit, collective, name = None, "collective" in sent, sent.get("unit_name", "").strip()
    if "match" in sent and not name:
        raise ValidationError("请先填写或选择单位名称，再点“对应”。")
    if "create" in sent:
        values = UnitValues(name=printed, kind=sent.get("kind", ""))
        unit = create_unit(region=region, values=values, by=request.user, at=timezone.now())
    elif not collective and ("unit" in sent or name):  # the form sends its empty field along with every button
        unit = _unit(region, sent.get("unit", ""), name)
    places = verbs.match_unit(
        version=version, printed=printed, unit=unit, collective=collective, by=request.user, at=timezone.now()
    )
    meant = f"对应到“{unit}”" if unit else "记为集合单位" if collective else "改为未对应"
    return {"toast": f"“{printed}”已{meant}，共{places}处"}


def _unit(region: Region, pk: str, name: str) -> Unit:
    inside = Unit.objects.select_related("region").filter(until__isnull=True, region__code__startswith=region.prefix)
    number = whole_number(pk)
    unit = inside.filter(name=name).first() if number is None else inside.filter(pk=number).first()
    if unit is None:
        raise ValidationError(f"名录中没有“{name}”。请从列表中选一个单位，或按印发名称新建。")
    return unit


_MASS = ("团县委", "团区委", "团市委", "科协", "总工会", "妇联", "文联", "工商联", "残联", "侨联", "红十字会")
_PARTY = ("党委", "县委", "区委", "市委", "纪委")
_ENDINGS = (
    (("党校", "学校", "小学", "中学", "学院", "大学"), Unit.Kind.SCHOOL),
    (("医院", "卫生院", "疾控中心"), Unit.Kind.HEALTH),
    (("融媒体中心", "电视台", "日报", "报社"), Unit.Kind.MEDIA),
    (("公司", "集团"), Unit.Kind.ENTERPRISE),
    (("学会", "协会", "研究会", "联合会"), Unit.Kind.ASSOCIATION),
    (("镇", "乡", "街道"), Unit.Kind.TOWNSHIP),
    (("村", "社区"), Unit.Kind.COMMUNITY),
    (("中心", "馆", "所", "站"), Unit.Kind.INSTITUTION),
)


def guessed_kind(printed: str) -> str:
    """Return the kind that a name suggests for a new unit: a mass organisation, else what it ends in, else by 委."""
    name = printed.split("（")[0]
    if name.endswith(_MASS):
        return Unit.Kind.MASS.value
    for endings, kind in _ENDINGS:
        if name.endswith(endings):
            return kind.value
    party = any(word in name for word in _PARTY)
    return (Unit.Kind.PARTY if party else Unit.Kind.GOVERNMENT).value
