"""Documents come in: the drop zone, the reading under way, what failed, the original file."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from kepu.files.verbs import load
from kepu.people.access import WrongState
from kepu.people.bodies import at_most
from kepu.people.models import Account, Region
from kepu.people.requests import SignedIn
from kepu.plans import access, jobs, reader, verbs
from kepu.plans.forms.documents import ACCEPTED, MAX_MB, UploadForm
from kepu.plans.models import Document, Version
from kepu.plans.queries.plans import holdings_of_secretariat

STEPS = ["上传文件", "自动读取", "人工校对", "采用"]


def _too_large(request: SignedIn) -> HttpResponse:
    return _upload_page(request, problem=f"文件超过 {MAX_MB} MB，没有保存。请压缩图片或拆分后再传。")


@login_required
@at_most(MAX_MB + 1, _too_large)
def upload(request: SignedIn) -> HttpResponse:
    """The drop zone. A body too large to be one file is refused without being kept, let alone parsed."""
    regions = _offices(request.user)
    if not regions:
        raise PermissionDenied("上传方案文件由纲要办办理，您目前没有这项权限。")
    if request.method != "POST":
        return _upload_page(request)
    form = UploadForm(request.POST, request.FILES, regions=regions)
    if not form.is_valid():
        return _upload_page(request, form)
    return _take_in(request, form)


def _take_in(request: SignedIn, form: UploadForm) -> HttpResponse:
    file = form.cleaned_data["file"]
    data = file.read()
    try:
        text, format, elsewhere = reader.text_of(data, file.name)
        with transaction.atomic():
            document = verbs.upload(
                region=form.cleaned_data["region"], name=file.name, data=data, text=text, format=format,
                elsewhere=elsewhere, by=request.user, at=timezone.now(),
            )  # fmt: skip
            jobs.read_document.enqueue(document.pk)
    except reader.Refused as refused:
        return _upload_page(request, form, problem=str(refused))
    except verbs.Secret as secret:
        return _upload_page(request, form, secret=secret)
    except verbs.AlreadyUploaded as before:
        return _upload_page(request, form, before=before.document)
    return _go(request, "plans:document", document.pk)


def _go(request: SignedIn, view: str, pk: int) -> HttpResponse:
    response = redirect(view, pk)
    return HttpResponseClientRedirect(response["Location"]) if request.htmx else response


def _offices(person: Account) -> list[Region]:
    return [h.region for h in holdings_of_secretariat(person) if h.region]


def _upload_page(request: SignedIn, form: UploadForm | None = None, **more: object) -> HttpResponse:
    blank = UploadForm(regions=_offices(request.user))
    context = {"form": form or blank, "accept": ",".join(ACCEPTED), "max_mb": MAX_MB, "steps": STEPS, **more}
    return render(request, "plans/upload.html", context, status=422 if form or more else 200)


@login_required
@require_GET
def document(request: SignedIn, document_id: int) -> HttpResponse:
    """One document: how far its reading is, or why it failed, or where it led."""
    shown = access.get_document_for(request.user, document_id)
    return render(request, "plans/document.html", _state(request, shown))


@login_required
@require_GET
def progress(request: SignedIn, document_id: int) -> HttpResponse:
    """The same as a fragment, asked for again and again while the reading lasts; then on to the proofreading."""
    shown = access.get_document_for(request.user, document_id)
    state = _state(request, shown)
    if version := state["version"]:
        return _go(request, "plans:proofread", version.plan_id)
    return render(request, "plans/parts/reading.html", state)


def _state(request: SignedIn, document: Document) -> dict[str, Any]:
    opened = document.versions.exclude(state=Version.State.DISCARDED)
    asked = document.started_at if document.state == Document.State.READING else document.uploaded_at
    waited = timezone.now() - (asked or document.uploaded_at)
    return {
        "document": document,
        "steps": STEPS,
        "version": opened.filter(state=Version.State.PROOFREADING).first(),
        "adopted": opened.filter(state=Version.State.ADOPTED).first(),
        "waits_long": waited.total_seconds() > 15,
        "stuck": waited > verbs.STUCK_AFTER,
        "can_reread": access.can_reread(request.user, document),
    }


@login_required
@require_POST
def reread(request: SignedIn, document_id: int) -> HttpResponse:
    """Read again what failed."""
    found = access.get_document_for(request.user, document_id)
    try:
        with transaction.atomic():
            verbs.reread(document=found, by=request.user, at=timezone.now())
            jobs.read_document.enqueue(found.pk)
    except WrongState:
        messages.info(request, "这份文件已在读取或已经读完，不用再读。")
    return redirect("plans:document", found.pk)


@login_required
@require_POST
def open_plan(request: SignedIn, document_id: int) -> HttpResponse:
    """Open the plan of a document that was read: where the worker could not, or after it was given up."""
    found = access.get_document_for(request.user, document_id)
    try:
        plan_id = verbs.open_plan(document=found, by=request.user, at=timezone.now()).plan_id
    except verbs.AlreadyOpened as before:
        messages.info(request, "这份文件已经建立了方案。")
        plan_id = before.plan.pk
    return redirect("plans:proofread", plan_id)


@login_required
@require_GET
def original(request: SignedIn, document_id: int) -> HttpResponse:
    """The file as it was uploaded; always to be saved, never shown by the browser as a page of ours."""
    found = access.get_document_for(request.user, document_id)
    try:
        data = load(found.file)
    except FileNotFoundError:
        raise Http404 from None
    disposition = content_disposition_header(True, found.name) or "attachment"
    headers = {"Content-Disposition": disposition}
    return HttpResponse(data, content_type="application/octet-stream", headers=headers)
