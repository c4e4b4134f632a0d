"""Bringing in tables: choose a file, see row by row what it would do, then write it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kepu.methods.sheets import Column, Report, Row
from kepu.people import tables, verbs
from kepu.people.access import Rule, check_in_office, own_office
from kepu.people.access import rules as r
from kepu.people.bodies import at_most
from kepu.people.forms import MAX_MB, MAX_SEALED, TOO_LARGE, FileForm, seal, unseal
from kepu.people.models import Region
from kepu.people.requests import SignedIn

Run = Callable[[Region, Sequence[Row], date, dict[str, Any]], Report]


@dataclass(frozen=True)
class Kind:
    """One sort of table: its heading, columns, rule, verb, where to go afterwards, where an export (the template) is."""

    title: str
    columns: tuple[Column, ...]
    rule: Rule
    run: Run
    back: str
    export: str = ""
    dated: bool = False


UNITS = Kind(
    "导入单位名录", tables.UNIT_COLUMNS, r.IMPORT_UNITS,
    lambda region, rows, on, how: verbs.import_units(region=region, rows=rows, **how), "people:units", "people:units_workbook",
)  # fmt: skip
MEMBERS = Kind(
    "导入成员及联络员名单", tables.MEMBER_COLUMNS, r.IMPORT_MEMBERS,
    lambda region, rows, on, how: verbs.import_members(region=region, rows=rows, on=on, **how),
    "people:members", "people:members_workbook", dated=True,
)  # fmt: skip
REGIONS = Kind(
    "导入村（社区）", tables.REGION_COLUMNS, r.IMPORT_REGIONS,
    lambda region, rows, on, how: verbs.import_regions(inside=region, rows=rows, **how), "people:settings",
)  # fmt: skip
POPULATION = Kind(
    "导入人口数据", tables.POPULATION_COLUMNS, r.IMPORT_POPULATION,
    lambda region, rows, on, how: verbs.import_population(inside=region, rows=rows, **how),
    "people:settings", "people:population_workbook",
)  # fmt: skip


def _too_large(request: SignedIn, kind: Kind) -> HttpResponse:
    region = own_office(request.user)
    check_in_office(kind.rule, request.user, region)
    form = FileForm(columns=kind.columns, dated=kind.dated)
    return render(
        request,
        "people/import.html",
        {"kind": kind, "region": region, "form": form, "at": 1, "problem": TOO_LARGE},
        status=422,
    )


@login_required
@at_most(MAX_MB + 1, _too_large)
def import_table(request: SignedIn, kind: Kind) -> HttpResponse:
    """The page of one sort of table."""
    region = own_office(request.user)
    check_in_office(kind.rule, request.user, region)
    if request.method == "POST" and "sealed" in request.POST:
        return _write(request, kind, region)
    form = FileForm(request.POST or None, request.FILES or None, columns=kind.columns, dated=kind.dated)
    if kind.dated and not form.is_bound:
        form.initial["on"] = timezone.localdate()
    facts: dict[str, Any] = {"kind": kind, "region": region, "form": form, "at": 1}
    if form.is_valid():
        on = form.cleaned_data.get("on") or timezone.localdate()
        how = {"by": request.user, "at": timezone.now(), "dry_run": True}
        report = kind.run(region, form.table.rows, on, how)
        facts |= {"at": 2, "report": report, "unknown": form.table.unknown}
        facts["sealed"] = "" if report.errors else seal(form.table.rows, on.isoformat())
        if len(facts["sealed"]) > MAX_SEALED:
            facts |= {"at": 1, "problem": TOO_LARGE}
    wrong = form.errors or "problem" in facts
    return render(request, "people/import.html", facts, status=422 if wrong else 200)


def _write(request: SignedIn, kind: Kind, region: Region) -> HttpResponse:
    try:
        rows, on = unseal(request.POST["sealed"])
        how = {"by": request.user, "at": timezone.now()}
        report = kind.run(region, rows, date.fromisoformat(on), how)
    except BadSignature:
        messages.error(request, "预览已超过一小时或内容不完整，请重新选择文件。")
        return redirect(request.path)
    except verbs.WrongRows as error:
        messages.error(request, f"预览之后数据有了变化，没有写入。{error}")
        return redirect(request.path)
    messages.success(request, f"导入完成：{report.summary}。")
    return redirect(kind.back)
