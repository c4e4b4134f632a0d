"""The same year on paper without letters: 年度工作要点 and 年度任务分工表 for the whole county, 任务提示函 for one unit or for all."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from kepu.methods.papers import Values, compose, to_pdf
from kepu.people.access import get_unit_for
from kepu.people.models import Unit
from kepu.people.requests import SignedIn
from kepu.plans import access
from kepu.plans.models import AnnualPlan
from kepu.plans.queries.annual import unit_year
from kepu.plans.queries.annual.page import year_page
from kepu.plans.queries.letters.archives import POINTS, PROMPT, TABLE, prompt_name
from kepu.plans.queries.letters.asked import asked_units
from kepu.plans.queries.letters.papers import points_values, prompt_values, table_values
from kepu.plans.views.letters.archive import ask, word
from kepu.ui.downloads import PDF, download


def _table(annual: AnnualPlan) -> tuple[Values, str]:
    today = timezone.localdate()
    return table_values(year_page(annual, today), today), f"{annual.year}年度任务分工表"


@login_required
@require_GET
def table_docx(request: SignedIn, annual_id: int) -> HttpResponse:
    """任务分工表 as Word, in the office's own form."""
    annual = access.get_annual_for(request.user, annual_id)
    values, name = _table(annual)
    return word(request, annual.plan.region, TABLE, values, name, reverse("plans:year_table", args=[annual.pk]))


@login_required
@require_GET
def table_pdf(request: SignedIn, annual_id: int) -> HttpResponse:
    """任务分工表 as PDF, ready to be printed."""
    values, name = _table(access.get_annual_for(request.user, annual_id))
    return download(to_pdf(compose(TABLE, values)), f"{name}.pdf", PDF)


@login_required
@require_GET
def points_docx(request: SignedIn, annual_id: int) -> HttpResponse:
    """年度工作要点 as Word, in the office's own form: what is drafted, to be signed and issued."""
    annual = access.get_annual_for(request.user, annual_id)
    values = points_values(year_page(annual, timezone.localdate()))
    return word(request, annual.plan.region, POINTS, values, annual.title, reverse("plans:year", args=[annual.pk]))


@login_required
@require_GET
def points_pdf(request: SignedIn, annual_id: int) -> HttpResponse:
    """年度工作要点 as PDF, ready to be printed."""
    annual = access.get_annual_for(request.user, annual_id)
    values = points_values(year_page(annual, timezone.localdate()))
    return download(to_pdf(compose(POINTS, values)), f"{annual.title}.pdf", PDF)


def _prompt(request: SignedIn, annual_id: int, unit_id: int) -> tuple[AnnualPlan, Unit, Values]:
    annual = access.get_own_year_for(request.user, annual_id)
    unit = get_unit_for(request.user, unit_id)
    year = unit_year(annual, unit)
    if not year.lines:
        raise Http404
    return annual, unit, prompt_values(year, timezone.localdate(), settings.HOTLINE)


@login_required
@require_GET
def prompt_docx(request: SignedIn, annual_id: int, unit_id: int) -> HttpResponse:
    """A unit's 任务提示函 as Word, in the office's own form."""
    annual, unit, values = _prompt(request, annual_id, unit_id)
    back = reverse("plans:year_unit", args=[annual.pk, unit.pk])
    return word(request, annual.plan.region, PROMPT, values, prompt_name(annual, unit), back)


@login_required
@require_GET
def prompt_pdf(request: SignedIn, annual_id: int, unit_id: int) -> HttpResponse:
    """A unit's 任务提示函 as PDF, ready to be printed."""
    annual, unit, values = _prompt(request, annual_id, unit_id)
    return download(to_pdf(compose(PROMPT, values)), f"{prompt_name(annual, unit)}.pdf", PDF)


@login_required
@require_POST
def prompts(request: SignedIn, annual_id: int) -> HttpResponse:
    """The 任务提示函 of all units that the year asks something of, in one archive."""
    annual = access.get_own_year_for(request.user, annual_id)
    units = list(asked_units(annual, timezone.localdate()))
    if not units:
        raise Http404
    return ask(request, annual, prompts=units)
