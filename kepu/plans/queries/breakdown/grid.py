"""The grid of one target: places down, years across, with sums and how they stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kepu.plans.models import Breakdown, Cell, Target, Universe, Version
from kepu.plans.queries.breakdown import rules
from kepu.plans.queries.breakdown.judging import State, Verdict, judge
from kepu.plans.queries.breakdown.rows import Row, code_of, rows_of
from kepu.plans.wording import number_words

Key = tuple[int, str]
Adding = Breakdown.Adding


@dataclass
class Square:
    """One cell as the page shows it: what stands, what was typed, what is wrong with it.

    `theirs` is what another person put there meanwhile, `kept` whether what was typed differs from it. A `closed` one is
    empty and stays so: its unit is no more.
    """

    year: int
    code: str
    label: str
    value: Decimal | None = None
    carried: Decimal = Decimal(0)
    text: str = ""
    error: str = ""
    theirs: str = ""
    kept: bool = False
    reached: str = ""
    closed: bool = False

    @property
    def name(self) -> str:
        """The name of its field: ``c-2026-u12``."""
        return f"c-{self.year}-{self.code}"

    @property
    def shown(self) -> str:
        """The value as a form holds it; '' for an empty cell."""
        return "" if self.value is None else number_words(self.value)


@dataclass
class Line:
    """One row: a place, its cells, and their sum over the years asked (None where years are not added)."""

    row: Row
    squares: list[Square]
    total: Decimal | None = None


@dataclass
class Column:
    """One year: whether the target asks for it, the sum of its cells without and with what was carried, the difference."""

    year: int
    asked: bool
    total: Decimal | None = None
    carried: Decimal = Decimal(0)
    left: str = ""


@dataclass
class Grid:
    """Everything that the page of one target shows of its breakdown."""

    target: Target
    breakdown: Breakdown
    years: list[int]
    asked: Decimal | None
    columns: list[Column]
    lines: list[Line]
    verdict: Verdict
    total: Decimal | None = None
    left: str = ""
    squares: dict[Key, Square] = field(default_factory=dict)

    @property
    def filled(self) -> int:
        """The number of cells that have a value."""
        return sum(square.value is not None for square in self.squares.values())

    @property
    def wrong(self) -> list[Square]:
        """The cells that cannot hold what was typed."""
        return [square for square in self.squares.values() if square.error]

    @property
    def moved(self) -> list[Square]:
        """The cells that another person changed meanwhile."""
        return [square for square in self.squares.values() if square.theirs]

    @property
    def carried(self) -> bool:
        """Whether anything was carried over from an earlier year."""
        return any(square.carried for square in self.squares.values())


def cells_by_place(breakdown: Breakdown) -> dict[Key, Cell]:
    """Return the cells of a breakdown by year and code of place; one query."""
    return {(cell.year, code_of(cell.unit_id, cell.region_id)): cell for cell in breakdown.cells.all()}


def grid_of(
    breakdown: Breakdown, target: Target, version: Version, *, more: Iterable[int] = (), supports: bool = False
) -> Grid:
    """Return the grid of a target; a handful of queries whatever its size."""
    cells = cells_by_place(breakdown)
    years = rules.years_of(target, version)
    county = version.plan.region
    rows = rows_of(breakdown.over, county, target, cells.values(), more=more, supports=supports)
    shown = sorted({*years, *(year for year, _ in cells)})
    squares = {(y, row.code): _square(y, row, cells.get((y, row.code))) for row in rows for y in shown}
    asked = rules.asked_of(target, breakdown.adding, breakdown.universe)
    values = {y: [c.value - c.carried for (at, _), c in cells.items() if at == y] for y in shown}
    grid = Grid(
        target, breakdown, years, asked,
        columns=[Column(y, y in years) for y in shown],
        lines=[Line(row, [squares[y, row.code] for y in shown]) for row in rows],
        verdict=judge(target, breakdown.adding, asked, years, values), squares=squares,
    )  # fmt: skip
    _add_up(grid)
    _count_members(grid, breakdown.universe)
    return grid


def _square(year: int, row: Row, cell: Cell | None) -> Square:
    square = Square(year, row.code, f"{row.name}{year}年", closed=cell is None and row.closed(year))
    if cell:
        square.value, square.carried = cell.value, cell.carried
    square.text = square.shown
    return square


def _base(squares: Iterable[Square]) -> Decimal:
    return sum((s.value - s.carried for s in squares if s.value is not None), Decimal(0))


def _add_up(grid: Grid) -> None:
    """Fill in the sums: of columns unless cells are rates, of rows and the whole where years are added."""
    adding, years = grid.breakdown.adding, set(grid.years)
    if adding == Adding.RATE:
        return
    for at, column in enumerate(grid.columns):
        squares = [line.squares[at] for line in grid.lines]
        column.total, column.carried = _base(squares), sum((s.carried for s in squares), Decimal(0))
        last = adding == Adding.STANDING and grid.years and column.year == grid.years[-1]
        if column.asked and (adding == Adding.YEARLY or last):
            column.left = left_words(grid, column.total)
    if adding != Adding.STANDING:
        for line in grid.lines:
            line.total = _base(s for s in line.squares if s.year in years)
        grid.total = sum((line.total or Decimal(0) for line in grid.lines), Decimal(0))
    if adding == Adding.TOTAL:
        grid.left = left_words(grid, grid.total or Decimal(0))


def left_words(grid: Grid, total: Decimal) -> str:
    """Return how a sum stands against what is asked, without its unit: 一致, 还差300, 超出5; '' before anything is filled."""
    if grid.asked is None or grid.verdict.state == State.EMPTY:
        return ""
    left = grid.asked - total
    return f"{'还差' if left > 0 else '超出'}{number_words(abs(left))}" if left else "一致"


def _count_members(grid: Grid, universe: Universe | None) -> None:
    """Say in each cell of a share of how many members it is a share: 14/17个."""
    if universe is None or grid.target.unit not in {"%", "％"}:
        return
    inside = members_inside(universe, grid.lines)
    for line in grid.lines:
        count = inside.get(line.row.code, 0)
        for square in line.squares:
            if square.value is not None and count:
                square.reached = f"{rules.members_reached(square.value, count)}/{count}个"


def members_inside(universe: Universe, lines: Iterable[Line]) -> Mapping[str, int]:
    """Return how many members of a universe lie in each place, by the place's code; units are not counted."""
    codes = [str(member.get("code", "")) for member in universe.members]
    found = {"all": len(codes)}
    for line in lines:
        if line.row.region_id:
            found[line.row.code] = sum(code.startswith(line.row.region_id[:9]) for code in codes if code)
    return found
