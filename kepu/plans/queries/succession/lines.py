"""The line of an item through the plans: what it was in the plan before, what became of it in the next, and so on."""

from kepu.plans.models import Continuation, Item, Plan, Target, Task, Version
from kepu.plans.queries.plans import in_force

Step = tuple[Plan, Version, Task | Target]
_MODELS: tuple[type[Task] | type[Target], ...] = (Task, Target)


def line_of(key: str) -> list[Step]:
    """Return what stands in the same line as the task or target with `key`, itself included, oldest period first.

    Each as (plan, its version in force, the item there). An item that was split or merged brings all its branches.
    Plans without a version in force are passed over; an unknown key gives an empty list. Some queries a generation.
    """
    keys = _connected(key)
    versions = in_force(Version.objects.all()).select_related("plan__region")
    found: list[Step] = []
    for model in _MODELS:
        rows = model._default_manager.filter(key__in=keys, removed=False, version__in=versions)
        found += [
            (row.version.plan, row.version, row) for row in rows.select_related("version__plan__region", *_of(model))
        ]
    return sorted(found, key=lambda step: (step[1].period_from or 0, step[0].pk, step[2].order))


def _of(model: type[Item]) -> tuple[str, ...]:
    return ("part",) if model is Task else ("task__part",)


def _connected(key: str) -> set[str]:
    """Return the keys that continuations tie to `key`, step by step in both directions."""
    known, fresh = {key}, {key}
    while fresh:
        rows = Continuation.objects.filter(old_key__in=fresh) | Continuation.objects.filter(new_key__in=fresh)
        pairs = rows.values_list("old_key", "new_key")
        fresh = {k for pair in pairs for k in pair if k} - known
        known |= fresh
    return known
