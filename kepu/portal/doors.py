"""The first screen's doors: one appears when there is something behind it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from kepu.inbox.queries import help_lines
from kepu.people.access import office_region
from kepu.people.models import Region
from kepu.plans.wording import short_title
from kepu.portal import sources
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
    released = sources.plans(region)
    plans = [_progress(shown, region, several=len(released) > 1) for shown in released]
    return [*_deeds(region), *plans, *_asking(region)]


def _asking(region: Region) -> list[Door]:
    """我要提问 where a desk reads what is asked, else 问答 once there are any; 科普电话 where somebody answers one."""
    found = []
    if sources.has_desk():
        url = reverse("portal:ask", args=[region.code])
        found.append(Door("我要提问", "科普方面的问题和建议，5个工作日内答复", url, True))
    elif sources.answers(office_region(region)).exists():
        url = reverse("portal:answers", args=[region.code])
        found.append(Door("问答", "别人问过的科普问题和答复", url, True))
    if help_lines(office_region(region)):
        found.append(Door("科普电话", "由谁接听、什么时候能打通", reverse("portal:phones", args=[region.code]), True))
    return found


def _deeds(region: Region) -> list[Door]:
    """今年县里要办的科普实事, where a year's deeds are released."""
    page = deeds_page(region, timezone.localdate().year)
    url = reverse("portal:deeds", args=[region.code])
    return [Door(page.title, f"{page.total}件事：为谁办、在哪里办、谁来办", url)] if page.total else []


def _progress(shown: sources.Shown, region: Region, *, several: bool) -> Door:
    """看进展 of one released plan, which is named where there are several."""
    url = reverse("portal:plan", args=[region.code, shown.plan_id])
    title, (first, last) = shown.snapshot["title"], shown.snapshot["period"]
    years = f"（{first}—{last}年）" if first and last else ""
    label = f"看进展：{short_title(title, region.name)}{years}" if several else "看进展"
    return Door(label, f"《{title}》要做哪些事、由谁负责", url)
