"""Tables that go out as office files and can come in again."""

from datetime import date

from django.utils import timezone

from kepu.methods.sheets import write_table
from kepu.people.models import Population, Region, Unit
from kepu.people.queries.people import member_lines
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
    """Return the list of people of a region on a day as .xlsx, in the official order of units."""
    keys = [c.key for c in MEMBER_COLUMNS if c.key != "unit"]
    lines = member_lines(region, on or timezone.localdate())
    rows = ({"unit": line.unit.name} | {key: getattr(line, key) for key in keys} for line in lines)
    return write_table("成员及联络员", MEMBER_COLUMNS, rows)
