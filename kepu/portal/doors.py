"""The first screen's doors: one appears when there is something behind it."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from kepu.people.models import Region
from kepu.plans import queries
from kepu.plans.models import Release


@dataclass(frozen=True)
class Door:
    """One way on from the first screen: `label` in large, `text` says what is behind it."""

    label: str
    text: str
    url: str


def doors(region: Region) -> list[Door]:
    """Return the doors of a region's first screen."""
    return [door for release in queries.released(region) if (door := _progress(release, region))]


def _progress(release: Release, region: Region) -> Door | None:
    """看进展 of one released plan; none as long as the portal has no page for it."""
    try:
        url = reverse("portal:plan", args=[region.code, release.version.plan_id])
    except NoReverseMatch:
        return None
    return Door("看进展", f"《{release.snapshot['title']}》要做哪些事、由谁负责", url)
