"""The 任务分工表 of a year: one sheet by line, one by unit; A4 landscape."""

from collections.abc import Iterator
from typing import Any

from kepu.plans.models import DutyRole
from kepu.plans.queries.annual.page import YearGroup, YearLine, YearPage
from kepu.plans.queries.annual.units import UnitYear
from kepu.plans.templatetags.annual_words import year_names
from kepu.plans.workbooks.layout import A4, book, formats_of, merge, set_up

LINE_HEADS = ("序号", "工作事项", "本年度要求", "本年目标", "牵头单位", "按职责分工", "配合单位", "完成时限", "依据")
LINE_WIDTHS = (6, 28, 48, 30, 20, 20, 30, 13, 20)
UNIT_HEADS = ("单位", "角色", "工作事项", "本年目标", "完成时限", "依据")
UNIT_WIDTHS = (24, 12, 40, 44, 14, 26)
DUE = "%Y-%m-%d"


def year_workbook(page: YearPage, groups: list[YearGroup], units: list[UnitYear]) -> bytes:
    """Return .xlsx with two sheets: 按事项 (title, heads, a row a line under its part) and 按单位 (a row a unit and line)."""
    made, out = book()
    formats = formats_of(made)
    _by_line(made.add_worksheet("按事项"), page, groups, formats)
    _by_unit(made.add_worksheet("按单位"), page, units, formats)
    made.close()
    return out.getvalue()


def _head(sheet: Any, title: str, heads: tuple[str, ...], widths: tuple[int, ...], formats: dict[str, Any]) -> None:
    merge(sheet, 0, 0, 0, len(heads) - 1, title, formats["title"])
    sheet.set_row(0, 30)
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.write_string(1, column, head, formats["head"])
        sheet.set_column(column, column, width)


def _by_line(sheet: Any, page: YearPage, groups: list[YearGroup], formats: dict[str, Any]) -> None:
    _head(sheet, f"{page.annual.title}任务分工表", LINE_HEADS, LINE_WIDTHS, formats)
    at = 1
    for group in groups:
        at += 1
        merge(sheet, at, 0, at, len(LINE_HEADS) - 1, group.title, formats["head"])
        for line in group.lines:
            at += 1
            sheet.write_number(at, 0, line.number, formats["text"])
            for column, text in enumerate(_line_cells(line, page), 1):
                _text(sheet, at, column, text, formats["text"])
    set_up(sheet, A4, rows=(1, 1), frozen=(2, 2), area=(0, 0, at, len(LINE_HEADS) - 1))


def _line_cells(line: YearLine, page: YearPage) -> tuple[str, ...]:
    item = line.item
    names = [year_names(line, page, role) for role in (DutyRole.LEAD, DutyRole.JOINT, DutyRole.SUPPORT)]
    figures = "\n".join(f"{f.subject}：{f.words}" for f in line.figures)
    due = item.due.strftime(DUE) if item.due else ""
    return (item.title, item.text, figures, *names, due, item.paper or str(item.get_basis_display()))


def _by_unit(sheet: Any, page: YearPage, units: list[UnitYear], formats: dict[str, Any]) -> None:
    _head(sheet, f"{page.annual.title}任务分工表（按单位）", UNIT_HEADS, UNIT_WIDTHS, formats)
    at = 1
    for unit in units:
        for cells in _unit_rows(unit):
            at += 1
            for column, text in enumerate(cells):
                _text(sheet, at, column, text, formats["text"])
    set_up(sheet, A4, rows=(1, 1), frozen=(2, 1), area=(0, 0, at, len(UNIT_HEADS) - 1))
    sheet.autofilter(1, 0, max(at, 2), len(UNIT_HEADS) - 1)


def _unit_rows(unit: UnitYear) -> Iterator[tuple[str, ...]]:
    """Yield a row for each line of a unit, then for each of its figures that hangs on no line."""
    for row in unit.items:
        figures = "\n".join(f"{q.subject}：{q.words}" for q in unit.figures_of(row.item))
        due = row.item.due.strftime(DUE) if row.item.due else ""
        taken = f"（承接自{row.named.name}）" if row.taken_over else ""
        yield (unit.unit.name, str(DutyRole(row.role).label), row.item.title + taken, figures, due, row.basis)
    for goal in unit.goals:
        yield (unit.unit.name, "", goal.subject, goal.words, "", "方案目标任务")


def _text(sheet: Any, at: int, column: int, text: str, form: Any) -> None:
    """Write text as text, whatever it begins with; nothing as an empty cell with its border."""
    if text:
        sheet.write_string(at, column, text, form)
    else:
        sheet.write_blank(at, column, None, form)
