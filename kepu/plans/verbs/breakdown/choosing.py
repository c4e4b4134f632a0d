"""How a target is parted and added, and the word of the office that an amended value was looked at."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from kepu.audit.verbs import record
from kepu.people.access import WrongState
from kepu.people.models import Account
from kepu.plans import access
from kepu.plans.models import Breakdown, Plan, Target, Universe
from kepu.plans.queries.breakdown.rules import years_of
from kepu.plans.verbs.breakdown.cells import Deed, Wanted, Way, check_seen, hold, promise_in_force, store


@dataclass(frozen=True)
class Choice:
    """Over what a target is parted, how the cells are added, against which set coverage is counted."""

    over: str
    adding: str
    universe: Universe | None = None


@transaction.atomic
def choose(
    *, target: Target, over: str, adding: str, universe: Universe | None = None, seen: int | None = None, by: Account,
    at: datetime,
) -> Breakdown:  # fmt: skip
    """Set how a target of a plan in force is broken down. `seen` is the revision the person saw, None where none was.

    Parting over other places empties the cells; the record of changes keeps what stood in them. Raises NotAllowed,
    WrongState, StaleGrid, or ValidationError.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("region").get(pk=target.version.plan_id)
    access.check_can_break_down(by, plan)
    version, promise = promise_in_force(plan, target.key)
    _check(plan, choice := Choice(over, adding, universe))
    if not years_of(promise, version):
        raise WrongState("方案没有登记起止年份，不能分解。请调整方案，在“方案基本信息”中补上。")
    row = Breakdown.objects.filter(plan=plan, target_key=promise.key).first()
    if row is not None:
        return _change(row, choice, seen, by, at)
    made = Breakdown.objects.create(
        plan=plan, version=version, target_key=promise.key, over=over, adding=adding, universe=universe
    )
    record(verb="plans.choose_breakdown", thing=made, by=by, at=at)
    return made


def _check(plan: Plan, choice: Choice) -> None:
    if choice.over not in Breakdown.Over.values:
        raise ValidationError({"over": "请选择分解到哪里。"})
    if choice.adding not in Breakdown.Adding.values:
        raise ValidationError({"adding": "请选择合计方式。"})
    if choice.universe is not None and choice.universe.region_id != plan.region_id:
        raise ValidationError({"universe": "覆盖范围不属于本级。"})


def _change(row: Breakdown, choice: Choice, seen: int | None, by: Account, at: datetime) -> Breakdown:
    held = hold(row, by)
    row = held.breakdown
    changed = [name for name in ("over", "adding", "universe") if getattr(row, name) != getattr(choice, name)]
    if not changed:
        return row
    check_seen(held, seen)
    if "over" in changed and held.cells:
        why = f"改为“{Breakdown.Over(choice.over).label}”，原分解值清空"
        store(held, dict.fromkeys(held.cells, Wanted(None)), Deed("plans.fill_cells", Way.HAND, by, at, why))
    row.over, row.adding, row.universe = choice.over, choice.adding, choice.universe
    row.revision += 1
    row.save(update_fields=["over", "adding", "universe", "revision"])
    record(verb="plans.choose_breakdown", thing=row, by=by, at=at, changed=changed)
    return row


@transaction.atomic
def confirm_breakdown(*, breakdown: Breakdown, seen: int, by: Account, at: datetime) -> Breakdown:
    """Say that the breakdown was looked at against the wording in force, whose number `seen` the person read.

    Raises NotAllowed, or WrongState when a later version is in force meanwhile.
    """
    held = hold(breakdown, by)
    row = held.breakdown
    if held.version.number != seen:
        raise WrongState("在您核对期间又采用了新的一版，请刷新页面，按现行原文核对。")
    if row.version_id != held.version.pk:
        row.version = held.version
        row.revision += 1
        row.save(update_fields=["version", "revision"])
        record(verb="plans.confirm_breakdown", thing=row, by=by, at=at, changed=["version"])
    return row
