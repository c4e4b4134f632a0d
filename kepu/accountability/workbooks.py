"""Excel out: 报送情况 of a cycle, one line a unit in the official order."""

from kepu.accountability.models import Cycle
from kepu.accountability.queries.situation import Line, Situation
from kepu.plans.workbooks.listings import Cell, Listing, workbook
from kepu.ui.templatetags.ui import day

COLUMNS = (
    ("序号", 6), ("单位", 30), ("状态", 14), ("报送期限", 16), ("首次报送日期", 16), ("是否按时", 10), ("已答任务", 10), ("应答任务", 10),
    ("报送方式", 14), ("说明", 40),
)  # fmt: skip


def situation_workbook(cycle: Cycle, situation: Situation) -> bytes:
    """Return a sheet for the units and one for the townships, with the rates below."""
    return workbook(
        Listing(
            name=group.title.replace("（", "(").replace("）", ")"), title=f"{cycle.title}报送情况（{group.title}）", columns=COLUMNS,
            rows=[_row(number, line) for number, line in enumerate(group.lines, 1)],
            note=f"应报{len(group.owed)}个，已报{group.came}个，按时{group.in_time}个。报送率按首次报送计，退回修改不影响。",
        )
        for group in situation.groups
    )  # fmt: skip


def _row(number: int, line: Line) -> list[Cell]:
    report = line.report
    in_time = "" if not line.came else "按时" if line.in_time else "逾期"
    return [
        number, report.unit.name, line.word, day(report.due_on), day(report.first_in_on) if report.first_in_on else "",
        in_time, line.answered, line.asked, report.get_way_display(), report.exception or report.remark,
    ]  # fmt: skip
