"""A paper as PDF, typeset with the fonts that ship with kepu; same measures as the .docx."""

from kepu.methods.papers.typeset.pdf import to_pdf

__all__ = ["to_pdf"]
