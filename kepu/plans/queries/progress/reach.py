"""覆盖和“每个”: how many of a named set reach what is asked of each, counted one by one, never from a total."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from kepu.ledger.queries import Ask, Window
from kepu.people.models import Region, Unit
from kepu.plans.models import Binding, Breakdown, Target, Universe
from kepu.plans.queries.breakdown.rules import is_share
from kepu.plans.queries.progress.units import in_unit
from kepu.plans.queries.progress.windows import PER_YEAR

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
    wanted = {t.key: breakdowns[t.key].universe if t.key in breakdowns else None for t in targets if asks_each(t)}
    names = {m["name"] for one in wanted.values() if one for m in one.members if not m["code"]}
    units = dict(Unit.objects.filter(region=region, name__in=names).values_list("name", "pk")) if names else {}
    for key, universe in wanted.items():
        window = windows.get(key)
        if key in bound and window is not None:
            found[key] = _roll(bound[key], window, universe, units)
    return found


def _roll(binding: Binding, window: Window, universe: Universe | None, units: Mapping[str, int]) -> Roll:
    if universe is None or not universe.members:
        return Roll([], MISSING)
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
