"""单位进展: units × tasks, each cell the unit's role and how the task stands, by the unit's own share where it has one.

A task stands as the worst of its targets stands. Of a target that is parted over units, a unit that has a share is judged
by what it did itself; any other unit, and every other target, by the whole. A task without a number stands as its confirmed
deeds say; one whose numbers nothing counts yet has no light. Units stand in their official order and are never ranked.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from kepu.ledger.queries import figures
from kepu.people.models import Unit
from kepu.plans.models import Breakdown, Target, Task, TaskState, Version
from kepu.plans.queries.breakdown.listing import breakdowns_of
from kepu.plans.queries.deeds import STATE_LIGHTS, STATES, Stand, quantitative_tasks, stands_of
from kepu.plans.queries.progress.board import board_of
from kepu.plans.queries.progress.shared import columns_of, counted, judged, shares_of, worst
from kepu.plans.queries.reformed import Passed
from kepu.plans.queries.shares import Matrix, MatrixRow, matrix
from kepu.plans.queries.targets import targets_of


@dataclass(frozen=True)
class HeatCell:
    """A unit's role in a task ('' for none) and how it stands ('' where no light is told); `own` by the unit's own share.

    `state` is that of a task without a number, told by its deeds.
    """

    role: str
    light: str = ""
    own: bool = False
    state: TaskState | None = None


@dataclass(frozen=True)
class HeatRow:
    """One unit (or unmatched printed name) with a cell for each task; `hidden` where its lights are not for the reader."""

    name: str
    unit: Unit | None
    cells: list[HeatCell]
    passed: Passed | None = None
    hidden: bool = False

    @property
    def total(self) -> int:
        return sum(1 for cell in self.cells if cell.role)

    @property
    def lights(self) -> list[tuple[str, int]]:
        """How many tasks with a number stand how, the worst first."""
        return counted(cell.light for cell in self.cells if cell.state is None)

    @property
    def states(self) -> list[tuple[TaskState, int]]:
        """How many tasks without a number are in which state: counted apart."""
        told = Counter(cell.state for cell in self.cells if cell.state)
        return [(state, told[state]) for state in STATES if told[state]]


@dataclass(frozen=True)
class Heat:
    """The table: tasks as columns, units as rows."""

    tasks: Sequence[Task]
    parts: list[tuple[str, int]]
    rows: list[HeatRow] = field(default_factory=list)


def heat_of(version: Version, today: date, *, part: str = "", shown: Iterable[int] | None = None) -> Heat:
    """Return units × tasks of a version, of one part (its key) if asked, with the lights of these units alone (None: of all).

    Some twenty queries, whatever the number of units, tasks and targets.
    """
    table: Matrix = matrix(version, part=part)
    lights = _Lights(version, today)
    seen = None if shown is None else set(shown)
    rows = [_row(row, table.tasks, lights, seen) for row in table.rows]
    return Heat(table.tasks, table.parts, rows)


def lights_of_unit(version: Version, unit: Unit, tasks: Iterable[Task], today: date) -> dict[int, HeatCell]:
    """Return by the task's id how the tasks of one unit stand that have a number, those without a light left out."""
    lights = _Lights(version, today)
    found = {task.pk: lights.cell("lead", task, unit.pk) for task in tasks}
    return {pk: cell for pk, cell in found.items() if cell.light and cell.state is None}


def _row(row: MatrixRow, tasks: Sequence[Task], lights: "_Lights", seen: set[int] | None) -> HeatRow:
    hidden = seen is not None and (row.unit is None or row.unit.pk not in seen)
    unit = row.unit.pk if row.unit else 0
    cells = [
        HeatCell(role) if hidden or not role else lights.cell(role, task, unit)
        for role, task in zip(row.cells, tasks, strict=True)
    ]
    return HeatRow(row.name, row.unit, cells, row.passed, hidden)


class _Lights:
    """How every target of a version stands, by task; and of the targets parted over units, each unit by its own share."""

    def __init__(self, version: Version, today: date) -> None:
        targets = list(targets_of(version))
        self.targets: dict[int, list[Target]] = defaultdict(list)
        for target in targets:
            if target.task_id:
                self.targets[target.task_id].append(target)
        self.whole = {line.target.key: line.light for line in board_of(version, targets, today).lines}
        self.own = _own_lights(version, targets, today)
        self.numbered, self.stands = quantitative_tasks(version), stands_of(version.plan)

    def cell(self, role: str, row: Task, unit: int) -> HeatCell:
        if row.pk not in self.numbered:
            state = self.stands.get(row.key, Stand()).state
            return HeatCell(role, STATE_LIGHTS[state], state=state)
        told = [(target.key, (target.key, unit)) for target in self.targets[row.pk]]
        own = any(pair in self.own for _, pair in told)
        return HeatCell(role, worst(self.own.get(pair, self.whole[key]) for key, pair in told), own)


def _own_lights(version: Version, targets: Sequence[Target], today: date) -> dict[tuple[str, int], str]:
    """Return by target's key and unit's id how the units stand that have a share of a target; a few queries."""
    breakdowns = breakdowns_of(version.plan)
    shares = shares_of(breakdowns, Breakdown.Over.UNITS)
    columns = {column.target.key: column for column in columns_of(version, targets, today)}
    parted = [(key, int(unit), yearly) for (key, unit), yearly in shares.items() if key in columns]
    amounts = figures([columns[key].ask(unit=unit) for key, unit, _ in parted]) if parted else []
    found = {}
    for (key, unit, yearly), amount in zip(parted, amounts, strict=True):
        cell = judged(columns[key], columns[key].cell(amount), yearly, breakdowns[key], today)
        found[key, unit] = cell.light
    return {pair: light for pair, light in found.items() if light}
