"""编制下一周期方案: the working sheet of the plan in force, saved line by line as it is typed; its files."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from kepu.people.access import WrongState
from kepu.people.requests import SignedIn
from kepu.plans import access, verbs
from kepu.plans.forms.succession import IntentionForm
from kepu.plans.models import Intention, Plan, Version
from kepu.plans.queries.succession.ahead import Ahead, ahead, next_period, next_title
from kepu.plans.workbooks import ahead_draft, ahead_workbook
from kepu.ui.downloads import WORD, download, xlsx

A_PAGE = 30


def _sheet(request: SignedIn, plan_id: int) -> tuple[Plan, Version, Ahead]:
    """Return the own office's plan, its version in force and the sheet. Raises Http404."""
    plan = access.get_own_plan_for(request.user, plan_id)
    version = access.get_version_for(request.user, plan_id)
    return plan, version, ahead(plan, version)


@login_required
@require_GET
def sheet(request: SignedIn, plan_id: int) -> HttpResponse:
    """The working sheet, by pages; each line saves itself."""
    return _page(request, plan_id)


def _page(request: SignedIn, plan_id: int, status: int = 200, **more: Any) -> HttpResponse:
    plan, version, made = _sheet(request, plan_id)
    page = Paginator(made.rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": plan, "version": version, "sheet": made, "page": page, "may": access.can_draft_next(request.user, plan),
        "verdicts": Intention.Verdict.choices, "years": next_period(version), "next_title": next_title(version), **more,
    }  # fmt: skip
    return render(request, "plans/succession/ahead.html", context, status=status)


@login_required
@require_POST
def line(request: SignedIn, plan_id: int, key: str) -> HttpResponse:
    """Save one line; answers the line's state for HTMX, else goes back to the line. Stale and wrong ones keep what was typed."""
    plan = access.get_own_plan_for(request.user, plan_id)
    form = IntentionForm(request.POST)
    if not form.is_valid():
        problem = "".join(str(e) for errors in form.errors.values() for e in errors)
        return _answer(request, plan, key, problem=problem, status=422)
    try:
        row = verbs.intend(plan=plan, key=key, by=request.user, at=timezone.now(), **form.cleaned_data)
    except verbs.StaleIntention as stale:
        return _answer(request, plan, key, stale=stale.current, status=409)
    except ValidationError as wrong:
        return _answer(request, plan, key, problem="".join(wrong.messages), status=422)
    except WrongState as refused:
        return _answer(request, plan, key, problem=str(refused), status=422)
    if not request.htmx:
        return redirect(f"{reverse('plans:next_sheet', args=[plan_id])}?{request.GET.urlencode()}#n-{key}")
    return _answer(request, plan, key, row=row, sheet=_sheet(request, plan_id)[2], again=True)


def _answer(request: SignedIn, plan: Plan, key: str, *, status: int = 200, **said: Any) -> HttpResponse:
    """Answer with the state of the line, and the tally where it changed; without HTMX with the whole page, on which the
    line says the same."""
    if not request.htmx:
        typed = {name: request.POST.get(name, "")[:300] for name in ("verdict", "value", "reason")}
        return _page(request, plan.pk, status, said_key=key, said=said, typed=typed)
    context = {"key": key, "row": said.get("row") or plan.intentions.select_related("changed_by").filter(key=key).first(),
               **said}  # fmt: skip
    return render(request, "plans/succession/ahead_saved.html", context, status=status)


@login_required
@require_GET
def workbook(request: SignedIn, plan_id: int) -> HttpResponse:
    """The working sheet as .xlsx."""
    _, version, made = _sheet(request, plan_id)
    return xlsx(ahead_workbook(made), f"{next_title(version)}编制工作底稿.xlsx")


@login_required
@require_GET
def draft(request: SignedIn, plan_id: int) -> HttpResponse:
    """The draft of the next plan as .docx, to go on writing in the office's own word processor."""
    _, version, made = _sheet(request, plan_id)
    return download(ahead_draft(made), f"{next_title(version)}（起草稿）.docx", WORD)
