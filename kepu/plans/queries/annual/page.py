"""A year as its pages show it: lines under the plan's parts, who answers, this year's figures, what is still open."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from kepu.people.models import Unit
from kepu.plans.models import AnnualDuty, AnnualItem, AnnualPlan, DutyRole, Part, Target, Task
from kepu.plans.queries.annual.figures import Figure, YearFigures, year_figures
from kepu.plans.queries.annual.order import group_of
from kepu.plans.queries.annual.proposal import proposed_items, township_units
from kepu.plans.queries.reformed import Passed, passed_on
from kepu.plans.queries.standing import standing

OUTSIDE = "方案以外的事项"


@dataclass
class YearLine:
    """One line with its task, its duties, its figures this year, and the targets that have none yet.

    `missing` are names that the plan prints and no unit stands for; `number` is its place among all lines; it is `first`
    or `last` of its group.
    """

    item: AnnualItem
    task: Task | None = None
    duties: list[AnnualDuty] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    unparted: list[Target] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    number: int = 0
    first: bool = False
    last: bool = False

    def in_role(self, role: str) -> list[AnnualDuty]:
        """Return the duties in one role."""
        return [duty for duty in self.duties if duty.role == role]

    @property
    def answered(self) -> bool:
        """Whether somebody leads or answers jointly."""
        return any(duty.role != DutyRole.SUPPORT for duty in self.duties)


@dataclass
class YearGroup:
    """The lines under one part of the plan; `part` is None for other tasks and for lines from outside the plan."""

    title: str
    part: Part | None
    lines: list[YearLine] = field(default_factory=list)


@dataclass
class YearPage:
    """A year in its order: groups of lines, what was taken out, goals of the whole plan, what units became."""

    annual: AnnualPlan
    groups: list[YearGroup]
    removed: list[AnnualItem]
    goals: list[Figure]
    passed: dict[int, Passed]
    towns: list[Unit]

    @property
    def lines(self) -> list[YearLine]:
        """All lines in the order of the document."""
        return [line for group in self.groups for line in group.lines]

    @property
    def figures(self) -> list[tuple[YearLine | None, Figure]]:
        """This year's figures: goals of the whole plan, then those of the lines."""
        of_lines = [(line, figure) for line in self.lines for figure in line.figures]
        return [*((None, figure) for figure in self.goals), *of_lines]

    @property
    def unparted(self) -> list[Target]:
        """Targets with a number that say nothing of this year yet."""
        return [target for line in self.lines for target in line.unparted]


def year_page(annual: AnnualPlan, on: date) -> YearPage:
    """Return a year with everything its pages show; the number of queries does not depend on its lines.

    Units that are no more on a day say who goes on for them.
    """
    items = list(annual.items.all())
    tasks = {task.key: task for task in standing(Task, annual.version).select_related("part")}
    lines = [YearLine(item, tasks.get(item.task_key)) for item in items if not item.removed]
    _hang_duties(annual, lines)
    goals = _hang_figures(annual, lines)
    groups = _grouped(lines, tasks)
    passed = passed_on((duty.unit for line in lines for duty in line.duties), on)
    removed = [item for item in items if item.removed]
    page = YearPage(annual, groups, removed, goals, passed, township_units(annual.version, on))
    for number, line in enumerate(page.lines, 1):
        line.number = number
    for group in groups:
        group.lines[0].first = group.lines[-1].last = True
    return page


def _hang_duties(annual: AnnualPlan, lines: list[YearLine]) -> None:
    by_item = {line.item.pk: line for line in lines}
    for duty in AnnualDuty.objects.filter(item__annual=annual).select_related("unit"):
        if line := by_item.get(duty.item_id):
            line.duties.append(duty)


def _hang_figures(annual: AnnualPlan, lines: list[YearLine]) -> list[Figure]:
    """Put each target's figure to the lines of its task; return the figures of no task."""
    figures = year_figures(annual.plan, annual.year)
    by_task = {line.item.task_key: line for line in lines if line.item.task_key}
    goals = []
    for target in standing(Target, annual.version).select_related("task"):
        figure, line = figures.of(target), by_task.get(target.task.key) if target.task else None
        if line and figure:
            line.figures.append(figure)
        elif line and target.value is not None:
            line.unparted.append(target)
        elif figure and not target.task:
            goals.append(figure)
    return goals


def _grouped(lines: Iterable[YearLine], tasks: dict[str, Task]) -> list[YearGroup]:
    """Put lines under their parts, parts in the order of their first task; those from outside the plan last."""
    parts = {key: task.part if task.part and not task.part.removed else None for key, task in tasks.items()}
    groups: dict[int | None, YearGroup] = {}
    for part in parts.values():
        groups.setdefault(part.pk if part else 0, YearGroup(part.title if part else "其他任务", part))
    groups[None] = YearGroup(OUTSIDE, None)
    for line in lines:
        groups.setdefault(group_of(line.item, parts), YearGroup("其他任务", None)).lines.append(line)
    ordered = [*(group for key, group in groups.items() if key is not None), groups[None]]
    return [group for group in ordered if group.lines]


def hang_missing(page: YearPage, on: date) -> None:
    """Say for each line which printed names of its task no unit stands for; as many queries as a proposal takes."""
    missing = {row.task.key: row.missing for row in proposed_items(page.annual.version, on)}
    for line in page.lines:
        line.missing = missing.get(line.item.task_key, [])


def line_of(annual: AnnualPlan, item: AnnualItem) -> YearLine:
    """Return one line as its own page shows it, also one taken out."""
    task = standing(Task, annual.version).select_related("part").filter(key=item.task_key).first()
    line = YearLine(item, task if item.task_key else None)
    line.duties = list(item.duties.select_related("unit"))
    if task and item.task_key:
        figures: YearFigures = year_figures(annual.plan, annual.year)
        targets = list(standing(Target, annual.version).filter(task=task))
        line.figures = figures.all_of(targets)
        line.unparted = [t for t in targets if t.value is not None and not figures.of(t)]
    return line
