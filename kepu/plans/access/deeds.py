"""举措: the units that answer for a task tell what they did; the office confirms, returns, and says where the task stands."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from kepu.people.access import NotAllowed, Rule, WrongState, allows, check, holdings, readable_regions
from kepu.people.models import UNIT_ROLES, Account, Role, Unit
from kepu.people.queries import current_successors, predecessors_of, successors_of
from kepu.people.queries import standing as units_standing
from kepu.plans.access.plans import get_version_for
from kepu.plans.models import AnnualDuty, DutyRole, Plan, Responsibility, TaskDeed, Version
from kepu.plans.queries.outside import Matter, answering_for, matter_of

State = TaskDeed.State
_OFFICE = (Role.SECRETARIAT,)
_ISSUED = (Plan.Status.ISSUED.value,)
_CHANGING = (State.TOLD.value, State.RETURNED.value)

TELL = Rule("plans.tell_deed", "填报任务举措", UNIT_ROLES, "unit", _ISSUED)
TELL_FOR = Rule("plans.tell_deed_for", "代单位填报任务举措", _OFFICE, "region", _ISSUED)
CORRECT = Rule("plans.correct_deed", "修改任务举措", UNIT_ROLES, "unit", _CHANGING)
CORRECT_FOR = Rule("plans.correct_deed_for", "代单位修改任务举措", _OFFICE, "region", _CHANGING)
VOID = Rule("plans.void_deed", "作废任务举措", UNIT_ROLES, "unit", _CHANGING)
VOID_FOR = Rule(
    "plans.void_deed_for", "作废任务举措（含已确认的）", _OFFICE, "region", (*_CHANGING, State.CONFIRMED.value)
)
CONFIRM = Rule("plans.confirm_deed", "确认任务举措", _OFFICE, "region", (State.TOLD.value,))
RETURN = Rule("plans.return_deed", "退回任务举措", _OFFICE, "region", (State.TOLD.value,))
MOVE_TASK = Rule("plans.move_task", "改任务状态", _OFFICE, "region", _ISSUED)
RULES = (TELL, TELL_FOR, CORRECT, CORRECT_FOR, VOID, VOID_FOR, CONFIRM, RETURN, MOVE_TASK)

_FOR = {CORRECT: CORRECT_FOR, VOID: VOID_FOR}
ENDED = "方案已经结束，任务举措和状态不再变动。"


def telling_units(by: Account, task: Matter) -> QuerySet[Unit]:
    """Return the units for which `by` may tell a deed of the task (or the line from outside), as reforms left them.

    The own one where it leads the task or answers for it jointly (supports it, where nobody does either); for the office
    every unit that the task names, or where it names none every one of the region.
    """
    plan, today = task.version.plan, timezone.localdate()
    rows = answering_for(task)
    if allows(TELL_FOR, by, state=plan.status, region=plan.region):
        if rows:
            return Unit.objects.filter(pk__in=_heirs(rows))
        return Unit.objects.filter(units_standing(today), region=plan.region)
    first = [row for row in rows if row.role != DutyRole.SUPPORT] or rows
    own = {h.unit_id for h in holdings(by) if h.unit_id and h.role in UNIT_ROLES}
    return Unit.objects.filter(pk__in=own & _heirs(first))


def _heirs(rows: Iterable[Responsibility | AnnualDuty]) -> set[int]:
    heirs = successors_of((row.unit for row in rows if row.unit), timezone.localdate())
    return {unit.pk for units in heirs.values() for unit in units}


def check_can_tell_deed(by: Account, task: Matter, unit: Unit) -> None:
    """Raise unless the plan is in force and the unit answers for the task; `by` is of it, or of the region's office."""
    plan = task.version.plan
    try:
        check(TELL_FOR, by, state=plan.status, region=plan.region)
    except NotAllowed:
        check(TELL, by, state=plan.status, unit=unit)
    if not telling_units(by, task).filter(pk=unit.pk).exists():
        raise NotAllowed("举措由任务的牵头单位（没有牵头单位的，由责任单位）填报；其他单位的，请商牵头单位或纲要办。")


def can_tell_deed(by: Account, task: Matter) -> bool:
    """Answer whether there is a unit for which `by` may tell a deed of the task."""
    return task.version.plan.status == Plan.Status.ISSUED and telling_units(by, task).exists()


def check_can_move_task(by: Account, plan: Plan) -> None:
    check(MOVE_TASK, by, state=plan.status, region=plan.region)


def can_move_task(by: Account, plan: Plan) -> bool:
    return allows(MOVE_TASK, by, state=plan.status, region=plan.region)


def check_on_deed(rule: Rule, by: Account, deed: TaskDeed) -> None:
    """Raise NotAllowed or WrongState unless `by` may do this to the deed, for its unit or as the office."""
    region = deed.plan.region
    if rule in _FOR:
        try:
            check(_FOR[rule], by, state=deed.state, region=region)
        except NotAllowed:
            check(rule, by, state=deed.state, unit=_speaking(by, deed))
    else:
        check(rule, by, state=deed.state, region=region)
    if deed.plan.status != Plan.Status.ISSUED:
        raise WrongState(ENDED)


def allows_deed(rule: Rule, by: Account, deed: TaskDeed) -> bool:
    """Answer whether `check_on_deed` would pass."""
    try:
        check_on_deed(rule, by, deed)
    except (NotAllowed, WrongState):
        return False
    return True


def _speaking(by: Account, deed: TaskDeed) -> Unit | None:
    """Return the unit for which `by` may speak of a deed: the deed's, or one that goes on for it."""
    own = {h.unit_id: h.unit for h in holdings(by) if h.unit_id}
    units = current_successors(deed.unit, timezone.localdate()) or [deed.unit]
    return next((own[unit.pk] for unit in units if unit.pk in own), None)


def visible_deeds(by: Account) -> Q:
    """Return a condition on deeds: all of the own office's plans and of the own unit; confirmed ones of what `by` reads."""
    held, today = holdings(by), timezone.localdate()
    offices = [h.region_id for h in held if h.role == Role.SECRETARIAT]
    units = {h.unit.pk: h.unit for h in held if h.unit}
    before = {unit.pk for one in units.values() for unit in predecessors_of(one, today)}
    readable = Plan.objects.filter(readable_regions(by))
    confirmed = Q(plan__in=readable, state=State.CONFIRMED)
    return Q(plan__region__in=offices) | Q(unit__in=[*units, *before]) | confirmed


def get_deed_for(by: Account, deed_id: int) -> TaskDeed:
    """Return a deed the person may see. Raises Http404 otherwise."""
    rows = TaskDeed.objects.select_related("plan__region", "version__plan", "unit", "told_by", "decided_by")
    deed = rows.filter(visible_deeds(by), pk=deed_id).first()
    if deed is None:
        raise Http404
    return deed


def get_matter_for(by: Account, plan_id: int, key: str) -> Matter:
    """Return a task of the version in force of a plan that the person reads, or a line of its issued years from outside.

    Raises Http404 otherwise.
    """
    version = get_version_for(by, plan_id)
    matter = matter_of(version, key) if version.state == Version.State.ADOPTED else None
    if matter is None:
        raise Http404
    return matter
