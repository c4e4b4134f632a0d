"""Tables: of the text, with their heading row on every page; of the cover; of the signature page."""

from collections.abc import Sequence
from typing import Final

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.table import Table as Grid
from docx.table import _Cell, _Row

from kepu.methods.papers import geometry
from kepu.methods.papers.model import Column, EachRow, Party, Row, Table
from kepu.methods.papers.word.elements import borders, element, replace_child, twips
from kepu.methods.papers.word.styles import CONTROL
from kepu.methods.papers.word.writer import Writer

_LINE: Final = ("single", 4)
_ALL: Final = dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), _LINE)
_ALIGN: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT,
}  # fmt: skip
PAD: Final = 1.0  # between a cell's text and its line, left and right


def grid_of(
    writer: Writer, widths: Sequence[float], lines: dict[str, tuple[str, int]], rows: int = 0, pad: float = 0
) -> Grid:
    """Append a table of fixed widths (mm)."""
    grid = writer.document.add_table(rows, len(widths))
    dress(grid, widths, lines, pad)
    return grid


def dress(grid: Grid, widths: Sequence[float], lines: dict[str, tuple[str, int]], pad: float = 0) -> None:
    """Give a table its widths, lines and padding; `pad` is that above and below."""
    grid.autofit = False
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    properties = grid._tbl.tblPr
    replace_child(properties, element("tblW", w=twips(sum(widths)), type="dxa"))
    replace_child(properties, borders("tblBorders", **lines))
    pads = (("top", pad), ("left", PAD), ("bottom", pad), ("right", PAD))
    sides = [element(side, w=twips(width), type="dxa") for side, width in pads]
    replace_child(properties, element("tblCellMar", *sides))
    in_order(properties)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    for row in grid.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


_ORDER: Final = ("tblStyle", "tblpPr", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook")


def in_order(properties: object) -> None:
    """Sort a table's properties as the schema wants them."""
    children = sorted(properties, key=lambda c: _ORDER.index(c.tag.rpartition("}")[2]))  # type: ignore[call-overload]
    for child in children:
        properties.append(child)  # type: ignore[attr-defined]


def write(writer: Writer, table: Table) -> None:
    """Write a table of the text."""
    page = geometry.page_of(writer.paper.landscape)
    share = page.type_width / sum(c.width for c in table.columns)
    widths = [c.width * share for c in table.columns]
    grid = grid_of(writer, widths, _ALL, pad=geometry.CELL_PAD)
    size = "（五号）" if table.small else ""
    head = _row(grid, widths)
    head._tr.get_or_add_trPr().append(element("tblHeader"))
    for cell, column in zip(head.cells, table.columns, strict=True):
        _put(cell, column.title, f"公文表头{size}", "center")
    _rows(grid, table, table.rows, widths, f"公文表格{size}")
    writer.hairline()


def _rows(grid: Grid, table: Table, rows: Sequence[Row | EachRow], widths: list[float], style: str) -> None:
    for row in rows:
        if isinstance(row, EachRow):
            _spanning(grid, widths, f"{{%tr for {row.item} in {row.over} %}}", CONTROL)
            _rows(grid, table, row.rows, widths, style)
            _spanning(grid, widths, "{%tr endfor %}", CONTROL)
        elif len(row.cells) == len(table.columns):
            _data(_row(grid, widths), row.cells, table.columns, style)
        else:
            _spanning(grid, widths, row.cells[0], style.replace("表格", "表头"))


def _row(grid: Grid, widths: list[float]) -> _Row:
    row: _Row = grid.add_row()  # type: ignore[no-untyped-call]
    row._tr.get_or_add_trPr().append(element("cantSplit"))
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)
    return row


def _data(row: _Row, texts: Sequence[str], columns: Sequence[Column], style: str) -> None:
    for cell, text, column in zip(row.cells, texts, columns, strict=True):
        _put(cell, text, style, column.align)


def _spanning(grid: Grid, widths: list[float], text: str, style: str) -> None:
    row = _row(grid, widths)
    cell = row.cells[0].merge(row.cells[-1])
    _put(cell, text, style, "left")


def _put(cell: _Cell, text: str, style: str, align: str) -> None:
    """Set a cell's text, a paragraph a line, in the middle of its height."""
    lines = text.split("\n")
    first = cell.paragraphs[0]
    for paragraph, line in [(first, lines[0]), *((cell.add_paragraph(), line) for line in lines[1:])]:
        paragraph.text = line
        paragraph.style = style
        paragraph.alignment = _ALIGN[align]
    cell._tc.get_or_add_tcPr().append(element("vAlign", val="center"))


def write_pairs(writer: Writer, pairs: Sequence[tuple[str, str]], width: float) -> None:
    """Write the lines of a cover: name, colon, value over a thin line."""
    widths = [32.0, 108.0]
    grid = grid_of(writer, widths, {}, len(pairs))
    for row, (name, value) in zip(grid.rows, pairs, strict=True):
        for cell, text in zip(row.cells, (f"{name}：", value), strict=True):
            cell.paragraphs[0].text = text
            cell.paragraphs[0].style = "封面文字"
        row.cells[1]._tc.get_or_add_tcPr().append(borders("tcBorders", bottom=_LINE))


def write_parties(writer: Writer, parties: Sequence[Party]) -> None:
    """Write the sides of a signature page beside one another, with room for seals and signatures."""
    page = geometry.page_of(writer.paper.landscape)
    widths = [page.type_width / len(parties)] * len(parties)
    columns = [party.rows() for party in parties]
    grid = grid_of(writer, widths, {}, len(columns[0]))
    for i, row in enumerate(grid.rows):
        row._tr.get_or_add_trPr().append(element("cantSplit"))
        for cell, texts in zip(row.cells, columns, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.text, paragraph.style = texts[i], "公文签署"
            paragraph.paragraph_format.space_before = Pt(geometry.LINE * geometry.SEAL_ROOM.get(i, 0))
            paragraph.paragraph_format.keep_with_next = i + 1 < len(texts)
    writer.hairline()


def write_strip(writer: Writer, steps: Sequence[str]) -> None:
    """Write the strip of those who draft, check and sign: a box each, and a line of room below."""
    if not steps:
        return
    page = geometry.page_of(writer.paper.landscape)
    widths = [page.type_width / len(steps)] * len(steps)
    grid = grid_of(writer, widths, _ALL, 1)
    row = grid.rows[0]
    row._tr.get_or_add_trPr().extend((element("cantSplit"), element("trHeight", val=twips(14), hRule="atLeast")))
    for cell, step in zip(row.cells, steps, strict=True):
        _put(cell, f"{step}：\n　　　　　　月　　日", "公文表格", "left")
    writer.line("", "公文版记")
