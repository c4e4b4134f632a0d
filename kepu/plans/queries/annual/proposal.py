"""What a year starts from: the tasks in force, who answers for each today, and printed names that no unit stands for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from kepu.people.models import Unit
from kepu.people.queries import standing as standing_units
from kepu.people.queries import stands, successors_of
from kepu.plans.models import Responsibility, Task, Version
from kepu.plans.queries.proofreading import PartNode, TaskNode, structure
from kepu.plans.queries.shares import STRONGEST

_TOWNSHIPS = re.compile(
    r"^(?:全县|县内|辖区内?)?(?:各|所有)(?=.*(?:乡|镇|街道))[乡镇街道办事处人民政府党委工及和、，（）()/\s]+$"
)


@dataclass
class Proposed:
    """One line proposed for a year; `missing` are the printed names that found no unit, each with the reason."""

    task: Task
    audience: str = ""
    duties: list[tuple[Unit, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def means_townships(printed: str) -> bool:
    """Whether a printed name stands for every township: 各乡镇（街道）, 各镇人民政府."""
    return bool(_TOWNSHIPS.match(printed))


def proposed_items(version: Version, on: date) -> list[Proposed]:
    """Return a line for each task that stands in a version, in the order of its parts, with its units as of a day.

    A unit that is no more is replaced by those who go on for it; a name for all townships by their units; a task without
    units of its own has those of its part. The number of queries does not depend on the number of tasks.
    """
    tree = structure(version)
    rows = [row for node in tree.parts for row in (*node.responsibilities, *_of_tasks(node))]
    heirs = successors_of({row.unit.pk: row.unit for row in rows if row.unit}.values(), on)
    towns = township_units(version, on) if any(_is_townships(row) for row in rows) else []
    finder = Finder(heirs, towns, on)
    return [_proposed(task, node, finder) for node in tree.parts for task in node.tasks]


def township_units(version: Version, on: date) -> list[Unit]:
    """Return the units of the townships of a version's region that stand on a day, in the official order."""
    rows = Unit.objects.filter(standing_units(on), kind=Unit.Kind.TOWNSHIP)
    return list(rows.filter(region__code__startswith=version.plan.region.prefix))


def _of_tasks(node: PartNode) -> list[Responsibility]:
    return [row for task in node.tasks for row in task.responsibilities]


def _is_townships(row: Responsibility) -> bool:
    return row.unit_id is None and means_townships(row.printed)


@dataclass(frozen=True)
class Finder:
    """Who answers today for what a clause names: heirs of each unit by its id, the units of the townships."""

    heirs: dict[int, list[Unit]]
    towns: list[Unit]
    on: date

    def units(self, row: Responsibility) -> list[Unit]:
        """Return the units that one named body means today; empty where nobody does."""
        if row.unit:
            return self.heirs[row.unit.pk]
        if not _is_townships(row):
            return []
        streets = not any(word in row.printed for word in "乡镇")
        return [town for town in self.towns if "街道" in town.name] if streets else self.towns

    def why(self, row: Responsibility) -> str:
        """Say why a named body has no unit."""
        if row.unit and not stands(row.unit, self.on):
            return f"{row.printed}（已撤销，没有承接单位）"
        return row.printed


def _proposed(node: TaskNode, part: PartNode, finder: Finder) -> Proposed:
    made = Proposed(node.task, part.part.audience if part.part else "")
    named = node.responsibilities or part.responsibilities
    made.duties = strongest((unit, row.role) for row in named for unit in finder.units(row))
    made.missing = list(dict.fromkeys(finder.why(row) for row in named if not finder.units(row)))
    return made


def strongest(duties: Iterable[tuple[Unit, str]]) -> list[tuple[Unit, str]]:
    """Return each unit once, in its strongest role, in the order in which units first appear."""
    kept: dict[Unit, str] = {}
    for unit, role in duties:
        kept[unit] = max(kept.get(unit, ""), role, key=lambda r: STRONGEST[r])
    return list(kept.items())
