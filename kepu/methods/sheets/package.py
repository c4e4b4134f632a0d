"""The zip package of a workbook, looked over before it is opened.

Whoever opens a sheet makes room for every cell between the first and the last, so that one stray cell at the edge of
the sheet (XFD1048576) would take more memory than there is. What a zip says of its own sizes may be a lie.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MAX_UNPACKED: Final = 200 * 1024 * 1024
MAX_COLUMNS: Final = 256
MAX_CELLS: Final = 5_000_000
_CHUNK: Final = 1024 * 1024
_LONGEST_TAG: Final = 65_536
_NAME, _INSIDE = rb"""<(?:[^\s<>:/="']++:)?""", rb"""(?:[^<>"']|"[^"]*+"|'[^']*+')*+"""
_TAG: Final = re.compile(_NAME + rb"(row|c)(?=[\s/>])(" + _INSIDE + rb")>")
_BEGUN: Final = re.compile(
    rb"""<[^\s<>/="']*+\Z|""" + _NAME + rb"(?:row|c)\s" + _INSIDE + rb"""(?:"[^"]*+|'[^']*+)?\Z"""
)
_ATTRIBUTE: Final = re.compile(rb"""([^\s<>/="']++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")
_USUAL: Final = re.compile(rb"\s*+r=\"([A-Z]{1,3})?(\d{1,7})\"")
_PLACE: Final = re.compile(rb"([A-Z]{1,3})?(\d{1,7})")
_OTHERS: Final = {"xl/workbook.bin", "content.xml"}  # what else whoever opens it may take the package for


class SheetError(ValueError):
    """The file cannot be read as the table asked for; the message says why and what to do, in Chinese."""


def check_package(data: bytes) -> None:
    """Raise SheetError for a package that is damaged, no workbook, too large unpacked, or has a cell far off."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        left = MAX_UNPACKED
        for info in package.infolist():
            left -= _looked_over(package, info, left)
        names = {name.lower().lstrip("/") for name in package.namelist()}
        if "xl/workbook.xml" not in names or names & _OTHERS:
            raise SheetError("不认识的文件。请用 .xlsx、.xls 或 .csv 文件。")
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise SheetError("文件已损坏或设了密码，请重新保存后再导入。") from error


@dataclass
class _Extent:
    """How far the cells of a sheet reach, and the row and column of the last one, all from 1."""

    rows: int = 0
    columns: int = 0
    row: int = 0
    column: int = 0

    def take(self, tag: bytes, attributes: bytes) -> None:
        """Go on by one tag; a row or cell that does not say where it stands follows the one before it."""
        letters, number = _place(attributes)
        if tag == b"row":
            self.row, self.column = number or self.row + 1, 0
            return
        self.row, self.column = number or self.row, _number(letters) if letters else self.column + 1
        if not attributes.endswith(b"/"):  # else it is only formatted
            self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)


def _looked_over(package: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> int:
    """Unpack a part piece by piece; return its size. Raises SheetError when it is more than `left`.

    Any part may be a sheet, whatever its name: the workbook says which.
    """
    size, tail, extent = 0, b"", _Extent()
    for chunk in _chunks(package, info):
        size += len(chunk)
        if size > left:
            raise SheetError("文件展开后过大，请只保留需要导入的一张工作表。")
        tail = _measured(tail + chunk, extent)
        if extent.columns > MAX_COLUMNS or extent.columns * extent.rows > MAX_CELLS:
            raise SheetError("表格右侧或下方很远处有内容。请删去表格以外的单元格，只保留需要导入的一张表。")
    return size


def _chunks(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(info) as part:
        while chunk := part.read(_CHUNK):
            yield chunk


def _measured(xml: bytes, extent: _Extent) -> bytes:
    """Take all tags of rows and cells into account; return what is left of one that goes on in the next piece."""
    end = 0
    for tag in _TAG.finditer(xml):
        extent.take(tag[1], tag[2])
        end = tag.end()
    begun = _BEGUN.search(xml, end)
    if begun and len(begun[0]) > _LONGEST_TAG:
        raise zipfile.BadZipFile("a tag without end")
    return begun[0] if begun else b""


def _place(attributes: bytes) -> tuple[bytes, int]:
    """Return the column's letters and the row's number, as far as they are said: C7 of a cell, 7 of a row."""
    if usual := _USUAL.match(attributes):
        return usual[1] or b"", int(usual[2])
    said = next((a[2] or a[3] or b"" for a in _ATTRIBUTE.finditer(attributes) if a[1] == b"r"), b"")
    place = _PLACE.fullmatch(said)
    return (place[1] or b"", int(place[2])) if place else (b"", 0)


def _number(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column
