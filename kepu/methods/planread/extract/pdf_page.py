"""One PDF page by pypdfium2: its lines with their places, and the borders drawn on it.

Asking for the place of every character costs more than reading the text, so it is asked for the ends of a line only;
for all characters only in lines that run through several cells of a table, and in lines whose quotation marks look
out of place, for some programs draw them after the rest of the line.
"""

import ctypes
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_LINE = re.compile(r"[^\r\n\ufffe]+")
_MISPLACED = re.compile(r"[“”‘’]\s|\s[“”‘’]|[“‘][”’]|[“‘]$|^[”’]|[”’][“‘]")
_CJK: Final = r"\u2e80-\u9fff\uff00-\uffef\u3000-\u303f“”‘’—…"
_GAPS: Final = re.compile(rf"(?<=[{_CJK}]) (?=[0-9A-Za-z.%+\-“‘（(])|(?<=[0-9A-Za-z.%+\-”’）)]) (?=[{_CJK}])")
_CHINESE = re.compile(r"[\u3400-\u9fff\u2e80-\u2fdf]")
_THIN: Final = 3.0
_SHORT: Final = 6.0
_MOST_SEGMENTS: Final = 20_000
_RADICAL = re.compile(r"[\u2e80-\u2fd5]")
_RADICALS: Final = {
    0x2EA0: "民", 0x2EC4: "西", 0x2EC5: "见", 0x2EC9: "贝", 0x2ECB: "车", 0x2ED3: "长", 0x2ED4: "门", 0x2ED8: "青",
    0x2ED9: "韦", 0x2EDA: "页", 0x2EDB: "风", 0x2EDC: "飞", 0x2EDD: "食", 0x2EE2: "马", 0x2EE3: "骨", 0x2EE5: "鱼",
    0x2EE6: "鸟", 0x2EE8: "麦", 0x2EE9: "黄", 0x2EEC: "齐", 0x2EEE: "齿", 0x2EEF: "龙", 0x2EF3: "龟",
}  # fmt: skip


@dataclass(slots=True)
class Box:
    """A rectangle in points, from the lower left corner of the page."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom


@dataclass(slots=True)
class Line:
    """One line of text, or a piece of one, and its place."""

    text: str
    box: Box


class Page:
    """Reads one page; close it when done."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page
        self._text_page = page.get_textpage()
        self._turn = page.get_rotation() // 90 % 4
        self.width, self.height = page.get_size()
        self.text = self._characters()
        self._handle = self._text_page.raw
        self._rectangle = raw.FS_RECTF()
        self._pointer = ctypes.byref(self._rectangle)

    def close(self) -> None:
        """Give the page's memory back."""
        self._text_page.close()
        self._page.close()

    def _characters(self) -> str:
        """The page's text such that the place in it is pdfium's index of the character."""
        count = self._text_page.count_chars()
        text = self._text_page.get_text_range() if count else ""
        if len(text) != count:
            codes = (raw.FPDFText_GetUnicode(self._text_page, index) for index in range(count))
            text = "".join(chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd" for code in codes)
        return text

    def spans(self) -> Iterator[tuple[int, int]]:
        """Where each line of the text begins and ends, white space around it left out."""
        for match in _LINE.finditer(self.text):
            line = match.group()
            start = match.start() + len(line) - len(line.lstrip())
            end = match.start() + len(line.rstrip())
            if start < end:
                yield start, end

    def box(self, index: int) -> Box:
        """The place of a character."""
        found = self._rectangle
        raw.FPDFText_GetLooseCharBox(self._handle, index, self._pointer)
        if self._turn:
            return self._turned(found.left, found.right, found.bottom, found.top)
        return Box(found.left, found.right, found.bottom, found.top)

    def _turned(self, left: float, right: float, bottom: float, top: float) -> Box:
        """A rectangle of a page that is shown turned by quarters, as it is shown."""
        if self._turn == 1:
            return Box(bottom, top, self.height - right, self.height - left)
        if self._turn == 2:
            return Box(self.width - right, self.width - left, self.height - top, self.height - bottom)
        if self._turn == 3:
            return Box(self.width - top, self.width - bottom, left, right)
        return Box(left, right, bottom, top)

    def span_box(self, start: int, end: int) -> Box:
        """The place of a line: its ends from the first and last character, its height from the first Chinese one."""
        first, last = self.box(start), self.box(end - 1)
        found = _CHINESE.search(self.text, start, end)
        measure = self.box(found.start()) if found and found.start() != start else first
        return Box(min(first.left, last.left), max(first.right, last.right), measure.bottom, measure.top)

    def glyphs(self, start: int, end: int) -> Iterator[Line]:
        """The characters of a line that are drawn, each with its place."""
        for index in range(start, end):
            if not self.text[index].isspace():
                yield Line(self.text[index], self.box(index))

    def is_misplaced(self, start: int, end: int) -> bool:
        """Whether the characters of a line may not stand in the order in which they are shown."""
        return bool(_MISPLACED.search(self.text[start:end]))

    def line(self, start: int, end: int, box: Box) -> Line:
        """A line of running text, at that place."""
        if not self.is_misplaced(start, end):
            return Line(tidy(self.text[start:end]), box)
        glyphs = list(self.glyphs(start, end))
        left, right = min(glyph.box.left for glyph in glyphs), max(glyph.box.right for glyph in glyphs)
        return Line(set_pieces(glyphs), Box(left, right, box.bottom, box.top))

    def borders(self) -> Iterator[Box]:
        """Thin and long rectangles and strokes: what tables are drawn with."""
        bounds = [ctypes.c_float() for _ in range(4)]
        handle = self._page.raw
        references = [ctypes.byref(bound) for bound in bounds]
        for index in range(raw.FPDFPage_CountObjects(handle)):
            drawn = raw.FPDFPage_GetObject(handle, index)
            if raw.FPDFPageObj_GetType(drawn) != raw.FPDF_PAGEOBJ_PATH:
                continue
            segments = raw.FPDFPath_CountSegments(drawn)
            if 5 < segments < _MOST_SEGMENTS:
                yield from self._subpaths(drawn, segments)
            elif raw.FPDFPageObj_GetBounds(drawn, *references):
                left, bottom, right, top = (bound.value for bound in bounds)
                yield from _edges(self._turned(left, right, bottom, top))

    def _subpaths(self, drawn: raw.FPDF_PAGEOBJECT, segments: int) -> Iterator[Box]:
        """The borders in one path object that holds many lines or rectangles."""
        matrix = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(drawn, ctypes.byref(matrix))
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        for index in range(segments + 1):
            segment = raw.FPDFPath_GetPathSegment(drawn, index) if index < segments else None
            if segment is None or raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
                if len(points) > 1:
                    across, up = [point[0] for point in points], [point[1] for point in points]
                    yield from _edges(self._turned(min(across), max(across), min(up), max(up)))
                points = []
            if segment is not None and raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
                across = matrix.a * x.value + matrix.c * y.value + matrix.e
                points.append((across, matrix.b * x.value + matrix.d * y.value + matrix.f))

    def has_images(self) -> bool:
        """Whether a picture is on the page."""
        return any(True for _ in self._page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _edges(box: Box) -> Iterator[Box]:
    """A thin rectangle as the border it is; a large one as its four edges."""
    wide, high = box.right - box.left, box.top - box.bottom
    if min(wide, high) <= _THIN:
        if max(wide, high) >= _SHORT:
            yield box
    else:
        yield Box(box.left, box.right, box.top, box.top)
        yield Box(box.left, box.right, box.bottom, box.bottom)
        yield Box(box.left, box.left, box.bottom, box.top)
        yield Box(box.right, box.right, box.bottom, box.top)


def set_pieces(pieces: Iterable[Line]) -> str:
    """Pieces of one line put from left to right, with a space where the gap between two is wide."""
    parts: list[str] = []
    before: Line | None = None
    for piece in sorted(pieces, key=lambda piece: piece.box.left):
        if before is not None:
            narrow = before.text[-1].isascii() and piece.text[0].isascii()
            if piece.box.left - before.box.right > (0.15 if narrow else 0.7) * piece.box.height:
                parts.append(" ")
        parts.append(piece.text)
        before = piece
    return tidy("".join(parts))


def tidy(text: str) -> str:
    """Text as typed: no layout gap between Chinese and Latin, and characters in place of look-alike radicals."""
    return _GAPS.sub("", _RADICAL.sub(_plain, text))


def _plain(radical: re.Match[str]) -> str:
    char = radical.group()
    return _RADICALS.get(ord(char)) or unicodedata.normalize("NFKC", char)
