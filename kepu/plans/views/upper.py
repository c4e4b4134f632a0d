"""对照上级: the targets of the upper plan one by one, how the plan answers them, what is missing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kepu.people.access import WrongState
from kepu.people.requests import SignedIn, whole_number
from kepu.plans import access, verbs
from kepu.plans.forms.succession import AnswerForm, answers
from kepu.plans.models import Document, Plan, UpperAnswer, Version
from kepu.plans.queries.upper import Check, check_of
from kepu.plans.workbooks import upper_workbook
from kepu.ui.downloads import xlsx

A_PAGE = 30
SHOWN = {"missing": "缺少", "lower": "低于上级", "open": "待核定", "all": "全部"}


def _own(request: SignedIn, plan_id: int) -> tuple[Plan, Version]:
    """Return a plan of the own office and the version asked for, else the one that stands for it. Raises Http404."""
    plan = access.get_own_plan_for(request.user, plan_id)
    return plan, access.get_shown_version_for(request.user, plan_id, whole_number(request.GET.get("version", "")))


@login_required
@require_http_methods(["GET", "POST"])
def upper(request: SignedIn, plan_id: int) -> HttpResponse:
    """The check; POST settles one target."""
    return _answer(request, plan_id) if request.method == "POST" else _page(request, plan_id)


def _page(request: SignedIn, plan_id: int, status: int = 200, **said: Any) -> HttpResponse:
    plan, version = _own(request, plan_id)
    made = check_of(plan, version)
    uploaded = Document.objects.filter(region=plan.region, purpose=Document.Purpose.UPPER).defer("text", "reading")
    show = request.GET.get("show", "")
    context = {
        "plan": plan, "version": version, "made": made, "uploaded": uploaded.exclude(state=Document.State.FAILED),
        "may_follow": access.can_follow_upper(request.user, plan), "may": access.can_answer_upper(request.user, plan),
        "verdicts": UpperAnswer.Verdict.choices, "show": show if show in SHOWN else "all", **said,
    }  # fmt: skip
    if made:
        rows = _rows(made, str(context["show"]))
        page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
        context |= {
            "page": page, "tabs": [(value, word, len(_rows(made, value))) for value, word in SHOWN.items()],
            "sure_here": [row for row in page.object_list if row.sure and row.answer is None],
            "picked": whole_number(request.GET.get("pick", "")),
        }  # fmt: skip
    return render(request, "plans/succession/upper.html", context, status=status)


def _rows(made: Check, show: str) -> list[Any]:
    return {"missing": made.missing, "lower": made.lower, "open": made.open}.get(show, made.lines)


def _answer(request: SignedIn, plan_id: int) -> HttpResponse:
    plan = access.get_own_plan_for(request.user, plan_id)
    form = AnswerForm(request.POST)
    typed = {name: request.POST.get(name, "")[:300] for name in ("number", "verdict", "own_key", "reason")}
    if not form.is_valid():
        problem = "".join(str(e) for errors in form.errors.values() for e in errors)
        return _page(request, plan_id, 422, problem=problem, typed=typed)
    try:
        verbs.answer_upper(
            plan=plan, answer=form.answer(), seen=form.cleaned_data["seen"], by=request.user, at=timezone.now()
        )
    except verbs.AnsweredMeanwhile as stale:
        return _page(request, plan_id, 409, problem=str(stale), meanwhile=stale.current, typed=typed)
    except ValidationError as wrong:
        return _page(request, plan_id, 422, problem="".join(wrong.messages), typed=typed)
    except WrongState as refused:
        messages.error(request, str(refused))
    query = request.GET.copy()
    query.pop("pick", None)
    return redirect(f"{_here(plan_id)}?{query.urlencode()}#u-{form.cleaned_data['number']}")


def _here(plan_id: int) -> str:
    return reverse("plans:upper", args=[plan_id])


@login_required
@require_POST
def many(request: SignedIn, plan_id: int) -> HttpResponse:
    """Settle the targets of this page of which the system is sure."""
    plan = access.get_own_plan_for(request.user, plan_id)
    try:
        done, passed = verbs.answer_many(
            plan=plan, answers=answers(request.POST.getlist("row")), by=request.user, at=timezone.now()
        )
        messages.success(request, f"已核定{done}条{f'；{passed}条没有改动' if passed else ''}。")
    except WrongState as refused:
        messages.error(request, str(refused))
    return redirect(_here(plan_id))


@login_required
@require_POST
def undo(request: SignedIn, plan_id: int, number: int) -> HttpResponse:
    """Take an answer back."""
    plan = access.get_own_plan_for(request.user, plan_id)
    try:
        verbs.take_back_answer(plan=plan, number=number, by=request.user, at=timezone.now())
        messages.success(request, "已撤回，这一条重新列入待核定。")
    except WrongState as refused:
        messages.error(request, str(refused))
    return redirect(f"{_here(plan_id)}#u-{number}")


@login_required
@require_POST
def choose(request: SignedIn, plan_id: int) -> HttpResponse:
    """Follow an upper plan that was uploaded before, or none."""
    plan = access.get_own_plan_for(request.user, plan_id)
    chosen = whole_number(request.POST.get("document", ""))
    document = access.get_document_for(request.user, chosen) if chosen is not None else None
    try:
        verbs.follow_upper(plan=plan, document=document, by=request.user, at=timezone.now())
        messages.success(request, f"现在对照“{document.name}”。" if document else "已取消对照。")
    except WrongState as refused:
        messages.error(request, str(refused))
    return redirect(_here(plan_id))


@login_required
@require_GET
def workbook(request: SignedIn, plan_id: int) -> HttpResponse:
    """The check as .xlsx. Raises 404 without an upper plan that was read."""
    plan, version = _own(request, plan_id)
    made = check_of(plan, version)
    if made is None:
        raise Http404
    return xlsx(upper_workbook(made, version), f"对照上级规划_{version.title}.xlsx")
