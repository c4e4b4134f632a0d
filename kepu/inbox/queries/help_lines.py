"""The telephones that people can call: of a county, of its townships."""

from kepu.inbox.models import HelpLine
from kepu.inbox.tables import HELP_LINE_COLUMNS
from kepu.methods.sheets import write_table
from kepu.people.models import Region
from kepu.people.queries import townships_of


def places_of(region: Region) -> list[Region]:
    """Return the places that may have a telephone: the region itself, then its townships, by code."""
    return [region, *townships_of(region).exclude(pk=region.pk)]


def help_lines(region: Region) -> list[HelpLine]:
    """Return the telephones of a region and its townships, the region's own first; one query.

    For a page of residents: ``{% include "portal/help_lines.html" with lines=lines %}``.
    """
    lines = HelpLine.objects.filter(region__in=Region.objects.inside(region)).select_related("region")
    return sorted(lines, key=lambda line: (line.region_id != region.pk, line.region_id))


def help_line_for(region: Region, place: Region | None) -> HelpLine | None:
    """Return whom to call from a township: its own telephone, else the region's; one query."""
    lines = HelpLine.objects.filter(region__in=[region.pk, *([place.pk] if place else [])]).select_related("region")
    return min(lines, key=lambda line: line.region_id == region.pk, default=None)


def help_line_table(region: Region) -> list[tuple[Region, HelpLine | None]]:
    """Return each place of a region with its telephone, None where it has none."""
    lines = {line.region_id: line for line in help_lines(region)}
    return [(place, lines.get(place.pk)) for place in places_of(region)]


def export_help_lines(region: Region) -> bytes:
    """Return the table as .xlsx, places without a telephone too, in the shape that can be brought in again."""
    rows = (
        {
            "code": place.pk,
            "name": place.name,
            "phone": line.phone if line else "",
            "staffed_by": line.staffed_by if line else "",
            "hours": line.hours if line else "",
        }
        for place, line in help_line_table(region)
    )
    return write_table("科普服务电话", HELP_LINE_COLUMNS, rows)
