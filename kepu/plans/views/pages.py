"""Pages of a plan: the list, the plan, its tasks, one task, what it asks of one unit."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kepu.people.access import get_unit_for, holdings
from kepu.people.models import Account, Region, Unit
from kepu.people.requests import SignedIn, whole_number
from kepu.plans import access
from kepu.plans.models import DutyRole, Plan, Release, Responsibility, Target, Task, TaskState, Version
from kepu.plans.queries import plans as plan_queries
from kepu.plans.queries.annual.own import issued_years
from kepu.plans.queries.deeds import (
    TASK_RULE,
    Stand,
    Tally,
    deeds_of,
    moves_of,
    quantitative_tasks,
    stands_of,
    takes_deeds,
    tally_of,
)
from kepu.plans.queries.history import basis_of, history_of
from kepu.plans.queries.outside import Matter, OutsideLine, answering_for, matter_of
from kepu.plans.queries.progress import HeatCell, UnitLine, lights_of_unit, lines_of_unit
from kepu.plans.queries.proofreading import PartNode, TaskNode, structure
from kepu.plans.queries.reformed import passed_in, passed_on, with_reforms
from kepu.plans.queries.shares import UnitShare, plans_of_unit, unit_share
from kepu.plans.queries.source import line_number, place_of
from kepu.plans.queries.standing import standing
from kepu.plans.queries.succession import open_count, told

A_PAGE = 20


@login_required
def plans(request: SignedIn) -> HttpResponse:
    """The list of plans: status, period, version, how many tasks and targets, what is being proofread."""
    account = request.user
    status = request.GET.get("status", "")
    status = status if status in Plan.Status.values else ""
    page = Paginator(plan_queries.plans_for(account, status), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "plans/plans.html", {
        "page": page, "rows": plan_queries.listed(account, page.object_list), "status": status,
        "counts": plan_queries.status_counts(account),
        "may_upload": bool(plan_queries.holdings_of_secretariat(account)),
    })  # fmt: skip


def plan_context(request: SignedIn, version: Version, tab: str) -> dict[str, Any]:
    """Return what the head of every page of a plan shows: which version, what may be done, which tab is open."""
    account, plan = request.user, version.plan
    draft = plan.versions.filter(state=Version.State.PROOFREADING).first()
    draft = draft if draft and access.sees_drafts(account, plan.region) else None
    newest = plan.versions.filter(state=Version.State.ADOPTED).order_by("-number").first()
    return {
        "plan": plan, "version": version, "tab": tab, "draft": draft, "newest": newest,
        "asked": "" if version == newest or (version == draft and not newest) else f"?version={version.number}",
        "may_proofread": draft and access.can_proofread(account, draft),
        "may_adopt": draft and access.can_adopt(account, draft),
        "may_amend": newest and not draft and access.can_amend(account, plan),
        "moves": plan_queries.next_statuses(plan) if access.can_move(account, plan) else [],
        "move_means": plan_queries.moving_means(plan),
        "may_release": newest and access.sees_drafts(account, plan.region),
        "own_units": own_units(account, plan.region), **_bases(plan.pk),
    }  # fmt: skip


def _bases(plan_id: int) -> dict[str, str]:
    """Return the beginnings of the addresses of tasks and units, of which a page may have hundreds."""
    tasks = reverse("plans:tasks", args=[plan_id])
    return {"task_base": tasks, "unit_base": tasks.removesuffix("tasks/") + "units/"}


def own_units(account: Account, region: Region) -> list[Unit]:
    """Return the units of the region that the person works for."""
    return [h.unit for h in holdings(account) if h.unit and h.unit.region_id == region.pk]


def asked_version(request: SignedIn, plan_id: int) -> Version:
    """Return the version named by ``?version=``, else the one that stands for the plan."""
    return access.get_shown_version_for(request.user, plan_id, whole_number(request.GET.get("version", "")))


@login_required
def plan(request: SignedIn, plan_id: int) -> HttpResponse:
    """总览: the head, the goals, the parts with their tasks, phases, reporting."""
    version = asked_version(request, plan_id)
    tree = structure(version)
    context = plan_context(request, version, "plan")
    drafts = access.sees_drafts(request.user, version.plan.region)
    release = (
        Release.objects.filter(version__plan=version.plan, annual=None, as_of=None, state=Release.State.RELEASED)
        .defer("snapshot")
        .first()
    )
    context |= {
        "tree": tree,
        "passed": passed_in(tree),
        "release": release,
        "told": told(version.plan, drafts=drafts),
        "own_office": drafts,
        "open_lines": open_count(version.plan) if drafts else 0,
        "tasks_total": len(tree.tasks),
        "targets_total": len(tree.all_targets),
    }
    return render(request, "plans/plan.html", context)


@login_required
def tasks(request: SignedIn, plan_id: int) -> HttpResponse:
    """任务: every task with who answers for it, filtered by part, role and words."""
    version = asked_version(request, plan_id)
    tree = structure(version)
    part, text, role = (request.GET.get(name, "").strip()[:60] for name in ("part", "q", "role"))
    role = role if role in DutyRole.values else ""
    states = _states(version)
    wanted = request.GET.get("stand", "") if states else ""
    shown = [
        PartNode(
            node.part, [t for t in node.tasks if _matches(t, text, role) and wanted in ("", states.get(t.task.pk))]
        )
        for node in tree.parts
    ]
    shown = [n for n in shown if n.tasks and (not part or (n.part and n.part.key == part))]
    context = plan_context(request, version, "tasks") | {
        "tree": tree, "shown": shown, "part": part, "q": text, "role": role, "roles": DutyRole.choices,
        "found": sum(len(node.tasks) for node in shown), "passed": passed_in(tree), "states": states,
        "stand": wanted, "stands": TaskState.choices, "tally": tally_of(version) if states else None,
    }  # fmt: skip
    return render(request, "plans/tasks.html", context)


def _states(version: Version) -> dict[int, str]:
    """Return the state of each task without a number of the version in force, by id; nothing for other versions."""
    if not is_in_force(version):
        return {}
    counted, stands = quantitative_tasks(version), stands_of(version.plan)
    rows = standing(Task, version).order_by().values_list("pk", "key")
    return {pk: stands.get(key, Stand()).state.value for pk, key in rows if pk not in counted}


def _matches(node: TaskNode, text: str, role: str) -> bool:
    """Whether a task or one of its units contains the words; with a role, a unit in that role."""
    rows = [r for r in node.responsibilities if not role or r.role == role]
    names = [name for r in rows for name in (r.printed, r.unit.name if r.unit else "")]
    if role and not rows:
        return False
    return not text or any(text in name for name in (*names, node.task.title))


@login_required
def task(request: SignedIn, plan_id: int, key: str) -> HttpResponse:
    """One task: its printed sentence in its place, who answers, what it promises, its basis and history."""
    return task_page(request, asked_version(request, plan_id), key)


def task_page(request: SignedIn, version: Version, key: str, status: int = 200, **more: Any) -> HttpResponse:
    """Show a task, or a line of the year from outside the plan; `more` is a form that was refused (`move_form`)."""
    matter = matter_of(version, key)
    if isinstance(matter, OutsideLine):
        return _outside_page(request, matter, status, **more)
    if matter is None:
        raise Http404
    row = matter
    order = list(standing(Task, version).values_list("key", "title"))
    at = next(i for i, (other, _) in enumerate(order) if other == key)
    drafts = access.sees_drafts(request.user, version.plan.region)
    history = history_of(row, version.plan, drafts=drafts)
    answering = list(standing(Responsibility, version).filter(task=row).select_related("unit"))
    context = plan_context(request, version, "tasks") | {
        "task": row, "lines": place_of(row, version), "line_number": line_number(row, version),
        "responsibilities": answering, "passed": passed_on(r.unit for r in answering),
        "targets": standing(Target, version).filter(task=row),
        "before": order[at - 1] if at else None, "after": order[at + 1] if at + 1 < len(order) else None,
        "told": told(version.plan, drafts=drafts), "history": history, "basis": basis_of(row, version),
        **(_standing_of(request, row) if is_in_force(version) else {}), **more,
    }  # fmt: skip
    return render(request, "plans/task.html", context, status=status)


def _outside_page(request: SignedIn, line: OutsideLine, status: int, **more: Any) -> HttpResponse:
    """Show a line from outside the plan: on what it rests, who answers for it, where it stands by its deeds."""
    duties = answering_for(line)
    context = plan_context(request, line.version, "years") | {
        "task": line, "item": line.item, "annual": line.item.annual, "duties": duties,
        **_standing_of(request, line), **more,
    }  # fmt: skip
    return render(request, "plans/outside.html", context, status=status)


def is_in_force(version: Version) -> bool:
    """Answer whether a version is the one in force, on which states of tasks are told."""
    return version.state == Version.State.ADOPTED


def _standing_of(request: SignedIn, task: Matter) -> dict[str, Any]:
    """Return where a task stands by its deeds, and what the person may do about it; nothing for one that only counts."""
    by, plan = request.user, task.version.plan
    deeds = deeds_of(by, plan, task.key)
    if not deeds and not takes_deeds(task):
        return {}
    return {
        "stand": stands_of(plan, task.key).get(task.key, Stand()), "deeds": deeds, "task_rule": TASK_RULE,
        "task_moves": moves_of(plan, task.key), "may_tell": takes_deeds(task) and access.can_tell_deed(by, task),
        "may_move": access.can_move_task(by, plan), "task_states": TaskState.choices,
    }  # fmt: skip


@login_required
def unit(request: SignedIn, plan_id: int, unit_id: int) -> HttpResponse:
    """What the plan asks of one unit, on one page that prints."""
    version = asked_version(request, plan_id)
    named = Q(responsibilities__version=version) | Q(duties__version=version)
    row = get_object_or_404(Unit.objects.filter(Q(region=version.plan.region) | named).distinct(), pk=unit_id)
    share = unit_share(version, row)
    states = _states(version)
    context = plan_context(request, version, "unit") | {
        "unit": row, "share": share, **with_reforms(row, share.taken_over),
        "units_years": issued_years(request.user, row, version.plan), "ended": _ended(request, row, version),
        "states": states, "tally": _own_tally(version, share) if states else None,
        **_standing_for(request, share, version),
    }  # fmt: skip
    return render(request, "plans/unit.html", context)


def _own_tally(version: Version, share: UnitShare) -> Tally:
    """Return where the tasks stand that the unit leads or answers for jointly, without a number."""
    rows = [*share.roles[DutyRole.LEAD], *share.roles[DutyRole.JOINT]]
    return tally_of(version, [row.task for row in rows if row.task])


def _standing_for(request: SignedIn, share: UnitShare, version: Version) -> dict[str, Any]:
    """Return how the unit's tasks (by id) and targets (by key) stand, for the unit itself and the office, of the version in force."""
    shown = access.lit_units(request.user, version.plan)
    if version.state != Version.State.ADOPTED or (shown is not None and share.unit.pk not in shown):
        return {"lit": {}, "unit_lines": {}}
    tasks, today = [row.task for rows in share.roles.values() for row in rows if row.task], timezone.localdate()
    lit: dict[int, HeatCell] = lights_of_unit(version, share.unit, tasks, today) if tasks else {}
    lines: dict[str, UnitLine] = lines_of_unit(version, share.unit, share.targets, today) if share.targets else {}
    return {"lit": lit, "unit_lines": lines}


def _ended(request: SignedIn, unit: Unit, version: Version) -> list[Version]:
    """Return what plans of periods that are over asked of the unit, beside the plan that is shown."""
    return list(plans_of_unit(request.user, unit, ended=True).exclude(plan=version.plan))


@login_required
def unit_plans(request: SignedIn, unit_id: int) -> HttpResponse:
    """The plans in force that ask something of a unit, then those that are over; goes straight on where one is in force."""
    row = get_unit_for(request.user, unit_id)
    versions = list(plans_of_unit(request.user, row))
    if len(versions) == 1:
        return redirect("plans:unit", plan_id=versions[0].plan_id, unit_id=row.pk)
    ended = list(plans_of_unit(request.user, row, ended=True))
    return render(request, "plans/unit_plans.html", {"unit": row, "versions": versions, "ended": ended})
