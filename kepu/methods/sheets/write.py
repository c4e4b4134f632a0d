"""Write a table that can be imported again: headings, list choices on their columns, text kept as text."""

import io
from collections.abc import Iterable, Mapping, Sequence

import xlsxwriter

from kepu.methods.sheets.shape import Column


def write_table(title: str, columns: Sequence[Column], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Return an .xlsx with one sheet named `title` (at most 31 characters): the headings in row 1, frozen.

    Integers and floats are written as numbers, everything else as text (a code or a phone never becomes a number,
    a text beginning with ``=`` never a formula). A required column's heading carries a star.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(title[:31])
        bold = book.add_format({"bold": True, "bg_color": "#EEF3F7", "border": 1, "text_wrap": True})
        text = book.add_format({"num_format": "@"})
        for i, column in enumerate(columns):
            _head(sheet, i, column, bold, text)
        for number, row in enumerate(rows, start=1):
            for i, column in enumerate(columns):
                _cell(sheet, number, i, row.get(column.key, ""))
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()


def _head(sheet: "xlsxwriter.worksheet.Worksheet", i: int, column: Column, bold: object, text: object) -> None:
    sheet.write_string(0, i, column.title + ("*" if column.required else ""), bold)
    sheet.set_column(i, i, column.width, text)
    if column.choices:
        sheet.data_validation(1, i, 5000, i, {"validate": "list", "source": list(column.choices)})


def _cell(sheet: "xlsxwriter.worksheet.Worksheet", row: int, i: int, value: object) -> None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        sheet.write_number(row, i, value)
    elif value not in (None, ""):
        sheet.write_string(row, i, str(value))
