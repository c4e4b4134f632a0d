"""PDF documents with text: paragraphs and ruled tables in reading order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from kepu.methods.planread.extract.compose import Item, Paragraph, Table, compose, is_layout
from kepu.methods.planread.extract.pdf_lines import Layout, layout_of, paragraphs, running_lines
from kepu.methods.planread.extract.pdf_page import Line, Page
from kepu.methods.planread.extract.pdf_tables import Grid, append, continued, find_grids
from kepu.methods.planread.extract.refused import Refused
from kepu.methods.planread.source import Source

_ODD = re.compile("[\ue000-\uf8ff\ufffd\0]")
_FEW: Final = 10
_PageItem = Line | Table


@dataclass(slots=True)
class _Read:
    """What was read from one page."""

    items: list[_PageItem]
    width: float
    height: float
    characters: int
    odd: int
    images: bool

    def lines(self) -> list[Line]:
        return [item for item in self.items if isinstance(item, Line)]


def read_pdf(data: bytes) -> Source:
    """Read a PDF; raises `Refused` for one that is damaged, has a password, is scanned or has garbled text."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower()
        raise Refused("encrypted" if locked else "broken") from error
    try:
        pages = [_read_page(document[index]) for index in range(len(document))]
    finally:
        document.close()
    _check(pages)
    running = running_lines([(page.lines(), page.height) for page in pages])
    aside = [line.text for page in pages for line in page.lines() if id(line) in running]
    return compose(_items(pages, running), "pdf", elsewhere=aside)


def _read_page(opened: pdfium.PdfPage) -> _Read:
    page = Page(opened)
    try:
        grids = find_grids(page.borders())
        items = list(_page_items(page, grids))
        characters = len("".join(page.text.split()))
        odd = len(_ODD.findall(page.text))
        return _Read(items, page.width, page.height, characters, odd, characters < _FEW and page.has_images())
    finally:
        page.close()


def _page_items(page: Page, grids: list[Grid]) -> Iterator[_PageItem]:
    """Lines in the order of the page's text; a table stands where its first line does."""
    tables: dict[int, Table] = {}
    order: list[_PageItem] = []
    for start, end in page.spans():
        box = page.span_box(start, end)
        grid = next((grid for grid in grids if grid.holds(box)), None)
        if grid is None:
            order.append(page.line(start, end, box))
            continue
        if id(grid) not in tables:
            tables[id(grid)] = table = Table([])
            order.append(table)
        whole = grid.is_in_one_cell(box) and not page.is_misplaced(start, end)
        for piece in [page.line(start, end, box)] if whole else page.glyphs(start, end):
            grid.add(piece)
    for grid in grids:
        if id(grid) in tables:
            tables[id(grid)].cells = grid.cells()
    return iter(order)


def _check(pages: list[_Read]) -> None:
    characters = sum(page.characters for page in pages)
    if characters < _FEW * max(1, len(pages)) and (any(page.images for page in pages) or characters == 0):
        raise Refused("scanned" if any(page.images for page in pages) else "no_text")
    if sum(page.odd for page in pages) * 5 > characters:
        raise Refused("garbled")


def _items(pages: list[_Read], running: set[int]) -> Iterator[Item]:
    bodies = [[item for item in page.items if id(item) not in running] for page in pages]
    layouts = _layouts(pages, bodies)
    placed = [(item, layouts[round(page.width)]) for page, body in zip(pages, bodies, strict=True) for item in body]
    for is_table, group in groupby(placed, key=lambda pair: isinstance(pair[0], Table)):
        if is_table:
            yield from _joined_tables([item for item, _ in group if isinstance(item, Table)])
        else:
            yield from map(Paragraph, paragraphs((item, layout) for item, layout in group if isinstance(item, Line)))


def _layouts(pages: list[_Read], bodies: list[list[_PageItem]]) -> dict[int, Layout]:
    """One layout for all pages of the same width."""
    lines: dict[int, list[Line]] = {}
    for page, body in zip(pages, bodies, strict=True):
        lines.setdefault(round(page.width), []).extend(item for item in body if isinstance(item, Line))
    return {width: layout_of(found, width) for width, found in lines.items()}


def _joined_tables(tables: list[Table]) -> Iterator[Item]:
    """Tables with nothing between them; those that go on over a page end are made one."""
    whole: Table | None = None
    for table in tables:
        if whole is not None and not is_layout(table) and continued(whole, table):
            append(whole, table)
            continue
        if whole is not None:
            yield whole
        whole = table
    if whole is not None:
        yield whole
