"""公布数: the list, one figure as published with what it said before, the form, a correction, its end."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from kepu.ledger import access, verbs
from kepu.ledger.forms.readings import ReadingCorrectionForm, ReadingForm, VoidForm
from kepu.ledger.models import Reading
from kepu.ledger.queries.readings import standing_facts, wordings
from kepu.people.access import WrongState, own_office
from kepu.people.requests import SignedIn
from kepu.people.verbs import BadInput

A_PAGE = 30


@login_required
@require_GET
def readings(request: SignedIn) -> HttpResponse:
    """The published figures that were taken over, the latest entry first."""
    page = Paginator(access.readable_readings(request.user), A_PAGE).get_page(request.GET.get("page"))
    facts = standing_facts(page.object_list)
    may = access.can_keep_readings(request.user, own_office(request.user))
    rows = [(row, facts.get(row.pk)) for row in page.object_list]
    return render(request, "ledger/readings.html", {"page": page, "rows": rows, "may": may})


@login_required
@require_GET
def reading(request: SignedIn, reading_id: int) -> HttpResponse:
    """One published figure and all that it said before."""
    return _page(request, access.get_reading_for(request.user, reading_id))


def _page(request: SignedIn, row: Reading, form: VoidForm | None = None, status: int = 200) -> HttpResponse:
    told: dict[str, Any] = {
        "row": row, "fact": standing_facts([row]).get(row.pk), "wordings": wordings(row),
        "may": access.can_keep_readings(request.user, row.region) and not row.void,
        "form": form or VoidForm(initial={"revision": row.revision}),
    }  # fmt: skip
    return render(request, "ledger/reading.html", told, status=status)


@login_required
def new_reading(request: SignedIn) -> HttpResponse:
    """Take over a published figure."""
    region = own_office(request.user)
    access.check_can_keep_readings(request.user, region)
    form = ReadingForm(request.POST or None, region=region)
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = verbs.record_reading(
                region=region, measure=data["measure"], values=form.values(), once=data["once"], by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except BadInput as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已登记，按公布的数原样显示。")
            return redirect("ledger:reading", made.pk)
    return render(request, "ledger/reading_form.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def correct_reading(request: SignedIn, reading_id: int) -> HttpResponse:
    """Correct what was taken over wrongly."""
    row = access.get_reading_for(request.user, reading_id)
    access.check_can_keep_readings(request.user, row.region)
    fact = standing_facts([row]).get(row.pk)
    if fact is None:
        raise Http404
    form = ReadingCorrectionForm(request.POST or None, region=row.region, fact=fact, revision=row.revision)
    if form.is_valid():
        data = form.cleaned_data
        try:
            verbs.correct_reading(
                reading=row, values=form.values(), why=data["why"], seen=data["revision"], by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except (BadInput, WrongState, verbs.Stale) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已更正，原来登记的内容保留备查。")
            return redirect("ledger:reading", row.pk)
    return render(request, "ledger/reading_form.html", {"form": form, "row": row}, status=422 if form.errors else 200)


@login_required
@require_POST
def void_reading(request: SignedIn, reading_id: int) -> HttpResponse:
    """Take a published figure back, with a reason."""
    row = access.get_reading_for(request.user, reading_id)
    access.check_can_keep_readings(request.user, row.region)
    form = VoidForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, 422)
    data = form.cleaned_data
    try:
        verbs.void_reading(reading=row, why=data["why"], seen=data["revision"], by=request.user, at=timezone.now())
    except (BadInput, WrongState, verbs.Stale) as error:
        form.add_error(None, str(error))
        return _page(request, access.get_reading_for(request.user, reading_id), form, 409)
    messages.success(request, "已作废，不再显示；登记过的内容保留备查。")
    return redirect("ledger:reading", row.pk)
