"""Sums in columns are what adding up one by one says, whatever blocks they come in."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kepu.methods.rollup import Sums, once_each, raised

pytestmark = pytest.mark.engineless
HOME, TOWN, VILLAGE, OTHER_TOWN, FAR = 990123000000, 990123100000, 990123100001, 990123101000, 110000000000
ABOVE = {VILLAGE: TOWN, TOWN: HOME, OTHER_TOWN: HOME}
FACT = st.tuples(
    st.sampled_from([HOME, TOWN, VILLAGE, OTHER_TOWN, FAR]), st.integers(0, 3), st.sampled_from([2024, 2026, 1990]),
    st.integers(0, 2), st.integers(-(10**15), 10**15),
)  # fmt: skip


def columns(rows: Iterable[tuple[Any, ...]], width: int = 5) -> list[Any]:
    return list(np.array([*rows], np.int64).reshape(-1, width).T)


def told(sums: Sums) -> dict[tuple[int, ...], list[int]]:
    keys = list(zip(*(column.tolist() for column in sums.columns()), strict=True))
    assert len(keys) == len(set(keys)) == len(sums)
    return dict(zip(keys, sums.amounts.tolist(), strict=True))


def counted(blocks: list[list[tuple[int, ...]]]) -> Sums:
    sums = Sums(3, 3)
    for block in blocks:
        place, thing, year, slot, quantity = columns(block)
        sums.add([place, thing, year], slot, quantity)
    return sums


@given(blocks=st.lists(st.lists(FACT, max_size=6), max_size=5))
def test_every_place_has_the_sum_of_all_in_it(blocks: list[list[tuple[int, ...]]]) -> None:
    judge: dict[tuple[int, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for place, thing, year, slot, quantity in (fact for block in blocks for fact in block):
        at: int | None = place
        while at is not None:
            judge[at, thing, year][slot] += quantity
            at = ABOVE.get(at)
    sums = counted(blocks)
    raised(sums, ABOVE)
    assert told(sums) == judge


def test_no_digit_of_a_large_sum_is_lost() -> None:
    """Beyond 2^53 numbers with a point would lose the last digits."""
    facts = [(TOWN, 1, 2026, 0, 10**15)] * 30 + [(TOWN, 1, 2026, 0, 1)]
    assert told(counted([facts])) == {(TOWN, 1, 2026): [30 * 10**15 + 1, 0, 0]}


def test_rows_of_amounts_are_added_where_they_begin() -> None:
    sums = counted([[(TOWN, 1, 2026, 0, 4)]])
    both = Sums(3, 5)
    both.add_rows(sums.columns(), sums.amounts)
    both.add_rows(columns([(TOWN, 1, 2026), (TOWN, 2, 2026)], 3), np.array([[7, 8], [9, 10]]), first=3)
    assert told(both) == {(TOWN, 1, 2026): [4, 0, 0, 7, 8], (TOWN, 2, 2026): [0, 0, 0, 9, 10]}


def test_places_in_a_circle_are_refused() -> None:
    with pytest.raises(ValueError, match="circle"):
        raised(counted([[(TOWN, 1, 2026, 0, 4)]]), {TOWN: HOME, HOME: TOWN})


UNITS = {1: [1], 2: [2, 1], 3: [3, 2, 1], 7: [7, 1], 9: [9]}


@given(credits=st.sets(st.tuples(st.integers(0, 5), st.sampled_from(sorted(UNITS)))))
def test_a_thing_counts_once_in_each_place_above(credits: set[tuple[int, int]]) -> None:
    things, places = columns(credits, 2)
    found = list(zip(*(column.tolist() for column in once_each(things, places, UNITS)), strict=True))
    assert found == sorted({(thing, over) for thing, place in credits for over in UNITS[place]})


def test_a_place_that_nobody_named_is_refused() -> None:
    for place in (0, 4, 10):
        with pytest.raises(KeyError):
            once_each(np.array([0]), np.array([place]), UNITS)
    with pytest.raises(KeyError):
        once_each(np.array([0]), np.array([1]), {})
    assert [len(column) for column in once_each(np.array([], np.int64), np.array([], np.int64), {})] == [0, 0]
