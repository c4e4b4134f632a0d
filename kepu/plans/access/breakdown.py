"""Who may part a plan's targets over years, units and townships, and keep the sets that coverage is counted against."""

from django.db.models import Q
from django.http import Http404

from kepu.people.access import Rule, allows, check
from kepu.people.models import Account, Region, Role
from kepu.plans.access.plans import get_version_for
from kepu.plans.models import Plan, Target, Universe
from kepu.plans.queries.standing import attached

BREAK_DOWN = Rule("plans.break_down", "分解目标任务", (Role.SECRETARIAT,), "region", (Plan.Status.ISSUED.value,))
KEEP_UNIVERSE = Rule("plans.keep_universe", "登记覆盖范围", (Role.SECRETARIAT,), "region")
RULES = (BREAK_DOWN, KEEP_UNIVERSE)


def check_can_break_down(by: Account, plan: Plan) -> None:
    """Raise unless the plan is issued and not ended, and `by` is of its region's own secretariat."""
    check(BREAK_DOWN, by, state=plan.status, region=plan.region)


def can_break_down(by: Account, plan: Plan) -> bool:
    return allows(BREAK_DOWN, by, state=plan.status, region=plan.region)


def check_can_keep_universe(by: Account, region: Region) -> None:
    check(KEEP_UNIVERSE, by, region=region)


def can_keep_universe(by: Account, region: Region) -> bool:
    return allows(KEEP_UNIVERSE, by, region=region)


def get_promise_for(by: Account, plan_id: int, key: str) -> Target:
    """Return a target with a number: of the version in force, or as it was when its breakdown was last checked.

    Its `version` tells which. Raises Http404 where there is neither, or the person may not read the plan.
    """
    version = get_version_for(by, plan_id)
    wanted = Q(version=version) | Q(version__in=version.plan.breakdowns.filter(target_key=key).values("version"))
    rows = Target.objects.filter(attached(Target), wanted, key=key, removed=False, value__isnull=False)
    target = rows.select_related("task", "version__plan__region").order_by("-version__number").first()
    if target is None:
        raise Http404
    return target


def get_universe_for(by: Account, plan_id: int, universe_id: int) -> Universe:
    """Return a universe of the region of a plan that the person reads. Raises Http404 otherwise."""
    region = get_version_for(by, plan_id).plan.region
    universe = Universe.objects.filter(region=region, pk=universe_id).first()
    if universe is None:
        raise Http404
    return universe
