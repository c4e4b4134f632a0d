"""Tables of a binary Word document: columns from the cell borders, merges from the cell flags."""

import struct
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kepu.methods.planread.extract.compose import Paragraph, Table
from kepu.methods.planread.extract.doc_binary import Sprms
from kepu.methods.planread.extract.grid import RawCell, arrange

_DEFINITION: Final = 0xD608  # sprmTDefTable
_SAME_BORDER: Final = 80  # twips (1.4 mm): borders nearer than this are one


@dataclass(slots=True)
class Row:
    """One row as stored: the paragraphs of each cell, and the modifiers at the row's end."""

    cells: list[list[Paragraph]]
    sprms: Sprms


def table_of_rows(rows: Sequence[Row]) -> Table:
    """Arrange stored rows into a table."""
    defined = [_definition(row) for row in rows]
    borders = _borders([position for positions, _ in defined for position in positions])
    return Table(arrange([_raw(row, *found, borders) for row, found in zip(rows, defined, strict=True)]))


def _definition(row: Row) -> tuple[list[int], list[int]]:
    """Border positions and merge flags of a row ([MS-DOC] 2.9.325 TDefTableOperand, 2.9.316 TCGRF)."""
    data = row.sprms.get(_DEFINITION, b"")[2:]
    count = data[0] if data else 0
    if count != len(row.cells) or len(data) < 1 + 2 * (count + 1):
        return [], []
    positions = list(struct.unpack_from(f"<{count + 1}h", data, 1))
    place = 1 + 2 * (count + 1)
    flags = [
        struct.unpack_from("<H", data, place + 20 * index)[0] if place + 20 * index + 2 <= len(data) else 0
        for index in range(count)
    ]
    return positions, flags


def _borders(positions: Sequence[int]) -> list[int]:
    borders: list[int] = []
    for position in sorted(set(positions)):
        if not borders or position - borders[-1] > _SAME_BORDER:
            borders.append(position)
    return borders


def _raw(row: Row, positions: list[int], flags: list[int], borders: list[int]) -> list[RawCell]:
    if not positions:
        return [RawCell(paragraphs=paragraphs) for paragraphs in row.cells]
    columns = [max(0, bisect_left(borders, position + 1) - 1) for position in positions]
    cells = [RawCell(span=columns[0], absent=True)] if columns[0] else []
    for index, paragraphs in enumerate(row.cells):
        cells.append(
            RawCell(
                span=max(1, columns[index + 1] - columns[index]),
                continues_above=flags[index] >> 5 & 3 == 1,
                continues_left=flags[index] & 3 == 1,
                paragraphs=paragraphs,
            )
        )
    return cells
