"""Work records as a table, in the very columns in which they come in again."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

from kepu.ledger.models import WorkRecord
from kepu.ledger.queries.names import place_name
from kepu.ledger.tables import RECORD_COLUMNS
from kepu.methods.sheets import Column

_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_records(path: Path, rows: Iterable[WorkRecord]) -> None:
    """Write records, with unit, place and partners loaded, to an .xlsx; in little memory whatever their number."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, **_PLAIN}) as book:
        sheet = book.add_worksheet("工作记录")
        head = book.add_format({"bold": True, "bg_color": "#EEF3F7", "border": 1})
        _head(sheet, RECORD_COLUMNS, head)
        for number, row in enumerate(rows, start=1):
            for i, value in enumerate(_cells(row)):
                if isinstance(value, int):
                    sheet.write_number(number, i, value)
                else:
                    sheet.write_string(number, i, value)


def _head(sheet: Any, columns: Iterable[Column], form: Any) -> None:
    for i, column in enumerate(columns):
        sheet.set_column(i, i, column.width)
        sheet.write_string(0, i, column.title + ("*" if column.required else ""), form)
    sheet.freeze_panes(1, 0)


def _cells(row: WorkRecord) -> Iterator[str | int]:
    yield from (
        row.day.isoformat(),
        place_name(row.place),
        row.get_kind_display(),
        row.what,
        row.get_audience_display(),
    )
    yield row.person_times
    yield from (row.unit.name, "、".join(one.unit.name for one in row.partnerships.all()), row.get_state_display())
