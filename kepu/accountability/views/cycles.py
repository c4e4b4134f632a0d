"""报送周期: the list, drafting one, its headings, opening it, 报送情况, exceptions, archiving."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kepu.accountability import access, verbs
from kepu.accountability.access import cycles as rules
from kepu.accountability.forms.cycles import (
    CycleForm,
    ExceptionForm,
    PromptFormSet,
    SeenForm,
    prompt_lines,
    usual,
)
from kepu.accountability.models import Cycle
from kepu.accountability.queries.asking import asked_of, tasks_without_answer
from kepu.accountability.queries.cost import RULE, cost_of
from kepu.accountability.queries.days import last_day
from kepu.accountability.queries.situation import chat_words, rates_of, situation_of
from kepu.accountability.workbooks import situation_workbook
from kepu.people.access import WrongState
from kepu.people.requests import SignedIn
from kepu.people.verbs import BadInput
from kepu.plans.access import get_version_for
from kepu.plans.models import Plan, Version
from kepu.ui.downloads import xlsx

A_PAGE = 20
RULES = {
    "edit": rules.EDIT, "drop": rules.DROP, "open": rules.OPEN, "exception": rules.EXCEPT, "close": rules.CLOSE,
}  # fmt: skip


@login_required
def cycles(request: SignedIn) -> HttpResponse:
    """The reporting cycles that the person sees, the newest first, with their rates."""
    rows = access.cycles_for(request.user).order_by("-year", "-due", "-pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    rates = rates_of(page.object_list)
    plans = Plan.objects.filter(status=Plan.Status.ISSUED, region__in=rules.own_offices(request.user))
    adopted = Version.objects.filter(plan__in=plans, state=Version.State.ADOPTED).select_related("plan")
    context = {"page": page, "lines": [(row, rates.get(row.pk)) for row in page.object_list], "versions": adopted}
    return render(request, "accountability/cycles.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def draft(request: SignedIn, plan_id: int) -> HttpResponse:
    """Draft a cycle under a plan; a kind in the address sets its usual days."""
    version = get_version_for(request.user, plan_id)
    access.check_can_draft_cycle(request.user, version.plan)
    today, kind = timezone.localdate(), request.GET.get("kind", "annual")
    initial = {"kind": kind} if kind in Cycle.Kind.values else {}
    form = CycleForm(request.POST or None, version=version, today=today, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = verbs.draft_cycle(
                plan=version.plan, year=data["year"], kind=data["kind"], paper=data["paper"], values=form.values(),
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except verbs.CycleDrafted as before:
            messages.info(request, str(before))
            return redirect("accountability:cycle", before.cycle.pk)
        except (BadInput, WrongState) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已拟好。请核对由谁填报、填哪些栏目，再开始报送。")
            return redirect("accountability:cycle", made.pk)
    context = {"form": form, "version": version, "usual": {kind: usual(today.year, kind) for kind in Cycle.Kind.values}}
    return render(request, "accountability/cycle_form.html", context, status=422 if form.errors else 200)


@login_required
def cycle(request: SignedIn, cycle_id: int) -> HttpResponse:
    """One cycle: drafted, what it would ask and cost; open or archived, how the units stand."""
    row = access.get_cycle_for(request.user, cycle_id)
    return _page(request, row)


def _page(request: SignedIn, row: Cycle, status: int = 200, **more: Any) -> HttpResponse:
    may = {name: access.allows_cycle(rule, request.user, row) for name, rule in RULES.items()}
    context = {"cycle": row, "may": may, "today": timezone.localdate(), **more}
    if row.state == Cycle.State.DRAFT:
        return render(request, "accountability/cycle_draft.html", context | _draft_context(row), status=status)
    return render(request, "accountability/cycle.html", context | _open_context(request, row), status=status)


def _draft_context(row: Cycle) -> dict[str, Any]:
    asked = asked_of(row, timezone.localdate())
    return {
        "asked": asked, "cost": cost_of(row, asked), "cost_rule": RULE, "unasked": tasks_without_answer(row, asked),
        "last_day": last_day(row.due, included=row.due_included, moves=row.moves), "prompts": row.prompts.all(),
    }  # fmt: skip


def _open_context(request: SignedIn, row: Cycle) -> dict[str, Any]:
    today = timezone.localdate()
    situation = situation_of(row, today)
    if access.sees_all_reports(request.user, row):
        office = row.plan.region_id in rules.own_offices(request.user)
        words = chat_words(row, situation, today) if office and row.state == Cycle.State.OPEN else ""
        return {"situation": situation, "all": True, "office": office, "chat": words}
    return {"situation": None, "all": False, "whole": situation.whole, "office": False, "own": _own_lines(request, row)}


def _own_lines(request: SignedIn, row: Cycle) -> list[Any]:
    units = access.speaking_units(request.user)
    return [line for line in situation_of(row, timezone.localdate()).whole.lines if line.report.unit_id in units]


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: SignedIn, cycle_id: int) -> HttpResponse:
    """Change a drafted cycle; what was typed stays when somebody else was quicker."""
    row = access.get_own_cycle_for(request.user, cycle_id)
    access.check_on_cycle(rules.EDIT, request.user, row)
    form = CycleForm(request.POST or None, version=row.version, cycle=row, today=timezone.localdate())
    if form.is_valid():
        try:
            verbs.edit_cycle(cycle=row, values=form.values(), seen=form.seen, by=request.user, at=timezone.now())
        except (BadInput, WrongState) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已修改。")
            return redirect("accountability:cycle", row.pk)
    context = {"form": form, "version": row.version, "cycle": row}
    return render(request, "accountability/cycle_form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def prompts(request: SignedIn, cycle_id: int) -> HttpResponse:
    """The headings of a drafted cycle, all at once; a line without a title falls away."""
    row = access.get_own_cycle_for(request.user, cycle_id)
    access.check_on_cycle(rules.EDIT, request.user, row)
    lines = PromptFormSet(request.POST or None, initial=prompt_lines(row))
    seen = SeenForm(request.POST or None, initial={"revision": row.revision})
    wrong = ""
    if request.method == "POST" and lines.is_valid() and seen.is_valid():
        asked = [one for form in lines if (one := form.asking())]
        try:
            verbs.set_prompts(cycle=row, asked=asked, seen=seen.seen, by=request.user, at=timezone.now())
        except (BadInput, WrongState) as error:
            wrong = str(error)
        else:
            messages.success(request, "填报栏目已保存。")
            return redirect("accountability:cycle", row.pk)
    context = {"cycle": row, "lines": lines, "seen": seen, "wrong": wrong}
    return render(request, "accountability/prompts.html", context, status=422 if request.method == "POST" else 200)


STEPS = {
    "open": (verbs.open_cycle, "已开始报送，各单位的待办里已有填报任务。"),
    "close": (verbs.close_cycle, "已归档。已接收的报告从此不再改动。"),
}


@login_required
@require_POST
def step(request: SignedIn, cycle_id: int, step: str) -> HttpResponse:
    """Open a cycle, or archive it."""
    row = access.get_own_cycle_for(request.user, cycle_id)
    if step not in STEPS:
        raise Http404
    verb, done = STEPS[step]
    try:
        verb(cycle=row, seen=SeenForm(request.POST).seen, by=request.user, at=timezone.now())
    except (BadInput, WrongState) as error:
        return _page(request, access.get_own_cycle_for(request.user, cycle_id), 409, wrong=str(error))
    messages.success(request, done)
    return redirect("accountability:cycle", row.pk)


@login_required
@require_POST
def drop(request: SignedIn, cycle_id: int) -> HttpResponse:
    """Delete a drafted cycle."""
    row = access.get_own_cycle_for(request.user, cycle_id)
    try:
        verbs.drop_cycle(cycle=row, seen=SeenForm(request.POST).seen, by=request.user, at=timezone.now())
    except WrongState as error:
        return _page(request, row, 409, wrong=str(error))
    messages.success(request, "已删除拟稿。")
    return redirect("accountability:cycles")


@login_required
@require_http_methods(["GET", "POST"])
def exception(request: SignedIn, cycle_id: int) -> HttpResponse:
    """Let a unit off, or give it a day of its own; a unit in the address is chosen already."""
    row = access.get_own_cycle_for(request.user, cycle_id)
    access.check_on_cycle(rules.EXCEPT, request.user, row)
    asked = request.GET.get("unit", "")
    report = row.reports.filter(unit_id=int(asked)).first() if asked.isdecimal() and len(asked) < 10 else None
    initial = {"unit": asked, "revision": report.revision if report else 0}
    form = ExceptionForm(request.POST or None, cycle=row, today=timezone.localdate(), initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        try:
            verbs.make_exception(
                cycle=row, unit=data["unit"], exempt=data["exempt"], due_on=data["due_on"], why=data["why"],
                seen=(data["revision"] or 0) if asked == str(data["unit"].pk) else None, by=request.user, at=timezone.now(),
            )  # fmt: skip
        except (BadInput, WrongState) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已设定{data['unit'].name}的例外。")
            return redirect("accountability:cycle", row.pk)
    context = {"cycle": row, "form": form}
    return render(request, "accountability/exception.html", context, status=422 if form.errors else 200)


@login_required
def workbook(request: SignedIn, cycle_id: int) -> HttpResponse:
    """报送情况 as a workbook, for who sees all units."""
    row = access.get_cycle_for(request.user, cycle_id)
    if row.state == Cycle.State.DRAFT or not access.sees_all_reports(request.user, row):
        raise Http404
    situation = situation_of(row, timezone.localdate())
    return xlsx(situation_workbook(row, situation), f"{row.title}报送情况.xlsx")
