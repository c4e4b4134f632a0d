"""This year's cut of the targets: the cells of the breakdown, else what the plan itself prints for the year."""

import copy
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from kepu.plans.models import Breakdown, Cell, Plan, Target
from kepu.plans.queries.breakdown import cells_of
from kepu.plans.wording import number_words, subject_words, value_words


def words_of(target: Target, value: Decimal, *, divided: bool = False, wan: bool = False) -> str:
    """Return one year's value of a target in words: 不少于1000人次; that it is asked every year need not be said.

    Nor, of a `divided` figure, of each of what: the value is that of one place, or the sum of all.
    """
    year = copy.copy(target)
    year.value, year.per = value, "" if target.per == "year" else target.per
    year.each = "" if divided else target.each
    return value_words(year, wan=wan)


def prints_year(target: Target, year: int) -> bool:
    """Whether the plan's own words give the year's value: asked of every year, or due in this one."""
    return target.value is not None and (target.per == "year" or target.due[:4] == str(year))


@dataclass(frozen=True)
class Figure:
    """What a target asks of a whole year: by its cells of the year, or as printed (`cells` is empty then)."""

    target: Target
    year: int
    cells: tuple[Cell, ...] = ()

    @property
    def subject(self) -> str:
        """What is counted."""
        return subject_words(self.target)

    @property
    def breakdown(self) -> Breakdown | None:
        """The breakdown that the figure comes from."""
        return self.cells[0].breakdown if self.cells else None

    @property
    def divided(self) -> bool:
        """Whether units or townships share the figure."""
        return any(cell.unit_id or cell.region_id for cell in self.cells)

    @property
    def value(self) -> Decimal | None:
        """The year's sum over all places; of a rate the lowest, which every place has to reach."""
        if not self.cells:
            return self.target.value
        values = [cell.value for cell in self.cells]
        rate = self.cells[0].breakdown.adding == Breakdown.Adding.RATE
        return min(values) if rate else sum(values, Decimal())

    @property
    def carried(self) -> Decimal:
        """The part of the sum that earlier years left undone; nothing for a rate."""
        rate = self.cells and self.cells[0].breakdown.adding == Breakdown.Adding.RATE
        return Decimal() if rate else sum((cell.carried for cell in self.cells), Decimal())

    @property
    def words(self) -> str:
        """The year's value in words."""
        return self._words()

    @property
    def public_words(self) -> str:
        """The same with large numbers in 万."""
        return self._words(wan=True)

    @property
    def carried_words(self) -> str:
        """其中结转200人次; '' where nothing is carried."""
        return f"其中结转{number_words(self.carried)}{self.target.unit}" if self.carried else ""

    def _words(self, *, wan: bool = False) -> str:
        return words_of(self.target, self.value or Decimal(), divided=self.divided, wan=wan)


@dataclass(frozen=True)
class YearFigures:
    """The figures of one year by the target's key; one query."""

    year: int
    cells: dict[str, list[Cell]] = field(default_factory=dict)

    def of(self, target: Target) -> Figure | None:
        """Return what a target asks of the year; None where neither a cell nor the print says."""
        cells = self.cells.get(target.key)
        if cells:
            return Figure(target, self.year, tuple(cells))
        return Figure(target, self.year) if prints_year(target, self.year) else None

    def all_of(self, targets: Iterable[Target]) -> list[Figure]:
        """Return the figures of those targets that have one, in the order given."""
        return [figure for target in targets if (figure := self.of(target))]


def year_figures(plan: Plan, year: int) -> YearFigures:
    """Return the cells of all breakdowns of a plan for one year; one query."""
    cells: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells_of(plan, year):
        cells[cell.breakdown.target_key].append(cell)
    return YearFigures(year, dict(cells))
