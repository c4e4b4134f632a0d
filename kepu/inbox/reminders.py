"""Sentences ready for the group chat: a gentle reminder (温馨提示) that names units, never persons.

An app registers a function in ``AppConfig.ready()``: ``register(letters_not_answered)``, where
``letters_not_answered(region, today)`` returns the reminders of a region's secretariat as they stand today, in a constant
number of queries. Whoever opens the page has been checked; a reminder holds nothing that a unit may not read of another.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kepu.inbox.models import Question
from kepu.people import queries
from kepu.people.models import OneTimeLink, Region, Unit
from kepu.ui.templatetags.ui import day


@dataclass(frozen=True)
class Reminder:
    """One sentence to build: which units, what they have not done yet, what they are asked.

    `title` heads it on the page (未登记联络员); `units` are named in the official order; `undone` completes 以下单位
    (尚未登记联络员); `request` says what to do and begins with a verb (报送联络员姓名和电话), `due` by when if the matter
    itself says so; `url` leads to the list behind it.
    """

    title: str
    units: Sequence[str]
    undone: str
    request: str
    url: str
    due: date | None = None


Provider = Callable[[Region, date], Iterable[Reminder]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a function that tells reminders; adding it again changes nothing."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def reminders_of(region: Region, today: date) -> list[Reminder]:
    """Return what the secretariat of a region may remind units of, in the order in which the apps registered."""
    return [one for provider in _providers for one in provider(region, today) if one.units]


def sentence(reminder: Reminder, due: date) -> str:
    """Return the sentence for the group chat. `due` is the day the office chose; the matter's own day goes before it."""
    named = "、".join(reminder.units)
    count = f"（共{len(reminder.units)}个单位）" if len(reminder.units) > 1 else ""
    phone = f"，电话{settings.HOTLINE}" if settings.HOTLINE else ""
    return (
        f"【温馨提示】截至目前，以下单位{reminder.undone}：{named}{count}。请于{day(reminder.due or due)}前{reminder.request}。"
        f"已办理的不必重复；有困难请与{settings.OFFICE_NAME}联系{phone}。谢谢支持！"
    )


def units_without_liaison(region: Region, today: date) -> list[Reminder]:
    """The units that should have a liaison on the list and have none."""
    names = list(queries.units_without_liaison(region, today).values_list("name", flat=True))
    url = reverse("people:members") + "?missing=1"
    return [Reminder("没有联络员", names, "尚未登记联络员", f"将联络员姓名、职务和电话报{settings.OFFICE_NAME}", url)]


def links_not_used(region: Region, today: date) -> list[Reminder]:
    """The units that were sent a one-time link and have not finished what it is for, by matter and last day."""
    at = timezone.now()
    links = OneTimeLink.objects.filter(
        unit__region=region, used_at=None, revoked_at=None, expires_at__gt=at, tries__lt=OneTimeLink.MOST_TRIES
    )
    groups: dict[tuple[str, date], list[Unit]] = defaultdict(list)
    for link in links.select_related("unit").order_by("unit__order", "unit_id"):
        title = link.title.replace(link.unit.name, "本单位")  # a matter that names the unit is the same for all
        groups[title, link.last_day].append(link.unit)
    url = reverse("people:links")
    return [
        Reminder(f"链接尚未办理：{title}", list(dict.fromkeys(u.name for u in units)), f"尚未通过链接办理“{title}”",
                 f"打开已发的链接办理（验证码由{settings.OFFICE_NAME}电话告知）", url, due=last)
        for (title, last), units in groups.items()
    ]  # fmt: skip


def answers_not_drafted(region: Region, today: date) -> list[Reminder]:
    """The units that were asked to draft the answer to a letter and have not; the letters themselves are not told."""
    waiting = Question.objects.filter(region=region, state=Question.State.OPEN, drafted_at=None)
    units = Unit.objects.filter(pk__in=waiting.values("unit"))
    url = reverse("questions:list")
    return [
        Reminder(
            "未代拟来信答复", [u.name for u in units], "尚未代拟居民来信的答复", "登录系统，在“意见箱”中代拟答复", url
        )
    ]
