"""Official papers: a content model, .docx in the form of GB/T 9704, PDF, the office's own templates, check codes."""

from kepu.methods.papers.codes import grouped, new_code, normal, qr_png, qr_svg
from kepu.methods.papers.compose import compose
from kepu.methods.papers.filling import BadTemplate, Checked, check_template, default_template, fill, placeholders
from kepu.methods.papers.kinds import KINDS, Name, Value, Values, complete, known_names, sample_values
from kepu.methods.papers.model import (
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
from kepu.methods.papers.safely import check_template_safely, read_codes_safely
from kepu.methods.papers.scans import BadScan, read_codes
from kepu.methods.papers.titles import title_lines
from kepu.methods.papers.typeset import to_pdf
from kepu.methods.papers.word import to_docx

__all__ = [
    "KINDS",
    "BadScan",
    "BadTemplate",
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
    "read_codes",
    "read_codes_safely",
    "sample_values",
    "title_lines",
    "to_docx",
    "to_pdf",
]
