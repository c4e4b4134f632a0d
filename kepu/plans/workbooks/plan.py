"""Excel out: the matrix units × tasks on one A3 sheet, the table of targets. Every cell is written as text or number."""

from collections.abc import Iterable
from typing import Any

from kepu.plans.models import DutyRole, Target, Version
from kepu.plans.queries.shares import Matrix
from kepu.plans.wording import due_words, value_words
from kepu.plans.workbooks.layout import A3, A4, book, formats_of, merge, set_up

MARKS = {DutyRole.LEAD: "牵", DutyRole.SUPPORT: "配", DutyRole.JOINT: "责"}
LEGEND = "图例：牵＝牵头，配＝配合，责＝按职责分工"
TARGET_HEADS = (
    "序号", "类型", "原文", "事项", "目标值", "计量单位", "目标值说明", "期限", "所属任务", "牵头（负责）单位",
)  # fmt: skip
TARGET_WIDTHS = (6, 10, 48, 28, 10, 10, 22, 12, 28, 28)


def matrix_workbook(matrix: Matrix, version: Version) -> bytes:
    """Return the matrix as .xlsx: title, merged part heads, task heads, one line a unit, legend; A3 landscape.

    Row 1 title, 2 parts, 3 tasks, units from row 4; columns: unit, one a task, then the counts of each role.
    """
    made, out = book()
    sheet = made.add_worksheet("单位分工")
    formats = formats_of(made)
    last = len(matrix.tasks) + len(MARKS)
    merge(sheet, 0, 0, 0, last, version.title, formats["title"])
    _matrix_heads(sheet, matrix, formats)
    for at, row in enumerate(matrix.rows, 3):
        name = f"{row.name}（{row.passed.words}）" if row.passed else row.name
        sheet.write_string(at, 0, name, formats["name"])
        for column, role in enumerate(row.cells, 1):
            mark = MARKS[DutyRole(role)] if role else ""
            sheet.write_string(at, column, mark, formats[mark]) if mark else sheet.write_blank(
                at, column, None, formats["cell"]
            )
        for column, role in enumerate(MARKS, len(matrix.tasks) + 1):
            sheet.write_number(at, column, row.counts[role], formats["cell"])
    end = len(matrix.rows) + 3
    sheet.write_string(end, 0, LEGEND, formats["legend"])
    set_up(sheet, A3, rows=(1, 2), frozen=(3, 1), area=(0, 0, end, last))
    sheet.repeat_columns(0)
    made.close()
    return out.getvalue()


def _matrix_heads(sheet: Any, matrix: Matrix, formats: dict[str, Any]) -> None:
    merge(sheet, 1, 0, 2, 0, "责任单位", formats["head"])
    column = 1
    for title, width in matrix.parts:
        merge(sheet, 1, column, 1, column + width - 1, title, formats["head"])
        column += width
    for at, task in enumerate(matrix.tasks, 1):
        sheet.write_string(2, at, task.title, formats["upright"])
    merge(sheet, 1, column, 1, column + len(MARKS) - 1, "合计", formats["head"])
    for at, role in enumerate(MARKS, column):
        sheet.write_string(2, at, str(role.label), formats["upright"])
    sheet.set_row(0, 30)
    sheet.set_row(1, 36)
    sheet.set_row(2, 170)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, column + len(MARKS) - 1, 4)


def targets_workbook(version: Version, targets: Iterable[Target]) -> bytes:
    """Return targets as .xlsx: title in row 1, heads in row 2, one a row from row 3; A4 landscape."""
    made, out = book()
    sheet = made.add_worksheet("目标任务")
    formats = formats_of(made)
    merge(sheet, 0, 0, 0, len(TARGET_HEADS) - 1, version.title, formats["title"])
    for column, (head, width) in enumerate(zip(TARGET_HEADS, TARGET_WIDTHS, strict=True)):
        sheet.write_string(1, column, head, formats["head"])
        sheet.set_column(column, column, width)
    at = 1
    for at, target in enumerate(targets, 2):
        _target_row(sheet, at, target, formats["text"])
    set_up(sheet, A4, rows=(1, 1), frozen=(2, 3), area=(0, 0, at, len(TARGET_HEADS) - 1))
    sheet.autofilter(1, 0, max(at, 2), len(TARGET_HEADS) - 1)
    made.close()
    return out.getvalue()


def _target_row(sheet: Any, at: int, target: Target, text: Any) -> None:
    leads = target.task.leads if target.task else []  # type: ignore[attr-defined]
    first = [r for r in leads if r.role == DutyRole.LEAD] or leads
    values = (
        target.get_kind_display(), target.quote, target.subject, target.value, target.unit, value_words(target),
        due_words(target.due), target.task.title if target.task else "总体目标",
        "、".join(r.unit.name if r.unit else r.printed for r in first) or target.unit_named,
    )  # fmt: skip
    sheet.write_number(at, 0, at - 1, text)
    for column, value in enumerate(values, 1):
        if value is None or value == "":
            sheet.write_blank(at, column, None, text)
        elif column == TARGET_HEADS.index("目标值"):
            sheet.write_number(at, column, float(value), text)
        else:
            sheet.write_string(at, column, str(value), text)
