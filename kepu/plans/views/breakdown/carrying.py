"""上年结转: what each place did in a year, with its source; what is short goes into the next."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kepu.people.access import WrongState
from kepu.people.requests import SignedIn, whole_number
from kepu.plans import access, verbs
from kepu.plans.models import Breakdown
from kepu.plans.queries.breakdown.grid import Grid, Square
from kepu.plans.queries.breakdown.rows import passed_codes
from kepu.plans.queries.breakdown.rules import read_number
from kepu.plans.verbs.breakdown.carrying import CARRIED_BY
from kepu.plans.views.breakdown.deeds import STALE, seen_revision
from kepu.plans.views.breakdown.page import GridPage, page_of
from kepu.plans.views.pages import plan_context
from kepu.plans.wording import number_words, subject_words


@dataclass
class Line:
    """One place: its cell of the year, that of the next, and what it did as typed.

    `heir` is who goes on for a unit that is no more: `after` is the successor's cell then.
    """

    code: str
    name: str
    now: Square
    after: Square
    text: str = ""
    error: str = ""
    heir: str = ""

    @property
    def field(self) -> str:
        """The name of its field: ``d-u12``."""
        return f"d-{self.code}"


@login_required
@require_http_methods(["GET", "POST"])
def carry(request: SignedIn, plan_id: int, key: str) -> HttpResponse:
    """The form of one year, and what comes of it."""
    page = page_of(request, plan_id, key)
    access.check_can_break_down(request.user, page.version.plan)
    grid = page.grid()
    if page.breakdown is None or grid is None or page.gone:
        return redirect("plans:breakdown_grid", plan_id=plan_id, key=key)
    year = _year(request, grid)
    lines = _lines(grid, year)
    if request.method == "GET":
        return _form(page, grid, year, lines)
    done = _read(request, lines)
    if any(line.error for line in lines):
        return _form(page, grid, year, lines, status=422)
    try:
        source = request.POST.get("source", "")
        seen, at = seen_revision(request), timezone.now()
        changed = verbs.carry_over(
            breakdown=page.breakdown, year=year, done=done, source=source, seen=seen, by=request.user, at=at
        )
    except verbs.StaleGrid as stale:
        page.breakdown = stale.current
        return _form(page, page.grid() or grid, year, lines, refused=STALE, status=409)
    except ValidationError as error:
        return _form(page, grid, year, lines, refused="；".join(error.messages), status=422)
    except WrongState as wrong:
        return _form(page, grid, year, lines, refused=str(wrong), status=422)
    messages.success(request, _words(year, changed))
    return redirect("plans:breakdown_grid", plan_id=plan_id, key=key)


def _words(year: int, changed: int) -> str:
    if changed:
        return f"{year}年的欠量已计入{year + 1}年，改动{changed}格。"
    return f"{year + 1}年的结转数没有变化。"


def _year(request: SignedIn, grid: Grid) -> int:
    """Return the year asked for, else the last one that is over, else the first that has a next. Raises Http404 without any."""
    years = [year for year in grid.years if year + 1 in grid.years]
    if not years or grid.breakdown.adding not in CARRIED_BY:
        raise Http404
    data = request.POST if request.method == "POST" else request.GET
    asked = whole_number(data.get("year", ""))
    over = [year for year in years if year < timezone.localdate().year]
    return asked if asked in years else (over or years[:1])[-1]


def _lines(grid: Grid, year: int) -> list[Line]:
    """Return the places that have a part in the year; what they did is shown where the carried part tells it."""
    names = {line.row.code: line.row.name for line in grid.lines}
    there = [code for code in names if grid.squares[year, code].value is not None]
    goes = passed_codes(there, timezone.localdate())
    shared = Counter(goes.get(code, code) for code in there)
    lines = []
    for code in there:
        heir = goes.get(code, code)
        now, after = grid.squares[year, code], grid.squares.get((year + 1, heir), Square(year + 1, heir, ""))
        did = (now.value or Decimal(0)) - after.carried
        text = number_words(did) if after.carried and shared[heir] == 1 else ""
        lines.append(Line(code, names[code], now, after, text, heir=names.get(heir, "") if heir != code else ""))
    return lines


def _read(request: SignedIn, lines: Iterable[Line]) -> dict[str, Decimal]:
    done = {}
    for line in lines:
        line.text = request.POST.get(line.field, "").replace("\0", "")[:40]
        try:
            value = read_number(line.text)
        except ValueError as error:
            line.error = str(error)
            continue
        if value is not None:
            done[line.code] = value
    return done


def _form(
    page: GridPage, grid: Grid, year: int, lines: list[Line], *, refused: str = "", status: int = 200
) -> HttpResponse:
    row = page.breakdown
    assert isinstance(row, Breakdown)
    context: dict[str, Any] = plan_context(page.request, page.version, "breakdown") | {
        "target": page.target, "breakdown": row, "year": year, "next": year + 1, "lines": lines, "refused": refused,
        "years": [y for y in grid.years if y + 1 in grid.years], "subject": subject_words(page.target),
        "source": page.request.POST.get("source", "")[:200], "wrong": [line for line in lines if line.error],
    }  # fmt: skip
    return render(page.request, "plans/breakdown/carry.html", context, status=status)
