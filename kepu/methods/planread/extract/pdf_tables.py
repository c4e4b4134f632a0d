"""Tables of a PDF page from the borders drawn on it, and tables that run on over several pages."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import neg
from typing import Final

from kepu.methods.planread.extract.compose import Cell, Paragraph, Table
from kepu.methods.planread.extract.lines import join
from kepu.methods.planread.extract.pdf_page import Box, Line, set_pieces
from kepu.methods.planread.extract.pdf_wrap import runs_on

_NEAR: Final = 3.0
_MOST_BORDERS: Final = 4000


@dataclass(slots=True)
class Grid:
    """A ruled table on a page: its border positions, merged cells, and what is written in each."""

    xs: list[float]
    ys: list[float]  # from the top down
    roots: dict[tuple[int, int], tuple[int, int]]
    pieces: dict[tuple[int, int], list[Line]] = field(default_factory=dict)

    def holds(self, box: Box) -> bool:
        """Whether a line of text stands inside the table."""
        middle = (box.bottom + box.top) / 2
        return self.ys[-1] < middle < self.ys[0] and self.xs[0] - _NEAR < box.left < self.xs[-1]

    def add(self, piece: Line) -> None:
        """Put a piece of text into the cell it begins in."""
        box = piece.box
        self.pieces.setdefault(self.cell_at(box.left + 0.3 * box.height, box), []).append(piece)

    def is_in_one_cell(self, box: Box) -> bool:
        """Whether a line begins and ends in the same cell."""
        return self.cell_at(box.left + 0.3 * box.height, box) == self.cell_at(box.right - 0.3 * box.height, box)

    def cell_at(self, across: float, box: Box) -> tuple[int, int]:
        """First row and column of the cell at that place in the line of ``box``."""
        column = bisect_right(self.xs, across) - 1
        row = bisect_left(self.ys, -(box.bottom + box.top) / 2, key=neg) - 1
        return self.roots[min(max(row, 0), len(self.ys) - 2), min(max(column, 0), len(self.xs) - 2)]

    def cells(self) -> list[Cell]:
        """The cells with their text, row by row."""
        spans: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for place, root in self.roots.items():
            spans.setdefault(root, []).append(place)
        found = []
        for root in sorted(spans):
            rows = max(row for row, _ in spans[root]) + 1 - root[0]
            columns = max(column for _, column in spans[root]) + 1 - root[1]
            lines = _cell_lines(self.pieces.get(root, []))
            text = _cell_text(lines, self.xs[root[1] + columns])
            found.append(Cell(root[0], root[1], rows, columns, [Paragraph(line) for line in text]))
        return found


def find_grids(borders: Iterable[Box]) -> list[Grid]:
    """The tables drawn by borders that touch each other; frames of one column and loose lines are left out."""
    all_borders = list(borders)
    if len(all_borders) > _MOST_BORDERS:
        return []
    grids = [_grid(group) for group in _groups(all_borders)]
    return [grid for grid in grids if grid is not None]


def _groups(borders: list[Box]) -> list[list[Box]]:
    groups: list[tuple[Box, list[Box]]] = []
    for border in sorted(borders, key=lambda box: -box.top):
        near = [group for group in groups if _touch(group[0], border)]
        whole, members = Box(border.left, border.right, border.bottom, border.top), [border]
        for box, others in near:
            whole = Box(
                min(whole.left, box.left), max(whole.right, box.right),
                min(whole.bottom, box.bottom), max(whole.top, box.top),
            )  # fmt: skip
            members += others
        groups = [group for group in groups if not any(group is other for other in near)] + [(whole, members)]
    return [members for _, members in groups]


def _touch(one: Box, other: Box) -> bool:
    return (
        one.left <= other.right + _NEAR
        and other.left <= one.right + _NEAR
        and one.bottom <= other.top + _NEAR
        and other.bottom <= one.top + _NEAR
    )


def _grid(borders: list[Box]) -> Grid | None:
    upright = [box for box in borders if box.height > box.right - box.left]
    level = [box for box in borders if box.height <= box.right - box.left]
    xs = _positions([(box.left + box.right) / 2 for box in upright])
    ys = _positions([(box.bottom + box.top) / 2 for box in level])[::-1]
    if len(xs) < 3 or len(ys) < 3 or len(xs) * len(ys) > _MOST_BORDERS:
        return None
    roots = {(row, column): (row, column) for row in range(len(ys) - 1) for column in range(len(xs) - 1)}
    for row, (top, bottom) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            across, up = (left + right) / 2, (top + bottom) / 2
            if column and not any(_crosses(box.bottom, box.top, up) and _at(box.left, left) for box in upright):
                _merge(roots, (row, column - 1), (row, column))
            if row and not any(_crosses(box.left, box.right, across) and _at(box.bottom, top) for box in level):
                _merge(roots, (row - 1, column), (row, column))
    return Grid(xs, ys, roots)


def _positions(values: list[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _crosses(low: float, high: float, middle: float) -> bool:
    return low - 0.5 <= middle <= high + 0.5


def _at(value: float, position: float) -> bool:
    return abs(value - position) <= _NEAR


def _merge(roots: dict[tuple[int, int], tuple[int, int]], one: tuple[int, int], other: tuple[int, int]) -> None:
    """Make two places parts of one cell, known by its first row and column."""
    first, second = roots[one], roots[other]
    if first != second:
        root = (min(first[0], second[0]), min(first[1], second[1]))
        for place, old in roots.items():
            if old in (first, second):
                roots[place] = root


def _cell_lines(pieces: Sequence[Line]) -> list[Line]:
    """The pieces of text in a cell as lines from the top down."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: -(piece.box.bottom + piece.box.top)):
        middle = (piece.box.bottom + piece.box.top) / 2
        if rows and middle > rows[-1][0].box.bottom + 0.1 * piece.box.height:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    lines = []
    for row in rows:
        right = max(piece.box.right for piece in row)
        box = Box(min(piece.box.left for piece in row), right, row[0].box.bottom, row[0].box.top)
        lines.append(Line(set_pieces(row), box))
    return lines


def _cell_text(lines: Sequence[Line], right: float) -> list[str]:
    """The lines of a cell as paragraphs: a line that had no room for more runs on into the next."""
    found: list[str] = []
    for before, line in zip([None, *lines], lines, strict=False):
        if before is not None and runs_on(before, line, right - 0.6 * before.box.height):
            found[-1] = join(found[-1], line.text)
        else:
            found.append(line.text)
    return found


def continued(before: Table, after: Table) -> bool:
    """Whether a table at the top of a page goes on from the one at the foot of the page before: as many columns."""
    return _width(before) == _width(after)


def _width(table: Table) -> int:
    return max(cell.column + cell.columns for cell in table.cells)


def append(before: Table, after: Table) -> None:
    """Add the rows of a continued table: a repeated heading row is dropped, a row parted by the page end is joined."""
    rows = max(cell.row + cell.rows for cell in before.cells)
    cells = after.cells
    heading = max(cell.rows for cell in before.cells if cell.row == 0)
    if _top(before, heading) == _top(after, heading):
        cells = _below(cells, heading)
    first = [cell for cell in cells if cell.row == 0]
    written = [cell for cell in first if cell.paragraphs]
    last = {cell.column: cell for cell in before.cells if cell.row + cell.rows == rows}
    if first and 2 * len(written) < len(first) and all(cell.column in last for cell in written):
        for cell in written:
            _extend(last[cell.column], cell)
        cells = _below(cells, 1)
    for cell in cells:
        open_above = last.get(cell.column)
        if cell.row == 0 and not cell.paragraphs and open_above is not None and open_above.paragraphs:
            open_above.rows += cell.rows
        else:
            cell.row += rows
            before.cells.append(cell)


def _extend(cell: Cell, rest: Cell) -> None:
    if cell.paragraphs:
        cell.paragraphs[-1].text = join(cell.paragraphs[-1].text, rest.paragraphs[0].text)
        cell.paragraphs += rest.paragraphs[1:]
    else:
        cell.paragraphs = rest.paragraphs


def _top(table: Table, rows: int) -> list[tuple[int, int, str]]:
    """Place and text of the cells of the first rows."""
    cells = [cell for cell in table.cells if cell.row < rows]
    return [(cell.row, cell.column, "".join(part.text for part in cell.paragraphs)) for cell in cells]


def _below(cells: Iterable[Cell], rows: int) -> list[Cell]:
    """The cells under the first rows, moved up; a cell that reaches down from them keeps its lower part."""
    found = []
    for cell in cells:
        if cell.row >= rows:
            cell.row -= rows
            found.append(cell)
        elif cell.row + cell.rows > rows:
            found.append(Cell(0, cell.column, cell.row + cell.rows - rows, cell.columns, cell.paragraphs))
    return found
