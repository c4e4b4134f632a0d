"""What all workbooks of plans share: formats, merged cells, how a sheet prints."""

from io import BytesIO
from typing import Any

import xlsxwriter

FILLS = {"牵": "#cfe0ec", "配": "#ffffff", "责": "#efede8"}
A3, A4 = 8, 9


def book() -> tuple[Any, BytesIO]:
    """Return a new workbook and the buffer that holds it once it is closed."""
    out = BytesIO()
    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    return xlsxwriter.Workbook(out, {"in_memory": True, **as_text}), out


def formats_of(book: Any) -> dict[str, Any]:
    """Return the formats of a workbook's cells by name."""
    edge = {"border": 1, "border_color": "#8c8c8c", "valign": "vcenter", "font_name": "宋体", "font_size": 10}
    centre = {**edge, "align": "center", "text_wrap": True}
    marks = {mark: book.add_format({**centre, "bg_color": fill, "bold": mark == "牵"}) for mark, fill in FILLS.items()}
    return {
        "title": book.add_format({"font_name": "方正小标宋简体", "font_size": 16, "align": "center", "valign": "vcenter"}),
        "head": book.add_format({**centre, "bold": True, "font_name": "黑体", "bg_color": "#f4f1ea"}),
        "upright": book.add_format({**centre, "rotation": 270, "valign": "top", "bg_color": "#f4f1ea"}),
        "name": book.add_format({**edge, "text_wrap": True}),
        "text": book.add_format({**edge, "text_wrap": True, "valign": "top"}),
        "cell": book.add_format(centre),
        "legend": book.add_format({"font_name": "宋体", "font_size": 10}),
        **marks,
    }  # fmt: skip


def merge(sheet: Any, top: int, left: int, bottom: int, right: int, text: str, form: Any) -> None:
    """Merge cells and write text; one cell alone cannot be merged."""
    if (top, left) == (bottom, right):
        sheet.write_string(top, left, text, form)
    else:
        sheet.merge_range(top, left, bottom, right, "", form)
        sheet.write_string(top, left, text, form)


def set_up(sheet: Any, paper: int, *, rows: tuple[int, int], frozen: tuple[int, int], area: tuple[int, ...]) -> None:
    """Set a sheet up for landscape print on a paper, one page wide: repeated and frozen rows, what is printed, page numbers."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(*rows)
    sheet.freeze_panes(*frozen)
    sheet.print_area(*area)
    sheet.set_footer("&C第 &P 页，共 &N 页")
