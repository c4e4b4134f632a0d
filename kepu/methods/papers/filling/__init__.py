"""The office's own templates: a .docx with placeholders that it edits in its word processor, filled with values."""

from kepu.methods.papers.filling.checking import Checked, check_template
from kepu.methods.papers.filling.errors import BadTemplate
from kepu.methods.papers.filling.fill import default_template, fill, placeholders

__all__ = ["BadTemplate", "Checked", "check_template", "default_template", "fill", "placeholders"]
