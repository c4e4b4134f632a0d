"""From plan to plan, and towards the upper plan: who may link, settle, draft ahead and answer."""

from django.http import Http404

from kepu.people.access import NotAllowed, Rule, WrongState, allows, check
from kepu.people.models import Account, Role
from kepu.plans.access.plans import get_plan_for, sees_drafts
from kepu.plans.models import Document, Plan, Version

_OFFICE = (Role.SECRETARIAT,)
_OPEN = tuple(s.value for s in Plan.Status if s != Plan.Status.ENDED)

DRAFT_NEXT = Rule(
    "plans.draft_next", "起草下一周期打算", _OFFICE, "region", (Plan.Status.ISSUED.value, Plan.Status.ENDED.value)
)
CONTINUE = Rule("plans.continue", "接续上一期方案", _OFFICE, "region", _OPEN)
SETTLE = Rule("plans.settle", "核定接续", _OFFICE, "region", _OPEN)
FOLLOW = Rule("plans.follow_upper", "选定上级规划", _OFFICE, "region", _OPEN)
ANSWER = Rule("plans.answer_upper", "核定对照上级", _OFFICE, "region", _OPEN)

RULES = (DRAFT_NEXT, CONTINUE, SETTLE, FOLLOW, ANSWER)


def check_can_draft_next(by: Account, plan: Plan) -> None:
    """Raise unless the plan is issued or ended and has a version in force, whose items can be gone through."""
    check(DRAFT_NEXT, by, state=plan.status, region=plan.region)
    if not plan.versions.filter(state=Version.State.ADOPTED).exists():
        raise WrongState("方案还没有采用。请先校对并采用，再考虑下一周期。")


def can_draft_next(by: Account, plan: Plan) -> bool:
    try:
        check_can_draft_next(by, plan)
    except (NotAllowed, WrongState):
        return False
    return True


def check_can_continue(by: Account, plan: Plan) -> None:
    """Raise unless the plan has not ended and `by` is of its region's own secretariat."""
    check(CONTINUE, by, state=plan.status, region=plan.region)


def can_continue(by: Account, plan: Plan) -> bool:
    return allows(CONTINUE, by, state=plan.status, region=plan.region)


def check_can_settle(by: Account, plan: Plan) -> None:
    """Raise unless the plan has not ended and continues another."""
    check(SETTLE, by, state=plan.status, region=plan.region)
    if plan.continues_id is None:
        raise WrongState("这个方案还没有选定接续哪个方案。请先选定，再逐条核定。")


def can_settle(by: Account, plan: Plan) -> bool:
    return allows(SETTLE, by, state=plan.status, region=plan.region) and plan.continues_id is not None


def check_can_follow_upper(by: Account, plan: Plan) -> None:
    check(FOLLOW, by, state=plan.status, region=plan.region)


def can_follow_upper(by: Account, plan: Plan) -> bool:
    return allows(FOLLOW, by, state=plan.status, region=plan.region)


def check_can_answer_upper(by: Account, plan: Plan) -> None:
    """Raise unless the plan has not ended and follows an upper plan that was read."""
    check(ANSWER, by, state=plan.status, region=plan.region)
    if plan.upper is None or plan.upper.state != Document.State.READ:
        raise WrongState("还没有可以对照的上级规划。请先上传或选定，等读取完成。")


def can_answer_upper(by: Account, plan: Plan) -> bool:
    read = plan.upper is not None and plan.upper.state == Document.State.READ
    return read and allows(ANSWER, by, state=plan.status, region=plan.region)


def get_own_plan_for(by: Account, plan_id: int) -> Plan:
    """Return a plan of the person's own office, drafts too. Raises Http404 otherwise."""
    plan = get_plan_for(by, plan_id)
    if not sees_drafts(by, plan.region):
        raise Http404
    return plan
