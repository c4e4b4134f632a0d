"""Excel out: units × tasks with how they stand, one line a unit and task, so that it can be filtered and counted."""

from collections.abc import Iterator
from datetime import date

from kepu.plans.models import Version
from kepu.plans.queries.progress import Heat, HeatCell
from kepu.plans.workbooks.listings import Cell, Listing, workbook
from kepu.ui.templatetags.ui import day, duty_word, light_word

HEADS = (("责任单位", 24), ("部分", 30), ("任务", 50), ("角色", 12), ("状态", 12), ("判断依据", 20))
NOTE = "任务的状态取它各个目标任务中最差的。没有数字的任务按已确认的举措；还没有对应指标的不判断状态。"


def heat_workbook(version: Version, heat: Heat, today: date) -> bytes:
    """Return the table as .xlsx, units in their official order, tasks in that of the document."""
    return workbook([Listing("单位进展", f"{version.title}单位进展（截至{day(today)}）", HEADS, _rows(heat), NOTE)])


def _rows(heat: Heat) -> Iterator[list[Cell]]:
    for row in heat.rows:
        for task, cell in zip(heat.tasks, row.cells, strict=True):
            if cell.role:
                part = task.part.title if task.part and not task.part.removed else ""
                yield [row.name, part, task.title, duty_word(cell.role), *_stands(cell)]


def _stands(cell: HeatCell) -> tuple[str, str]:
    """Return how a cell stands in words, and by what."""
    if cell.state:
        return str(cell.state.label), "已确认的举措"
    if not cell.light:
        return "", ""
    return light_word(cell.light), "本单位分解值" if cell.own else "任务的目标"
