"""Divisions through their changes: which region a code means today."""

from collections import defaultdict
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from kepu.people.models import Region, RegionSuccession


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
