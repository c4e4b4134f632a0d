"""Letters as files: one as Word or PDF, many in one archive that is made in the background."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from kepu.files.verbs import load
from kepu.methods.papers import BadTemplate, Values, complete, fill
from kepu.people.models import Region, Unit
from kepu.people.requests import SignedIn
from kepu.plans import access, verbs
from kepu.plans.jobs import letters as letter_jobs
from kepu.plans.models import AnnualPlan, Letter, LetterArchive
from kepu.plans.queries.letters.archives import KIND, archived, file_name, letter_pdf
from kepu.plans.queries.letters.papers import letter_values
from kepu.plans.queries.paper_templates import template_for
from kepu.plans.verbs.letters.archives import KEPT
from kepu.ui.downloads import PDF, WORD, download


def ask(
    request: SignedIn, annual: AnnualPlan, letters: Sequence[Letter] = (), prompts: Sequence[Unit] = ()
) -> HttpResponse:
    """Make an archive of letters or prompts: a few at once, many by a worker, whose progress the next page shows."""
    with transaction.atomic():
        archive = verbs.ask_archive(annual=annual, letters=letters, prompts=prompts, by=request.user, at=timezone.now())
        if len(archive.letters) > letter_jobs.AT_ONCE and archive.state == LetterArchive.State.QUEUED:
            letter_jobs.make_letter_archive.enqueue(archive.pk)
    if len(archive.letters) <= letter_jobs.AT_ONCE:
        letter_jobs.make(archive)
    return redirect("plans:letter_archive", archive.pk)


@login_required
@require_http_methods(["GET", "POST"])
def archive(request: SignedIn, archive_id: int) -> HttpResponse:
    """How far an archive is, why it failed, or the way to fetch it; asked for again and again while it is being made.

    POST asks for the same once more.
    """
    row = access.get_letter_archive_for(request.user, archive_id)
    if request.method == "POST":
        return _again(request, row)
    page = "plans/letters/archive_state.html" if request.htmx else "plans/letters/archive.html"
    context = {"archive": row, "annual": row.annual, "total": len(row.letters), "days": KEPT.days}
    return render(request, page, context)


def _again(request: SignedIn, row: LetterArchive) -> HttpResponse:
    """Ask again for an archive that was not made; letters deleted meanwhile are left out."""
    letters, prompts = archived(row)
    if row.state != LetterArchive.State.FAILED or not (letters or prompts):
        messages.info(request, "这个压缩包不用重新打包。" if letters or prompts else "这些责任书已经删除，请重新选择。")
        return redirect("plans:letter_archive", row.pk)
    return ask(request, row.annual, letters, prompts)


@login_required
@require_GET
def archive_file(request: SignedIn, archive_id: int) -> HttpResponse:
    """The archive itself."""
    row = access.get_letter_archive_for(request.user, archive_id)
    if row.file is None:
        raise Http404
    return download(_bytes(row), f"{row.annual.year}年度{row.get_kind_display()}.zip", "application/zip")


def _bytes(row: LetterArchive) -> bytes:
    assert row.file
    try:
        return load(row.file)
    except FileNotFoundError:
        raise Http404 from None


def word(request: SignedIn, region: Region, kind: str, values: Values, name: str, back: str) -> HttpResponse:
    """Return a paper in the office's own form as Word; a template that is broken is told on the page one came from."""
    try:
        data = fill(template_for(region, kind), complete(kind, values))
    except (BadTemplate, FileNotFoundError) as wrong:
        why = str(wrong) if isinstance(wrong, BadTemplate) else "服务器上找不到模板文件，请重新上传。"
        messages.error(request, f"文书模板有误，没有生成：{why}")
        return redirect(back)
    return download(data, f"{name}.docx", WORD)


@login_required
@require_GET
def docx(request: SignedIn, letter_id: int) -> HttpResponse:
    """The letter as Word, in the office's own form."""
    row = access.get_letter_for(request.user, letter_id)
    back = reverse("plans:letter", args=[row.pk])
    return word(request, row.annual.plan.region, KIND, letter_values(row), file_name(row), back)


@login_required
@require_GET
def pdf(request: SignedIn, letter_id: int) -> HttpResponse:
    """The letter as PDF, ready to be printed."""
    row = access.get_letter_for(request.user, letter_id)
    return download(letter_pdf(row), f"{file_name(row)}.pdf", PDF)
