"""What is said to the ledger: entries, as values, checked before anything is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from kepu.ledger.models import Audience, Fact, Measure
from kepu.ledger.places import prefix_of

BIGGEST = 10**15


class BadEntry(ValueError):
    """The entry cannot be true or cannot be kept; the message says why, in Chinese."""


@dataclass(frozen=True)
class Published:
    """What belongs to a reading: publisher, document, ruler; interval in the measure's smallest unit; sample size.

    Its rank and the average it is compared with, each with among what, where the same document says them.
    """

    publisher: str
    document: str
    ruler: str
    low: int | None = None
    high: int | None = None
    size: int | None = None
    rank: int | None = None
    ranked: str = ""
    average: int | None = None
    averaged: str = ""


@dataclass(frozen=True)
class Entry:
    """One line to be posted. `quantity` is in the measure's smallest unit; `credits` are (unit id, role) pairs.

    `since` is the first day of a period and `day` its last; without `since` it is that one day.
    """

    measure: Measure
    quantity: int
    day: date
    region: str
    audience: str = Audience.GENERAL.value
    credits: tuple[tuple[int, str], ...] = ()
    since: date | None = None
    line: int = 0
    published: Published | None = None

    @property
    def key(self) -> tuple[int, int]:
        """What tells this line from the others of its source: measure and line."""
        return self.measure.pk, self.line

    @property
    def begins(self) -> date:
        return self.since or self.day

    @property
    def month(self) -> int:
        """Return the month it is summed in, 0 where it does not lie within one."""
        return self.day.month if self.begins.month == self.day.month else 0

    def content(self) -> tuple[Any, ...]:
        """Return all that makes two entries of one key the same."""
        told = (self.quantity, self.begins, self.day, self.region, self.audience)
        return (*told, tuple(sorted(self.credits)), self.published)


def entry_of(fact: Fact) -> Entry:
    """Return the entry that a fact states; its credits, measure and reading are best loaded before."""
    reading = getattr(fact, "publication", None)
    published = reading and Published(**{name: getattr(reading, name) for name in Published.__dataclass_fields__})
    credits = tuple(sorted((credit.unit_id, credit.role) for credit in fact.credits.all()))
    return Entry(
        fact.measure, fact.quantity, fact.day, fact.region_id, fact.audience, credits, fact.since, fact.line, published
    )


def check_all(entries: Iterable[Entry], at: datetime) -> None:
    """Raise BadEntry at the first entry that cannot be posted at `at`, or that stands twice."""
    today, seen = timezone.localdate(at), set()
    for entry in entries:
        check(entry, today)
        if entry.key in seen:
            raise BadEntry(f"同一来源的“{entry.measure.name}”第{entry.line}行出现了两次。")
        seen.add(entry.key)


def check(entry: Entry, today: date) -> None:
    """Raise BadEntry unless the entry can be true on `today` and fits its measure."""
    measure = entry.measure
    if entry.begins > entry.day:
        raise BadEntry("起始日期晚于截止日期。")
    if entry.begins.year != entry.day.year:
        raise BadEntry("一条记录的起止日期须在同一年，请按年分开填写。")
    if entry.day > today and measure.kind != Measure.Kind.READING:
        raise BadEntry(f"日期 {entry.day:%Y-%m-%d} 还没有到。")
    if entry.quantity < 0 and measure.kind != Measure.Kind.STOCK:
        raise BadEntry(f"“{measure.name}”的数量不能小于0。填错的记录请用“更正”，不要填负数。")
    if abs(entry.quantity) > BIGGEST:
        raise BadEntry(f"“{measure.name}”的数量过大，请核对。")
    if entry.audience not in Audience.values:
        raise BadEntry(f"没有“{entry.audience}”这一类人群。")
    _check_kind(entry)


def _check_kind(entry: Entry) -> None:
    reading = entry.measure.kind == Measure.Kind.READING
    if reading != (entry.published is not None):
        raise BadEntry(f"“{entry.measure.name}”{'须' if reading else '不'}注明公布单位和文件。")
    if not reading and not entry.region.startswith(prefix_of(settings.HOME_REGION)):
        raise BadEntry("区域不在本平台范围内。")
    if len({unit for unit, _ in entry.credits}) != len(entry.credits):
        raise BadEntry("同一单位在一条记录中只能出现一次。")
