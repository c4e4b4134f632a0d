"""A report as a paper: Word and PDF, to be signed and stamped; what is printed before it was put up says 拟稿."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from kepu.accountability.access import reports as rules
from kepu.accountability.models import Report
from kepu.accountability.queries.papers import paper_of
from kepu.methods.papers import to_docx, to_pdf
from kepu.people.requests import SignedIn
from kepu.ui.downloads import PDF, WORD, download


@login_required
@require_GET
def docx(request: SignedIn, report_id: int) -> HttpResponse:
    """The report as Word."""
    row = rules.get_report_for(request.user, report_id)
    return download(to_docx(paper_of(row)), f"{_name(row)}.docx", WORD)


@login_required
@require_GET
def pdf(request: SignedIn, report_id: int) -> HttpResponse:
    """The report as PDF, ready to be printed."""
    row = rules.get_report_for(request.user, report_id)
    return download(to_pdf(paper_of(row)), f"{_name(row)}.pdf", PDF)


def _name(row: Report) -> str:
    return f"{row.unit.name} {row.cycle.title}"
