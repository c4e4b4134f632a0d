"""The blocks of the text: headings, paragraphs, cover, signature page; loops and conditions of a template."""

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Mm, Pt

from kepu.methods.papers import geometry
from kepu.methods.papers.model import Block, Cover, Each, Heading, PageBreak, Paragraph, SignOff, Table, When
from kepu.methods.papers.word import tables
from kepu.methods.papers.word.styles import BODY, FLUSH, HEADINGS
from kepu.methods.papers.word.writer import Writer

_ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


def write(writer: Writer, blocks: tuple[Block, ...]) -> None:
    """Write blocks one after the other."""
    for block in blocks:
        _write(writer, block)


def _write(writer: Writer, block: Block) -> None:
    match block:
        case Heading():
            _heading(writer, block)
        case Paragraph():
            line = writer.line(block.text, BODY if block.indent else FLUSH)
            if block.align != "both":
                line.alignment = _ALIGN[block.align]
        case Table():
            tables.write(writer, block)
        case SignOff():
            _sign_off(writer, block)
        case PageBreak():
            _page_break(writer)
        case Cover():
            _cover(writer, block)
        case Each():
            _between(writer, f"for {block.item} in {block.over}", block.blocks, "endfor")
        case When():
            _between(writer, f"if {block.name}", block.blocks, "endif")


def _between(writer: Writer, begin: str, blocks: tuple[Block, ...], end: str) -> None:
    writer.control(begin)
    write(writer, blocks)
    writer.control(end)


def _heading(writer: Writer, heading: Heading) -> None:
    line = writer.line(heading.text, HEADINGS[heading.level])
    line.paragraph_format.keep_with_next = True
    if heading.level == 0:
        line.paragraph_format.space_after = Pt(geometry.LINE)


def _page_break(writer: Writer) -> None:
    writer.line("", FLUSH).add_run().add_break(WD_BREAK.PAGE)


def _cover(writer: Writer, cover: Cover) -> None:
    page = geometry.page_of(writer.paper.landscape)
    title = writer.line(cover.title, "封面标题")
    title.paragraph_format.space_before = Mm(geometry.COVER_TOP)
    number = writer.line(cover.number, "发文字号")
    number.paragraph_format.space_before = Pt(24)
    tables.write_pairs(writer, cover.lines, page.type_width)
    foot = writer.line(cover.foot, "封面落款")
    foot.paragraph_format.space_before = Mm(geometry.COVER_FOOT)
    foot.add_run().add_break(WD_BREAK.PAGE)


def _sign_off(writer: Writer, block: SignOff) -> None:
    if block.parties:
        tables.write_parties(writer, block.parties)
    if block.strip:
        tables.write_strip(writer, block.strip)
