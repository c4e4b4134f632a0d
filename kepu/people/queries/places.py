"""Divisions: which region a code means today; the townships of a county, who stands for them, how many live there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from kepu.people.models import Population, Region, RegionSuccession, Unit
from kepu.people.queries.people import standing


def region_today(code: str, on: date | None = None) -> list[Region]:
    """Return the regions that a 12-digit code means on a day (today): itself, or those that it went on as.

    Several where it was divided, by code; empty for a code that nobody knows. One query for each change in the chain,
    and one for the regions.
    """
    ends, ahead, seen = set[str](), {code}, {code}
    while ahead:
        after = _after(ahead, on or timezone.localdate())
        ends |= ahead - after.keys()
        ahead = {new for news in after.values() for new in news} - seen
        seen |= ahead
    return list(Region.objects.filter(pk__in=ends).order_by("code"))


def _after(codes: set[str], on: date | None) -> dict[str, set[str]]:
    rows = RegionSuccession.objects.filter(old__in=codes, **({"on__lte": on} if on else {}))
    after: dict[str, set[str]] = defaultdict(set)
    for old, new in rows.values_list("old_id", "new_id"):
        after[old].add(new)
    return after


def regions_after(region: Region) -> list[Region]:
    """Return every region that one went on as, at any time, past and planned."""
    found, ahead = set[str](), {region.pk}
    while ahead:
        ahead = {new for news in _after(ahead, None).values() for new in news} - found
        found |= ahead
    return list(Region.objects.filter(pk__in=found))


def region_changes(region: Region) -> QuerySet[RegionSuccession]:
    """Return the changes of a region and everything inside it, the newest first, with both regions."""
    inside = Region.objects.inside(region)
    rows = RegionSuccession.objects.filter(Q(old__in=inside) | Q(new__in=inside))
    return rows.select_related("old", "new").order_by("-on", "old", "new")


def townships_of(county: Region) -> QuerySet[Region]:
    """Return the townships and areas of that level inside a county, by code; nodes kept for statistics alone are left out."""
    rows = Region.objects.inside(county).filter(level=Region.Level.TOWNSHIP)
    return rows.exclude(kind=Region.Kind.PLACEHOLDER).order_by("code")


def units_of_townships(county: Region) -> dict[str, Unit]:
    """Return which unit stands for which township of a county today, by the township's code; three queries.

    A unit of the township's own region comes first, then one of the kind 乡镇（街道） whose name or alias begins with the
    township's name (the longest name that fits), then the official order. A township without a unit is not in it.
    """
    towns = list(townships_of(county))
    found: dict[str, Unit] = {}
    for own, code, unit in sorted(_claims(county, towns), key=lambda c: (not c[0], c[2].order, c[2].pk)):
        if own or code not in found:
            found.setdefault(code, unit)
    return found


def _claims(county: Region, towns: list[Region]) -> Iterator[tuple[bool, str, Unit]]:
    """Yield (whether by its own region, code of the township, unit) for every unit that may stand for a township."""
    codes = {town.pk for town in towns}
    rows = Unit.objects.filter(standing(timezone.localdate()), region__in=[county.pk, *codes], kind=Unit.Kind.TOWNSHIP)
    for unit in rows.select_related("region").prefetch_related("aliases"):
        if unit.region_id in codes:
            yield True, unit.region_id, unit
        elif town := _named_after(unit, towns):
            yield False, town.pk, unit


def _named_after(unit: Unit, towns: Iterable[Region]) -> Region | None:
    """Return the township whose name begins the unit's name or an alias of it; of several the longest."""
    names = [unit.name, *(alias.name for alias in unit.aliases.all())]
    fitting = [town for town in towns if any(name.startswith(town.name) for name in names)]
    return max(fitting, key=lambda town: len(town.name), default=None)


def township_of(unit: Unit) -> Region | None:
    """Return the township that a unit stands for: its own region, else the one it is named after; at most three queries.

    None for a unit of another kind, and where no township of the county bears the name.
    """
    if unit.region.level == Region.Level.TOWNSHIP:
        return unit.region
    if unit.kind != Unit.Kind.TOWNSHIP:
        return None
    code = unit.region.code[: Region.PREFIX_LENGTH[Region.Level.COUNTY]]
    towns = Region.objects.under(code).filter(level=Region.Level.TOWNSHIP)
    return _named_after(unit, towns.exclude(kind=Region.Kind.PLACEHOLDER))


def townships_of_units(units: Iterable[Unit]) -> dict[int, Region]:
    """Return `township_of` of many units of one county, by the unit's id; two queries at most, regions being loaded."""
    found = {unit.pk: unit.region for unit in units if unit.region.level == Region.Level.TOWNSHIP}
    rest = [unit for unit in units if unit.pk not in found and unit.kind == Unit.Kind.TOWNSHIP]
    if not rest:
        return found
    prefetch_related_objects(rest, "aliases")
    code = rest[0].region_id[: Region.PREFIX_LENGTH[Region.Level.COUNTY]]
    rows = Region.objects.under(code).filter(level=Region.Level.TOWNSHIP)
    towns = list(rows.exclude(kind=Region.Kind.PLACEHOLDER))
    named = {unit.pk: _named_after(unit, towns) for unit in rest}
    return found | {pk: town for pk, town in named.items() if town}


@dataclass(frozen=True)
class TownshipPopulations:
    """The populations of a county's townships in one year, by code, and the townships that have none in it."""

    year: int | None
    counts: dict[str, int]
    missing: list[Region]


def township_populations(county: Region, basis: str) -> TownshipPopulations:
    """Return the newest year in which every township of a county has a population on a basis; two queries.

    Where no year is whole, the newest year with any, and which townships lack it.
    """
    towns = list(townships_of(county))
    years: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Population.objects.filter(region__in=towns, basis=basis)
    for year, code, count in rows.values_list("year", "region_id", "count"):
        years[year][code] = count
    whole = [year for year, counts in years.items() if len(counts) == len(towns)]
    newest = max(whole or years, default=None)
    counts = years[newest] if newest is not None else {}
    return TownshipPopulations(newest, counts, [town for town in towns if town.pk not in counts])
