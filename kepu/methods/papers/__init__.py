"""Official papers: a content model, .docx in the form of GB/T 9704, PDF, the office's own templates, check codes."""

from kepu.methods.papers.codes import grouped, new_code, normal, qr_png, qr_svg
from kepu.methods.papers.compose import compose
from kepu.methods.papers.filling import BadTemplate, Checked, check_template, default_template, fill, placeholders
from kepu.methods.papers.kinds import KINDS, Name, Value, Values, complete, known_names, sample_values
from kepu.methods.papers.model import (
    Block,
    Column,
    Cover,
    Foot,
    Head,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Party,
    Row,
    SignOff,
    Table,
)
from kepu.methods.papers.safely import check_template_safely
from kepu.methods.papers.scans import codes_on
from kepu.methods.papers.titles import title_lines
from kepu.methods.papers.typeset import to_pdf
from kepu.methods.papers.word import to_docx

__all__ = [
    "KINDS",
    "BadTemplate",
    "Block",
    "Checked",
    "Column",
    "Cover",
    "Foot",
    "Head",
    "Heading",
    "Name",
    "PageBreak",
    "Paper",
    "Paragraph",
    "Party",
    "Row",
    "SignOff",
    "Table",
    "Value",
    "Values",
    "check_template",
    "check_template_safely",
    "codes_on",
    "complete",
    "compose",
    "default_template",
    "fill",
    "grouped",
    "known_names",
    "new_code",
    "normal",
    "placeholders",
    "qr_png",
    "qr_svg",
    "sample_values",
    "title_lines",
    "to_docx",
    "to_pdf",
]
