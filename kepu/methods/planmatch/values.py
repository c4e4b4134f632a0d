"""Whether two target values may be compared at all, and how they stand to each other. Different units never are."""

from dataclasses import dataclass
from decimal import Decimal

from kepu.methods.planmatch.model import TargetSide

_SAME_UNIT = (
    {"%", "％"}, {"名", "人", "位"}, {"场", "场次"}, {"次", "次数"}, {"个", "处", "家", "所", "座"}, {"份", "件"},
)  # fmt: skip


def same_unit(a: str, b: str) -> bool:
    """Whether two printed units count the same: 名 and 人 do, 人 and 人次 do not, 个 and 家 do (they only fit the noun)."""
    return a == b or any({a, b} <= same for same in _SAME_UNIT)


def incomparable(a: TargetSide, b: TargetSide) -> str:
    """Return why the values of two targets may not be set against each other, in Chinese; '' when they may."""
    if a.value is None or b.value is None:
        return "没有数字"
    checks = (
        (same_unit(a.unit, b.unit), "计量单位不同"),
        (a.delta == b.delta, "一为增量、一为总量"),
        ((a.per, a.every) == (b.per, b.every), "周期不同"),
        (bool(a.each) == bool(b.each), "一为每个单位的数、一为总数"),
        (_level(a) == _level(b), "级别不同"),
        ((a.comparator == "<=") == (b.comparator == "<="), "一为下限、一为上限"),
    )
    return next((why for holds, why in checks if not holds), "")


def _level(target: TargetSide) -> str:
    return target.level if not target.level or target.level not in target.subject else ""


def is_share(target: TargetSide) -> bool:
    """Whether a value means the same in a city and in a county of it: a share, a rate per head, so much for each, a limit.

    Sums (培训30万人次) do not: a county's is smaller by nature.
    """
    rate = target.unit in {"%", "％", "‰", "百分点"} or target.unit.endswith("/人")
    return target.value is not None and (rate or bool(target.each) or target.comparator == "<=")


@dataclass(frozen=True)
class Standing:
    """How a new value stands to an old one of the same unit: the difference (new - old) and the new as a multiple."""

    difference: Decimal
    ratio: Decimal | None

    @property
    def word(self) -> str:
        """提高, 降低 or 不变, of the number as such."""
        return "不变" if not self.difference else "提高" if self.difference > 0 else "降低"


def standing_of(old: TargetSide, new: TargetSide) -> Standing | None:
    """Return how the value of `new` stands to that of `old`; None where they may not be compared."""
    if incomparable(old, new) or old.value is None or new.value is None:
        return None
    ratio = (new.value / old.value).quantize(Decimal("0.01")) if old.value else None
    return Standing(new.value - old.value, ratio)


def falls_short(own: TargetSide, asked: TargetSide) -> bool:
    """Whether `own` promises less than `asked`: below a floor, above a limit. Only for values that may be compared."""
    assert own.value is not None
    assert asked.value is not None
    return own.value > asked.value if asked.comparator == "<=" else own.value < asked.value
