"""From a measure's unit to the unit a plan is worded in: 12 000人次 are 1.2万人次, 2 500 000 yuan are 250万元."""

from decimal import Decimal

from kepu.ledger.models import Measure

_TIMES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}


def in_unit(quantity: int, measure: Measure, unit: str) -> Decimal:
    """Return a quantity (in the measure's smallest unit) in the unit that a target is worded in."""
    amount = Decimal(quantity).scaleb(-measure.scale)
    return amount * _times(measure.unit) / _times(unit.removesuffix("/人"))


def _times(unit: str) -> Decimal:
    return _TIMES.get(unit[:1], Decimal(1))


def smallest(amount: Decimal, measure: Measure, unit: str) -> Decimal:
    """Return an amount in the unit of a target in the measure's smallest unit: the way back of `in_unit`."""
    return amount / in_unit(1, measure, unit)
