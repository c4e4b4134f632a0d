"""Word documents (.docx, .docm, Strict OOXML, as Word and WPS write them), read from their XML.

What Word prints is what is read: inserted text is in, deleted and hidden text is out, fields give their results,
automatic numbers stand in the text. Left out are headers, footers, notes and comments, which stay `elsewhere`.
"""

from collections.abc import Iterator

from lxml import etree

from kepu.methods.planread.extract.compose import Item, Paragraph, Table, compose, is_layout
from kepu.methods.planread.extract.docx_elsewhere import lines_elsewhere
from kepu.methods.planread.extract.docx_numbering import Lists
from kepu.methods.planread.extract.docx_runs import Runs
from kepu.methods.planread.extract.docx_styles import VAL, Styles, heading_level, integer, list_reference
from kepu.methods.planread.extract.grid import RawCell, arrange
from kepu.methods.planread.extract.numbering import Numbering
from kepu.methods.planread.extract.package import ALTERNATE, Package, W, chosen, parse
from kepu.methods.planread.extract.refused import Refused
from kepu.methods.planread.source import Source

_P, _TBL, _SDT, _TR, _TC = W + "p", W + "tbl", W + "sdt", W + "tr", W + "tc"
_CONTAINERS = frozenset(W + name for name in ("sdtContent", "customXml", "smartTag", "ins", "moveTo"))
_CONTENTS_GALLERY = f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"


def read_docx(data: bytes) -> Source:
    """Read a .docx; raises `Refused` for packages that are broken, unsafe or not Word documents."""
    package = Package(data)
    name = package.targets("").get("officeDocument", "word/document.xml")
    document = package.read(name) or package.read("word/document.xml")
    if document is None:
        raise Refused(package.kind_refused())
    root = parse(document)
    body = root.find(W + "body")
    if body is None:
        raise Refused(package.kind_refused() if root.tag != W + "document" else "broken")
    styles, lists = _styles_and_lists(package, name)
    aside = lines_elsewhere(package, root, styles.hide_any)
    return compose(_Body(styles, lists).document(body), "docx", elsewhere=aside)


def _styles_and_lists(package: Package, name: str) -> tuple[Styles, Lists]:
    targets = package.targets(name)
    styles = Styles(_optional(package, targets.get("styles", "word/styles.xml")))
    return styles, Lists(_optional(package, targets.get("numbering", "word/numbering.xml")), styles)


def _optional(package: Package, name: str) -> etree._Element | None:
    data = package.read(name)
    return None if not data else parse(data)


class _Body:
    """Walks block-level content in order; ``carried`` is the text of paragraphs whose mark was deleted."""

    def __init__(self, styles: Styles, lists: Lists) -> None:
        self._styles = styles
        self._lists = lists
        self._numbering = Numbering(lists.definitions)
        self._runs = Runs(styles)
        self._carried = ""
        self._cells = 0

    def document(self, body: etree._Element) -> Iterator[Item]:
        yield from self.items(body)
        yield from self._rest()

    def _rest(self) -> Iterator[Paragraph]:
        """What was carried on from a deleted paragraph mark to the end of a cell or of the document."""
        text, self._carried = self._carried, ""
        if text:
            yield Paragraph(text)

    def items(self, container: etree._Element, aside: bool = False) -> Iterator[Item]:
        for child in container:
            tag = child.tag
            if tag == _P:
                yield from self._paragraph(child, aside)
            elif tag == _TBL:
                yield from self._table(child)
            elif tag in _CONTAINERS:
                yield from self.items(child, aside)
            elif tag == _SDT:
                yield from self.items(child, aside or _is_contents(child))
            elif tag == ALTERNATE:
                yield from self.items(chosen(child), aside)

    def _paragraph(self, element: etree._Element, aside: bool) -> Iterator[Item]:
        style_id, properties = self._styles.default, element.find(W + "pPr")
        if properties is not None and (style := properties.find(W + "pStyle")) is not None:
            style_id = style.get(VAL)
        text, boxes, box_first = self._runs.paragraph(element, style_id)
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self._carried += text
            return
        text, self._carried = self._carried + text, ""
        label = self._label(properties, style_id)
        if text.strip() or self._cells:
            text = label + text
        own = Paragraph(text, self._level(properties, style_id), aside or self._styles.is_contents(style_id))
        if not box_first:
            yield own
        for box in boxes:
            yield from self.items(box)
        if box_first:
            yield own

    def _level(self, properties: etree._Element | None, style_id: str | None) -> int | None:
        outline = None if properties is None else properties.find(W + "outlineLvl")
        value = None if outline is None else integer(outline.get(VAL))
        return self._styles.level(style_id) if value is None else heading_level(value)

    def _label(self, properties: etree._Element | None, style_id: str | None) -> str:
        own, level = list_reference(None if properties is None else properties.find(W + "numPr"))
        list_id = own
        if own is None:
            list_id, style_level = self._styles.numbering(style_id)
            linked = self._lists.level_of_style(list_id, style_id) if list_id else None
            level = next((value for value in (level, linked, style_level) if value is not None), None)
        return self._numbering.label(list_id, level or 0) if list_id else ""

    def _table(self, element: etree._Element) -> Iterator[Item]:
        self._cells += 1
        table = Table(arrange([self._row(row) for row in _rows(element)]))
        self._cells -= 1
        if self._cells or is_layout(table):
            for cell in table.cells:
                yield from cell.paragraphs
        elif table.cells:
            yield table

    def _row(self, row: etree._Element) -> list[RawCell]:
        before = row.find(f"{W}trPr/{W}gridBefore")
        cells = [RawCell(span=integer(before.get(VAL)) or 0, absent=True)] if before is not None else []
        for cell in _children(row, _TC):
            raw = RawCell()
            properties = cell.find(W + "tcPr")
            if properties is not None:
                _merges(properties, raw)
            raw.paragraphs = [item for item in self.items(cell) if isinstance(item, Paragraph)]
            raw.paragraphs += self._rest()
            cells.append(raw)
        return cells


def _merges(properties: etree._Element, raw: RawCell) -> None:
    for child in properties:
        tag = child.tag
        if tag == W + "gridSpan":
            raw.span = max(1, min(integer(child.get(VAL)) or 1, 1000))
        elif tag == W + "vMerge":
            raw.continues_above = child.get(VAL, "continue") != "restart"
        elif tag == W + "hMerge":
            raw.continues_left = child.get(VAL, "continue") != "restart"
        elif tag == W + "cellDel":
            raw.absent = True


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for row in _children(table, _TR):
        if row.find(f"{W}trPr/{W}del") is None:
            yield row


def _children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The children of that tag, looked for also inside content controls and marks of insertion."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag == _SDT or child.tag in _CONTAINERS:
            yield from _children(child, tag)


def _is_contents(control: etree._Element) -> bool:
    gallery = control.find(_CONTENTS_GALLERY)
    return gallery is not None and gallery.get(VAL) == "Table of Contents"
