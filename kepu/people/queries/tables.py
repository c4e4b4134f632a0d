"""Tables that go out as office files and can come in again."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from kepu.methods.sheets import write_table
from kepu.people.models import Population, Region, Unit
from kepu.people.queries.people import member_lines, standing
from kepu.people.tables import MEMBER_COLUMNS, POPULATION_COLUMNS, UNIT_COLUMNS


def export_units(region: Region) -> bytes:
    """Return the standing units of a region as .xlsx, in the official order."""
    units = Unit.objects.filter(region=region, until__isnull=True).select_related("parent").prefetch_related("aliases")
    rows = (
        {
            "name": unit.name,
            "kind": unit.get_kind_display(),
            "affiliation": unit.get_affiliation_display(),
            "order": unit.order,
            "parent": unit.parent.name if unit.parent else "",
            "aliases": "|".join(sorted(alias.name for alias in unit.aliases.all())),
        }
        for unit in units
    )
    return write_table("单位名录", UNIT_COLUMNS, rows)


def export_population(region: Region) -> bytes:
    """Return the population rows of a region and everything inside it as .xlsx."""
    rows = (
        {"region": p.region_id, "year": p.year, "basis": p.get_basis_display(), "count": p.count, "source": p.source}
        for p in Population.objects.filter(region__in=Region.objects.inside(region))
    )
    return write_table("人口", POPULATION_COLUMNS, rows)


def export_members(region: Region, on: date | None = None) -> bytes:
    """Return the list of people of a region on a day as .xlsx: every unit of that day in the official order.

    A unit that nobody answers for has empty columns, to be filled in and imported again.
    """
    on = on or timezone.localdate()
    keys = [c.key for c in MEMBER_COLUMNS if c.key != "unit"]
    lines = {line.unit_id: line for line in member_lines(region, on)}
    units = Unit.objects.filter(standing(on) | Q(pk__in=lines), region=region)
    rows = ({"unit": unit.name} | {key: getattr(lines.get(unit.pk), key, "") for key in keys} for unit in units)
    return write_table("成员及联络员", MEMBER_COLUMNS, rows)
