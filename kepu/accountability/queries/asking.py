"""Who must answer a cycle and with what: worked out of the version's responsibilities, as reforms left the units."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from kepu.accountability.models import Cycle, Prompt
from kepu.people.models import Unit
from kepu.people.queries import standing as units_standing
from kepu.people.queries import successors_of
from kepu.plans.models import DutyRole, Responsibility, Task, Version
from kepu.plans.queries.standing import standing

_RANK = {DutyRole.SUPPORT.value: 0, DutyRole.JOINT.value: 1, DutyRole.LEAD.value: 2}
_TOWNS = ("乡镇", "街道")


@dataclass(frozen=True)
class AskedLine:
    """One task that a unit is asked about, in its strongest role."""

    task: Task
    role: str


@dataclass
class Asked:
    """One unit that must answer: by which form, about which tasks, in the order of the document."""

    unit: Unit
    form: str = Prompt.Form.PAGE.value
    lines: list[AskedLine] = field(default_factory=list)

    def leads(self, joint_as: str) -> list[AskedLine]:
        """Return the lines that are answered one by one."""
        return [line for line in self.lines if answers_alone(line.role, joint_as)]


def answers_alone(role: str, joint_as: str) -> bool:
    """Answer whether a task is answered by itself in this role: by its leads, and as the cycle says by 按职责分工."""
    return role == DutyRole.LEAD or (role == DutyRole.JOINT and joint_as == DutyRole.LEAD)


def asked_of(cycle: Cycle, on: date) -> list[Asked]:
    """Return the units that must answer a cycle, in the official order; six queries or so, however many.

    A unit named by a task answers about it; a unit that is no more passes that to those who took over. The list of a task
    may be open (等部门): only who is named answers. 各乡镇（街道） means every township unit of the region. A task that
    names nobody is asked of nobody.
    """
    rows = list(_named(cycle.version))
    heirs = successors_of([row.unit for row in rows if row.unit], on)
    asked: dict[int, Asked] = {}
    for row in rows:
        for unit in heirs.get(row.unit_id or 0, ()):
            _add(asked, unit, row)
    if cycle.towns:
        _townships(asked, cycle, rows, on)
    for one in asked.values():
        one.form = _form(one, cycle.joint_as)
    return sorted(asked.values(), key=lambda one: (one.unit.order, one.unit.pk))


def _named(version: Version) -> list[Responsibility]:
    rows = standing(Responsibility, version).filter(task__isnull=False).select_related("unit", "task__part")
    return list(rows.order_by("task__order", "task_id", "order", "id"))


def _add(asked: dict[int, Asked], unit: Unit, row: Responsibility) -> None:
    """Put a task on a unit's list, in the strongest role in which it is named."""
    assert row.task is not None
    one = asked.setdefault(unit.pk, Asked(unit))
    for place, line in enumerate(one.lines):
        if line.task.pk == row.task.pk:
            if _RANK[row.role] > _RANK[line.role]:
                one.lines[place] = AskedLine(row.task, row.role)
            return
    one.lines.append(AskedLine(row.task, row.role))


def _townships(asked: dict[int, Asked], cycle: Cycle, rows: list[Responsibility], on: date) -> None:
    """Ask every township of the region, about the tasks that name townships as a class."""
    inside = units_standing(on), Q(region__code__startswith=cycle.plan.region.prefix)
    units = Unit.objects.filter(*inside, kind=Unit.Kind.TOWNSHIP)
    classes = [row for row in rows if row.collective and any(word in row.printed for word in _TOWNS)]
    for unit in units:
        asked.setdefault(unit.pk, Asked(unit))
        for row in classes:
            _add(asked, unit, row)
        asked[unit.pk].lines.sort(key=lambda line: (line.task.order, line.task.pk))


def _form(one: Asked, joint_as: str) -> str:
    if one.unit.kind == Unit.Kind.TOWNSHIP:
        return Prompt.Form.TOWN.value
    return Prompt.Form.TASK.value if one.leads(joint_as) else Prompt.Form.PAGE.value


def tasks_without_answer(cycle: Cycle, asked: list[Asked]) -> list[Task]:
    """Return the tasks about which no unit is asked: they would be missing from every summary."""
    covered: defaultdict[int, int] = defaultdict(int)
    for one in asked:
        for line in one.lines:
            covered[line.task.pk] += 1
    return [task for task in standing(Task, cycle.version).select_related("part") if not covered[task.pk]]
