"""The footer of every page: the page number on the outer side, the check code with its QR code on the inner one."""

import io
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.section import _Footer
from docx.shared import Mm, Pt
from docx.table import _Cell

from kepu.methods.papers import geometry
from kepu.methods.papers.codes import grouped, qr_png
from kepu.methods.papers.word import tables
from kepu.methods.papers.word.elements import element, field, twips
from kepu.methods.papers.word.writer import Writer


def write(writer: Writer) -> None:
    """Write the footers of odd and even pages; that of a cover bears no page number."""
    section = writer.document.sections[0]
    _footer(writer, section.footer, True)
    _footer(writer, section.even_page_footer, False)
    if writer.paper.covered:
        _footer(writer, section.first_page_footer, True, numbered=False)


def _footer(writer: Writer, footer: _Footer, odd: bool, *, numbered: bool = True) -> None:
    footer.is_linked_to_previous = False
    width = geometry.page_of(writer.paper.landscape).type_width
    number = 30.0
    widths = [geometry.CODE_SIZE + 2, width - number - geometry.CODE_SIZE - 2, number]
    widths = widths if odd else [number, *reversed(widths[:2])]
    last = footer.paragraphs[0]
    grid = footer.add_table(1, 3, Mm(width))
    tables.dress(grid, widths, {})
    last._p.addprevious(grid._tbl)
    last.style = "校验码"
    last.paragraph_format.line_spacing = Pt(1)
    row = grid.rows[0]
    height = geometry.FOOTER_HEIGHT - 0.5
    row._tr.get_or_add_trPr().append(element("trHeight", val=twips(height), hRule="exact"))
    cells = row.cells if odd else tuple(reversed(row.cells))
    _code(writer, cells[0], cells[1], odd)
    if numbered:
        _number(cells[2], odd)


def _number(cell: _Cell, odd: bool) -> None:
    line = cell.paragraphs[0]
    line.style = "公文页码"
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT if odd else WD_ALIGN_PARAGRAPH.LEFT
    shape: Any = line.paragraph_format
    setattr(shape, "right_indent" if odd else "left_indent", Pt(geometry.SMALL))
    line.add_run("— ")
    field(line, "PAGE")
    line.add_run(" —")


def _code(writer: Writer, picture: _Cell, words: _Cell, odd: bool) -> None:
    code = writer.paper.code
    for cell in (picture, words):
        cell.paragraphs[0].style = "校验码"
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT if odd else WD_ALIGN_PARAGRAPH.RIGHT
    if not code:
        return
    shape = picture.paragraphs[0].paragraph_format
    shape.line_spacing = 1.0
    if writer.paper.blueprint:
        picture.paragraphs[0].add_run("{{二维码}}")
        words.paragraphs[0].text = f"{{% if 校验码 %}}校验码 {code}{{% endif %}}"
    else:
        run = picture.paragraphs[0].add_run()
        run.add_picture(io.BytesIO(qr_png(code)), Mm(geometry.CODE_SIZE))
        words.paragraphs[0].text = f"校验码 {grouped(code)}"
