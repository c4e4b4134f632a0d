"""每月还需多少、由谁: how much more a month until a target is likely to be kept, and how it falls to units or townships."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from kepu.ledger.models import Measure
from kepu.ledger.queries import Ask, Window, figures
from kepu.methods.parting import by_weight
from kepu.people.queries import townships_of
from kepu.plans.models import Breakdown, Cell, Version
from kepu.plans.queries.breakdown.rules import step_of
from kepu.plans.queries.progress.outlook import SURE, Prospect, months_before

MOST = Decimal(10) ** 9


@dataclass(frozen=True)
class Share:
    """What falls to one unit or township a month; `url` shows its own records where there are any."""

    name: str
    amount: Decimal


@dataclass(frozen=True)
class Needed:
    """How much more a month is needed, in the target's unit, who does how much of it, and by what it was parted."""

    amount: Decimal
    shares: list[Share]
    by: str = ""


def needed_for(prospect: Prospect, version: Version, today: date) -> Needed | None:
    """Return what is needed a month so that the target is kept with 80 %; None where nothing more is, or nothing helps."""
    outlook = prospect.outlook
    if outlook is None or outlook.at_most or not outlook.months_left or prospect.likelihood >= SURE:
        return None
    step = step_of(prospect.line.target)
    amount = Decimal(str(outlook.more_for(float(SURE)))) / prospect.one
    whole = (amount / step).to_integral_value(ROUND_CEILING)
    weights, by = _weights(prospect, version, today)
    if not weights:
        return Needed(whole * step, [])
    parts = by_weight(int(whole), [weight for _, weight in weights])
    shares = [Share(name, part * step) for (name, _), part in zip(weights, parts, strict=True)]
    return Needed(whole * step, [share for share in shares if share.amount], by)


def _weights(prospect: Prospect, version: Version, today: date) -> tuple[list[tuple[str, int]], str]:
    """Return names and weights: this year's cells of the breakdown, else what townships did so far; else nothing."""
    binding = prospect.line.binding
    assert binding is not None
    if binding.unit:
        return [(binding.unit.name, 1)], "只计这个单位的数"
    cells = Cell.objects.filter(
        breakdown__plan=version.plan_id, breakdown__target_key=prospect.line.target.key, year=today.year, value__gt=0
    ).exclude(breakdown__over=Breakdown.Over.YEARS)
    parted = [(str(c.unit or c.region), int(c.value * 10_000)) for c in cells.select_related("unit", "region")]
    if parted:
        return parted, f"按{today.year}年的分解值"
    if binding.measure is None or binding.measure.kind == Measure.Kind.READING:
        return [], ""
    first = months_before(today)[-12]
    window = Window(date(first // 12, first % 12 + 1, 1), today)
    towns = list(townships_of(version.plan.region))
    done = figures([Ask(binding.measure.pk, window, town.pk, None, binding.audience) for town in towns])
    return [(t.name, d) for t, d in zip(towns, done, strict=True) if d > 0], "按各乡镇（街道）近12个月的完成数"
