"""Which regions the portal serves: the home region and all inside it."""

from django.conf import settings
from django.http import Http404

from kepu.people.access import office_region
from kepu.people.models import Region


def served_region(code: str) -> Region | None:
    """Return a region that the installation serves; None for the home region before it is loaded. Raises Http404."""
    home_region = Region.objects.filter(pk=settings.HOME_REGION).first()
    if code == settings.HOME_REGION:
        return home_region
    served = Region.objects.inside(home_region).filter(pk=code).first() if home_region else None
    if served is None:
        raise Http404
    return served


def office_of(code: str) -> tuple[Region, Region]:
    """Return the region of an address and the one whose office answers for it: the same, or the county of a township.

    Raises Http404, also for the home region before it is loaded.
    """
    place = served_region(code)
    if place is None:
        raise Http404
    return place, office_region(place)
