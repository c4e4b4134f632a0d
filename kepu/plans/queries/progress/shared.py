"""What the tables by township and by unit share: the targets that are sums, what is asked of each place, how it stands."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kepu.ledger.models import Measure
from kepu.ledger.queries import Ask, Window
from kepu.methods.pace import Point, Standing, judge
from kepu.plans.models import Binding, Breakdown, Cell, Target, Version
from kepu.plans.queries.progress.units import in_unit
from kepu.plans.queries.progress.windows import course_of, window_of

LIGHTS = ("red", "amber", "grey", "green", "blue")  # the worst first
Yearly = dict[int, Decimal]
Shares = dict[
    tuple[str, str | int], Yearly
]  # by target's key and township's code or unit's id: what is asked year by year


@dataclass(frozen=True)
class ShareCell:
    """What a place did of a target; `asked` and `standing` where the breakdown asks something of it."""

    target: Target
    done: Decimal
    url: str = ""
    asked: Decimal | None = None
    standing: Standing | None = None
    course: Sequence[Point] = ()

    @property
    def light(self) -> str:
        return self.standing.light if self.standing else ""


@dataclass(frozen=True)
class Column:
    """A target that is a sum over places, what counts it and its days up to today."""

    target: Target
    version: Version
    binding: Binding
    window: Window

    def ask(self, region: str = "", unit: int | None = None) -> Ask:
        """Return the figure to ask the ledger for: of a region, or credited to a unit."""
        assert self.binding.measure_id is not None
        return Ask(self.binding.measure_id, self.window, region, unit, self.binding.audience)

    def cell(self, quantity: int, url: str = "") -> ShareCell:
        """Return what a place did, by itself."""
        assert self.binding.measure is not None
        return ShareCell(self.target, in_unit(quantity, self.binding.measure, self.target.unit), url)


def counted(lights: Iterable[str]) -> list[tuple[str, int]]:
    """Return how many stand how, the worst first; '' is not counted."""
    numbers = Counter(light for light in lights if light)
    return [(light, numbers[light]) for light in LIGHTS if numbers[light]]


def worst(lights: Iterable[str]) -> str:
    """Return the worst of some lights, '' of none."""
    return min((light for light in lights if light), key=LIGHTS.index, default="")


def columns_of(version: Version, targets: Sequence[Target], today: date) -> list[Column]:
    """Return the targets that are a sum over places, and whose days have begun, with their binding and their days."""
    rows = Binding.objects.filter(plan=version.plan, measure__isnull=False, unit=None, per_head="")
    rows = rows.filter(region=version.plan.region).exclude(measure__kind=Measure.Kind.READING)
    bindings = {row.target_key: row for row in rows.select_related("measure")}
    found = []
    for target in targets:
        binding = bindings.get(target.key)
        if binding is None or target.value is None or target.delta:
            continue
        if window := window_of(binding, target, version, today):
            found.append(Column(target, version, binding, window))
    return found


def shares_of(breakdowns: Mapping[str, Breakdown], over: Breakdown.Over) -> Shares:
    """Return what is asked of each township, or unit, year by year, without what was carried over; one query."""
    place = "unit" if over == Breakdown.Over.UNITS else "region"
    parted = {row.pk: key for key, row in breakdowns.items() if row.over == over}
    cells = Cell.objects.filter(breakdown__in=parted, **{f"{place}__isnull": False}).order_by()
    found: Shares = {}
    for pk, where, year, value, carried in cells.values_list("breakdown_id", place, "year", "value", "carried"):
        found.setdefault((parted[pk], where), {})[year] = value - carried
    return found


def judged(column: Column, plain: ShareCell, yearly: Yearly | None, breakdown: Breakdown, today: date) -> ShareCell:
    """Return a cell with how it stands to what is asked of its place; rates do not add up, so nothing is judged."""
    if not yearly or breakdown.adding == Breakdown.Adding.RATE:
        return plain
    course = course_of(column.binding, column.target, column.version, yearly, breakdown.adding, today)
    asked = course[-1][1]
    if not asked:
        return plain
    return replace(plain, asked=asked, standing=judge(plain.done, asked, course, today), course=course)
