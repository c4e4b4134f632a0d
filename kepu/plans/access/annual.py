"""The year's work: who may open a year, change it while it is drafted, issue it and show it to the public."""

from django.db.models import Q
from django.http import Http404

from kepu.people.access import NotAllowed, Rule, WrongState, allows, check, readable_regions
from kepu.people.models import Account, Role
from kepu.plans.access.plans import sees_drafts
from kepu.plans.models import AnnualItem, AnnualPlan, Plan, Version

_OFFICE = (Role.SECRETARIAT,)
_DRAFT = (AnnualPlan.State.DRAFT.value,)

OPEN_YEAR = Rule("plans.open_year", "开一个年度", _OFFICE, "region", (Plan.Status.ISSUED.value,))
EDIT_YEAR = Rule("plans.edit_year", "修改年度工作要点", _OFFICE, "region", _DRAFT)
ISSUE_YEAR = Rule("plans.issue_year", "印发年度工作要点", _OFFICE, "region", _DRAFT)
RELEASE_YEAR = Rule(
    "plans.draft_year_release", "起草科普实事的公开内容", _OFFICE, "region", (AnnualPlan.State.ISSUED.value,)
)

RULES = (OPEN_YEAR, EDIT_YEAR, ISSUE_YEAR, RELEASE_YEAR)


def check_can_open_year(by: Account, plan: Plan) -> None:
    """Raise unless the plan is issued and adopted, and `by` is of its region's own secretariat."""
    check(OPEN_YEAR, by, state=plan.status, region=plan.region)
    if not plan.versions.filter(state=Version.State.ADOPTED).exists():
        raise WrongState("方案还没有采用。请先校对并采用方案，再开年度。")


def can_open_year(by: Account, plan: Plan) -> bool:
    try:
        check_can_open_year(by, plan)
    except (NotAllowed, WrongState):
        return False
    return True


def check_can_edit_year(by: Account, annual: AnnualPlan) -> None:
    """Raise unless the year is still drafted: what was issued does not change."""
    check(EDIT_YEAR, by, state=annual.state, region=annual.plan.region)


def can_edit_year(by: Account, annual: AnnualPlan) -> bool:
    return allows(EDIT_YEAR, by, state=annual.state, region=annual.plan.region)


def check_can_issue_year(by: Account, annual: AnnualPlan) -> None:
    check(ISSUE_YEAR, by, state=annual.state, region=annual.plan.region)


def can_issue_year(by: Account, annual: AnnualPlan) -> bool:
    return allows(ISSUE_YEAR, by, state=annual.state, region=annual.plan.region)


def check_can_draft_year_release(by: Account, annual: AnnualPlan) -> None:
    """Raise unless the year is issued and its plan may be shown to the public."""
    check(RELEASE_YEAR, by, state=annual.state, region=annual.plan.region)
    if annual.version.publicity != Version.Publicity.PUBLIC:
        raise WrongState("只有登记为“主动公开”的方案，其年度科普实事才能公开。")


def can_draft_year_release(by: Account, annual: AnnualPlan) -> bool:
    try:
        check_can_draft_year_release(by, annual)
    except (NotAllowed, WrongState):
        return False
    return True


def readable_years(by: Account, plan: Plan) -> Q:
    """Return a condition on a plan's years: all for its own secretariat, the issued ones for others who read the plan."""
    return Q() if sees_drafts(by, plan.region) else Q(state=AnnualPlan.State.ISSUED)


def get_annual_for(by: Account, annual_id: int) -> AnnualPlan:
    """Return a year of a plan that the person reads: an issued one, or any for its own secretariat. Raises Http404."""
    rows = AnnualPlan.objects.select_related("plan__region", "version__plan__region", "issued_by")
    readable = Plan.objects.filter(readable_regions(by))
    annual = rows.filter(plan__in=readable, pk=annual_id).first()
    if annual is None or (annual.state != AnnualPlan.State.ISSUED and not sees_drafts(by, annual.plan.region)):
        raise Http404
    return annual


def get_own_annual_for(by: Account, annual_id: int) -> AnnualPlan:
    """Return a year of the person's own secretariat, in any state. Raises Http404 for everybody else."""
    annual = get_annual_for(by, annual_id)
    if not sees_drafts(by, annual.plan.region):
        raise Http404
    return annual


def get_annual_item_for(by: Account, annual_id: int, key: str) -> AnnualItem:
    """Return one line of a year of the person's own secretariat, also one taken out, its year loaded. Raises Http404."""
    annual = get_own_annual_for(by, annual_id)
    item = AnnualItem.objects.filter(annual=annual, key=key).first()
    if item is None:
        raise Http404
    item.annual = annual
    return item
