"""The first screen's doors: one appears when there is something behind it."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from kepu.people.models import Region
from kepu.plans import queries
from kepu.plans.models import Release
from kepu.plans.wording import short_title


@dataclass(frozen=True)
class Door:
    """One way on from the first screen: `label` in large, `text` says what is behind it."""

    label: str
    text: str
    url: str


def doors(region: Region) -> list[Door]:
    """Return the doors of a region's first screen."""
    released = list(queries.released(region))
    return [door for release in released if (door := _progress(release, region, several=len(released) > 1))]


def _progress(release: Release, region: Region, *, several: bool) -> Door | None:
    """看进展 of one released plan, which is named where there are several; none as long as the portal has no page for it."""
    try:
        url = reverse("portal:plan", args=[region.code, release.version.plan_id])
    except NoReverseMatch:
        return None
    title, (first, last) = release.snapshot["title"], release.snapshot["period"]
    years = f"（{first}—{last}年）" if first and last else ""
    label = f"看进展：{short_title(title, region.name)}{years}" if several else "看进展"
    return Door(label, f"《{title}》要做哪些事、由谁负责", url)
