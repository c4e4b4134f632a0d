"""举措: telling what was done for a task, the list, one deed with the office's decision, the task's state by hand."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kepu.ledger.access import get_record_for
from kepu.people.access import Rule, WrongState
from kepu.people.requests import SignedIn
from kepu.people.verbs import BadInput
from kepu.plans import access, verbs
from kepu.plans.access import deeds as rules
from kepu.plans.forms.deeds import ConfirmForm, DeedForm, MoveForm, ReasonForm, SeenForm
from kepu.plans.models import Target, Task, TaskDeed, Version
from kepu.plans.queries.deeds import TASK_RULE, open_tasks, told_of_record
from kepu.plans.queries.deeds.records import KIND
from kepu.plans.queries.deeds.telling import shown
from kepu.plans.queries.outside import Matter, matter_of, outside_items
from kepu.plans.queries.standing import standing
from kepu.plans.views.pages import plan_context, task_page

A_PAGE = 30
_TOLD = {TaskDeed.State.TOLD: "已报，待纲要办确认。", TaskDeed.State.CONFIRMED: "已记下并确认，任务状态随之变动。"}


@login_required
def deeds(request: SignedIn, plan_id: int) -> HttpResponse:
    """The deeds of a plan that the person may see, the latest first; by state."""
    version = access.get_version_for(request.user, plan_id)
    if version.state != Version.State.ADOPTED:
        raise Http404
    state = request.GET.get("state", "")
    rows = TaskDeed.objects.filter(access.visible_deeds(request.user), plan=version.plan).select_related("unit")
    rows = rows.filter(state=state) if state in TaskDeed.State.values else rows
    titles = dict(outside_items(version.plan).order_by().values_list("key", "title"))
    titles |= dict(standing(Task, version).order_by().values_list("key", "title"))
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    lines = [(told, titles.get(told.deed.task_key, "")) for told in shown(request.user, page.object_list)]
    context = plan_context(request, version, "tasks") | {
        "page": page, "lines": lines, "state": state, "states": TaskDeed.State.choices, "rule": TASK_RULE,
    }  # fmt: skip
    return render(request, "plans/deeds/list.html", context)


@login_required
def tell(request: SignedIn, plan_id: int, key: str) -> HttpResponse:
    """Tell a deed of a task; handed in twice it is one deed. `source` in the address names a work record to begin with."""
    task = access.get_matter_for(request.user, plan_id, key)
    if not access.can_tell_deed(request.user, task):
        raise PermissionDenied("举措由任务的牵头单位（没有牵头单位的，由责任单位）或纲要办填报，您目前没有这项权限。")
    form = DeedForm(request.POST or None, task=task, by=request.user, initial=_begun(request))
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = verbs.tell_deed(
                task=task, unit=data["unit"], told=form.told(), once=data["once"], by=request.user, at=timezone.now()
            )
        except (BadInput, WrongState) as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _TOLD[TaskDeed.State(made.state)] if made.state in _TOLD else "这条举措已经报过。"
            )
            return redirect("plans:deed", made.pk)
    return _form_page(request, form, task)


def _begun(request: SignedIn) -> dict[str, str]:
    source = request.GET.get("source", "")[:60]
    return {"source": source} if source else {}


def _form_page(request: SignedIn, form: DeedForm, task: Matter, deed: TaskDeed | None = None) -> HttpResponse:
    context = plan_context(request, task.version, "tasks") | {"form": form, "task": task, "deed": deed}
    return render(request, "plans/deeds/form.html", context, status=422 if form.errors else 200)


@login_required
def deed(request: SignedIn, deed_id: int) -> HttpResponse:
    """One deed: what was done, what shows it, and what the person may do with it."""
    return _deed_page(request, access.get_deed_for(request.user, deed_id))


def _deed_page(request: SignedIn, row: TaskDeed, status: int = 200, **more: Any) -> HttpResponse:
    task = matter_of(row.version, row.task_key)
    rulings = {**{step: rule for step, (rule, _, _, _) in STEPS.items()}, "correct": rules.CORRECT}
    context = plan_context(request, row.version, "tasks") | {
        "told": shown(request.user, [row])[0], "deed": row, "task": task, "steps": BEGUN_STATES,
        "milestone": Target.objects.filter(version=row.version, key=row.target_key).first() if row.target_key else None,
        "moves": row.moves.select_related("by"),
        "may": {name: access.allows_deed(rule, request.user, row) for name, rule in rulings.items()}, **more,
    }  # fmt: skip
    return render(request, "plans/deeds/deed.html", context, status=status)


@login_required
def correct(request: SignedIn, deed_id: int) -> HttpResponse:
    """Mend a deed; what was typed stays when somebody else was quicker."""
    row = access.get_deed_for(request.user, deed_id)
    access.check_on_deed(rules.CORRECT, request.user, row)
    task = access.get_matter_for(request.user, row.plan_id, row.task_key)
    form = DeedForm(request.POST or None, task=task, by=request.user, deed=row)
    if form.is_valid():
        seen = form.cleaned_data["revision"]
        try:
            verbs.correct_deed(
                deed=row, told=form.told(), seen=-1 if seen is None else seen, by=request.user, at=timezone.now()
            )
        except (BadInput, WrongState) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已修改。")
            return redirect("plans:deed", row.pk)
    return _form_page(request, form, task, row)


STEPS: dict[str, tuple[Rule, type[SeenForm], Callable[..., TaskDeed], str]] = {
    "confirm": (rules.CONFIRM, ConfirmForm, verbs.confirm_deed, "已确认，任务状态和定性任务的统计随之变动。"),
    "return": (rules.RETURN, ReasonForm, verbs.return_deed, "已退回，并说明了原因。"),
    "void": (rules.VOID, ReasonForm, verbs.void_deed, "已作废，任务状态随之回到其余举措所说的状态。"),
}
BEGUN_STATES = ConfirmForm.base_fields["agreed"].choices  # type: ignore[attr-defined]  # a ChoiceField has choices


@login_required
@require_POST
def step(request: SignedIn, deed_id: int, step: str) -> HttpResponse:
    """Confirm a deed, return it, or take it back. What was typed stays when it is refused."""
    row = access.get_deed_for(request.user, deed_id)
    if step not in STEPS:
        raise Http404
    rule, form_class, verb, done = STEPS[step]
    form = form_class(request.POST)
    try:
        access.check_on_deed(rule, request.user, row)
        if not form.is_valid():
            return _deed_page(request, row, 422, form=form, step=step)
        given = {name: form.cleaned_data[name] for name in ("agreed", "why") if name in form.cleaned_data}
        verb(deed=row, seen=form.cleaned_data["revision"], by=request.user, at=timezone.now(), **given)
    except (BadInput, WrongState) as error:
        form.add_error(None, str(error))
        return _deed_page(request, access.get_deed_for(request.user, deed_id), 409, form=form, step=step)
    messages.success(request, done)
    return redirect("plans:deed", row.pk)


@login_required
@require_POST
def move(request: SignedIn, plan_id: int, key: str) -> HttpResponse:
    """Say by hand, with a reason, where a task stands."""
    task = access.get_matter_for(request.user, plan_id, key)
    access.check_can_move_task(request.user, task.version.plan)
    form = MoveForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            verbs.move_task(
                task=task, to=data["to"], why=data["why"], seen=data["move"], by=request.user, at=timezone.now()
            )
        except (BadInput, WrongState) as error:
            form.add_error(None, str(error))
            return task_page(request, task.version, key, 409, move_form=form)
        messages.success(request, "已改，原因已记下。")
        return redirect("plans:task", plan_id, key)
    return task_page(request, task.version, key, 422, move_form=form)


@login_required
def from_record(request: SignedIn, record_id: int) -> HttpResponse:
    """Choose the task of which a work record is a deed, out of the own unit's tasks without a number."""
    record = get_record_for(request.user, record_id)
    facts = {
        "record": record, "tasks": open_tasks(request.user, record.day), "source": f"{KIND}:{record.pk}",
        "told": told_of_record(request.user, record.pk),
    }  # fmt: skip
    return render(request, "plans/deeds/from_record.html", facts)
