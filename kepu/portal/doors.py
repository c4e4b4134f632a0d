"""The first screen's doors: one appears when there is something behind it."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from kepu.inbox.queries import help_lines
from kepu.people.access import office_region
from kepu.people.models import Region
from kepu.plans import queries
from kepu.plans.models import Release
from kepu.plans.wording import short_title
from kepu.portal.deeds import deeds_page


@dataclass(frozen=True)
class Door:
    """One way on from the first screen: `label` in large, `text` says what is behind it; `always` there, released or not."""

    label: str
    text: str
    url: str
    always: bool = False


def doors(region: Region) -> list[Door]:
    """Return the doors of a region's first screen: this year's deeds, then each released plan."""
    released = list(queries.released(region))
    plans = [door for release in released if (door := _progress(release, region, several=len(released) > 1))]
    return [*_deeds(region), *plans, *_asking(region)]


def _asking(region: Region) -> list[Door]:
    """我要提问 always, 科普电话 where somebody answers one."""
    found = [Door("我要提问", "科普方面的问题和建议，5个工作日内答复", reverse("portal:ask", args=[region.code]), True)]
    if help_lines(office_region(region)):
        found.append(Door("科普电话", "由谁接听、什么时候能打通", reverse("portal:phones", args=[region.code]), True))
    return found


def _deeds(region: Region) -> list[Door]:
    """今年县里要办的科普实事, where a year's deeds are released."""
    page = deeds_page(region, timezone.localdate().year)
    url = reverse("portal:deeds", args=[region.code])
    return [Door(page.title, f"{page.total}件事：为谁办、在哪里办、谁来办", url)] if page.total else []


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
