"""Excel out: lists of things set side by side, one a sheet, ready to print on A4 landscape. Numbers are numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

A4 = 9
Cell = str | int | Decimal | None


@dataclass(frozen=True)
class Listing:
    """One sheet: its name (at most 31 characters), a title over the table, (head, width) of each column, the rows."""

    name: str
    title: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Cell]]
    note: str = ""


def workbook(listings: Iterable[Listing]) -> bytes:
    """Return an .xlsx: title in row 1, heads in row 2, one row each from row 3, a note below; text is never a formula."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        formats = _formats(book)
        for listing in listings:
            _write(book.add_worksheet(listing.name[:31]), listing, formats)
    return out.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    edge = {"border": 1, "border_color": "#8c8c8c", "text_wrap": True}
    return {
        "title": book.add_format({"font_name": "方正小标宋简体", "font_size": 16, "align": "center", "valign": "vcenter", "text_wrap": True}),
        "head": book.add_format({**edge, "font_name": "黑体", "font_size": 10, "align": "center", "valign": "vcenter", "bg_color": "#f4f1ea"}),
        "text": book.add_format({**edge, "font_name": "宋体", "font_size": 10, "valign": "top"}),
        "note": book.add_format({"font_name": "宋体", "font_size": 10, "text_wrap": True, "valign": "top"}),
    }  # fmt: skip


def _write(sheet: Any, listing: Listing, formats: dict[str, Any]) -> None:
    last = len(listing.columns) - 1
    sheet.merge_range(0, 0, 0, last, listing.title, formats["title"])
    sheet.set_row(0, 30)
    for column, (head, width) in enumerate(listing.columns):
        sheet.write_string(1, column, head, formats["head"])
        sheet.set_column(column, column, width)
    at = 1
    for at, row in enumerate(listing.rows, 2):
        for column, value in enumerate(row):
            _cell(sheet, at, column, value, formats["text"])
    if listing.note:
        sheet.merge_range(at + 1, 0, at + 1, last, listing.note, formats["note"])
        sheet.set_row(at + 1, 30)
    _set_up(sheet, last)


def _cell(sheet: Any, row: int, column: int, value: Cell, form: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, form)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, form)
    else:
        sheet.write_number(row, column, float(value), form)


def _set_up(sheet: Any, last: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    sheet.freeze_panes(2, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
