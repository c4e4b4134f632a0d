"""覆盖和“每个”: how many of a named set reach what is asked of each, counted one by one, never from a total."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from kepu.ledger.queries import Ask, Window
from kepu.people.models import Region, Unit
from kepu.plans.models import Binding, Breakdown, Target, Universe
from kepu.plans.queries.breakdown.rules import is_share
from kepu.plans.queries.progress.units import in_unit
from kepu.plans.queries.progress.windows import PER_YEAR

_ALL = re.compile(r"全覆盖|全部覆盖|全覆蓋|全部覆蓋")
_NAMED = {
    Universe.Kind.TOWNSHIPS: re.compile(
        r"(?:乡镇|镇|乡镇（街道）|镇（街道）|乡镇街道|镇街|街道)(?:实现)?全(?:部)?覆盖"
    ),
    Universe.Kind.VILLAGES: re.compile(r"(?:村|社区|村（社区）|村社区|村居)(?:实现)?全(?:部)?覆盖"),
}
UNNAMED = "还没有建立与原文同名的覆盖范围，请先在“目标分解”的“覆盖范围”中建立，再逐个核对"
MISSING = "要求到每个对象，请先在“目标分解”中选定覆盖范围，再逐个核对"


@dataclass(frozen=True)
class Reach:
    """How many of the members reached what is asked of each, and those who did not yet, the fewest first."""

    reached: int
    members: int
    each: Decimal
    short: list[tuple[str, Decimal]]

    @property
    def share(self) -> Decimal:
        """The share that reached it in per cent, two places, rounded down: 2 of 3 are 66.66."""
        return (Decimal(100 * self.reached) / self.members).quantize(Decimal("0.01"), ROUND_DOWN)

    @property
    def least(self) -> Decimal:
        """The fewest that any member has, no more than what is asked."""
        return self.short[0][1] if self.short else self.each


@dataclass(frozen=True)
class Roll:
    """The members of a target's set, each with the figure that is asked of the ledger; `why` says why they are not asked."""

    members: list[tuple[str, Ask]]
    why: str = ""


def asks_each(target: Target) -> bool:
    """Whether a target asks of each of many, or of a share of many, and so no total answers it."""
    return bool(target.each) or target.kind == Target.Kind.COVERAGE


def covers_all(target: Target) -> bool:
    """Answer whether a target promises, without a number, that all of a named set are covered (乡镇全覆盖)."""
    return target.kind == Target.Kind.COVERAGE and target.value is None and bool(_ALL.search(target.quote))


def named_in(quote: str, universes: Iterable[Universe]) -> Universe | None:
    """Return the set that a printed promise names: one whose name stands in it, else the townships or the villages."""
    rows = list(universes)
    by_name = [row for row in rows if row.name in quote]
    by_kind = [row for row in rows if row.kind in _NAMED and _NAMED[Universe.Kind(row.kind)].search(quote)]
    return next(iter([*sorted(by_name, key=lambda row: -len(row.name)), *by_kind]), None)


def required(binding: Binding, target: Target) -> Decimal:
    """Return what one member must have to count: the value for "each", otherwise any record."""
    if not target.each or is_share(target) or target.value is None:
        return Decimal(0)
    return target.value * PER_YEAR.get(target.per, 1) if binding.span == Binding.Span.YEAR else target.value


def rolls_of(
    targets: Iterable[Target], bound: Mapping[str, Binding], windows: Mapping[str, Window | None],
    breakdowns: Mapping[str, Breakdown], region: Region,
) -> dict[str, Roll]:  # fmt: skip
    """Return the roll of every bound target that asks of each; a query where a set is a list of names."""
    found: dict[str, Roll] = {}
    each = [t for t in targets if asks_each(t)]
    wanted = {t.key: breakdowns[t.key].universe if t.key in breakdowns else None for t in each}
    whole = [t for t in each if t.key in bound and covers_all(t)]
    sets = list(Universe.objects.filter(region=region)) if whole else []
    wanted |= {t.key: named_in(t.quote, sets) for t in whole if wanted[t.key] is None}
    missing = {t.key: UNNAMED for t in whole}
    names = {m["name"] for one in wanted.values() if one for m in one.members if not m["code"]}
    units = dict(Unit.objects.filter(region=region, name__in=names).values_list("name", "pk")) if names else {}
    for key, universe in wanted.items():
        window = windows.get(key)
        if key in bound and window is not None:
            found[key] = _roll(bound[key], window, universe, units, missing.get(key, MISSING))
    return found


def _roll(binding: Binding, window: Window, universe: Universe | None, units: Mapping[str, int], missing: str) -> Roll:
    if universe is None or not universe.members:
        return Roll([], missing)
    if binding.unit_id or binding.per_head:
        return Roll([], "要求到每个对象的，不能只计一个单位或按人均算，请改对应指标")
    lost = [m["name"] for m in universe.members if not m["code"] and m["name"] not in units]
    if lost:
        return Roll([], f"覆盖范围中有{len(lost)}个对不上单位名称（如“{lost[0]}”），请改成登记的单位全称")
    assert binding.measure_id is not None
    measure, audience = binding.measure_id, binding.audience
    return Roll([
        (m["name"], Ask(measure, window, m["code"], None, audience) if m["code"]
         else Ask(measure, window, "", units[m["name"]], audience))
        for m in universe.members
    ])  # fmt: skip


def reach_of(target: Target, binding: Binding, roll: Roll, amounts: Sequence[int]) -> Reach:
    """Return how many members of a roll reached what is asked; `amounts` are their figures in the same order."""
    assert binding.measure is not None
    least = required(binding, target)
    done = [in_unit(amount, binding.measure, target.unit) if least else Decimal(amount) for amount in amounts]
    short = [
        (name, amount) for (name, _), amount in zip(roll.members, done, strict=True) if amount < least or amount <= 0
    ]
    return Reach(len(done) - len(short), len(done), least, sorted(short, key=lambda one: one[1]))
