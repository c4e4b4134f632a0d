"""代录: the office hands a report in for a unit that sent it on paper or by file, and keeps what came."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from kepu.accountability.access import reports as rules
from kepu.accountability.forms.reports import ENDINGS, MAX_MB, EnterForm
from kepu.accountability.models import Report
from kepu.accountability.originals import kept
from kepu.accountability.queries.filling import filling_of
from kepu.accountability.verbs import reports as verbs
from kepu.files.showing import saved
from kepu.files.verbs import load
from kepu.methods.planread.extract.refused import Refused
from kepu.people.access import NotAllowed, WrongState
from kepu.people.bodies import at_most
from kepu.people.requests import SignedIn
from kepu.people.verbs import BadInput
from kepu.plans.verbs.documents import Secret
from kepu.ui.downloads import EXCEL, WORD, download


def _too_large(request: SignedIn, report_id: int) -> HttpResponse:
    problem = f"上传的文件超过 {MAX_MB} MB，没有保存。请降低清晰度或分开后再传。"
    return _page(request, _row(request, report_id), problem=problem, status=422)


def _row(request: SignedIn, report_id: int) -> Report:
    row = rules.get_report_for(request.user, report_id)
    if not rules.is_office(request.user, row):
        raise NotAllowed("代录由纲要办办理，您目前没有这项权限。")
    return row


@login_required
@at_most(MAX_MB + 1, _too_large)
def enter(request: SignedIn, report_id: int) -> HttpResponse:
    """Bring what the unit sent, and hand its report in for it."""
    row = _row(request, report_id)
    if request.method != "POST":
        return _page(request, row)
    try:
        rules.check_on_report(rules.ENTER, request.user, row)
    except WrongState as refused:
        return _page(request, row, problem=str(refused), status=409)
    form = EnterForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, row, form=form, status=422)
    file = form.cleaned_data["file"]
    try:
        original = kept(file.read(), file.name)
        verbs.enter_report(
            report=row, data=original.data, media_type=original.media_type, name=file.name,
            signer=form.cleaned_data["signer"], by=request.user, at=timezone.now(),
        )  # fmt: skip
    except (Refused, Secret, BadInput) as refused:
        return _page(request, row, form=form, problem=str(refused), status=422)
    except WrongState as refused:
        return _page(request, rules.get_report_for(request.user, report_id), problem=str(refused), status=409)
    messages.success(request, f"已代录{row.unit.name}的报告，来件原件一并留存。")
    return redirect("accountability:report", row.pk)


def _page(request: SignedIn, row: Report, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "report": row, "cycle": row.cycle, "form": EnterForm(), "filling": filling_of(row), "max_mb": MAX_MB,
        "accept": ",".join(ENDINGS), "may": rules.allows_report(rules.ENTER, request.user, row), **more,
    }  # fmt: skip
    return render(request, "accountability/report_enter.html", context, status=status)


@login_required
@require_GET
def original(request: SignedIn, report_id: int) -> HttpResponse:
    """What the unit sent, to be saved under its name."""
    row = rules.get_report_for(request.user, report_id)
    if row.original is None:
        raise Http404
    if row.original.media_type not in {EXCEL, WORD}:
        return saved(row.original, row.original_name)
    try:
        return download(load(row.original), row.original_name, row.original.media_type)
    except FileNotFoundError:
        raise Http404 from None
