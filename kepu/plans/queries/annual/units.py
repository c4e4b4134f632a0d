"""What one year asks of one unit: its lines in the document's order, its figures, what has no figure this year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from kepu.people.models import Region, Unit
from kepu.people.queries import predecessors_of, successors_of, townships_of_units
from kepu.people.queries.places import units_of_townships
from kepu.plans.models import AnnualDuty, AnnualItem, AnnualPlan, Breakdown, Cell, DutyRole, Target
from kepu.plans.queries.annual.figures import Figure, YearFigures, year_figures
from kepu.plans.queries.shares import STRONGEST
from kepu.plans.queries.standing import standing
from kepu.plans.wording import subject_words


@dataclass(frozen=True)
class UnitItem:
    """One line of the year in which the unit has a part; `named` is the unit that the line names.

    That is another one where the unit took over from a unit that is no more.
    """

    item: AnnualItem
    role: str
    named: Unit
    taken_over: bool = False

    @property
    def basis(self) -> str:
        """On what the line rests, in words: 方案任务, or 上级部署 and its paper."""
        kind = str(self.item.get_basis_display())
        return f"{kind}：{self.item.paper}" if self.item.paper else kind


@dataclass(frozen=True)
class Quantity:
    """One figure of the unit this year.

    `cell` is the unit's own (the first, where it took others over: `words` says the sum), or the undivided one; None
    where the plan prints the year's value, or where a lead answers for the sum that others share (`whole`). `item` is
    None for a goal of the whole plan. `words`: 不少于300人次.
    """

    item: AnnualItem | None
    target: Target
    cell: Cell | None
    words: str
    role: str = ""
    whole: bool = False

    @property
    def subject(self) -> str:
        """What is counted."""
        return subject_words(self.target)


@dataclass(frozen=True)
class UnitRow:
    """One row of a unit's table: an item with its figures, or a share of a goal that hangs on no item."""

    item: UnitItem | None
    quantities: list[Quantity]

    @property
    def goal(self) -> Quantity | None:
        """The share of a goal, where the row is one."""
        return None if self.item else self.quantities[0]


@dataclass(frozen=True)
class UnitYear:
    """What a year asks of a unit. `qualitative` are the items that have no figure of this unit this year."""

    annual: AnnualPlan
    unit: Unit
    taken_over: list[Unit] = field(default_factory=list)
    items: list[UnitItem] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)

    @property
    def qualitative(self) -> list[UnitItem]:
        """The items without a figure, in the document's order."""
        counted = {quantity.item.pk for quantity in self.quantities if quantity.item}
        return [line for line in self.items if line.item.pk not in counted]

    def in_role(self, role: str) -> list[UnitItem]:
        """Return the items in one role."""
        return [line for line in self.items if line.role == role]

    def figures_of(self, item: AnnualItem) -> list[Quantity]:
        """Return the figures of one item."""
        return [quantity for quantity in self.quantities if quantity.item and quantity.item.pk == item.pk]

    @property
    def lines(self) -> list[UnitRow]:
        """Everything as rows of a table: the items in their order, then shares of goals of the whole plan."""
        of_items = [UnitRow(line, self.figures_of(line.item)) for line in self.items]
        return [*of_items, *(UnitRow(None, [goal]) for goal in self.goals)]

    @property
    def goals(self) -> list[Quantity]:
        """The figures that hang on no item: shares of goals of the whole plan."""
        return [quantity for quantity in self.quantities if quantity.item is None]


def unit_year(annual: AnnualPlan, unit: Unit, on: date | None = None) -> UnitYear:
    """Return what a year asks of a unit today (`on`), with what it took over from units that are no more.

    Items stand in the document's order, each once in the strongest role, those taken out left out. Figures: of a divided
    target the unit's (or its township's) own cells; else, for who leads or answers jointly, the county's figure. The
    number of queries depends neither on items nor on targets: each step back in a chain of reforms is one more.
    """
    return unit_years(annual, {unit: predecessors_of(unit, on or timezone.localdate())})[unit.pk]


def unit_years(annual: AnnualPlan, answering: Mapping[Unit, list[Unit]]) -> dict[int, UnitYear]:
    """Return the same of many units, by id; `answering` says which units each of them took over.

    The number of queries does not depend on the number of units either.
    """
    everyone = {one.pk: one for unit, before in answering.items() for one in (unit, *before)}
    rows = AnnualDuty.objects.filter(item__annual=annual, item__removed=False, unit__in=everyone)
    duties: dict[int, list[AnnualDuty]] = defaultdict(list)
    for duty in rows.select_related("item", "unit").order_by("item__order", "item_id"):
        duties[duty.unit_id].append(duty)
    figures = year_figures(annual.plan, annual.year)
    targets = list(standing(Target, annual.version).select_related("task"))
    towns = townships_of_units(everyone.values())
    made = {}
    for unit, before in answering.items():
        own = [duty for one in (unit, *before) for duty in duties[one.pk]]
        lines = _strongest(sorted(own, key=lambda d: (d.item.order, d.item_id)), unit)
        quantities = _quantities(lines, targets, figures, Places.of([unit, *before], towns))
        made[unit.pk] = UnitYear(annual, unit, before, lines, quantities)
    return made


def all_unit_years(annual: AnnualPlan, on: date | None = None) -> list[UnitYear]:
    """Return the same for every unit that answers today for a line or a figure of the year, in the official order.

    A unit that is no more is replaced by who goes on for it; one without a successor stands for itself. A constant
    number of queries, and one for each step in the longest chain of reforms.
    """
    named = named_units(annual)
    heirs = successors_of(named, on or timezone.localdate())
    answering: dict[Unit, list[Unit]] = {}
    for unit in named:
        for heir in heirs[unit.pk] or [unit]:
            answering.setdefault(heir, []).extend([] if heir == unit else [unit])
    made = unit_years(annual, answering)
    return [made[unit.pk] for unit in sorted(answering, key=lambda u: (u.order, u.pk))]


def named_units(annual: AnnualPlan) -> list[Unit]:
    """Return the units that lines or figures of a year name, townships by those who run them, in the official order."""
    duties = AnnualDuty.objects.filter(item__annual=annual, item__removed=False)
    cells = Cell.objects.filter(breakdown__plan=annual.plan_id, year=annual.year)
    towns = set(cells.exclude(region=None).values_list("region_id", flat=True))
    of_towns = units_of_townships(annual.plan.region) if towns else {}
    ids = {*duties.values_list("unit_id", flat=True), *cells.exclude(unit=None).values_list("unit_id", flat=True)}
    ids |= {unit.pk for code, unit in of_towns.items() if code in towns}
    return list(Unit.objects.filter(pk__in=ids).select_related("region").order_by("order", "pk"))


def _strongest(duties: Iterable[AnnualDuty], unit: Unit) -> list[UnitItem]:
    kept: dict[int, AnnualDuty] = {}
    for duty in duties:
        kept[duty.item_id] = max(
            kept.get(duty.item_id, duty), duty, key=lambda d: (STRONGEST[d.role], d.unit_id == unit.pk)
        )
    return [UnitItem(d.item, d.role, d.unit, taken_over=d.unit_id != unit.pk) for d in kept.values()]


@dataclass(frozen=True)
class Places:
    """The places of the grid that are a unit's own: itself, those it took over, and the township it runs."""

    units: frozenset[int]
    names: frozenset[str]
    regions: frozenset[str]
    township: bool

    @classmethod
    def of(cls, units: list[Unit], towns: Mapping[int, Region]) -> "Places":
        """Return the places of a unit (the first) and those it took over; `towns` are the townships of units by id."""
        own = frozenset(unit.pk for unit in units), frozenset(unit.name for unit in units)
        regions = frozenset(towns[unit.pk].pk for unit in units if unit.pk in towns)
        return cls(*own, regions, any(unit.kind == Unit.Kind.TOWNSHIP for unit in units))

    def own(self, cells: Iterable[Cell]) -> list[Cell]:
        """Return those of the cells that are the unit's own."""
        return [cell for cell in cells if cell.unit_id in self.units or cell.region_id in self.regions]


def _quantities(
    lines: list[UnitItem], targets: Iterable[Target], figures: YearFigures, places: Places
) -> list[Quantity]:
    """Return the unit's figures: those of its items in their order, then those of no item of its own."""
    by_key = {line.item.task_key: line for line in lines if line.item.task_key}
    of_items: dict[str, list[Quantity]] = {key: [] for key in by_key}
    others: list[Quantity] = []
    for target in targets:
        figure = figures.of(target)
        line = by_key.get(target.task.key) if target.task else None
        if figure:
            found = of_items[line.item.task_key] if line else others
            found += _shares(figure, line, places)
    return [*(quantity for key in by_key for quantity in of_items[key]), *others]


def _shares(figure: Figure, line: UnitItem | None, places: Places) -> list[Quantity]:
    """Return a unit's part of one figure: its own cells; else the county's, if it is its to answer for."""
    target, item, role = figure.target, line.item if line else None, line.role if line else ""
    own = places.own(figure.cells)
    if own:
        return [Quantity(item, target, own[0], Figure(target, figure.year, tuple(own)).words, role)]
    if not line and target.unit_named in places.names and not figure.divided:
        return [Quantity(None, target, figure.cells[0] if figure.cells else None, figure.words)]
    if not line or role == DutyRole.SUPPORT or not _answers(figure, role, places):
        return []
    cell = figure.cells[0] if len(figure.cells) == 1 and not figure.divided else None
    return [Quantity(item, target, cell, figure.words, role, whole=figure.divided)]


def _answers(figure: Figure, role: str, places: Places) -> bool:
    """Whether the county's figure is the unit's to answer for: never a township's, unless the print asks it of each.

    A figure shared among units is the lead's; one shared among townships is that of all who answer for the task.
    """
    if places.township:
        return not figure.cells and any(word in figure.target.each for word in ("乡", "镇", "街道"))
    among_units = figure.breakdown is not None and figure.breakdown.over == Breakdown.Over.UNITS
    return role == DutyRole.LEAD or not among_units
