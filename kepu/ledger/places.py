"""Where a fact is summed: the regions around it up to the home region, the units above it. A code is a path."""

from collections.abc import Iterable

from django.conf import settings

from kepu.people.models import Region, Unit

LENGTHS = (2, 4, 6, 9, 12)


def prefix_of(code: str) -> str:
    """Return the leading digits that every code inside a region shares."""
    return next(code[:length] for length in LENGTHS if not code[length:].strip("0"))


def steps() -> list[tuple[int, int]]:
    """Return the levels from the home region down, as (digits of the level above, own digits)."""
    top = len(prefix_of(settings.HOME_REGION))
    return [(above, own) for above, own in zip((0, *LENGTHS), LENGTHS, strict=False) if own >= top]


def around(code: str) -> list[str]:
    """Return the codes of a region and of those around it, the home region first. A code outside it stands alone."""
    levels = steps()
    if not code.startswith(prefix_of(settings.HOME_REGION)):
        return [code]
    top = levels[0][1]
    return [code[:own].ljust(12, "0") for above, own in levels if own == top or code[above:own].strip("0")]


def regions_around(codes: Iterable[str]) -> dict[str, list[str]]:
    """Return for each code the regions around it that exist, in one query."""
    paths = {code: around(code) for code in set(codes)}
    wanted = {one for path in paths.values() for one in path}
    known = set(Region.objects.filter(code__in=wanted).values_list("code", flat=True))
    return {code: [one for one in path if one in known] for code, path in paths.items()}


def units_above() -> dict[int, list[int]]:
    """Return for each unit itself and the units above it, in one query."""
    parents = dict(Unit.objects.values_list("id", "parent_id"))
    found: dict[int, list[int]] = {}
    for unit in parents:
        path: list[int] = [unit]
        at: int | None = parents[unit]
        while at is not None and at not in path:
            path.append(at)
            at = parents.get(at)
        found[unit] = path
    return found
