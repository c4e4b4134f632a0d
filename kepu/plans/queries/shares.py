"""Who answers for what in a version: one unit's share, and the matrix units × tasks."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from kepu.people.access import readable_regions
from kepu.people.models import Account, Unit
from kepu.people.queries import predecessors_of
from kepu.plans.models import Duty, DutyRole, Plan, Responsibility, Target, Task, Version
from kepu.plans.queries.plans import in_force
from kepu.plans.queries.reformed import Passed, passed_on
from kepu.plans.queries.standing import standing, within

STRONGEST = {role: rank for rank, role in enumerate(["", DutyRole.JOINT, DutyRole.SUPPORT, DutyRole.LEAD])}


@dataclass
class UnitShare:
    """What a plan asks of one unit: responsibilities by role, each with its task; its duties; targets of its tasks.

    With what it took over from units that are no more (`taken_over`): those rows keep the unit that the plan names.
    """

    unit: Unit
    taken_over: list[Unit] = field(default_factory=list)
    roles: dict[str, list[Responsibility]] = field(default_factory=dict)
    duties: list[Duty] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)

    @property
    def total(self) -> int:
        """The number of tasks the unit answers for, in any role."""
        return len({row.task_id for rows in self.roles.values() for row in rows})


def unit_share(version: Version, unit: Unit, on: date | None = None) -> UnitShare:
    """Return what a version asks of one unit today (`on`), with what it took over; four queries.

    A task stands once, in the strongest role. Targets: of the tasks it leads or answers for jointly. A unit that is no
    more keeps its own share. Each step back in a chain of reforms is one query more.
    """
    return share_of(Version.objects.filter(pk=version.pk), unit, on)


def share_of(versions: QuerySet[Version], unit: Unit, on: date | None = None) -> UnitShare:
    """Return the same over several versions at once, in the same number of queries."""
    share = UnitShare(unit, predecessors_of(unit, on or timezone.localdate()))
    answering = [unit, *share.taken_over]
    rows = within(Responsibility, versions).filter(unit__in=answering, task__isnull=False)
    named = list(rows.select_related("unit", "task__part").order_by("version_id", "task__order", "order"))
    kept = _strongest(named, unit)
    for role in (DutyRole.LEAD, DutyRole.JOINT, DutyRole.SUPPORT):
        share.roles[role] = [row for row in kept if row.role == role]
    share.duties = list(within(Duty, versions).filter(unit__in=answering).select_related("unit"))
    tasks = [r.task_id for r in kept if r.role != DutyRole.SUPPORT]
    mine = Q(task__in=tasks) | Q(unit_named__in={r.printed for r in named} | {u.name for u in answering})
    share.targets = list(within(Target, versions).filter(mine).select_related("task__part"))
    return share


def _strongest(rows: Iterable[Responsibility], unit: Unit) -> list[Responsibility]:
    """Keep of each task the row of the strongest role, the unit's own before one that it took over."""
    kept: dict[int | None, Responsibility] = {}
    for row in rows:
        kept[row.task_id] = max(
            kept.get(row.task_id, row), row, key=lambda r: (STRONGEST[r.role], r.unit_id == unit.pk)
        )
    return list(kept.values())


def plans_of_unit(account: Account, unit: Unit, on: date | None = None, *, ended: bool = False) -> QuerySet[Version]:
    """Return the versions in force that ask something of a unit or of one it took over, with the number of tasks.

    Only of plans that the person reads; those whose period is over ask nothing any more and are had with `ended` alone.
    """
    readable = Plan.objects.filter(readable_regions(account))
    over = Q(status=Plan.Status.ENDED)
    readable = readable.filter(over) if ended else readable.exclude(over)
    answering = [unit, *predecessors_of(unit, on or timezone.localdate())]
    mine = Q(
        responsibility_set__unit__in=answering,
        responsibility_set__removed=False,
        responsibility_set__task__removed=False,
    )
    rows = in_force(Version.objects.filter(plan__in=readable))
    rows = rows.annotate(tasks_count=Count("responsibility_set__task", filter=mine, distinct=True))
    return rows.filter(tasks_count__gt=0).order_by("-period_from", "-pk")


@dataclass(frozen=True)
class MatrixRow:
    """One unit (or unmatched printed name) of the matrix, with its role in each task: one cell a task, '' for none.

    `passed` says who goes on for a unit that is no more; its line stays as the plan was adopted.
    """

    name: str
    unit: Unit | None
    cells: tuple[str, ...]
    counts: dict[str, int]
    passed: Passed | None = None

    @property
    def total(self) -> int:
        """The number of tasks in which the unit has a role."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Matrix:
    """Units × tasks. Units stand in their official order, names without a unit last."""

    tasks: Sequence[Task]
    rows: Sequence[MatrixRow]

    @property
    def parts(self) -> list[tuple[str, int]]:
        """The title of each run of tasks of one part, with the number of tasks in it; what stands outside is 其他."""
        runs: list[tuple[str, int]] = []
        for task in self.tasks:
            title = task.part.title if task.part and not task.part.removed else "其他"
            if runs and runs[-1][0] == title:
                runs[-1] = (title, runs[-1][1] + 1)
            else:
                runs.append((title, 1))
        return runs


def matrix(version: Version, *, part: str = "", role: str = "", on: date | None = None) -> Matrix:
    """Return who answers for what in a version, of one part (its key) or role only if asked; two queries.

    A unit that a clause names twice keeps the stronger role: lead before support before joint. Units that are no more
    today (`on`) say who goes on for them, at one query more for each step of the longest chain of reforms.
    """
    tasks = list(standing(Task, version).select_related("part"))
    tasks = [t for t in _by_part(tasks) if not part or (t.part and t.part.key == part)]
    place = {task.pk: i for i, task in enumerate(tasks)}
    cells: dict[tuple[int, str, int], list[str]] = {}
    units: dict[tuple[int, str, int], Unit | None] = {}
    rows = standing(Responsibility, version).filter(task__in=place)
    rows = rows.filter(role=role) if role else rows
    for row in rows.select_related("unit"):
        key = (row.unit.order, row.unit.name, row.unit.pk) if row.unit else (10**9, row.printed, 0)
        units[key] = row.unit
        line = cells.setdefault(key, [""] * len(tasks))
        at = place[row.task_id or 0]
        line[at] = max(line[at], row.role, key=lambda r: STRONGEST[r])
    passed = passed_on(units.values(), on)
    return Matrix(tasks, [_matrix_row(key[1], units[key], tuple(cells[key]), passed) for key in sorted(cells)])


def _by_part(tasks: list[Task]) -> list[Task]:
    """Put tasks of one part together, parts in the order in which they first appear."""
    first: dict[int | None, int] = {}
    for at, task in enumerate(tasks):
        first.setdefault(task.part_id, at)
    return sorted(tasks, key=lambda t: first[t.part_id])


def _matrix_row(name: str, unit: Unit | None, cells: tuple[str, ...], passed: dict[int, Passed]) -> MatrixRow:
    counts = Counter(cell for cell in cells if cell)
    went = passed.get(unit.pk) if unit else None
    return MatrixRow(name, unit, cells, {role: counts[role] for role in DutyRole.values}, went)
