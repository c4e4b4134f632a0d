"""How a figure comes about as a workbook: what it is and how it is counted, then each fact of it with its source."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter

from kepu.ledger.models import Fact, Measure
from kepu.ledger.sources import Described

_PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
HEADS = (
    ("起始日期", 13), ("截止日期", 13), ("来源", 44), ("指标", 24), ("地点", 14), ("对象", 14), ("数量", 12), ("计量单位", 10),
    ("计入单位", 30), ("说明", 14),
)  # fmt: skip


@dataclass(frozen=True)
class Explained:
    """One figure: what, of where, in which days, for whom, how much, how it is counted; `more` where facts are left out."""

    measure: Measure
    place: str
    days: str
    audience: str
    total: int
    definition: str
    doubts: int
    drawn: datetime
    more: bool = False


def figure_workbook(told: Explained, rows: Iterable[tuple[Fact, Described]]) -> bytes:
    """Return an .xlsx of two sheets: the facts, and what they add up to."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _PLAIN) as book:
        bold = book.add_format({"bold": True, "bg_color": "#EEF3F7", "border": 1})
        sheet = book.add_worksheet("每一笔")
        for i, (head, width) in enumerate(HEADS):
            sheet.set_column(i, i, width)
            sheet.write_string(0, i, head, bold)
        sheet.freeze_panes(1, 0)
        for at, (fact, source) in enumerate(rows, start=1):
            _write(sheet, at, _cells(fact, source))
        about = book.add_worksheet("这个数")
        about.set_column(0, 0, 14)
        about.set_column(1, 1, 80)
        for at, (name, value) in enumerate(_about(told)):
            about.write_string(at, 0, name, bold)
            _write(about, at, [value], 1)
    return buffer.getvalue()


def _write(sheet: Any, at: int, cells: Iterable[str | float], first: int = 0) -> None:
    for i, value in enumerate(cells, start=first):
        if isinstance(value, str):
            sheet.write_string(at, i, value)
        else:
            sheet.write_number(at, i, value)


def _cells(fact: Fact, source: Described) -> Iterator[str | float]:
    yield from (fact.since.isoformat(), fact.day.isoformat(), source.title, fact.measure.name, fact.region.name)
    yield from (fact.get_audience_display(), _amount(fact.quantity, fact.measure), fact.measure.unit)
    yield "、".join(f"{credit.unit.name}（{credit.get_role_display()}）" for credit in fact.credits.all())
    yield "更正时减去" if fact.reverses_id else ""


def _about(told: Explained) -> Iterator[tuple[str, str | float]]:
    yield from (("统计指标", told.measure.name), ("代码", told.measure.code), ("口径", told.definition or "按名称"))
    yield from (("范围", told.place), ("时段", told.days), ("对象", told.audience))
    yield from (("合计", _amount(told.total, told.measure)), ("计量单位", told.measure.unit))
    if told.doubts:
        yield "疑似重复", f"其中有{told.doubts}处疑似重复，核对之前都计在内。"
    if told.more:
        yield "未列全", "笔数太多，只列最近的一部分；合计是全部的。分地区或缩短起止日期可以列全。"
    yield "取数时间", f"{told.drawn:%Y-%m-%d %H:%M}"


def _amount(quantity: int, measure: Measure) -> float:
    return quantity / 10**measure.scale if measure.scale else quantity
