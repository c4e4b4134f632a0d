"""The document as a whole: page, styles, head, blocks, foot, footer."""

import io
from datetime import datetime, timezone
from typing import Final

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm

from kepu.methods.papers import geometry
from kepu.methods.papers.model import Paper
from kepu.methods.papers.word import blocks, ends, footer
from kepu.methods.papers.word.elements import element, replace_child
from kepu.methods.papers.word.styles import add_styles
from kepu.methods.papers.word.writer import Writer
from kepu.methods.papers.zipped import timeless

_EPOCH: Final = datetime(2026, 1, 1, tzinfo=timezone.utc)  # noqa: UP017 - the same bytes whenever it is made


def to_docx(paper: Paper) -> bytes:
    """Return a paper (or a blueprint: then a template with placeholders) as .docx; the same paper gives the same text."""
    document = docx.Document()
    _empty(document)
    add_styles(document)
    _page(document, paper)
    writer = Writer(document, paper)
    ends.write_head(writer)
    blocks.write(writer, paper.blocks)
    ends.write_foot(writer)
    footer.write(writer)
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _empty(document: Document) -> None:
    for child in list(document.element.body):
        if not child.tag.endswith("sectPr"):
            document.element.body.remove(child)
    core = document.core_properties
    core.author, core.comments, core.title, core.last_modified_by = "", "", "", ""
    core.created = core.modified = _EPOCH


def _page(document: Document, paper: Paper) -> None:
    page = geometry.page_of(paper.landscape)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if paper.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.header_distance = Mm(15)
    section.footer_distance = Mm(page.bottom - geometry.NUMBER_DROP - geometry.FOOTER_HEIGHT)
    properties = section._sectPr
    replace_child(properties, element("docGrid", type="lines", linePitch=round(geometry.LINE * 20)))
    section.different_first_page_header_footer = paper.covered
    document.settings.odd_and_even_pages_header_footer = True
