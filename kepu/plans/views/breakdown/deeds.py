"""What is done with a grid at one click: choosing how, filling it, carrying over, confirming, each answered on its page."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kepu.people.access import WrongState
from kepu.people.models import Unit
from kepu.people.requests import SignedIn, whole_number
from kepu.plans import access, verbs
from kepu.plans.forms.breakdown import ChooseForm
from kepu.plans.models import Breakdown
from kepu.plans.queries.breakdown.rules import read_number
from kepu.plans.views.answers import add_errors
from kepu.plans.views.breakdown.page import GridPage, page_of, show

Deed = Callable[[GridPage, Breakdown, int], int]
STALE = "这张分解表刚被其他同志改过，没有办理。下面是最新内容，请核对后再办。"


def seen_revision(request: SignedIn) -> int:
    """Return the revision that the page showed; one that never was when it sent none."""
    seen = whole_number(request.POST.get("revision", ""))
    return -1 if seen is None else seen


@login_required
@require_POST
def choose(request: SignedIn, plan_id: int, key: str) -> HttpResponse:
    """Set over what the target is parted and how its cells are added."""
    page = page_of(request, plan_id, key)
    access.check_can_break_down(request.user, page.version.plan)
    form = ChooseForm(request.POST, region=page.version.plan.region)
    refused = ""
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("over", "adding", "universe")}
        try:
            verbs.choose(
                target=page.target, seen=form.cleaned_data["revision"], by=request.user, at=timezone.now(), **values
            )
            messages.success(request, "分解方式已保存。")
            return redirect("plans:breakdown_grid", plan_id=plan_id, key=key)
        except ValidationError as error:
            add_errors(form, error)
        except verbs.StaleGrid:
            return show(page_of(request, plan_id, key), refused=STALE, status=409)
        except WrongState as wrong:
            refused = str(wrong)
    return show(page, form=form, refused=refused, status=422)


@login_required
@require_POST
def fill(request: SignedIn, plan_id: int, key: str) -> HttpResponse:
    """Fill the whole grid in the way that was chosen."""
    deed = FILLS.get(request.POST.get("way", ""))
    if deed is None:
        raise Http404
    page = page_of(request, plan_id, key)
    access.check_can_break_down(request.user, page.version.plan)
    if page.breakdown is None:
        return redirect("plans:breakdown_grid", plan_id=plan_id, key=key)
    try:
        changed = deed(page, page.breakdown, seen_revision(request))
    except verbs.StaleGrid:
        return show(page_of(request, plan_id, key), refused=STALE, status=409)
    except ValidationError as error:
        return show(page, refused="；".join(error.messages), status=422)
    except WrongState as wrong:
        return show(page, refused=str(wrong), status=422)
    messages.success(
        request, f"已自动分解，改动{changed}格。可以再手工调整。" if changed else "各格已是这个结果，没有改动。"
    )
    return redirect("plans:breakdown_grid", plan_id=plan_id, key=key)


def _equally(page: GridPage, breakdown: Breakdown, seen: int) -> int:
    try:
        start = read_number(page.request.POST.get("start", ""))
    except ValueError as error:
        raise ValidationError(f"起点数：{error}。") from error
    units = Unit.objects.in_bulk(page.more)
    return verbs.part_equally(
        breakdown=breakdown, units=[units[pk] for pk in page.more if pk in units], start=start, seen=seen,
        by=page.request.user, at=timezone.now(),
    )  # fmt: skip


def _by_population(page: GridPage, breakdown: Breakdown, seen: int) -> int:
    basis = page.request.POST.get("basis", "")
    return verbs.part_by_population(
        breakdown=breakdown, basis=basis, seen=seen, by=page.request.user, at=timezone.now()
    )


def _by_increments(page: GridPage, breakdown: Breakdown, seen: int) -> int:
    return verbs.part_by_increments(breakdown=breakdown, seen=seen, by=page.request.user, at=timezone.now())


FILLS: dict[str, Deed] = {"equal": _equally, "population": _by_population, "increments": _by_increments}


@login_required
@require_POST
def confirm(request: SignedIn, plan_id: int, key: str) -> HttpResponse:
    """Say that the breakdown was looked at against the amended wording."""
    page = page_of(request, plan_id, key)
    access.check_can_break_down(request.user, page.version.plan)
    seen = whole_number(request.POST.get("number", ""))
    try:
        if page.breakdown:
            verbs.confirm_breakdown(
                breakdown=page.breakdown, seen=-1 if seen is None else seen, by=request.user, at=timezone.now()
            )
            messages.success(request, "已确认按现行原文核对。")
    except WrongState as wrong:
        messages.error(request, str(wrong))
    return redirect("plans:breakdown_grid", plan_id=plan_id, key=key)
