"""The first screen's doors: one appears when there is something behind it."""

from dataclasses import dataclass
from datetime import date

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
    """Return the doors of a region's first screen: this year's deeds, then each released plan or how far it has come."""
    return [*_deeds(region), *_plans(region), *_near(region), *_asking(region)]


def _plans(region: Region) -> list[Door]:
    """看进展 of each plan whose progress is released, which leads on to the plan; else 看方案. Named where there are several."""
    newest: dict[int, str] = {}
    for plan_id, day in sources.progress_days(region):
        newest.setdefault(plan_id, day)
    plans = sources.plans(region)
    known = {shown.plan_id for shown in plans}
    alone = [sources.progress_of(region, plan_id) for plan_id in newest if plan_id not in known]
    every = [*plans, *(shown for shown in alone if shown)]
    return [_door(shown, newest.get(shown.plan_id, ""), region, several=len(every) > 1) for shown in every]


def _near(region: Region) -> list[Door]:
    """身边的科普 of a township or village, out of the newest progress of its county; the county has it behind 看进展."""
    office = office_region(region)
    newest = next(iter(sources.progress_days(office)), None) if office != region else None
    if newest is None:
        return []
    town = region.code[: Region.PREFIX_LENGTH[Region.Level.TOWNSHIP]].ljust(len(region.code), "0")
    url = f"{reverse('portal:near', args=[office.code, *newest])}?town={town}"
    return [Door("身边的科普", f"每个月办了多少场、多少人次参加，截至{_day(newest[1])}", url)]


def _asking(region: Region) -> list[Door]:
    """我要提问 where a desk reads what is asked, and 科普电话 where somebody answers one; else how to ask, and 问答 once
    there are any. With deeds and one plan four doors at most: 长辈版 has no more."""
    found = []
    url = reverse("portal:ask", args=[region.code])
    if sources.has_desk():
        found.append(Door("我要提问", "科普方面的问题和建议，5个工作日内答复", url, True))
    else:
        found.append(Door("怎么提问", "打电话或当面问，5个工作日内答复", url, True))
    if not sources.has_desk() and sources.answers(office_region(region)).exists():
        url = reverse("portal:answers", args=[region.code])
        found.append(Door("问答", "别人问过的科普问题和答复", url, True))
    if sources.has_desk() and help_lines(office_region(region)):  # else they all stand on the page that says how to ask
        found.append(Door("科普电话", "由谁接听、什么时候能打通", reverse("portal:phones", args=[region.code]), True))
    return found


def _deeds(region: Region) -> list[Door]:
    """今年县里要办的科普实事, where a year's deeds are released."""
    page = deeds_page(region, timezone.localdate().year)
    url = reverse("portal:deeds", args=[region.code])
    return [Door(page.title, f"{page.total}件事：为谁办、在哪里办、谁来办", url)] if page.total else []


def _door(shown: sources.Shown, day: str, region: Region, *, several: bool) -> Door:
    """Return the door to a plan's progress as of a day, to the plan itself where no progress is public."""
    name = _name(shown, region) if several else ""
    if not day:
        url = reverse("portal:plan", args=[region.code, shown.plan_id])
        return Door(f"看方案{name}", f"《{shown.snapshot['title']}》要做哪些事、由谁负责", url)
    url = reverse("portal:progress", args=[region.code, shown.plan_id])
    return Door(f"看进展{name}", f"承诺的事做到了多少、身边办了什么，截至{_day(day)}", url)


def _name(shown: sources.Shown, region: Region) -> str:
    first, last = shown.snapshot["period"]
    years = f"（{first}—{last}年）" if first and last else ""
    return f"：{short_title(shown.snapshot['title'], region.name)}{years}"


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"
