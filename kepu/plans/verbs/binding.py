"""Saying what a target is counted by, or why by nothing."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from kepu.audit.verbs import record
from kepu.ledger.models import Measure
from kepu.people.access import WrongState
from kepu.people.models import Account, Region, Unit
from kepu.plans import access
from kepu.plans.access.bindings import COUNTABLE
from kepu.plans.models import Binding, Plan, Target, Version
from kepu.plans.queries.standing import standing

Span = Binding.Span
GONE = "这个目标任务已不在现行版本中，或已没有数字，不能再确认对应指标。原来的确认仍有记录。"
FITTING: dict[str, tuple[str, ...]] = {
    Measure.Kind.FLOW: (Span.PERIOD, Span.YEAR),
    Measure.Kind.STOCK: (Span.STANDING,),
    Measure.Kind.READING: (Span.LATEST,),
}


@dataclass(frozen=True)
class Counting:
    """What counts a target: a measure and how, or none and why."""

    measure: Measure | None = None
    span: str = ""
    audience: str = ""
    unit: Unit | None = None
    region: Region | None = None
    per_head: str = ""
    reason: str = ""


@transaction.atomic
def bind(*, target: Target, counting: Counting, seen: int | None, by: Account, at: datetime) -> Binding:
    """Set what a target of a plan in force is counted by. `seen` is the revision the person saw, None where none was.

    Raises NotAllowed, WrongState (plan not in force, bound by somebody else meanwhile), ValidationError.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("region").get(pk=target.version.plan_id)
    access.check_can_bind(by, plan)
    version, promise = _countable(plan, target.key)
    _check(plan, promise, counting)
    row = Binding.objects.filter(plan=plan, target_key=promise.key).first()
    if (row.revision if row else None) != seen:
        raise WrongState("在您打开之后，对应的指标已由他人确认或修改。请查看最新内容再确认。")
    row = row or Binding(plan=plan, target_key=promise.key, revision=-1)
    row.version, row.region = version, counting.region or plan.region
    for name in ("measure", "span", "audience", "unit", "per_head", "reason"):
        setattr(row, name, getattr(counting, name))
    row.revision += 1
    row.confirmed_by, row.confirmed_at = by, at
    row.save()
    record(verb="plans.bind", thing=row, by=by, at=at, changed=["measure"])
    return row


def _countable(plan: Plan, key: str) -> tuple[Version, Target]:
    """Return the version in force and its target with a key, which has a number or is a place. Raises WrongState."""
    version = plan.versions.filter(state=Version.State.ADOPTED).select_related("plan__region").first()
    target = standing(Target, version).filter(COUNTABLE, key=key).first() if version else None
    if version is None or target is None:
        raise WrongState(GONE)
    return version, target


def _check(plan: Plan, target: Target, counting: Counting) -> None:
    measure = counting.measure
    if measure is None:
        if not counting.reason.strip():
            raise ValidationError({"reason": "请选择统计指标；没有对应指标的，写明原因。"})
        return
    if target.kind == Target.Kind.RANK and measure.kind != Measure.Kind.READING:
        raise ValidationError({"measure": "位次由有权单位公布，只能对应公布数。没有对应公布数的，写明原因。"})
    if counting.reason:
        raise ValidationError({"reason": "已选了统计指标，不必再写不对应的原因。"})
    if counting.span not in FITTING[measure.kind]:
        fitting = "、".join(str(Span(one).label) for one in FITTING[measure.kind])
        raise ValidationError({"span": f"“{measure.name}”是{measure.get_kind_display()}，计数时段应选：{fitting}。"})
    if counting.region and not counting.region.code.startswith(plan.region.prefix):
        raise ValidationError({"region": "区域不在本级范围内。"})
    if counting.per_head and counting.span == Span.PERIOD:
        raise ValidationError({"per_head": "人均数按年计算，计数时段请选“每年分别计”或“到当日的总数”。"})
