"""Who says what a target is counted by."""

from django.db.models import Q
from django.http import Http404

from kepu.people.access import Rule, allows, check
from kepu.people.models import Account, Role
from kepu.plans.access.plans import get_version_for
from kepu.plans.models import Plan, Target
from kepu.plans.queries.standing import standing

BIND = Rule("plans.bind", "确认目标任务对应的统计指标", (Role.SECRETARIAT,), "region", (Plan.Status.ISSUED.value,))
RULES = (BIND,)
# A place is published, with a number or without; a rise and 全覆盖 without a number are judged by what a measure tells.
COUNTABLE = Q(value__isnull=False) | Q(kind__in=(Target.Kind.RANK, Target.Kind.TREND, Target.Kind.COVERAGE))


def check_can_bind(by: Account, plan: Plan) -> None:
    """Raise unless the plan is issued and not ended, and `by` is of its region's own secretariat."""
    check(BIND, by, state=plan.status, region=plan.region)


def can_bind(by: Account, plan: Plan) -> bool:
    return allows(BIND, by, state=plan.status, region=plan.region)


def get_countable_for(by: Account, plan_id: int, key: str) -> Target:
    """Return a target of the version in force that a measure may count: with a number, or a place, a rise, a coverage. Raises Http404."""
    version = get_version_for(by, plan_id)
    rows = standing(Target, version).select_related("task__part", "version__plan__region")
    target = rows.filter(COUNTABLE, key=key).first()
    if target is None:
        raise Http404
    return target
