"""Photographs and files of a record: added later, shown to who sees the record, taken away with a reason."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from kepu.files.forms import MOST_TOGETHER_MB
from kepu.files.showing import saved, shown
from kepu.ledger import access, verbs
from kepu.ledger.access import records as rules
from kepu.ledger.forms import DropEvidenceForm, EvidenceForm
from kepu.ledger.views.records import TOO_MUCH, record_page
from kepu.people.access import WrongState
from kepu.people.bodies import at_most
from kepu.people.requests import SignedIn
from kepu.people.verbs import BadInput


def _too_much(request: SignedIn, record_id: int) -> HttpResponse:
    messages.error(request, TOO_MUCH)
    return redirect("ledger:record", record_id)


@login_required
@require_POST
@at_most(MOST_TOGETHER_MB, _too_much)
def add(request: SignedIn, record_id: int) -> HttpResponse:
    """Put photographs on a record."""
    row = access.get_record_for(request.user, record_id)
    form = EvidenceForm(request.POST, request.FILES)
    try:
        access.check_on_record(rules.CORRECT, request.user, row)
        if not form.is_valid():
            return record_page(request, row, 422, photo_form=form)
        made = verbs.add_evidence(record=row, photographs=form.named, by=request.user, at=timezone.now())
    except (BadInput, WrongState) as error:
        form.add_error(None, str(error))
        return record_page(request, row, 422, photo_form=form)
    messages.success(request, f"已添加{len(made)}张。" if made else "这些照片都已经在了，没有重复添加。")
    return redirect("ledger:record", row.pk)


@login_required
@require_GET
def evidence(request: SignedIn, evidence_id: int) -> HttpResponse:
    """One photograph or page of a file as a picture, small for a list (``?side=192``)."""
    return shown(request, access.get_evidence_for(request.user, evidence_id).file)


@login_required
@require_GET
def evidence_file(request: SignedIn, evidence_id: int) -> HttpResponse:
    """The whole file, to be saved."""
    row = access.get_evidence_for(request.user, evidence_id)
    return saved(row.file, row.name)


@login_required
@require_POST
def drop(request: SignedIn, evidence_id: int) -> HttpResponse:
    """Take a photograph away, with a reason."""
    one = access.get_evidence_for(request.user, evidence_id)
    row = access.get_record_for(request.user, one.record_id)
    form = DropEvidenceForm(request.POST)
    try:
        access.check_on_record(rules.CORRECT, request.user, row)
        if not form.is_valid():
            return record_page(request, row, 422, drop_form=form, drop_id=one.pk)
        verbs.drop_evidence(evidence=one, why=form.cleaned_data["why"], by=request.user, at=timezone.now())
    except (BadInput, WrongState) as error:
        form.add_error(None, str(error))
        return record_page(request, row, 422, drop_form=form, drop_id=one.pk)
    messages.success(request, "已撤下，照片内容已删除，原因保留备查。")
    return redirect("ledger:record", row.pk)
