"""工作记录: the list of mine and of my town, the form for a phone, one record with what it counts and its deeds."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kepu.files.forms import MAX_MB, MOST_TOGETHER_MB
from kepu.ledger import access, verbs
from kepu.ledger.access import records as rules
from kepu.ledger.doors import doors_of
from kepu.ledger.forms import ACCEPT, CorrectionForm, ReasonForm, SeenForm, WorkForm
from kepu.ledger.kinds import CHOICES, KINDS
from kepu.ledger.models import Fact, WorkRecord
from kepu.ledger.queries.doubts import open_pairs
from kepu.ledger.queries.evidence import open_lookalikes, remarks_on, standing_evidence
from kepu.ledger.verbs.evidence import MOST
from kepu.ledger.verbs.records import SOURCE
from kepu.people.access import Rule, WrongState, holdings, own_office, roles
from kepu.people.bodies import at_most
from kepu.people.models import Account, Region, Role
from kepu.people.queries import township_of
from kepu.people.requests import SignedIn
from kepu.people.verbs import BadInput

A_PAGE = 30
TOO_MUCH = f"照片合计超过 {MOST_TOGETHER_MB} MB，没有提交。请少选几张或降低清晰度，其余的提交后再补。"
STATES = tuple((str(s.value), str(s.label)) for s in WorkRecord.State)
MONTHS = 24


@login_required
def records(request: SignedIn) -> HttpResponse:
    """The records a person may see, the latest first: all, own, of the own township; by month, kind, state and words."""
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("whose", "month", "kind", "state", "q")}
    town = next((t for h in holdings(request.user) if h.unit and (t := township_of(h.unit))), None)
    rows = _chosen(access.readable_records(request.user), asked, request.user, town)
    shown = rows.select_related("unit", "place__parent").prefetch_related(standing_evidence())
    facts = {
        "page": Paginator(shown, A_PAGE).get_page(request.GET.get("page")), "asked": asked, "states": STATES,
        "narrowed": any(asked.values()), "kinds": CHOICES, "months": _months(), "doubts": _doubts(request.user),
        "tabs": [("", "全部"), ("mine", "我的记录"), *([("town", f"本乡镇的记录（{town.name}）")] if town else [])],
        "may_record": access.recording_units(request.user).exists(),
        "may_set_up": Role.SECRETARIAT in roles(request.user),
    }  # fmt: skip
    return render(request, "ledger/records.html", facts)


def _chosen(
    rows: QuerySet[WorkRecord], asked: dict[str, str], by: Account, town: Region | None
) -> QuerySet[WorkRecord]:
    """Narrow records to what was asked for; what makes no sense narrows nothing."""
    if asked["whose"] == "mine":
        rows = rows.filter(recorded_by=by)
    elif asked["whose"] == "town" and town:
        rows = rows.filter(place__code__startswith=town.prefix)
    if asked["state"] in WorkRecord.State.values:
        rows = rows.filter(state=asked["state"])
    if asked["kind"] in KINDS:
        rows = rows.filter(kind=asked["kind"])
    if asked["month"] in dict(_months()):
        year, month = asked["month"].split("-")
        rows = rows.filter(day__year=int(year), day__month=int(month))
    if text := asked["q"]:
        rows = rows.filter(Q(what__contains=text) | Q(place__name__contains=text) | Q(unit__name__contains=text))
    return rows


def _months() -> list[tuple[str, str]]:
    """Return the last months, this one first, as 2026-11 and as one writes it."""
    today = timezone.localdate()
    last = today.year * 12 + today.month - 1
    return [(f"{n // 12}-{n % 12 + 1:02}", f"{n // 12}年{n % 12 + 1}月") for n in range(last, last - MONTHS, -1)]


def _doubts(by: Account) -> int:
    """Return how many pairs of records or of photographs wait for the person to look at."""
    return open_pairs(by).count() + open_lookalikes(by).count()


def _too_much(request: SignedIn) -> HttpResponse:
    """Say that the photographs are too large together; the browser puts back what was typed."""
    form = WorkForm(by=request.user, region=own_office(request.user))
    return _form_page(request, form, 413, problem=TOO_MUCH)


@login_required
@at_most(MOST_TOGETHER_MB, _too_much)
def new_record(request: SignedIn) -> HttpResponse:
    """Write down a piece of work, with photographs; handed in twice it is one record."""
    region = own_office(request.user)
    if not access.recording_units(request.user).exists():
        raise PermissionDenied("工作记录由联络员、单位负责人或纲要办填写，您目前没有这项权限。")
    form = WorkForm(request.POST or None, request.FILES or None, by=request.user, region=region)
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = verbs.record_work(
                unit=data["unit"], work=form.work(), once=data["once"], photographs=form.named, by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except BadInput as error:
            form.add_error(None, str(error))
        else:
            return _handed_in(request, made)
    return _form_page(request, form, 422 if form.errors else 200)


def _handed_in(request: SignedIn, made: WorkRecord) -> HttpResponse:
    """Say that a record is in; in JSON where the browser hands in what had waited for the network."""
    if _waited(request):
        return JsonResponse({"told": _told(made), "url": reverse("ledger:record", args=[made.pk])})
    messages.success(request, _told(made))
    return redirect("ledger:record", made.pk)


def _waited(request: SignedIn) -> bool:
    return request.headers.get("Accept") == "application/json"


def _form_page(request: SignedIn, form: WorkForm, status: int, problem: str = "") -> HttpResponse:
    if _waited(request):
        wrong = [f"{form.fields[name].label}：{text}" if name in form.fields and form.fields[name].label else str(text)
                 for name, texts in form.errors.items() for text in texts]  # fmt: skip
        return JsonResponse({"problems": [problem] if problem else wrong}, status=status)
    facts = {"form": form, "accept": ACCEPT, "max_mb": MAX_MB, "most": MOST, "problem": problem}
    return render(request, "ledger/record_form.html", facts, status=status)


def _told(record: WorkRecord) -> str:
    if record.state == WorkRecord.State.HANDED:
        return "已提交，纲要办审核后计入。"
    return f"已计入：{record.place.name}{record.person_times}人次。"


@login_required
def record(request: SignedIn, record_id: int) -> HttpResponse:
    """One record: what it tells, what it counts in, and what the person may do with it."""
    return record_page(request, access.get_record_for(request.user, record_id))


def record_page(request: SignedIn, row: WorkRecord, status: int = 200, **more: Any) -> HttpResponse:
    """Show a record with its photographs; `more` are forms that were refused: `form` with its `deed`, or `photo_form`."""
    counted = Fact.objects.standing().filter(source=f"{SOURCE}:{row.pk}")
    may = {name: access.can_on_record(rule, request.user, row) for name, (rule, _) in DEEDS.items()}
    pictures = list(row.evidence.filter(dropped_at=None))
    remarks = remarks_on(row, pictures) if access.is_office_of(request.user, row) else {}
    facts = {
        "record": row, "counted": counted.select_related("measure"), "may": may, "may_correct": access.can_on_record(
            rules.CORRECT, request.user, row
        ), "pictures": [(one, remarks.get(one.pk, "")) for one in pictures], "most": MOST, "accept": ACCEPT,
        "may_record": access.recording_units(request.user).exists(), "max_mb": MAX_MB, "doors": doors_of(row, request.user),
        "dropped": row.evidence.exclude(dropped_at=None).select_related("dropped_by"), **more,
    }  # fmt: skip
    return render(request, "ledger/record.html", facts, status=status)


_CORRECTED = {True: "已更正，待纲要办审核；审核通过前不计入。", False: "已更正，有关的数都已随之改变。"}


@login_required
def correct_record(request: SignedIn, record_id: int) -> HttpResponse:
    """Say what is right; what was typed stays when somebody else was quicker."""
    row = access.get_record_for(request.user, record_id)
    access.check_on_record(rules.CORRECT, request.user, row)
    form = CorrectionForm(request.POST or None, by=request.user, record=row)
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = verbs.correct_work(
                record=row, work=form.work(), why=data["why"], seen=data["revision"], by=request.user, at=timezone.now()
            )
        except (BadInput, verbs.Stale) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _CORRECTED[made.state == WorkRecord.State.HANDED])
            return redirect("ledger:record", row.pk)
    facts = {"form": form, "record": row}
    return render(request, "ledger/record_form.html", facts, status=422 if form.errors else 200)


DEEDS: dict[str, tuple[Rule, Callable[..., WorkRecord]]] = {
    "void": (rules.VOID, verbs.void_work),
    "accept": (rules.ACCEPT, verbs.accept_work),
    "return": (rules.RETURN, verbs.return_work),
}
_DONE = {"void": "已作废，有关的数都已减去。", "accept": "已审核通过并计入。", "return": "已退回，并说明了原因。"}


@login_required
@require_POST
def record_deed(request: SignedIn, record_id: int, deed: str) -> HttpResponse:
    """Take a record back, accept it, or return it. What was typed stays when it is refused."""
    row = access.get_record_for(request.user, record_id)
    if deed not in DEEDS:
        raise Http404
    rule, verb = DEEDS[deed]
    form = SeenForm(request.POST) if deed == "accept" else ReasonForm(request.POST)
    try:
        access.check_on_record(rule, request.user, row)
        if not form.is_valid():
            return record_page(request, row, 422, form=form, deed=deed)
        given = {"why": form.cleaned_data["why"]} if deed != "accept" else {}
        verb(record=row, seen=form.cleaned_data["revision"], by=request.user, at=timezone.now(), **given)
    except (BadInput, WrongState, verbs.Stale) as error:
        form.add_error(None, str(error))
        row = access.get_record_for(request.user, record_id)
        return record_page(request, row, 409, form=form, deed=deed)
    messages.success(request, _DONE[deed])
    return redirect("ledger:record", row.pk)
