"""Documents come in: the drop zone, the reading under way, what failed, the original file."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from kepu.files.verbs import load
from kepu.people.access import WrongState
from kepu.people.bodies import at_most
from kepu.people.models import Account, Region
from kepu.people.requests import SignedIn
from kepu.plans import access, jobs, reader, verbs
from kepu.plans.forms.documents import ACCEPTED, MAX_MB, UploadForm
from kepu.plans.models import Document, Plan, Version
from kepu.plans.queries.plans import holdings_of_secretariat
from kepu.ui.downloads import download

STEPS = ["上传文件", "自动读取", "人工校对", "采用"]


def _too_large(request: SignedIn, plan_id: int | None = None) -> HttpResponse:
    plan = access.get_own_plan_for(request.user, plan_id) if plan_id is not None else None
    return _upload_page(request, plan=plan, problem=f"文件超过 {MAX_MB} MB，没有保存。请压缩图片或拆分后再传。")


@login_required
@at_most(MAX_MB + 1, _too_large)
def upload(request: SignedIn) -> HttpResponse:
    """The drop zone. A body too large to be one file is refused without being kept, let alone parsed."""
    regions = _offices(request.user)
    if not regions:
        raise PermissionDenied("上传方案文件由纲要办办理，您目前没有这项权限。")
    return _received(request, None, regions)


@login_required
@at_most(MAX_MB + 1, _too_large)
def upload_upper(request: SignedIn, plan_id: int) -> HttpResponse:
    """The drop zone for the upper plan that a plan follows: the same rules, but it is only read and opens no plan."""
    plan = access.get_own_plan_for(request.user, plan_id)
    return _received(request, plan, [plan.region])


def _received(request: SignedIn, plan: Plan | None, regions: list[Region]) -> HttpResponse:
    if request.method != "POST":
        return _upload_page(request, plan=plan)
    form = UploadForm(request.POST, request.FILES, regions=regions)
    if not form.is_valid():
        return _upload_page(request, form, plan=plan)
    return _take_in(request, plan, form)


def _take_in(request: SignedIn, plan: Plan | None, form: UploadForm) -> HttpResponse:
    file = form.cleaned_data["file"]
    try:
        document = _kept(request, plan, form.cleaned_data["region"], file.read(), file.name)
    except (reader.Refused, WrongState) as refused:
        return _upload_page(request, form, plan=plan, problem=str(refused))
    except verbs.Secret as secret:
        return _upload_page(request, form, plan=plan, secret=secret)
    except verbs.AlreadyUploaded as before:
        if plan is None:
            return _upload_page(request, form, before=before.document)
        verbs.follow_upper(plan=plan, document=before.document, by=request.user, at=timezone.now())
        return _go(request, "plans:upper", plan.pk)
    return _go(request, "plans:upper", plan.pk) if plan else _go(request, "plans:document", document.pk)


def _kept(request: SignedIn, plan: Plan | None, region: Region, data: bytes, name: str) -> Document:
    """Keep a file and queue its reading; for a plan, as the upper plan that it follows. Raises what `upload` raises."""
    text, format, elsewhere = reader.text_of(data, name)
    purpose = Document.Purpose.UPPER if plan else Document.Purpose.OWN
    with transaction.atomic():
        document = verbs.upload(
            region=region, name=name, data=data, text=text, format=format, elsewhere=elsewhere, purpose=purpose,
            by=request.user, at=timezone.now(),
        )  # fmt: skip
        if plan:
            verbs.follow_upper(plan=plan, document=document, by=request.user, at=timezone.now())
        jobs.read_document.enqueue(document.pk)
    return document


def _go(request: SignedIn, view: str, pk: int) -> HttpResponse:
    response = redirect(view, pk)
    return HttpResponseClientRedirect(response["Location"]) if request.htmx else response


def _offices(person: Account) -> list[Region]:
    return [h.region for h in holdings_of_secretariat(person) if h.region]


def _upload_page(
    request: SignedIn, form: UploadForm | None = None, *, plan: Plan | None = None, **more: object
) -> HttpResponse:  # fmt: skip
    blank = UploadForm(regions=[plan.region] if plan else _offices(request.user))
    context = {
        "form": form or blank,
        "accept": ",".join(ACCEPTED),
        "max_mb": MAX_MB,
        "steps": STEPS,
        "plan": plan,
        **more,
    }
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
    if state["follower"] and shown.state == Document.State.READ:
        return _go(request, "plans:upper", state["follower"].pk)
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
        "follower": document.followed_by.order_by("-pk").first()
        if document.purpose == Document.Purpose.UPPER
        else None,
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
    return download(data, found.name)
