"""A web page as paragraphs and tables in reading order."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from kepu.methods.planread.extract.compose import Cell, Item, Paragraph, Table, is_layout
from kepu.methods.planread.extract.docx_styles import integer
from kepu.methods.planread.extract.numerals import numeral

_INLINE: Final = frozenset(
    (
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
        "ins", "kbd", "label", "mark", "nobr", "o:p", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span",
        "st1:chsdate", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    )
)  # fmt: skip
_WORTHLESS: Final = frozenset(("del", "rt", "rp", "head", "title", "link", "meta"))
_CJK: Final = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…·]"
_SOURCE_BREAK: Final = re.compile(rf"(?<={_CJK})[ \t]*[\r\n][ \t\r\n]*(?={_CJK})")
_SPACES: Final = re.compile(r"[ \t\r\n]+")
_LIST_TYPES: Final = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_LIST_CLASSES: Final = {
    "custom_num": "{0}.", "custom_num1": "{0})", "custom_num2": "({0})",
    "custom_cn": "{1}、", "custom_cn1": "{1})", "custom_cn2": "（{1}）", "custom_dash": "——",
}  # fmt: skip
_LONG_CELL: Final = 1500
_BREAK: Final = "\u2028"

Found = tuple[Item, bool, bool]


def walk(root: etree._Element, main: etree._Element | None = None) -> Iterator[Found]:
    """Each paragraph and table, with: inside ``main``, consisting of links only."""
    return _Walk(main).items(root)


class _Walk:
    def __init__(self, main: etree._Element | None) -> None:
        self._main = main
        self._inside = main is None
        self._parts: list[str] = []
        self._linked = self._unlinked = 0
        self._links = self._verbatim = 0
        self._level: int | None = None
        self._label = ""
        self._counts: list[int] = []

    def items(self, root: etree._Element) -> Iterator[Found]:
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            if event == "start":
                if element.tag in _WORTHLESS:
                    events.skip_subtree()
                    continue
                if element.tag == "table" and element is not root and (table := read_table(element)):
                    yield from self._flush()
                    yield table, self._inside, False
                    events.skip_subtree()
                    continue
                yield from self._start(element)
            else:
                yield from self._end(element)
                if element is not root and element.tail:
                    self._text(element.tail)
        yield from self._flush()

    def _start(self, element: etree._Element) -> Iterator[Found]:
        tag = element.tag
        if tag not in _INLINE and tag != "br":
            yield from self._flush()
        if element is self._main:
            self._inside = True
        self._enter(tag, element)
        if element.text:
            self._text(element.text)

    def _enter(self, tag: str, element: etree._Element) -> None:
        if tag == "br":
            self._parts.append(_BREAK)
        elif tag == "a":
            self._links += 1
        elif tag == "pre":
            self._verbatim += 1
        elif tag in ("ol", "ul"):
            self._counts.append((integer(element.get("start")) or 1) - 1)
        elif tag == "li":
            self._label = self._list_label(element)
        elif len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self._level = int(tag[1])

    def _list_label(self, element: etree._Element) -> str:
        parent = element.getparent()
        if parent is None or parent.tag != "ol" or not self._counts:
            return ""
        self._counts[-1] = count = integer(element.get("value")) or self._counts[-1] + 1
        for name in parent.get("class", "").split():
            if name in _LIST_CLASSES:
                return _LIST_CLASSES[name].format(count, numeral(count, "chineseCounting"))
        return numeral(count, _LIST_TYPES.get(parent.get("type", ""), "decimal")) + ". "

    def _end(self, element: etree._Element) -> Iterator[Found]:
        tag = element.tag
        if tag == "a":
            self._links -= 1
        elif tag == "pre":
            self._verbatim -= 1
        elif tag in ("ol", "ul") and self._counts:
            self._counts.pop()
        if tag not in _INLINE and tag != "br":
            yield from self._flush()
            self._level = None
        if element is self._main:
            self._inside = False

    def _text(self, text: str) -> None:
        length = len(text.strip())
        if self._links:
            self._linked += length
        else:
            self._unlinked += length
        self._parts.append(text.replace("\n", _BREAK) if self._verbatim else text)

    def _flush(self) -> Iterator[Found]:
        text = collapse("".join(self._parts))
        links = self._linked > 0 and self._unlinked <= 2
        self._parts, self._linked, self._unlinked = [], 0, 0
        if text.strip():
            text, self._label = self._label + text.lstrip(" "), ""
            yield Paragraph(text, self._level), self._inside, links


def collapse(text: str) -> str:
    """White space of the page's source as a browser shows it; a line end between Chinese characters is none."""
    text = _SPACES.sub(" ", _SOURCE_BREAK.sub("", text))
    return text.replace(_BREAK, "\n")


def read_table(element: etree._Element) -> Table | None:
    """A table of data; None for one that only lays out the page (nested, one column, or one cell with the text)."""
    if element.find(".//table") is not None:
        return None
    table = Table(_cells(element))
    if is_layout(table):
        return None
    sizes = [sum(len(paragraph.text) for paragraph in cell.paragraphs) for cell in table.cells]
    return None if max(sizes) > _LONG_CELL and max(sizes) > 0.6 * sum(sizes) else table


def _cells(element: etree._Element) -> list[Cell]:
    cells: list[Cell] = []
    taken_until: dict[int, int] = {}
    for row, line in enumerate(element.iter("tr")):
        column = 0
        for child in line.iterchildren("td", "th"):
            while taken_until.get(column, 0) > row:
                column += 1
            rows, columns = _span(child, "rowspan"), _span(child, "colspan")
            found = [item for item, _, _ in walk(child) if isinstance(item, Paragraph)]
            cells.append(Cell(row, column, rows, columns, found))
            for covered in range(column, column + columns):
                taken_until[covered] = row + rows
            column += columns
    return cells


def _span(element: etree._Element, name: str) -> int:
    """A span as written, at most 100 (0, "to the end", is taken as 1)."""
    return max(1, min(integer(element.get(name)) or 1, 100))
