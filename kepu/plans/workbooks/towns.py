"""Excel out: townships × targets, one line a township and target, so that it can be filtered and summed."""

from collections.abc import Iterator
from datetime import date

from kepu.plans.models import Version
from kepu.plans.queries.progress import ShareCell, Towns
from kepu.plans.workbooks.listings import Cell, Listing, workbook
from kepu.ui.templatetags.ui import day, light_word

HEADS = (("乡镇（街道）", 18), ("目标任务", 50), ("分解值", 12), ("已完成", 12), ("单位", 8), ("状态", 12))
NOTE = "没有分解到乡镇（街道）的目标任务只列完成数，不判断状态。几个乡镇（街道）合办的，地点在哪里就计在哪里。"


def towns_workbook(version: Version, table: Towns, today: date) -> bytes:
    """Return the table as .xlsx, townships in their order, then what no township did, then the whole county."""
    name = version.plan.region.name
    return workbook(
        [Listing("乡镇进展", f"{version.title}乡镇进展（截至{day(today)}）", HEADS, _rows(table, name), NOTE)]
    )


def _rows(table: Towns, county: str) -> Iterator[list[Cell]]:
    for row in table.rows:
        for cell in row.cells:
            yield _line(row.region.name if row.region else f"{county}本级", cell)
    for cell in table.whole:
        yield _line(f"{county}合计", cell)


def _line(place: str, cell: ShareCell) -> list[Cell]:
    light = light_word(cell.light) if cell.light else ""
    return [place, cell.target.quote, cell.asked, cell.done, cell.target.unit, light]
