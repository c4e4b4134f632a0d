"""Read the first sheet of an office file whose headings stand somewhere in its first rows."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice

from python_calamine import CalamineError, CalamineWorkbook

from kepu.methods.sheets.package import SheetError, check_package
from kepu.methods.sheets.shape import Column

MAX_ROWS = 50_000
_TOO_LONG = f"表格超过{MAX_ROWS}行，请分成几个文件导入。"
_SHUT = "文件打不开：可能已损坏、设了密码，或不是 Excel 表格。请另存为 .xlsx 后再导入。"
_HEADING_ROWS = 10
_CONTROLS = dict.fromkeys(c for c in range(32) if chr(c) not in "\t\n\r")  # no database keeps them all
_OLE = b"\xd0\xcf\x11\xe0"

Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Row:
    """One row: its number as the office program shows it (the first is 1) and its cells as text, by column key."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")


@dataclass(frozen=True)
class Opened:
    """A long table, read row by row: its rows, once; the heading at its place for every column key; the other headings.

    `merged` are the rows, by column key, that lie under the first row of merged cells and so are empty.
    """

    rows: Iterator[Row]
    columns: list[str]
    unknown: list[str]
    merged: dict[str, set[int]]


@dataclass(frozen=True)
class Table:
    """The rows under the headings, which column keys the file has, and the headings nobody knows."""

    rows: list[Row]
    columns: list[str]
    unknown: list[str]


def read_table(data: bytes, columns: Sequence[Column]) -> Table:
    """Return the table in `data` (.xlsx, .xls or .csv in UTF-8 or GB18030, recognised by content).

    Rows without any text are left out. Raises SheetError for other files, for missing headings, for an empty table
    and for more than `MAX_ROWS` rows. For files of our own; a stranger's goes through `read_table_safely`.
    """
    return table_of(lines_of(data), columns)


def table_of(lines: list[list[str]], columns: Sequence[Column]) -> Table:
    """Return the table in the lines of a sheet. Raises SheetError as `read_table`."""
    if len(lines) > MAX_ROWS:
        raise SheetError(_TOO_LONG)
    at, places, unknown = _find_headings(lines, columns)
    rows = [_row(number, line, places) for number, line in enumerate(lines[at + 1 :], start=at + 2)]
    rows = [row for row in rows if any(row.cells.values())]
    if not rows:
        raise SheetError("表头之下没有内容。请填写后再导入。")
    return Table(rows, list(places), unknown)


def open_table(data: bytes, columns: Sequence[Column], most: int) -> Opened:
    """Return the table in `data` like `read_table`, but each row only when it is asked for, and at most `most` of them.

    Raises SheetError here for what `read_table` raises it, and while the rows are read for too many of them or for none.
    For files of our own; a stranger's goes through `open_table_safely`.
    """
    return opened_of(*stream_of(data, most), columns, most)


def opened_of(lines: Iterator[list[str]], spans: Sequence[Span], columns: Sequence[Column], most: int) -> Opened:
    """Return the table in the lines of a sheet with its merged cells. Raises SheetError as `open_table`."""
    first = list(islice(lines, _HEADING_ROWS))
    at, places, unknown = _find_headings(first, columns)
    merged = {
        key: {row for (top, left), (bottom, right) in spans if left <= i <= right and top > at
              for row in range(top + 2, bottom + 2)}
        for key, i in places.items()
    }  # fmt: skip
    return Opened(_rows(chain(first[at + 1 :], lines), at + 2, places, most), list(places), unknown, merged)


def _rows(lines: Iterable[list[str]], begin: int, places: dict[str, int], most: int) -> Iterator[Row]:
    found = 0
    for number, line in enumerate(lines, start=begin):
        row = _row(number, line, places)
        if any(row.cells.values()):
            found += 1
            if found > most:
                raise SheetError(f"表格超过{most}行，请分成几个文件导入。")
            yield row
    if not found:
        raise SheetError("表头之下没有内容。请填写后再导入。")


def stream_of(data: bytes, most: int) -> tuple[Iterator[list[str]], Sequence[Span]]:
    """Return the lines of a file one by one, a few more than `most`, and the merged cells, counted from 0. Raises SheetError."""
    if data[:4] != _OLE and data[:2] != b"PK":
        if not data.strip():
            raise SheetError("文件是空的，请重新选择。")
        return iter(_csv_lines(data, most + _HEADING_ROWS + 1)), ()
    if data[:2] == b"PK":
        check_package(data)
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    except (CalamineError, IndexError, OSError, ValueError, zipfile.BadZipFile) as error:
        raise SheetError(_SHUT) from error
    empty = [""] * (sheet.start or (0, 0))[1]  # rows come from the first on, columns only from where something stands
    rows = islice(sheet.iter_rows(), most + _HEADING_ROWS + 1)
    return ([*empty, *(_text(value) for value in row)] for row in rows), sheet.merged_cell_ranges or ()


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
        f"前{_HEADING_ROWS}行里没有找到完整的表头，缺少“{missing}”。表头应为：{titles}。请改好表头再导入，可先导出一份作为模板。"
    )


def _places(line: list[str], columns: Sequence[Column]) -> dict[str, int]:
    places: dict[str, int] = {}
    for column in columns:
        for i, heading in enumerate(line):
            if heading and column.is_called(heading) and i not in places.values():
                places[column.key] = i
                break
    return places


def lines_of(data: bytes) -> list[list[str]]:
    """Return the first sheet of a file, cell by cell as text. Raises SheetError."""
    if not data.strip():
        raise SheetError("文件是空的，请重新选择。")
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
        raise SheetError(_SHUT) from error
    return [[_text(value) for value in row] for row in rows]


def _csv_lines(data: bytes, most: int = MAX_ROWS + 1) -> list[list[str]]:
    if b"\0" in data:
        raise SheetError("不认识的文件。请用 .xlsx、.xls 或 .csv 文件。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            lines = islice(csv.reader(io.StringIO(text, newline="")), most)
            return [[_text(cell) for cell in line] for line in lines]
        except csv.Error as error:
            raise SheetError(f"CSV 格式有误：{error}。请另存为 .xlsx 后再导入。") from error
    raise SheetError("文字编码无法识别。请另存为 UTF-8 编码的 CSV，或 .xlsx。")


def _text(value: object) -> str:
    """Cells as a reader sees them: 3.0 is 3, 0.1+0.2 is 0.3, a date is 2026-03-05, a code stays a code."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return format(Decimal(f"{value:.15g}"), "f")  # the digits that the office program keeps and shows
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).translate(_CONTROLS).strip()
