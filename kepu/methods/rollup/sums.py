"""Sums by coordinates, taken in block by block."""

from collections.abc import Sequence

import numpy as np

from kepu.methods.rollup.axes import Axis, Numbers, Pairs

Columns = Sequence[Numbers]


class Sums:
    """A row of `width` sums for every combination of `coordinates` values that was met."""

    def __init__(self, coordinates: int, width: int) -> None:
        self.width = width
        self._axes = [Axis() for _ in range(coordinates)]
        self._pairs = [Pairs() for _ in range(coordinates - 1)]
        self._flat: Numbers = np.zeros(0, np.int64)

    def __len__(self) -> int:
        return len(self._pairs[-1].first) if self._pairs else len(self._axes[0].values)

    @property
    def amounts(self) -> Numbers:
        """The sums, a row for each combination; what is written here is kept."""
        return self._flat[: len(self) * self.width].reshape(-1, self.width)

    def columns(self) -> list[Numbers]:
        """Return the coordinates of each row, a column for each."""
        rows = np.arange(len(self))
        found: list[Numbers] = []
        for axis, pairs in zip(self._axes[:0:-1], reversed(self._pairs), strict=True):
            found.append(axis.values[pairs.second[rows]])
            rows = pairs.first[rows]
        return [self._axes[0].values[rows], *reversed(found)]

    def add(self, columns: Columns, slots: Numbers | int, quantities: Numbers) -> None:
        """Add each quantity to one slot of its row."""
        places = self._starts(columns)
        places += slots
        np.add.at(self._flat, places, quantities)

    def add_rows(self, columns: Columns, amounts: Numbers, first: int = 0) -> None:
        """Add rows of amounts, the first of each into the slot `first`."""
        starts = self._starts(columns) + first
        for slot, quantities in enumerate(np.ascontiguousarray(amounts.T)):
            np.add.at(self._flat, starts + slot, quantities)

    def _starts(self, columns: Columns) -> Numbers:
        """Return where the row of each begins, with room made for it."""
        positions = [axis.positions(column) for axis, column in zip(self._axes, columns, strict=True)]
        rows, many = positions[0], len(self._axes[0].values)
        for pairs, axis, position in zip(self._pairs, self._axes[1:], positions[1:], strict=True):
            rows = pairs.numbers(rows, position, (many, len(axis.values)))
            many = len(pairs.first)
        needed = len(self) * self.width
        if needed > len(self._flat):
            self._flat = np.concatenate(
                [self._flat, np.zeros(max(needed, 2 * len(self._flat)) - len(self._flat), np.int64)]
            )
        return rows.astype(np.int64) * self.width
