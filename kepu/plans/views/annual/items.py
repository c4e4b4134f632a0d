"""The lines of a year: one line's form with who answers, adding one from outside the plan, order, taking out, bringing back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kepu.people.access import WrongState
from kepu.people.requests import SignedIn, whole_number
from kepu.plans import access, verbs
from kepu.plans.forms.annual import DutyTable, LineForm, OutsideForm
from kepu.plans.forms.annual.lines import form_for
from kepu.plans.forms.conflicts import Difference, Side, differences
from kepu.plans.models import AnnualItem, AnnualPlan, DutyRole
from kepu.plans.queries.annual.page import line_of
from kepu.plans.queries.annual.paging import line_address
from kepu.plans.views.annual.pages import year_context, year_parts
from kepu.plans.views.answers import add_errors
from kepu.ui.toasts import toast


@dataclass
class Sheet:
    """One line's form as it goes to the page: fields, units, the revision it rests on, what stands in the way."""

    form: LineForm
    duties: DutyTable
    revision: int = 0
    refused: str = ""
    differences: list[Difference] | None = None
    status: int = 200


@login_required
@require_http_methods(["GET", "POST"])
def item(request: SignedIn, annual_id: int, key: str) -> HttpResponse:
    """GET: one line's form. POST: save it; where somebody was quicker, what stands now beside what was typed."""
    found = access.get_annual_item_for(request.user, annual_id, key)
    if request.method == "GET" and (found.removed or not access.can_edit_year(request.user, found.annual)):
        messages.info(request, "已移出的事项请先恢复，再修改。" if found.removed else "已印发的年度工作要点不再修改。")
        return redirect(address(found))
    if request.method == "GET":
        return _page(request, found, Sheet(LineForm.of(found), _table(found), found.revision))
    return _save(request, found)


def _table(found: AnnualItem, data: Any = None) -> DutyTable:
    held = found.duties.select_related("unit")
    return DutyTable(found.annual, held, timezone.localdate(), data)


def address(found: AnnualItem) -> str:
    """Return the place of a line on its year's page."""
    return line_address(found.annual_id, found.key)


def _save(request: SignedIn, found: AnnualItem) -> HttpResponse:
    seen = whole_number(request.POST.get("revision", ""))
    sheet = Sheet(form_for(found)(request.POST), _table(found, request.POST), -1 if seen is None else seen, status=422)
    if not sheet.form.is_valid() or sheet.duties.errors:
        return _page(request, found, sheet)
    try:
        saved = verbs.edit_year_item(
            item=found, changes=dict(sheet.form.cleaned_data), roles=sheet.duties.roles, revision=sheet.revision,
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except verbs.StaleYear as stale:
        return _page(request, found, _overtaken(sheet, stale))
    except (WrongState, ValidationError) as wrong:
        _refuse(sheet, wrong)
        return _page(request, found, sheet)
    messages.success(request, f"“{saved.title}”已保存。")
    return redirect(request.path if "stay" in request.POST else address(saved))


def _refuse(sheet: Sheet, wrong: WrongState | ValidationError) -> None:
    """Put a verb's refusal where the page shows it: to its field, to the units, or at the head."""
    if isinstance(wrong, WrongState):
        sheet.refused = str(wrong)
    elif hasattr(wrong, "error_dict") and "duties" in wrong.message_dict:
        sheet.duties.errors += wrong.message_dict["duties"]
    else:
        add_errors(sheet.form, wrong)


def _overtaken(sheet: Sheet, stale: verbs.StaleYear) -> Sheet:
    """Keep what was typed, now resting on what stands, and list where the two differ."""
    now = stale.current
    assert isinstance(now, AnnualItem)
    found = differences(LineForm.of(now), sheet.form)
    theirs = _table(now).words
    if theirs != sheet.duties.words:
        found.append(
            Difference("duties", "责任单位", Side(theirs, theirs), Side(sheet.duties.words, sheet.duties.words))
        )
    refused = "这一项刚被其他同志移出。恢复以后才能保存。" if now.removed else str(stale)
    return Sheet(sheet.form, sheet.duties, now.revision, refused, found, status=409)


def _page(request: SignedIn, found: AnnualItem, sheet: Sheet) -> HttpResponse:
    annual = found.annual
    context = year_context(request, annual, "year") | {
        "item": found, "line": line_of(annual, found), "sheet": sheet, "form": sheet.form, "roles": DutyRole.choices,
    }  # fmt: skip
    return render(request, "plans/annual/item.html", context, status=sheet.status)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: SignedIn, annual_id: int) -> HttpResponse:
    """Add a line from outside the plan: 上级部署, 领导交办, 会议议定."""
    annual = access.get_own_annual_for(request.user, annual_id)
    if request.method == "GET" and not access.can_edit_year(request.user, annual):
        messages.info(request, "已印发的年度工作要点不再增加事项。")
        return redirect("plans:year", annual_id)
    data = request.POST if request.method == "POST" else None
    sheet = Sheet(OutsideForm(data), DutyTable(annual, [], timezone.localdate(), data))
    if data is not None and (answer := _added(request, annual, sheet)):
        return answer
    context = year_context(request, annual, "year") | {
        "sheet": sheet, "form": sheet.form, "roles": DutyRole.choices,
    }  # fmt: skip
    return render(request, "plans/annual/item.html", context, status=422 if data is not None else 200)


def _added(request: SignedIn, annual: AnnualPlan, sheet: Sheet) -> HttpResponse | None:
    if not sheet.form.is_valid() or sheet.duties.errors:
        return None
    values = dict(sheet.form.cleaned_data)
    try:
        made = verbs.add_year_item(
            annual=annual, values=values, roles=sheet.duties.roles, by=request.user, at=timezone.now()
        )
    except (WrongState, ValidationError) as wrong:
        _refuse(sheet, wrong)
        return None
    messages.success(request, f"已增加“{made.title}”。")
    return redirect(address(made))


def _move(up: bool) -> Callable[[SignedIn, AnnualItem], str]:
    def move(request: SignedIn, found: AnnualItem) -> str:
        verbs.move_year_item(item=found, up=up, by=request.user, at=timezone.now())
        return f"“{found.title}”已{'上' if up else '下'}移。"

    return move


def _mark(verb: Callable[..., AnnualItem], words: str) -> Callable[[SignedIn, AnnualItem], str]:
    def mark(request: SignedIn, found: AnnualItem) -> str:
        seen = whole_number(request.GET.get("revision", ""))
        verb(item=found, revision=-1 if seen is None else seen, by=request.user, at=timezone.now())
        return words.format(found.title)

    return mark


STEPS: dict[str, Callable[[SignedIn, AnnualItem], str]] = {
    "up": _move(up=True),
    "down": _move(up=False),
    "remove": _mark(verbs.remove_year_item, "已移出“{}”，可以在本页下方恢复。"),
    "restore": _mark(verbs.restore_year_item, "已恢复“{}”。"),
}


@login_required
@require_POST
def step(request: SignedIn, annual_id: int, key: str, step: str) -> HttpResponse:
    """Move a line up or down, take it out (``?revision=`` says what was seen), bring it back."""
    found = access.get_annual_item_for(request.user, annual_id, key)
    if step not in STEPS:
        raise Http404
    kind, words = "success", ""
    try:
        words = STEPS[step](request, found)
    except verbs.StaleYear:
        kind, words = "error", f"“{found.title}”刚被其他同志改过，没有办理。请看过现在的内容再办。"
    except WrongState as refused:
        kind, words = "error", str(refused)
    return _answer(request, found, step, (kind, words))


def _answer(request: SignedIn, found: AnnualItem, step: str, said: tuple[str, str]) -> HttpResponse:
    """The list alone with a toast for a request of HTMX; else back to the page, at the line; at the same page for one
    that was taken out."""
    kind, words = said
    if request.htmx:
        parts = year_parts(request, found.annual, arrange=True, item=found.key)
        response = render(request, "plans/annual/arrange.html", parts)
        return toast(response, words, kind="success" if kind == "success" else "error")
    getattr(messages, kind)(request, words)
    left = {"page": str(whole_number(request.GET.get("page", "")) or 1)} if step == "remove" else {}
    return redirect(line_address(found.annual_id, found.key, arrange="1", **left))
