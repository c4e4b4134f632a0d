"""导入: the list of what came in, a file handed in, what it would do, its progress, its end."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from kepu.files.models import StoredFile
from kepu.files.verbs import load
from kepu.ledger import access, jobs
from kepu.ledger.access import imports as rules
from kepu.ledger.forms.imports import MAX_MB, UndoForm, UploadForm
from kepu.ledger.models import Import, Measure, WorkRecord
from kepu.ledger.tables import RECORD_COLUMNS, VALUE_COLUMNS
from kepu.ledger.verbs import imports as verbs
from kepu.ledger.workbooks.records import write_records
from kepu.ledger.workbooks.templates import template
from kepu.people.access import WrongState, own_office
from kepu.people.bodies import at_most
from kepu.people.requests import SignedIn
from kepu.people.verbs import BadInput
from kepu.ui.downloads import download, xlsx

A_PAGE = 30
_COLUMNS = {Import.Kind.RECORDS: RECORD_COLUMNS, Import.Kind.VALUES: VALUE_COLUMNS}


@login_required
@require_GET
def imports(request: SignedIn) -> HttpResponse:
    """What came in, the latest first, and the ways to bring in more."""
    page = Paginator(access.readable_imports(request.user), A_PAGE).get_page(request.GET.get("page"))
    region = own_office(request.user)
    kinds = [
        (kind, reverse(f"ledger:import_{kind.value}"))
        for kind in Import.Kind
        if access.can_import(request.user, kind, region)
    ]
    return render(request, "ledger/imports.html", {"page": page, "kinds": kinds})


def _too_large(request: SignedIn, kind: str) -> HttpResponse:
    region = own_office(request.user)
    access.check_can_import(request.user, kind, region)
    return _form(
        request,
        kind,
        UploadForm(kind=kind),
        f"文件超过{MAX_MB} MB，没有读取。请分成几个文件，每个只保留一张要导入的表。",
    )


@login_required
@at_most(MAX_MB + 1, _too_large)
def new_import(request: SignedIn, kind: str) -> HttpResponse:
    """Hand in a file of work records or of values."""
    region = own_office(request.user)
    access.check_can_import(request.user, kind, region)
    form = UploadForm(request.POST or None, request.FILES or None, kind=kind)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = verbs.upload(
                kind=kind, name=file.name or "表格", data=file.read(), paper=form.cleaned_data.get("paper", ""),
                region=region, by=request.user, at=timezone.now(),
            )  # fmt: skip
        except verbs.Again as error:
            return _form(request, kind, form, str(error), error.earlier)
        jobs.begin(made)
        return redirect("ledger:import", made.pk)
    return _form(request, kind, form)


def _form(
    request: SignedIn, kind: str, form: UploadForm, problem: str = "", earlier: Import | None = None
) -> HttpResponse:
    told = {"form": form, "kind": Import.Kind(kind), "columns": _COLUMNS[Import.Kind(kind)], "max_mb": MAX_MB}
    told["template"] = reverse(f"ledger:{kind}_template")
    may_see = earlier and access.readable_imports(request.user).filter(pk=earlier.pk).exists()
    told |= {"problem": problem, "earlier": earlier if may_see else None}
    return render(request, "ledger/import_form.html", told, status=422 if form.errors or problem else 200)


@login_required
@require_GET
def import_template(request: SignedIn, kind: str) -> HttpResponse:
    """The workbook to fill in."""
    region = own_office(request.user)
    access.check_can_import(request.user, kind, region)
    return xlsx(template(kind, request.user, region), f"{Import.Kind(kind).label}导入模板.xlsx")


@login_required
@require_GET
def import_page(request: SignedIn, import_id: int) -> HttpResponse:
    """What a file would do, how far it is, what it did; asked for again and again while the worker is at it."""
    return _page(request, access.get_import_for(request.user, import_id))


def _page(request: SignedIn, row: Import, form: UndoForm | None = None, status: int = 200) -> HttpResponse:
    part = request.htmx and status == 200
    told = {
        "row": row, "sums": _sums(row), "form": form or UndoForm(), "columns": _COLUMNS[Import.Kind(row.kind)],
        "busy": row.state in (Import.State.CHECKING, Import.State.POSTING, Import.State.UNDOING),
        "may_confirm": access.can_on_import(rules.CONFIRM, request.user, row),
        "may_undo": access.can_on_import(rules.UNDO, request.user, row), "corrected": _corrected(row),
        "anew": reverse(f"ledger:import_{row.kind}"),
    }  # fmt: skip
    return render(request, "ledger/import_state.html" if part else "ledger/import.html", told, status=status)


def _sums(row: Import) -> list[tuple[Measure, int]]:
    return [(measure, row.sums[measure.code]) for measure in Measure.objects.filter(code__in=row.sums)]


def _corrected(row: Import) -> int:
    """Return how many of its records somebody has corrected or voided since; undoing takes those back as well."""
    if row.kind != Import.Kind.RECORDS or row.state != Import.State.DONE:
        return 0
    return verbs.records_of(row).filter(revision__gt=0).count()


DEEDS: dict[str, tuple[Callable[..., Import], str]] = {
    "confirm": (verbs.confirm, ""),
    "drop": (verbs.drop, "已放弃，没有导入任何内容。"),
    "undo": (verbs.undo, ""),
}


@login_required
@require_POST
def import_deed(request: SignedIn, import_id: int, deed: str) -> HttpResponse:
    """Confirm an import, let it be, or undo it with a reason."""
    row = access.get_import_for(request.user, import_id)
    if deed not in DEEDS:
        raise Http404
    verb, said = DEEDS[deed]
    form = UndoForm(request.POST) if deed == "undo" else None
    if form and not form.is_valid():
        return _page(request, row, form, 422)
    given: dict[str, Any] = {"why": form.cleaned_data["why"]} if form else {}
    try:
        done = verb(row=row, by=request.user, at=timezone.now(), **given)
    except (BadInput, WrongState) as error:
        messages.error(request, str(error))
        return redirect("ledger:import", row.pk)
    if deed != "drop":
        jobs.begin(access.get_import_for(request.user, done.pk))
    if said:
        messages.success(request, said)
    return redirect("ledger:import", row.pk)


@login_required
@require_GET
def import_file(request: SignedIn, import_id: int, which: str) -> HttpResponse:
    """The file as it was handed in, or with the column 问题."""
    row = access.get_import_for(request.user, import_id)
    stem = Path(row.name).stem
    if which == "problems" and row.problems:
        return xlsx(_bytes(row.problems), f"{stem}-核对结果.xlsx")
    if which == "original":
        return download(_bytes(row.file), row.name)
    raise Http404


@login_required
@require_GET
def records_workbook(request: SignedIn) -> HttpResponse:
    """All records that the person may see, in the columns in which they come in again."""
    rows = access.readable_records(request.user).select_related("unit", "place__parent")
    rows = rows.filter(state=state) if (state := request.GET.get("state", "")) in WorkRecord.State.values else rows
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.xlsx"
        write_records(path, rows.prefetch_related("partnerships__unit").iterator(chunk_size=2000))
        return xlsx(path.read_bytes(), f"工作记录-{timezone.localdate():%Y-%m-%d}.xlsx")


def _bytes(file: StoredFile) -> bytes:
    try:
        return load(file)
    except FileNotFoundError:
        raise Http404 from None
