"""Places in a tree: sums go up it a level at a time; what is told of several places counts once in each above them."""

from collections.abc import Mapping, Sequence

import numpy as np

from kepu.methods.rollup.axes import Numbers, distinct
from kepu.methods.rollup.sums import Sums


def raised(sums: Sums, above: Mapping[int, int]) -> None:
    """Add to every place, the first coordinate, the sums of all under it, each level from the one below.

    `above` says which place is right above another; a place that it does not name is a top. Raises ValueError where
    places lie above one another in a circle.
    """
    below, steps = sums, 0
    while len(below):
        if steps > len(above):
            raise ValueError("places above one another in a circle")
        step = _step(below, above)
        sums.add_rows(step.columns(), step.amounts)
        below, steps = step, steps + 1


def _step(below: Sums, above: Mapping[int, int]) -> Sums:
    """Return the sums of the places that have one above them, told of that one."""
    columns = below.columns()
    places, which = np.unique(columns[0], return_inverse=True)
    over = np.array([above.get(int(place), -1) for place in places], np.int64)[which]
    under = over >= 0
    step = Sums(len(columns), below.width)
    step.add_rows([column[under] for column in (over, *columns[1:])], below.amounts[under])
    return step


def once_each(things: Numbers, places: Numbers, above: Mapping[int, Sequence[int]]) -> tuple[Numbers, Numbers]:
    """Return every thing with every place that it lies in, each pair once: two columns, in order.

    `above` names for each place itself and those above it. A thing may be told of several places; one above two of them
    has it once. Raises KeyError for a place that is not named.
    """
    known = np.array(sorted(above), np.int64)
    paths = np.full((len(known), max(map(len, above.values()), default=0)), -1, np.int64)
    for row, place in zip(paths, known, strict=True):
        row[: len(above[int(place)])] = above[int(place)]
    which = np.searchsorted(known, places)
    if (known.take(which, mode="clip") != places).any() if len(known) else len(places):
        raise KeyError("a place that is not named")
    over = paths[which]
    lies = over >= 0
    span = int(over.max(initial=0)) + 1
    keys = distinct((things[:, None] * span + over)[lies])
    return keys // span, keys % span
