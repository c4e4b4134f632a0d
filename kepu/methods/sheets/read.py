"""Read the first sheet of an office file whose headings stand somewhere in its first rows."""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook

from kepu.methods.sheets.package import SheetError, check_package
from kepu.methods.sheets.shape import Column

MAX_ROWS = 50_000
_TOO_LONG = f"表格超过{MAX_ROWS}行，请分成几个文件导入。"
_HEADING_ROWS = 10
_CONTROLS = dict.fromkeys(c for c in range(32) if chr(c) not in "\t\n\r")  # no database keeps them all
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Row:
    """One row: its number as the office program shows it (the first is 1) and its cells as text, by column key."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")


@dataclass(frozen=True)
class Table:
    """The rows under the headings, which column keys the file has, and the headings nobody knows."""

    rows: list[Row]
    columns: list[str]
    unknown: list[str]


def read_table(data: bytes, columns: Sequence[Column]) -> Table:
    """Return the table in `data` (.xlsx, .xls or .csv in UTF-8 or GB18030, recognised by content).

    Rows without any text are left out. Raises SheetError for other files, for missing headings, for an empty table
    and for more than `MAX_ROWS` rows.
    """
    lines = _lines(data)
    if len(lines) > MAX_ROWS:
        raise SheetError(_TOO_LONG)
    at, places, unknown = _find_headings(lines, columns)
    rows = [_row(number, line, places) for number, line in enumerate(lines[at + 1 :], start=at + 2)]
    rows = [row for row in rows if any(row.cells.values())]
    if not rows:
        raise SheetError("表头之下没有内容。请填写后再导入。")
    return Table(rows, list(places), unknown)


def _row(number: int, line: list[str], places: dict[str, int]) -> Row:
    return Row(number, {key: line[i] if i < len(line) else "" for key, i in places.items()})


def _find_headings(lines: list[list[str]], columns: Sequence[Column]) -> tuple[int, dict[str, int], list[str]]:
    needed = {c.key for c in columns if c.required}
    best: set[str] = set()
    for at, line in enumerate(lines[:_HEADING_ROWS]):
        places = _places(line, columns)
        if places and needed <= places.keys():
            known = set(places.values())
            return at, places, [text for i, text in enumerate(line) if text and i not in known]
        best = max(best, set(places), key=len)
    missing = "、".join(c.title for c in columns if c.required and c.key not in best)
    titles = "、".join(c.title for c in columns)
    raise SheetError(
        f"前{_HEADING_ROWS}行里没有找到完整的表头，缺少“{missing}”。表头应为：{titles}。可先导出一份作为模板。"
    )


def _places(line: list[str], columns: Sequence[Column]) -> dict[str, int]:
    places: dict[str, int] = {}
    for column in columns:
        for i, heading in enumerate(line):
            if heading and column.is_called(heading) and i not in places.values():
                places[column.key] = i
                break
    return places


def _lines(data: bytes) -> list[list[str]]:
    if not data.strip():
        raise SheetError("文件是空的。")
    if data[:4] == _OLE or data[:2] == b"PK":
        return _workbook_lines(data)
    return _csv_lines(data)


def _workbook_lines(data: bytes) -> list[list[str]]:
    if data[:2] == b"PK":
        check_package(data)
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        if sheet.height > MAX_ROWS:
            raise SheetError(_TOO_LONG)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, IndexError, OSError, ValueError, zipfile.BadZipFile) as error:
        if isinstance(error, SheetError):
            raise
        raise SheetError("文件打不开：可能已损坏、设了密码，或不是 Excel 表格。请另存为 .xlsx 后再导入。") from error
    return [[_text(value) for value in row] for row in rows]


def _csv_lines(data: bytes) -> list[list[str]]:
    if b"\0" in data:
        raise SheetError("不认识的文件。请用 .xlsx、.xls 或 .csv 文件。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            return [[_text(cell) for cell in line] for line in csv.reader(io.StringIO(text, newline=""))]
        except csv.Error as error:
            raise SheetError(f"CSV 格式有误：{error}。请另存为 .xlsx 后再导入。") from error
    raise SheetError("文字编码无法识别。请另存为 UTF-8 编码的 CSV，或 .xlsx。")


def _text(value: object) -> str:
    """Cells as a reader sees them: 3.0 is 3, a date is 2026-03-05, a code stays a code."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).translate(_CONTROLS).strip()
