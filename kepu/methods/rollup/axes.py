"""Numbering values and pairs in the order in which they are first met, whole columns at a time."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Positions = NDArray[np.int32]  # half as much to move as numbers
WIDEST: Final = 1 << 22  # values that span more are looked for in order, not by their place in a table


def distinct(column: Numbers) -> Numbers:
    """Return the values of a column, each once, in order: as `numpy.unique`, which is slower for very many."""
    ordered = np.sort(column)
    return ordered[np.diff(ordered, prepend=ordered[:1] - 1) > 0]


class Axis:
    """The values of one coordinate; the position of a value is how many others were met before it."""

    def __init__(self) -> None:
        self.values: Numbers = np.empty(0, np.int64)
        self._low, self._table = 0, np.full(2, -1, np.int32)
        self._order: Numbers | None = None

    def positions(self, column: Numbers) -> Positions:
        """Return the position of each value of a column, those never met before included."""
        found = self._look(column)
        if found.min(initial=0) < 0:
            self._learn(distinct(column[found < 0]))
            found = self._look(column)
        return found

    def _learn(self, values: Numbers) -> None:
        self.values = np.concatenate([self.values, values])
        low, high = int(self.values.min()), int(self.values.max())
        if high - low < WIDEST:
            self._low, self._table = low - 1, np.full(high - low + 3, -1, np.int32)  # an empty place at either end
            self._table[self.values - self._low] = np.arange(len(self.values))
        else:
            self._order = np.argsort(self.values)

    def _look(self, column: Numbers) -> Positions:
        """Return positions, -1 for values never met."""
        if self._order is None:
            return self._table.take(column - self._low, mode="clip")
        ranks = np.searchsorted(self.values, column, sorter=self._order)
        found = self._order.take(ranks, mode="clip")
        return np.where(self.values[found] == column, found, -1).astype(np.int32)


class Pairs:
    """The pairs of two positions; the number of a pair is how many others were met before it.

    The table of them is as large as one side's positions times the other's: where more than two coordinates meet, pairs are
    paired again, so that only those there are take room.
    """

    def __init__(self) -> None:
        self.first: Numbers = np.empty(0, np.int64)
        self.second: Numbers = np.empty(0, np.int64)
        self._table = np.full((0, 0), -1, np.int32)

    def numbers(self, first: Positions, second: Positions, most: tuple[int, int]) -> Positions:
        """Return the number of each pair; `most` says how many positions there are on either side."""
        self._fit(most)
        width = self._table.shape[1]
        keys = first.astype(np.int64)
        keys *= width
        keys += second
        table = self._table.reshape(-1)
        found = table.take(keys)
        if found.min(initial=0) < 0:
            fresh = distinct(keys[found < 0])
            table[fresh] = np.arange(len(self.first), len(self.first) + len(fresh))
            self.first = np.concatenate([self.first, fresh // width])
            self.second = np.concatenate([self.second, fresh % width])
            found = table.take(keys)
        return found

    def _fit(self, most: tuple[int, int]) -> None:
        high, wide = (max(a, b) for a, b in zip(self._table.shape, most, strict=True))
        if (high, wide) != self._table.shape:
            table = np.full((high, wide), -1, np.int32)
            table[self.first, self.second] = np.arange(len(self.first))
            self._table = table
