"""接续: which plan this one continues, and item by item what becomes of the old plan's."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kepu.people.access import WrongState
from kepu.people.requests import SignedIn, whole_number
from kepu.plans import access, verbs
from kepu.plans.forms.succession import SettleForm, decisions
from kepu.plans.models import Continuation, Plan, Version
from kepu.plans.queries.succession import Settlement, candidates, settlement
from kepu.plans.workbooks import settlement_workbook
from kepu.ui.downloads import xlsx

A_PAGE = 20


@login_required
@require_http_methods(["GET", "POST"])
def continues(request: SignedIn, plan_id: int) -> HttpResponse:
    """接续哪个方案: the plans that this one may continue; POST chooses one."""
    plan = access.get_own_plan_for(request.user, plan_id)
    version = access.get_shown_version_for(request.user, plan_id)
    if request.method == "POST":
        chosen = whole_number(request.POST.get("old", ""))
        if chosen is None:
            return _choice(request, plan, version, "请选择接续哪个方案。", 422)
        old = access.get_own_plan_for(request.user, chosen)
        try:
            verbs.continue_from(plan=plan, old=old, by=request.user, at=timezone.now())
        except WrongState as refused:
            return _choice(request, plan, version, str(refused), 422)
        messages.success(request, "已选定。请逐条核定上一期的任务和目标任务在本方案中的去向。")
        return redirect("plans:succession", plan_id)
    return _choice(request, plan, version)


def _choice(request: SignedIn, plan: Plan, version: Version, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        "plan": plan, "version": version, "problem": problem, "may": access.can_continue(request.user, plan),
        "candidates": candidates(plan, version), "settled": plan.continuations.count(),
    }  # fmt: skip
    return render(request, "plans/succession/continues.html", context, status=status)


@login_required
@require_POST
def stop(request: SignedIn, plan_id: int) -> HttpResponse:
    """Take the link back, and with it everything that was settled."""
    plan = access.get_own_plan_for(request.user, plan_id)
    try:
        gone = verbs.stop_continuing(plan=plan, by=request.user, at=timezone.now())
        messages.success(request, f"已取消接续{f'，{gone}条核定结果一并撤回' if gone else ''}。")
    except WrongState as refused:
        messages.error(request, str(refused))
    return redirect("plans:continues", plan_id)


def _found(request: SignedIn, plan_id: int) -> tuple[Plan, Version, Settlement]:
    """Return the plan, the version that stands for it and its settlement. Raises Http404 when it continues none."""
    version = access.get_shown_version_for(request.user, plan_id)
    plan = version.plan
    made = settlement(plan)
    if made is None:
        raise Http404
    return plan, version, made


@login_required
@require_http_methods(["GET", "POST"])
def succession(request: SignedIn, plan_id: int) -> HttpResponse:
    """接续核定: what is open with a proposal each, what is settled. POST settles one line."""
    if request.method == "POST":
        return _settle(request, plan_id)
    if access.get_plan_for(request.user, plan_id).continues_id is None:
        return redirect("plans:continues", plan_id)
    return _page(request, plan_id)


def _page(request: SignedIn, plan_id: int, status: int = 200, **said: Any) -> HttpResponse:
    plan, version, made = _found(request, plan_id)
    may = access.can_settle(request.user, plan)
    show = request.GET.get("show", "")
    show = show if show in {"open", "settled"} else "open" if made.open and may else "settled"
    page: Page[Any] = Paginator(made.open if show == "open" else made.settled, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": plan, "version": version, "made": made, "page": page, "show": show, "may": may,
        "sure_here": [row for row in page.object_list if show == "open" and row.sure],
        "verdicts": [c for c in Continuation.Verdict.choices if c[0] in {"carried", "changed"}],
        **_picked(request, made), **said,
    }  # fmt: skip
    return render(request, "plans/succession/succession.html", context, status=status)


def _picked(request: SignedIn, made: Settlement) -> dict[str, Any]:
    """Return for the line that a person wants to pair otherwise the items it may be paired with, and what is settled of them."""
    kind, _, key = request.GET.get("pick", "").partition("-")
    row = next((r for r in made.open if r.kind == kind and r.old and r.old.key == key), None)
    if row is None:
        return {"picked": ""}
    sides = {r.new.key: r.new for r in [*made.open, *made.settled] if r.kind == kind and r.new and not r.new.gone}
    return {"picked": key, "choices": sorted(sides.values(), key=lambda side: (side.place, side.words))}


def _settle(request: SignedIn, plan_id: int) -> HttpResponse:
    plan = access.get_own_plan_for(request.user, plan_id)
    form = SettleForm(request.POST)
    typed = {"said_old": request.POST.get("old", ""), "said_new": request.POST.get("new", ""),
             "typed": request.POST.get("reason", "")[:300]}  # fmt: skip
    if not form.is_valid():
        problem = "".join(str(e) for errors in form.errors.values() for e in errors)
        return _page(request, plan_id, 422, problem=problem, **typed)
    known = _known(plan, form)
    try:
        verbs.settle(plan=plan, decision=form.decision(), known=known, by=request.user, at=timezone.now())
    except verbs.SettledMeanwhile as stale:
        return _page(request, plan_id, 409, problem=str(stale), meanwhile=stale.current, **typed)
    except ValidationError as wrong:
        return _page(request, plan_id, 422, problem="".join(wrong.messages), **typed)
    except WrongState as refused:
        messages.error(request, str(refused))
    return redirect(_here(request, plan_id))


def _known(plan: Plan, form: SettleForm) -> list[int]:
    """Return what the person saw settled of the two items; who pairs one more with a new item (`also`) saw what it has."""
    if not form.data.get("also"):
        return form.known_ids()
    data = form.cleaned_data
    return list(plan.continuations.filter(kind=data["kind"], new_key=data["new"] or "-").values_list("pk", flat=True))


def _here(request: SignedIn, plan_id: int) -> str:
    query = request.GET.copy()
    query.pop("pick", None)
    return f"{reverse('plans:succession', args=[plan_id])}?{query.urlencode()}"


@login_required
@require_POST
def many(request: SignedIn, plan_id: int) -> HttpResponse:
    """Settle the lines of this page of which the system is sure."""
    plan = access.get_own_plan_for(request.user, plan_id)
    try:
        made, passed = verbs.settle_many(
            plan=plan, decisions=decisions(request.POST.getlist("row")), by=request.user, at=timezone.now()
        )
        left = f"；{passed}条刚被其他同志核定过或已不在方案中，没有改动" if passed else ""
        messages.success(request, f"已核定{len(made)}条{left}。")
    except WrongState as refused:
        messages.error(request, str(refused))
    return redirect("plans:succession", plan_id)


@login_required
@require_POST
def undo(request: SignedIn, plan_id: int, continuation_id: int) -> HttpResponse:
    """Take one line back."""
    plan = access.get_own_plan_for(request.user, plan_id)
    row = plan.continuations.select_related("plan__region").filter(pk=continuation_id).first()
    if row is None:
        raise Http404
    try:
        verbs.unsettle(continuation=row, by=request.user, at=timezone.now())
        messages.success(request, "已撤回，这一条重新列入待核定。")
    except WrongState as refused:
        messages.error(request, str(refused))
    return redirect(f"{reverse('plans:succession', args=[plan_id])}?show=settled")


@login_required
@require_GET
def workbook(request: SignedIn, plan_id: int) -> HttpResponse:
    """All lines as .xlsx."""
    _, version, made = _found(request, plan_id)
    return xlsx(settlement_workbook(made), f"接续核定表_{version.title}.xlsx")
