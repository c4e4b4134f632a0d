"""Which unit a printed name may mean: suggestions for a person to confirm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from kepu.methods.unitnames import suggest
from kepu.people.models import Region, Unit
from kepu.people.queries.successors import stands, successors_of


@dataclass(frozen=True)
class UnitSuggestion:
    """A unit that answers today, the name of it (or of its predecessor) that fits, a score from 0 to 1, and why."""

    unit: Unit
    name: str
    score: float
    reason: str


def suggest_units(region: Region, printed: str, *, limit: int = 3, on: date | None = None) -> list[UnitSuggestion]:
    """Return the units of a region and its townships that a printed name may mean, best first."""
    return suggest_units_for(region, [printed], limit=limit, on=on)[printed]


def suggest_units_for(
    region: Region, printed: Iterable[str], *, limit: int = 3, on: date | None = None
) -> dict[str, list[UnitSuggestion]]:
    """Return `suggest_units` for many names in the same number of queries as for one.

    Names, aliases and units that are no more are compared; for the latter their successors are suggested.
    """
    on = on or timezone.localdate()
    inside = Region.objects.inside(region)
    units = {u.pk: u for u in Unit.objects.filter(region__in=inside).prefetch_related("aliases")}
    ended = successors_of([u for u in units.values() if not stands(u, on)], on)
    names = [(pk, [unit.name, *(a.name for a in unit.aliases.all())]) for pk, unit in units.items()]
    places = _places(region)
    found: dict[str, list[UnitSuggestion]] = {}
    for one in dict.fromkeys(printed):
        lines = (
            UnitSuggestion(
                unit, s.name, s.score, s.reason if unit.pk == s.key else f"“{s.name}”已由其承接（{s.reason}）"
            )
            for s in suggest(one, names, places=places, limit=limit + len(ended))
            for unit in ended.get(s.key, [units[s.key]])
        )
        found[one] = list({line.unit.pk: line for line in reversed(list(lines))}.values())[::-1][:limit]
    return found


def _places(region: Region) -> tuple[str, ...]:
    names = []
    above: Region | None = region
    while above:
        if above.kind != Region.Kind.PLACEHOLDER:
            names.append(above.name)
        above = above.parent
    return tuple(names)
