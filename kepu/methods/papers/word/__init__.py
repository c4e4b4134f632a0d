"""A paper as .docx in the form of GB/T 9704. Fonts are only named: the office's own word processor supplies them."""

from kepu.methods.papers.word.document import to_docx

__all__ = ["to_docx"]
