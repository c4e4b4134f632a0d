"""What writes one document: where the next paragraph goes, and the control lines of a template."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from docx.document import Document
from docx.shared import Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Line

from kepu.methods.papers.model import Paper
from kepu.methods.papers.word.styles import CONTROL

_NAME: Final = re.compile(r"\{\{([^}|]+)")


@dataclass
class Writer:
    """The document and the paper that is written into it."""

    document: Document
    paper: Paper

    def line(self, text: str, style: str, place: "Document | _Cell | None" = None) -> Line:
        """Append a paragraph; line feeds in the text become line breaks."""
        return (place or self.document).add_paragraph(text, style)

    def hairline(self) -> None:
        """Append an empty paragraph of a point's height, as must stand below a table.

        Without it LibreOffice 7 loses the last row of a table that has a repeated heading and rows kept whole.
        """
        self.line("", "校验码").paragraph_format.line_spacing = Pt(1)

    def control(self, text: str, place: "Document | _Cell | None" = None) -> None:
        """Append a control line of the template, which vanishes when it is filled."""
        self.line(f"{{%p {text} %}}", CONTROL, place)

    @contextmanager
    def only_where(self, *texts: str) -> Iterator[bool]:
        """Say whether one of the texts is there; in a template, put what follows under the condition of their names."""
        if not self.paper.blueprint:
            yield any(texts)
            return
        names = [found[1].strip() for t in texts if (found := _NAME.search(t))]
        if names:
            self.control("if " + " or ".join(names))
        yield bool(names)
        if names:
            self.control("endif")
