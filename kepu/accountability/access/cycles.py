"""报送周期: the secretariat of the plan's region drafts, opens, makes exceptions and archives; who reports reads it."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from kepu.accountability.models import Cycle
from kepu.people.access import NotAllowed, Rule, WrongState, allows, check, holdings, readable_regions
from kepu.people.models import Account, Role
from kepu.people.queries import predecessors_of
from kepu.plans.models import Plan, Version

_OFFICE = (Role.SECRETARIAT,)
_DRAFT = (Cycle.State.DRAFT.value,)
_OPEN = (Cycle.State.OPEN.value,)

DRAFT = Rule("accountability.draft_cycle", "拟报送周期", _OFFICE, "region", (Plan.Status.ISSUED.value,))
EDIT = Rule("accountability.edit_cycle", "修改报送周期", _OFFICE, "region", _DRAFT)
DROP = Rule("accountability.drop_cycle", "删除报送周期拟稿", _OFFICE, "region", _DRAFT)
OPEN = Rule("accountability.open_cycle", "开始报送", _OFFICE, "region", _DRAFT)
EXCEPT = Rule("accountability.make_exception", "设定单位例外", _OFFICE, "region", _OPEN)
CLOSE = Rule("accountability.close_cycle", "归档报送周期", _OFFICE, "region", _OPEN)
RULES = (DRAFT, EDIT, DROP, OPEN, EXCEPT, CLOSE)


def check_can_draft_cycle(by: Account, plan: Plan) -> None:
    """Raise unless the plan is in force and `by` is of its region's own secretariat."""
    check(DRAFT, by, state=plan.status, region=plan.region)
    if not plan.versions.filter(state=Version.State.ADOPTED).exists():
        raise WrongState("方案还没有采用。请先校对并采用方案，再开始报送。")


def can_draft_cycle(by: Account, plan: Plan) -> bool:
    try:
        check_can_draft_cycle(by, plan)
    except (NotAllowed, WrongState):
        return False
    return True


def check_on_cycle(rule: Rule, by: Account, cycle: Cycle) -> None:
    check(rule, by, state=cycle.state, region=cycle.plan.region)


def allows_cycle(rule: Rule, by: Account, cycle: Cycle) -> bool:
    return allows(rule, by, state=cycle.state, region=cycle.plan.region)


def own_offices(by: Account) -> set[str]:
    """Return the regions whose secretariat `by` is of."""
    return {h.region_id for h in holdings(by) if h.role == Role.SECRETARIAT and h.region_id}


def speaking_units(by: Account) -> set[int]:
    """Return the units for which `by` answers: the own ones, and those that these took over."""
    held, today = holdings(by), timezone.localdate()
    units = {h.unit.pk: h.unit for h in held if h.unit}
    return {*units, *(unit.pk for one in units.values() for unit in predecessors_of(one, today))}


def cycles_for(by: Account) -> QuerySet[Cycle]:
    """Return the cycles that `by` may see: all of the own office; of the plans that `by` reads those that are opened.

    A unit sees that there is a cycle and how many came; whose report it may open is decided with reports.
    """
    readable = Plan.objects.filter(readable_regions(by))
    rows = Cycle.objects.select_related("plan__region", "version__plan__region", "opened_by", "closed_by")
    opened = Q(plan__in=readable) & ~Q(state=Cycle.State.DRAFT)
    return rows.filter(opened | Q(plan__region__in=own_offices(by)))


def get_cycle_for(by: Account, cycle_id: int) -> Cycle:
    """Return a cycle that the person may see. Raises Http404 otherwise."""
    cycle = cycles_for(by).filter(pk=cycle_id).first()
    if cycle is None:
        raise Http404
    return cycle


def get_own_cycle_for(by: Account, cycle_id: int) -> Cycle:
    """Return a cycle of the person's own secretariat. Raises Http404 for everybody else."""
    cycle = get_cycle_for(by, cycle_id)
    if cycle.plan.region_id not in own_offices(by):
        raise Http404
    return cycle


def sees_all_reports(by: Account, cycle: Cycle) -> bool:
    """Answer whether `by` sees how every single unit stands: the own office and who reads the region; never a unit."""
    read = any(
        h.role == Role.READER and h.region and cycle.plan.region_id.startswith(h.region.prefix) for h in holdings(by)
    )
    return read or cycle.plan.region_id in own_offices(by)
