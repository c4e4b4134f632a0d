"""Rows of cells as a word processor stores them, arranged into cells with row, column and span."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kepu.methods.planread.extract.compose import Cell, Paragraph


@dataclass(slots=True)
class RawCell:
    """A stored cell: ``span`` grid columns wide; it may continue the cell above or to the left, or be absent."""

    span: int = 1
    continues_above: bool = False
    continues_left: bool = False
    absent: bool = False
    paragraphs: list[Paragraph] = field(default_factory=list)


def arrange(rows: Sequence[Sequence[RawCell]]) -> list[Cell]:
    """Place the cells of a table; merged cells are given once.

    Where all rows have the same number of stored cells, the columns are counted by cells and not by the grid,
    which is often finer than the table looks (a border a millimetre off makes a grid column of its own).
    """
    by_cells = len({len(row) for row in rows}) == 1
    cells: list[Cell] = []
    open_above: dict[int, Cell] = {}
    for row_number, row in enumerate(rows):
        column, left = 0, None
        for raw in row:
            span = 1 if by_cells else raw.span
            cell = _merged(raw, row_number, open_above.get(column), left)
            if cell is None and not raw.absent:
                cell = Cell(row_number, column, 1, span, list(raw.paragraphs))
                cells.append(cell)
            if cell is not None:
                if raw.continues_left and cell is left:
                    cell.columns = column + span - cell.column
                open_above[column] = left = cell
            column += span
    return cells


def _merged(raw: RawCell, row: int, above: Cell | None, left: Cell | None) -> Cell | None:
    """The cell that a stored cell is a part of, with its text added to it; None if it is one of its own."""
    whole = None
    if raw.continues_above and above is not None and above.row + above.rows >= row:
        whole = above
        whole.rows = row + 1 - above.row
    elif raw.continues_left:
        whole = left
    if whole is not None:
        whole.paragraphs += [paragraph for paragraph in raw.paragraphs if paragraph.text.strip()]
    return whole
