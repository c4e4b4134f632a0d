"""年度: the years of a plan, one year's page, its title, issuing it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kepu.people.access import WrongState
from kepu.people.requests import SignedIn
from kepu.plans import access, verbs
from kepu.plans.forms.annual import IssueForm, YearForm
from kepu.plans.models import AnnualPlan, Version
from kepu.plans.queries.annual.obstacles import items_without_lead, year_obstacles
from kepu.plans.queries.annual.page import YearPage, hang_missing, year_page
from kepu.plans.queries.annual.paging import groups_on, page_of_lines
from kepu.plans.queries.deeds import TASK_RULE, states_of_year
from kepu.plans.views.answers import add_errors
from kepu.plans.views.pages import asked_version, plan_context


@login_required
@require_http_methods(["GET", "POST"])
def years(request: SignedIn, plan_id: int) -> HttpResponse:
    """The years of a plan; POST opens the next one from the plan."""
    version = access.get_version_for(request.user, plan_id)
    may_open = access.can_open_year(request.user, version.plan)
    opened = set(version.plan.annual_plans.values_list("year", flat=True))
    form = YearForm(request.POST or None, version=version, opened=opened)
    if request.method == "POST":
        access.check_can_open_year(request.user, version.plan)
        if form.is_valid() and (answer := _open(request, version, form)):
            return answer
    mine = access.readable_years(request.user, version.plan)
    standing = Count("items", Q(items__removed=False), distinct=True)
    deeds = Count("items", Q(items__removed=False, items__resident_deed=True), distinct=True)
    rows = version.plan.annual_plans.filter(mine).annotate(items_count=standing, deeds_count=deeds).order_by("-year")
    context = plan_context(request, asked_version(request, plan_id), "years") | {
        "years": rows, "form": form, "may_open": may_open and not form.full,
    }  # fmt: skip
    return render(request, "plans/annual/years.html", context, status=422 if request.method == "POST" else 200)


def _open(request: SignedIn, version: Version, form: YearForm) -> HttpResponse | None:
    """Open the year that was asked for and go to it; None when something was wrong, which the form then says."""
    try:
        annual = verbs.open_year(plan=version.plan, by=request.user, at=timezone.now(), **form.cleaned_data)
    except verbs.YearOpened as before:
        messages.info(request, str(before))
        return redirect("plans:year", before.annual.pk)
    except (ValidationError, WrongState) as wrong:
        add_errors(form, wrong if isinstance(wrong, ValidationError) else ValidationError(str(wrong)))
        return None
    messages.success(
        request, f"已从方案带出{annual.items.count()}项工作事项和责任单位。请改成今年的要求，定好分工再印发。"
    )
    return redirect("plans:year", annual.pk)


def year_context(request: SignedIn, annual: AnnualPlan, tab: str) -> dict[str, Any]:
    """Return what the head of every page of a year shows."""
    return {
        "annual": annual, "plan": annual.plan, "version": annual.version, "tab": tab,
        "may_edit": access.can_edit_year(request.user, annual), "own_office": access.sees_drafts(request.user, annual.plan.region),
        "unit_base": reverse("plans:year", args=[annual.pk]) + "units/",
        "may_letters": access.reads_letters(request.user, annual),
    }  # fmt: skip


@login_required
def year(request: SignedIn, annual_id: int) -> HttpResponse:
    """工作事项: the lines with who answers and this year's figures, by pages; ``?arrange=1`` puts them in order.

    ``?item=`` names the line whose page is to be shown.
    """
    annual = access.get_annual_for(request.user, annual_id)
    asked = "" if "page" in request.GET else request.GET.get("item", "")
    parts = year_parts(request, annual, arrange=request.GET.get("arrange") == "1", item=asked)
    return render(request, "plans/annual/year.html", parts)


def year_parts(request: SignedIn, annual: AnnualPlan, *, arrange: bool, item: str = "") -> dict[str, Any]:
    """Return what the page of a year shows, also for the answer that carries its list alone; with the line `item` on it."""
    today = timezone.localdate()
    page = year_page(annual, today)
    context = year_context(request, annual, "year")
    if context["may_edit"]:
        hang_missing(page, today)
    shown = page_of_lines(page.groups, request.GET.get("page", ""), item)
    return context | {
        "page": page, "shown": shown, "groups": groups_on(shown, page.groups),
        "arrange": arrange and context["may_edit"], "unanswered": [line for line in page.lines if not line.answered],
        "deeds": sum(line.item.resident_deed for line in page.lines), "newer": _newer(annual),
        "states": states_of_year(annual), "task_rule": TASK_RULE,
    }  # fmt: skip


def _newer(annual: AnnualPlan) -> Version | None:
    """Return the version in force where it is a later one than the year was opened from; none for an issued year."""
    if annual.state == AnnualPlan.State.ISSUED:
        return None
    adopted = annual.plan.versions.filter(state=Version.State.ADOPTED, number__gt=annual.version.number)
    return adopted.order_by("-number").first()


@login_required
@require_POST
def title(request: SignedIn, annual_id: int) -> HttpResponse:
    """Give the year another title."""
    annual = access.get_own_annual_for(request.user, annual_id)
    new, seen = request.POST.get("title", "").strip(), request.POST.get("seen", "")
    try:
        verbs.rename_year(annual=annual, title=new, seen=seen, by=request.user, at=timezone.now())
        messages.success(request, "标题已保存。")
    except verbs.StaleYear as stale:
        messages.error(request, f"标题刚被其他同志改为“{stale.current}”，没有保存您填写的“{new}”。请核对后再改。")
    except ValidationError as wrong:
        messages.error(request, f"标题没有保存：{'；'.join(wrong.messages)}")
    except WrongState as refused:
        messages.error(request, str(refused))
    return redirect("plans:year", annual_id)


@login_required
@require_POST
def follow(request: SignedIn, annual_id: int) -> HttpResponse:
    """Bring a drafted year up to the version of the plan that is in force now."""
    annual = access.get_own_annual_for(request.user, annual_id)
    try:
        done = verbs.follow_plan(annual=annual, by=request.user, at=timezone.now())
        messages.success(
            request, f"已按第{done.version.number}版更新：新任务已列入，取消的任务已移出，您改过的内容没有动。"
        )
    except WrongState as refused:
        messages.error(request, str(refused))
    return redirect("plans:year", annual_id)


@login_required
@require_http_methods(["GET", "POST"])
def issue(request: SignedIn, annual_id: int) -> HttpResponse:
    """印发: what is still open, number and date; from then on the lines stand as they are."""
    annual = access.get_own_annual_for(request.user, annual_id)
    if annual.state == AnnualPlan.State.ISSUED:
        messages.info(request, "已经印发，不再重复登记。")
        return redirect("plans:year", annual_id)
    form = IssueForm(request.POST) if request.method == "POST" else IssueForm.of(annual)
    refused = ""
    if form.is_valid():
        try:
            done = verbs.issue_year(annual=annual, by=request.user, at=timezone.now(), **form.cleaned_data)
        except verbs.StaleYear:
            refused = "打开本页以后，工作事项又有改动。请回去核对，再印发。"
        except WrongState as wrong:
            refused = str(wrong)
        except ValidationError as wrong:
            add_errors(form, wrong)
        else:
            messages.success(request, f"已登记印发（{done.document_number}），工作事项不再改动。")
            return redirect("plans:year", annual_id)
    return _issue_page(request, annual, form, refused)


def _issue_page(request: SignedIn, annual: AnnualPlan, form: IssueForm, refused: str) -> HttpResponse:
    page: YearPage = year_page(annual, timezone.localdate())
    annual.refresh_from_db(fields=["revision"])
    kept = form if not refused else IssueForm(initial={**form.cleaned_data, "revision": annual.revision})
    context = year_context(request, annual, "issue") | {
        "page": page, "form": kept, "refused": refused, "obstacles": year_obstacles(annual),
        "lacking": items_without_lead(annual), "deeds": sum(line.item.resident_deed for line in page.lines),
    }  # fmt: skip
    status = 200 if request.method == "GET" else 409 if refused else 422
    return render(request, "plans/annual/issue.html", context, status=status)
