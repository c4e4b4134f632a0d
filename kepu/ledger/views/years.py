"""历年数据补录: the years, one year with its editions, a filled table compared before it is kept, the end of one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.core.signing import BadSignature
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from kepu.ledger import access, verbs
from kepu.ledger.forms.years import MAX_MB, UndoYearForm, YearForm, seal, unseal
from kepu.ledger.models import Audience, Measure, YearEdition, YearSheet
from kepu.ledger.queries.years import differences, read_year, year_table
from kepu.ledger.verbs.years import FIRST_YEAR, Figures, standing_edition
from kepu.people.access import own_office
from kepu.people.bodies import at_most
from kepu.people.models import Region
from kepu.people.requests import SignedIn, whole_number
from kepu.people.verbs import BadInput
from kepu.ui.downloads import xlsx

A_PAGE = 30


@login_required
@require_GET
def years(request: SignedIn) -> HttpResponse:
    """The past years that were entered, the latest first."""
    rows = access.readable_years(request.user).prefetch_related("editions__by")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    told = [(row, edition) for row in page.object_list for edition in list(row.editions.all())[:1]]
    may = access.can_keep_years(request.user, own_office(request.user))
    return render(request, "ledger/years.html", {"page": page, "rows": told, "may": may, "last": _last()})


@login_required
@require_GET
def year(request: SignedIn, sheet_id: int) -> HttpResponse:
    """One past year: what stands, and everything that stood before."""
    return _page(request, access.get_year_for(request.user, sheet_id))


def _page(request: SignedIn, row: YearSheet, form: UndoYearForm | None = None, status: int = 200) -> HttpResponse:
    editions = list(row.editions.select_related("by"))
    newest = editions[0] if editions else None
    told = {
        "row": row, "editions": editions, "newest": newest, "lines": _lines(newest), "form": form,
        "may": access.can_keep_years(request.user, row.region),
    }  # fmt: skip
    told["form"] = form or UndoYearForm(initial={"seen": newest.number if newest else 0})
    return render(request, "ledger/year.html", told, status=status)


def _lines(edition: YearEdition | None) -> list[tuple[Measure, int | None, list[tuple[str, int]]]]:
    """Return what an edition states, a line a measure: the total and the groups by name."""
    words = dict(Audience.choices)
    figures: Figures = edition.figures if edition else {}
    measures = Measure.objects.filter(code__in=figures)
    return [
        (m, figures[m.code].get(""), [(str(words[a]), told) for a, told in figures[m.code].items() if a])
        for m in measures
    ]


@login_required
@require_GET
def year_template(request: SignedIn) -> HttpResponse:
    """The table of a year to fill in, with what stands."""
    region = own_office(request.user)
    access.check_can_keep_years(request.user, region)
    wanted = whole_number(request.GET.get("year", "")) or _last()
    wanted = min(max(wanted, FIRST_YEAR), _last())
    _, newest = _standing(region, wanted)
    data = year_table(region, wanted, newest.figures if newest else {})
    return xlsx(data, f"{wanted}年历年数据.xlsx")


def _last() -> int:
    return timezone.localdate().year - 1


def _standing(region: Region, wanted: int) -> tuple[YearSheet, YearEdition | None]:
    """Return the sheet of a year, not kept where there is none, and what it says."""
    sheet = YearSheet.objects.filter(region=region, year=wanted).first()
    return sheet or YearSheet(region=region, year=wanted), standing_edition(sheet) if sheet else None


def _too_large(request: SignedIn) -> HttpResponse:
    access.check_can_keep_years(request.user, own_office(request.user))
    problem = f"文件超过{MAX_MB} MB，没有读取。请只保留一张表。"
    return render(
        request, "ledger/year_form.html", {"form": YearForm(), "problem": problem, "last": _last()}, status=422
    )


@login_required
@at_most(MAX_MB + 1, _too_large)
def keep_year(request: SignedIn) -> HttpResponse:
    """Hand in the table of a year, see what would change, and keep it."""
    region = own_office(request.user)
    access.check_can_keep_years(request.user, region)
    if request.method == "POST" and "sealed" in request.POST:
        return _keep(request, region)
    asked = whole_number(request.GET.get("year", "")) or _last()
    form = YearForm(request.POST or None, request.FILES or None, initial={"year": asked})
    told: dict[str, Any] = {"form": form, "at": 1, "last": _last(), "max_mb": MAX_MB}
    if form.is_valid():
        told |= _compared(region, form)
    wrong = form.errors or told.get("report")
    return render(request, "ledger/year_form.html", told, status=422 if wrong else 200)


def _compared(region: Region, form: YearForm) -> dict[str, Any]:
    """Return what the page shows of a table that was read: what is wrong, or what would change."""
    data = form.cleaned_data
    figures, report = read_year(form.rows)
    if report.errors:
        return {"report": report}
    sheet, newest = _standing(region, data["year"])
    before: Figures = newest.figures if newest else {}
    if before and not data["why"].strip():
        form.add_error("why", "这一年已经补录过，请写明更正的原因，再选一次文件。")
        return {}
    lines = differences(sheet, before, figures)
    if not figures or (not lines and newest and newest.paper == data["paper"].strip()):
        form.add_error("file", "与现有的数和来源完全相同，没有变化。" if figures else "表里没有填任何数。")
        return {}
    content = {key: data[key] for key in ("year", "paper", "why")} | {"figures": figures}
    sealed = seal(content | {"region": region.pk, "seen": newest.number if newest else 0})
    return {
        "at": 2, "lines": lines, "sealed": sealed, "data": data, "newest": newest if before else None,
        "twice": [line for line in lines if line.elsewhere],
    }  # fmt: skip


def _keep(request: SignedIn, region: Region) -> HttpResponse:
    try:
        content = unseal(request.POST["sealed"])
        if content.pop("region") != region.pk:
            raise BadSignature
        edition = verbs.keep_year(region=region, by=request.user, at=timezone.now(), **content)
    except BadSignature:
        messages.error(request, "核对已超过一小时或内容不完整，请重新选择文件。")
        return redirect("ledger:keep_year")
    except (BadInput, verbs.Stale) as error:
        messages.error(request, str(error))
        return redirect("ledger:keep_year")
    messages.success(request, f"{edition.sheet.year}年的数已计入台账。")
    return redirect("ledger:year", edition.sheet_id)


@login_required
def undo_year(request: SignedIn, sheet_id: int) -> HttpResponse:
    """Take back what was entered of a year, with a reason."""
    row = access.get_year_for(request.user, sheet_id)
    access.check_can_keep_years(request.user, row.region)
    form = UndoYearForm(request.POST or None)
    if not form.is_valid():
        return _page(request, row, form, 422) if form.is_bound else redirect("ledger:year", row.pk)
    try:
        verbs.undo_year(sheet=row, by=request.user, at=timezone.now(), **form.cleaned_data)
    except (BadInput, verbs.Stale) as error:
        form.add_error(None, str(error))
        return _page(request, row, form, 409)
    messages.success(request, f"{row.year}年补录的数已全部减去，原来填的内容保留备查。")
    return redirect("ledger:year", row.pk)
