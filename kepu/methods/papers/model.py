"""The content of an official paper, apart from how it looks. Lengths are millimetres, texts are plain.

A paper may also be a *blueprint*: its texts then hold placeholders (``{{甲方}}``) and its blocks `Each` and `When`.
`compose` turns a blueprint and values into a paper without them; `to_docx` of a blueprint is a template that the office
can edit. So the shipped template and the PDF come from one description.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Align: TypeAlias = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Head:
    """What stands above the text; what is empty is left out. `mark` is the red 发文机关标志, one body a line.

    `stage` says 送审稿; with it comes the strip of those who draft, check and sign, `strip`.
    """

    title: str = ""
    mark: str = ""
    number: str = ""
    addressees: str = ""
    stage: str = ""
    strip: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heading:
    """A heading inside the text: level 1 一、 2 （一） 3 1. 4 （1）, its numeral being part of the text; 0 a title."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body, its first line set in by two characters if `indent`."""

    text: str
    indent: bool = True
    align: Align | Literal["both"] = "both"


@dataclass(frozen=True)
class Column:
    """A column of a table. The widths of a table are shares of the type area's width."""

    title: str
    width: float
    align: Align = "left"


@dataclass(frozen=True)
class Row:
    """A row: one cell a column, or a single cell that spans all of them."""

    cells: tuple[str, ...]


@dataclass(frozen=True)
class EachRow:
    """In a blueprint: these rows once for every `item` of the list `over`."""

    over: str
    item: str
    rows: "tuple[Row | EachRow, ...]"


@dataclass(frozen=True)
class Table:
    """A table whose heading row is repeated on every page. `small` sets 五号 instead of 小四."""

    columns: tuple[Column, ...]
    rows: tuple[Row | EachRow, ...]
    small: bool = True


@dataclass(frozen=True)
class Party:
    """One side of a signature page: its part (甲方), its name, the lines that are filled in by hand."""

    part: str
    name: str
    lines: tuple[str, ...] = ("主要负责人（签字）：", "分管负责人（签字）：")
    date: str = "　　　　年　　月　　日"

    def rows(self) -> tuple[str, ...]:
        """What stands below one another, the sides of a paper line by line beside each other."""
        return f"{self.part}：", self.name, *self.lines, self.date


@dataclass(frozen=True)
class SignOff:
    """Where the sides sign and put their seals side by side; `strip` is the row 拟稿 | 审核 | 审签 below."""

    parties: tuple[Party, ...]
    strip: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Cover:
    """A page of its own without a page number: title, number, lines of name and value (甲方: …), year or date."""

    title: str
    number: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    foot: str = ""


@dataclass(frozen=True)
class Each:
    """In a blueprint: these blocks once for every `item` of the list `over`."""

    over: str
    item: str
    blocks: "tuple[Block, ...]"


@dataclass(frozen=True)
class When:
    """In a blueprint: these blocks only where the value called `name` is not empty."""

    name: str
    blocks: "tuple[Block, ...]"


Block: TypeAlias = Heading | Paragraph | Table | SignOff | PageBreak | Cover | Each | When


@dataclass(frozen=True)
class Foot:
    """What stands below the text. In a blueprint `attachments` is the name of a list; several signatures are lines.

    `note` is the 附注 in brackets (who may be asked); `publicity` stands there too.
    """

    attachments: tuple[str, ...] | str = ()
    signature: str = ""
    date: str = ""
    note: str = ""
    publicity: str = ""
    copies: str = ""
    printed_by: str = ""
    printed_on: str = ""

    @property
    def imprint(self) -> bool:
        """Whether there is a 版记."""
        return bool(self.copies or self.printed_by)


@dataclass(frozen=True)
class Paper:
    """A whole paper; `code` is the check code that every page bears, with a QR code, or empty."""

    head: Head
    blocks: tuple[Block, ...]
    foot: Foot = field(default_factory=Foot)
    code: str = ""
    landscape: bool = False
    blueprint: bool = False

    @property
    def covered(self) -> bool:
        """Whether the paper begins with a cover."""
        return bool(self.blocks) and isinstance(self.blocks[0], Cover)

    def texts(self) -> Iterator[str]:
        """Every text of the paper in its order; those of the head and foot included, the footer left out."""
        yield from (
            t for t in (self.head.stage, *self.head.strip, self.head.mark, self.head.number, self.head.title) if t
        )
        yield from (t for t in (self.head.addressees,) if t)
        for block in self.blocks:
            yield from texts_of(block)
        foot = self.foot
        yield from foot.attachments
        last = (foot.signature, foot.date, foot.note, foot.publicity, foot.copies, foot.printed_by, foot.printed_on)
        yield from (t for t in last if t)


def texts_of(block: Block) -> Iterator[str]:
    """Every text of a block that is not empty."""
    found: tuple[str, ...] = ()
    match block:
        case Heading(text=text) | Paragraph(text=text):
            found = (text,)
        case Table(columns=columns, rows=rows):
            found = (*(c.title for c in columns), *(c for r in rows if isinstance(r, Row) for c in r.cells))
        case SignOff(parties=parties, strip=strip):
            found = (*(t for p in parties for t in (p.part, p.name, *p.lines)), *strip)
        case Cover(title=title, number=number, lines=lines, foot=foot):
            found = (title, number, *(t for line in lines for t in line), foot)
    yield from (text for text in found if text)
