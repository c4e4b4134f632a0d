"""The tree of measures: a parent counts its children."""

from collections import defaultdict

from kepu.ledger.models import Measure


def measure_tree() -> dict[int, set[int]]:
    """Return for each measure itself and all below it, in one query."""
    return tree_of(dict(Measure.objects.order_by().values_list("id", "parent_id")))


def tree_of(parents: dict[int, int | None]) -> dict[int, set[int]]:
    """Return the same, told which measure each lies under."""
    found: dict[int, set[int]] = defaultdict(set)
    for measure in parents:
        at: int | None = measure
        seen: set[int] = set()
        while at is not None and at not in seen:
            seen.add(at)
            found[at].add(measure)
            at = parents.get(at)
    return dict(found)


def below(measure: Measure) -> set[int]:
    """Return the ids of a measure and all below it."""
    return measure_tree()[measure.pk]
