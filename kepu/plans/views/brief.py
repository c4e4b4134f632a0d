"""The leader's brief on one page, as Word to go on writing in and as PDF."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from kepu.methods.papers import Paper, to_docx, to_pdf
from kepu.people.requests import SignedIn
from kepu.plans import access
from kepu.plans.models import Version
from kepu.plans.queries.deeds import tally_of
from kepu.plans.queries.progress import board_of, brief_paper
from kepu.plans.queries.targets import targets_of
from kepu.ui.downloads import PDF, WORD, download


def _brief(request: SignedIn, plan_id: int) -> tuple[Paper, str]:
    version = access.get_version_for(request.user, plan_id)
    if version.state != Version.State.ADOPTED:
        raise Http404
    if access.lit_units(request.user, version.plan) is not None:
        raise PermissionDenied("一页简报写有各单位的进度，供纲要办和领导查阅。")
    today = timezone.localdate()
    paper = brief_paper(version, board_of(version, list(targets_of(version)), today), today, tally_of(version))
    return paper, f"目标任务进展情况_{version.plan.region.name}_{today:%Y%m%d}"


@login_required
@require_GET
def docx(request: SignedIn, plan_id: int) -> HttpResponse:
    """The brief as Word."""
    paper, name = _brief(request, plan_id)
    return download(to_docx(paper), f"{name}.docx", WORD)


@login_required
@require_GET
def pdf(request: SignedIn, plan_id: int) -> HttpResponse:
    """The brief as PDF."""
    paper, name = _brief(request, plan_id)
    return download(to_pdf(paper), f"{name}.pdf", PDF)
