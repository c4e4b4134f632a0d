"""What every format is read into first, and how that becomes a `Source`.

A format's reader gives paragraphs and tables in reading order; `compose` writes them into one text, one
paragraph to a line, the cells of a row parted by tabs, and notes where each begins and ends.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kepu.methods.planread.extract.lines import clean, split_breaks
from kepu.methods.planread.source import Block, Source


@dataclass(slots=True)
class Paragraph:
    """One paragraph; an ``aside`` (running head, contents page, web furniture) stays in the text but is no block."""

    text: str
    level: int | None = None
    aside: bool = False


@dataclass(slots=True)
class Cell:
    """One cell at its first row and column, covering ``rows`` × ``columns``."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    paragraphs: list[Paragraph] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """The cells of one table, row by row."""

    cells: list[Cell]


Item = Paragraph | Table


def compose(items: Iterable[Item], format: str, encoding: str | None = None, elsewhere: Iterable[str] = ()) -> Source:
    """Write paragraphs and tables into a `Source`; a table of a single column is taken as plain paragraphs.

    ``elsewhere`` are the lines that the file holds beside its text; they are taken once the items are.
    """
    writer = _Writer()
    for item in items:
        if isinstance(item, Paragraph):
            writer.paragraph(item)
        elif is_layout(item):
            for cell in item.cells:
                for paragraph in cell.paragraphs:
                    writer.paragraph(paragraph)
        else:
            writer.table(item)
    lines = dict.fromkeys(clean(line).strip() for line in elsewhere)
    aside = "\n".join(line for line in lines if line)
    return Source("".join(writer.parts), tuple(writer.blocks), format, encoding, aside)


def is_layout(table: Table) -> bool:
    """Whether a table is only a frame: one column, so no row has two cells."""
    return len({cell.column for cell in table.cells}) <= 1


class _Writer:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.blocks: list[Block] = []
        self.length = 0
        self.tables = 0

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def paragraph(self, paragraph: Paragraph) -> None:
        level = paragraph.level
        for line in split_breaks(clean(paragraph.text)):
            if not paragraph.aside:
                self.blocks.append(Block(self.length, self.length + len(line), level=level))
            self.write(line)
            self.write("\n")
            level = None

    def table(self, table: Table) -> None:
        row = None
        for cell in table.cells:
            if row is not None:
                self.write("\t" if cell.row == row else "\n")
            row = cell.row
            self.cell(cell)
        self.write("\n")
        self.tables += 1

    def cell(self, cell: Cell) -> None:
        lines = [clean(paragraph.text).strip() for paragraph in cell.paragraphs]
        text = "\n".join(line for line in lines if line)
        place = (self.tables, cell.row, cell.column, cell.rows, cell.columns)
        self.blocks.append(Block(self.length, self.length + len(text), "cell", None, *place))
        self.write(text)
