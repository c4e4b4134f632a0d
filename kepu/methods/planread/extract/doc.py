"""Binary Word documents (.doc of Word 97–2007 and WPS), with automatic numbers and tables."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from legacy_doc import extract_text
from legacy_doc.exceptions import LegacyDocError

from kepu.methods.planread.extract.compose import Item, Paragraph, Table, compose, is_layout
from kepu.methods.planread.extract.doc_binary import Binary, Pages, Sprms, open_ole
from kepu.methods.planread.extract.doc_styles import (
    LIST_INDEX,
    LIST_LEVEL,
    OUTLINE,
    read_lists,
    read_styles,
    style_chain,
    styled,
)
from kepu.methods.planread.extract.doc_tables import Row, table_of_rows
from kepu.methods.planread.extract.docx_styles import heading_level
from kepu.methods.planread.extract.numbering import LEVELS, Numbering
from kepu.methods.planread.extract.refused import Refused
from kepu.methods.planread.source import Source

_STYLE_SHEET, _CHARACTER_PAGES, _PARAGRAPH_PAGES, _LISTS, _OVERRIDES = 1, 12, 13, 73, 74
_DELETED, _HIDDEN, _SYMBOL = 0x0800, 0x083C, 0x6A09
_IN_TABLE, _ROW_END, _INNER_ROW_END = 0x2416, 0x2417, 0x244C
_CONTENTS_STYLES: Final = range(19, 28)
_MARKS: Final = re.compile("[\r\x07\x0c]")
_FIELD: Final = re.compile("[\x13\x14\x15]")
_TRANSLATION: Final = str.maketrans(
    {"\x1e": "-", "\x0b": "\n", "\x0e": "\n"} | dict.fromkeys("\1\2\3\4\5\6\x08\x1f\x13\x14\x15")
)
_OTHER_STREAMS: Final = (
    ("EncryptedPackage", "encrypted"),
    ("Workbook", "excel"),
    ("Book", "excel"),
    ("PowerPoint Document", "slides"),
)


def read_ole(data: bytes, name: str = "") -> Source:
    """Read a compound file that is a Word document; raises `Refused` for every other one."""
    ole = open_ole(data)
    if not ole.has_stream("WordDocument"):
        code = next((code for stream, code in _OTHER_STREAMS if ole.has_stream(stream)), None)
        raise Refused(code or ("wps" if name.lower().endswith((".wps", ".wpt", ".et", ".dps")) else "unknown"))
    try:
        binary = Binary(ole)
        source = compose(_Document(binary).items(), "doc", elsewhere=_raw_lines(binary))
    except (struct.error, IndexError, LegacyDocError):
        return _bare_text(data)
    return source


def _raw_lines(binary: Binary) -> Iterator[str]:
    """Everything that the file holds, also notes, running heads, comments, hidden and deleted text, line by line."""
    whole = "".join(text for _, _, text in binary.text(0, binary.box_start + binary.box_length))
    yield from _MARKS.split(whole.replace("\x0b", "\r"))


def _bare_text(data: bytes) -> Source:
    """The text alone, without numbers and tables, of a file whose properties cannot be followed."""
    try:
        return compose(map(Paragraph, extract_text(data).text.split("\n")), "doc")
    except (LegacyDocError, struct.error, IndexError) as error:
        raise Refused("broken") from error


@dataclass(slots=True)
class _Line:
    """The text up to one mark, that mark, and the paragraph's style and modifiers."""

    text: str
    mark: str
    style: int | None
    sprms: Sprms

    def is_set(self, code: int) -> bool:
        return self.sprms.get(code, b"\0")[:1] == b"\1"


@dataclass(slots=True)
class _Open:
    """The table being read: rows done, cells of this row, lines of this cell."""

    rows: list[Row] = field(default_factory=list)
    cells: list[list[Paragraph]] = field(default_factory=list)
    lines: list[Paragraph] = field(default_factory=list)


class _Document:
    def __init__(self, binary: Binary) -> None:
        self._binary = binary
        self._characters = Pages(binary.main, binary.part(_CHARACTER_PAGES), paragraphs=False)
        self._paragraphs = Pages(binary.main, binary.part(_PARAGRAPH_PAGES), paragraphs=True)
        self._styles = read_styles(binary.part(_STYLE_SHEET))
        self._numbering = Numbering(read_lists(binary.part(_LISTS, tail=True), binary.part(_OVERRIDES)))
        self._fields: list[bool] = []

    def items(self) -> Iterator[Item]:
        """The main text, then the text boxes."""
        binary = self._binary
        yield from self._story(0, binary.text_length)
        yield from self._story(binary.box_start, binary.box_start + binary.box_length)

    def _story(self, start: int, end: int) -> Iterator[Item]:
        table: _Open | None = None
        for line in self._lines(start, end):
            if line.mark == "\x07" or line.is_set(_IN_TABLE):
                table = table or _Open()
                self._into_table(line, table)
                continue
            if table is not None:
                yield from _closed(table)
                table = None
            yield self._paragraph(line)
        if table is not None:
            yield from _closed(table)

    def _into_table(self, line: _Line, table: _Open) -> None:
        if line.is_set(_ROW_END):
            table.rows.append(Row(table.cells, line.sprms))
            table.cells, table.lines = [], []
        elif not line.is_set(_INNER_ROW_END):
            table.lines.append(self._paragraph(line, in_cell=True))
            if line.mark == "\x07":
                table.cells.append(table.lines)
                table.lines = []

    def _paragraph(self, line: _Line, in_cell: bool = False) -> Paragraph:
        text = line.text
        label = "" if line.mark == "\x0c" and not text.strip() else self._label(line)
        if text.strip() or in_cell:
            text = label + text
        base = next(style_chain(self._styles, line.style), None)
        return Paragraph(text, self._level(line), base is not None and base.builtin in _CONTENTS_STYLES)

    def _label(self, line: _Line) -> str:
        index = line.sprms.get(LIST_INDEX) or styled(self._styles, line.style, LIST_INDEX)
        level = line.sprms.get(LIST_LEVEL) or styled(self._styles, line.style, LIST_LEVEL) or b"\0"
        if index is None or len(index) < 2:
            return ""
        return self._numbering.label(str(int.from_bytes(index, "little")), min(level[0], LEVELS - 1))

    def _level(self, line: _Line) -> int | None:
        own = line.sprms.get(OUTLINE) or styled(self._styles, line.style, OUTLINE)
        if own:
            return heading_level(own[0])
        chain = style_chain(self._styles, line.style)
        return next((style.builtin for style in chain if 1 <= style.builtin <= 9), None)

    def _lines(self, start: int, end: int) -> Iterator[_Line]:
        parts: list[str] = []
        for offset, size, text, shown in self._runs(start, end):
            begin = 0
            for mark in _MARKS.finditer(text):
                if shown or mark.group() == "\x07":
                    parts.append(text[begin : mark.start()] if shown else "")
                    yield self._line("".join(parts), mark.group(), offset + size * mark.start())
                    begin, parts = mark.end(), []
            if shown:
                parts.append(text[begin:])
        if parts:
            yield _Line(self._printed("".join(parts)), "\r", None, {})

    def _runs(self, start: int, end: int) -> Iterator[tuple[int, int, str, bool]]:
        """Stretches of the same formatting: byte offset, bytes per character, text, and whether it prints."""
        for first, size, text in self._binary.text(start, end):
            offset = first
            for until, sprms in self._characters.runs(first, first + size * len(text)):
                hidden = sprms.get(_DELETED, b"\0")[0] == 1 or sprms.get(_HIDDEN, b"\0")[0] in (1, 0x81)
                yield (
                    offset,
                    size,
                    text[(offset - first) // size : (until - first) // size],
                    not hidden and _SYMBOL not in sprms,
                )
                offset = until

    def _line(self, text: str, mark: str, offset: int) -> _Line:
        style, sprms = self._paragraphs.at(offset)
        return _Line(self._printed(text), mark, style, self._binary.huge(sprms))

    def _printed(self, text: str) -> str:
        """Text without field codes and the characters that stand for pictures, notes and anchors."""
        if "\x13" in text or self._fields:
            text = self._results(text)
        return text.translate(_TRANSLATION)

    def _results(self, text: str) -> str:
        parts, begin = [], 0
        self._fields = [begun for begun in self._fields if begun]
        for mark in _FIELD.finditer(text):
            if all(self._fields):
                parts.append(text[begin : mark.start()])
            begin = mark.end()
            if mark.group() == "\x13":
                self._fields.append(False)
            elif self._fields and mark.group() == "\x14":
                self._fields[-1] = True
            elif self._fields:
                self._fields.pop()
        if all(self._fields):
            parts.append(text[begin:])
        return "".join(parts)


def _closed(table: _Open) -> Iterator[Item]:
    if table.cells or table.lines:
        table.rows.append(Row([*table.cells, table.lines] if table.lines else table.cells, {}))
    found: Table = table_of_rows(table.rows)
    if not is_layout(found):
        yield found
    else:
        for cell in found.cells:
            yield from cell.paragraphs
