"""The binary Word format (.doc, Word 97–2007) below the text: streams, pieces, property pages.

After [MS-DOC], Microsoft's published specification of the format; the section is named at each function. The
container (OLE compound file) is opened by the package ``legacy_doc``.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from legacy_doc.exceptions import LegacyDocError
from legacy_doc.ole import OleReader
from legacy_doc.types import ExtractionOptions

from kepu.methods.planread.extract.refused import Refused

_OLDEST: Final = 0x00C1  # nFib of Word 97
_PAGE: Final = 512
_OPERAND_SIZES: Final = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_DEFINE_TABLE: Final = 0xD608
_CHANGE_TABS: Final = 0xC615
_HUGE: Final = 0x6646
_WORD: Final = struct.Struct("<H")
_LONG: Final = struct.Struct("<I")

Sprms = dict[int, bytes]


def open_ole(data: bytes) -> OleReader:
    """The compound file; raises `Refused` where it is damaged."""
    try:
        return OleReader(data, options=ExtractionOptions())
    except (LegacyDocError, struct.error) as error:
        raise Refused("broken") from error


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters ``start``–``end`` of the document, stored at byte ``offset`` in 1 or 2 bytes each."""

    start: int
    end: int
    offset: int
    size: int


class Binary:
    """The streams of a .doc and what the file information block (2.5) says of them."""

    def __init__(self, ole: OleReader) -> None:
        self.main = _stream(ole, "WordDocument")
        if len(self.main) < 0x200:
            raise Refused("broken")
        flags = self.word(0x0A)
        if flags & 0x0100:
            raise Refused("encrypted")
        if self.word(0x02) < _OLDEST:
            raise Refused("old_word")
        self.table = _stream(ole, "1Table" if flags & 0x0200 else "0Table")
        self.data = ole.read_stream("Data") if ole.has_stream("Data") else b""
        self.pieces = tuple(_pieces(self.part(33)))
        self.text_length = self.long(0x4C)
        self.box_start = sum(self.long(offset) for offset in (0x4C, 0x50, 0x54, 0x5C, 0x60))
        self.box_length = self.long(0x64)

    def word(self, offset: int) -> int:
        """An unsigned 16-bit number of the main stream."""
        return int(_WORD.unpack_from(self.main, offset)[0])

    def long(self, offset: int) -> int:
        """An unsigned 32-bit number of the main stream."""
        return int(_LONG.unpack_from(self.main, offset)[0])

    def part(self, index: int, tail: bool = False) -> bytes:
        """The part of the table stream that pair ``index`` of FibRgFcLcb97 (2.5.6) points to; ``tail`` runs on."""
        place = 0x9A + 8 * index
        start, length = self.long(place), self.long(place + 4)
        if length == 0:
            return b""
        return self.table[start:] if tail else self.table[start : start + length]

    def huge(self, sprms: Sprms) -> Sprms:
        """Paragraph modifiers that stand in the data stream because they are many (2.6.2 sprmPHugePapx)."""
        place = sprms.get(_HUGE)
        if place is None:
            return sprms
        position = _LONG.unpack(place)[0]
        size = _WORD.unpack_from(self.data, position)[0]
        return sprms | read_sprms(self.data[position + 2 : position + 2 + size])

    def text(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """The text between two character positions, piece by piece: first byte offset, bytes per character, text."""
        for piece in self.pieces:
            first, last = max(piece.start, start), min(piece.end, end)
            if first < last:
                offset = piece.offset + (first - piece.start) * piece.size
                raw = self.main[offset : offset + (last - first) * piece.size]
                yield offset, piece.size, raw.decode("cp1252" if piece.size == 1 else "utf-16-le", "replace")


def _stream(ole: OleReader, name: str) -> bytes:
    try:
        return ole.read_stream(name)
    except (LegacyDocError, struct.error) as error:
        raise Refused("broken") from error


def _pieces(clx: bytes) -> Iterator[Piece]:
    """The piece table (2.9.38 Clx, 2.8.35 PlcPcd)."""
    position = 0
    while position + 3 <= len(clx) and clx[position] == 1:
        position += 3 + _WORD.unpack_from(clx, position + 1)[0]
    if position + 5 > len(clx) or clx[position] != 2:
        raise Refused("broken")
    plc = clx[position + 5 : position + 5 + _LONG.unpack_from(clx, position + 1)[0]]
    count = (len(plc) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", plc)
    for index in range(count):
        code = _LONG.unpack_from(plc, 4 * (count + 1) + 8 * index + 2)[0]
        narrow = bool(code & 0x40000000)
        offset = (code & 0x3FFFFFFF) // 2 if narrow else code & 0x3FFFFFFF
        yield Piece(ends[index], ends[index + 1], offset, 1 if narrow else 2)


class Pages:
    """Formatted pages (2.9.33 ChpxFkp, 2.9.174 PapxFkp): which byte range has which property modifiers."""

    def __init__(self, main: bytes, plc: bytes, paragraphs: bool) -> None:
        self._ends: list[int] = []
        self._values: list[tuple[int | None, Sprms]] = []
        count = max(0, (len(plc) - 4) // 8)
        for number in struct.unpack_from(f"<{count}I", plc, 4 * (count + 1)) if count else ():
            page = main[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
            if len(page) == _PAGE:
                self._read(page, paragraphs)

    def _read(self, page: bytes, paragraphs: bool) -> None:
        count = min(page[-1], (_PAGE - 5) // 5)
        ends = struct.unpack_from(f"<{count + 1}I", page)
        step = 13 if paragraphs else 1
        for index in range(count):
            place = 2 * page[4 * (count + 1) + step * index] if 4 * (count + 1) + step * index < _PAGE else 0
            self._ends.append(ends[index + 1])
            self._values.append(_papx(page, place) if paragraphs else (None, _chpx(page, place)))

    def at(self, offset: int) -> tuple[int | None, Sprms]:
        """Style index (paragraphs only) and modifiers of the character stored at a byte offset."""
        index = bisect_right(self._ends, offset)
        return self._values[index] if index < len(self._values) else (None, {})

    def runs(self, start: int, end: int) -> Iterator[tuple[int, Sprms]]:
        """The ranges that cover bytes ``start``–``end``: the end of each and its modifiers."""
        index = bisect_right(self._ends, start)
        while start < end:
            if index >= len(self._ends):
                yield end, {}
                return
            start = min(self._ends[index], end)
            yield start, self._values[index][1]
            index += 1


def _papx(page: bytes, place: int) -> tuple[int | None, Sprms]:
    if place == 0 or place + 4 > _PAGE:
        return 0, {}
    size = 2 * page[place] - 1
    place += 1
    if size < 0:
        size = 2 * page[place]
        place += 1
    return _WORD.unpack_from(page, place)[0], read_sprms(page[place + 2 : place + size])


def _chpx(page: bytes, place: int) -> Sprms:
    return read_sprms(page[place + 1 : place + 1 + page[place]]) if place else {}


def read_sprms(data: bytes) -> Sprms:
    """A list of property modifiers (2.2.5.1 Sprm) as code → operand; a later one overrides."""
    sprms: Sprms = {}
    position = 0
    while position + 2 < len(data):
        code = _WORD.unpack_from(data, position)[0]
        position += 2
        size = _OPERAND_SIZES.get(code >> 13)
        if size is None:
            size = 1 + data[position]
            if code == _DEFINE_TABLE:
                size = 1 + _WORD.unpack_from(data + b"\0", position)[0]
            elif code == _CHANGE_TABS and data[position] == 255:
                return sprms
        sprms[code] = data[position : position + size]
        position += size
    return sprms
