"""The yearly points of a schedule, worked out from the increments that the plan prints."""

from dataclasses import dataclass
from decimal import Decimal

from kepu.plans.models import Target, Version
from kepu.plans.queries.breakdown.rules import amount_words, years_of
from kepu.plans.queries.standing import standing


@dataclass(frozen=True)
class Points:
    """The value of each year, and in words how it was worked out."""

    values: dict[int, Decimal]
    words: str


def increments_of(target: Target, version: Version) -> Points | None:
    """Return the points of a schedule: from its end back by the yearly increment printed beside it; one query.

    The increment itself (每年增加0.1元) is asked of every year. None where the plan does not print both, or where the way
    would begin below zero.
    """
    years = years_of(target, version)
    if target.kind != Target.Kind.SCHEDULE or target.value is None or not years:
        return None
    if target.delta:
        words = f"原文每年增加{amount_words(target.value, target)}"
        return Points(dict.fromkeys(years, target.value), words) if target.per == "year" else None
    beside = standing(Target, version).filter(
        kind=Target.Kind.SCHEDULE, subject=target.subject, level=target.level, unit=target.unit, delta=True, per="year"
    )
    step = beside.exclude(pk=target.pk).values_list("value", flat=True).first()
    if step is None:
        return None
    values = {year: target.value - step * (years[-1] - year) for year in years}
    if min(values.values()) < 0:
        return None
    return Points(
        values, f"由{years[-1]}年的{amount_words(target.value, target)}按原文每年增加{amount_words(step, target)}推算"
    )
