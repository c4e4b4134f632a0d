"""The seam between extraction and reading: what a document says, and where.

Extraction turns bytes of any accepted format into a `Source`; reading turns a
`Source` into a plan. Every span in kepu is ``[start, end)`` in code points of
`Source.text`.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, or one cell of a table, of the document.

    ``start`` and ``end`` bound it in `Source.text`, line end excluded. ``level`` is the heading level the
    format itself states (Word outline level, ``<h2>``; 1 is the highest) or None. A cell carries
    the index of its table in the document, and its row and column in it; a merged cell is given once, at its
    first row and column, with the number of rows and columns it covers.
    """

    start: int
    end: int
    kind: Literal["paragraph", "cell"] = "paragraph"
    level: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Source:
    """The extracted text of a document and its blocks, in reading order.

    ``format`` is what the bytes are ("docx", "doc", "pdf", "html", "text"), ``encoding`` the character set of a
    text file. An automatic number of Word stands in ``text`` as it prints. Running heads, page numbers and
    the furniture of a web page are left out of ``blocks`` but may stay in ``text``. ``elsewhere`` is what the file
    holds beside its text, a line each: running heads, notes, comments, hidden and deleted text, properties. Nothing
    is read from it; it is there to be looked through for marks of secrecy.
    """

    text: str
    blocks: tuple[Block, ...]
    format: str = "text"
    encoding: str | None = None
    elsewhere: str = ""
