"""The zip package of a workbook, looked over before it is opened.

Whoever opens a sheet makes room for every cell between the first and the last, so that one stray cell at the edge of
the sheet (XFD1048576) would take more memory than there is. What a zip says of its own sizes may be a lie.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

MAX_UNPACKED: Final = 200 * 1024 * 1024
MAX_COLUMNS: Final = 256
MAX_CELLS: Final = 5_000_000
_CHUNK: Final = 1024 * 1024
_SHEET: Final = re.compile(r"/?xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_CELL: Final = re.compile(rb"<(?:\w{1,20}:)?c\s([^<>]{0,300})(?<!/)>")
_PLACE: Final = re.compile(rb"(?:^|\s)r\s{0,9}=\s{0,9}[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_LONGEST_CELL: Final = 400


class SheetError(ValueError):
    """The file cannot be read as the table asked for; the message says why and what to do, in Chinese."""


def check_package(data: bytes) -> None:
    """Raise SheetError for a package that is damaged, no workbook, too large unpacked, or has a cell far off."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        left = MAX_UNPACKED
        for info in package.infolist():
            left -= _looked_over(package, info, left)
        if not any(name.lower().lstrip("/") == "xl/workbook.xml" for name in package.namelist()):
            raise SheetError("不认识的文件。请用 .xlsx、.xls 或 .csv 文件。")
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise SheetError("文件已损坏或设了密码，请重新保存后再导入。") from error


def _looked_over(package: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> int:
    """Unpack a part piece by piece; return its size. Raises SheetError when it is more than `left`."""
    size, rows, columns, tail = 0, 0, 0, b""
    for chunk in _chunks(package, info):
        size += len(chunk)
        if size > left:
            raise SheetError("文件展开后过大，请只保留需要导入的一张工作表。")
        if not _SHEET.fullmatch(info.filename):
            continue
        for column, row in _places(tail + chunk):
            columns, rows = max(columns, column), max(rows, row)
        if columns > MAX_COLUMNS or columns * rows > MAX_CELLS:
            raise SheetError("表格右侧或下方很远处有内容。请删去表格以外的单元格，只保留需要导入的一张表。")
        tail = chunk[-_LONGEST_CELL:]
    return size


def _chunks(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(info) as part:
        while chunk := part.read(_CHUNK):
            yield chunk


def _places(xml: bytes) -> Iterator[tuple[int, int]]:
    """Column and row, both from 1, of each cell with something in it."""
    for cell in _CELL.finditer(xml):
        if place := _PLACE.search(cell[1]):
            column = 0
            for letter in place[1]:
                column = column * 26 + letter - 64
            yield column, int(place[2])
