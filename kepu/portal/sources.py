"""Where the portal's pages get what they show: from the desk's own tables, or, in an installation without a desk, from
the newest parcel. Nothing else in the portal asks which of the two it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from kepu.inbox.models import Question
from kepu.inbox.queries import released_questions
from kepu.people.models import Region
from kepu.plans.models import Release
from kepu.plans.queries import released
from kepu.plans.queries.annual.deeds import released_years
from kepu.plans.queries.releases import released_progress
from kepu.portal.models import Parcel, ParcelItem

Snapshot = dict[str, Any]
State = Release.State


@dataclass(frozen=True)
class Shown:
    """A plan, a year or progress as it was released."""

    plan_id: int
    snapshot: Snapshot
    released_at: datetime
    state: str = State.RELEASED.value


@dataclass(frozen=True)
class Answer:
    """A question that was made public, with its answer and the unit that drafted it."""

    kind: str
    text: str
    answer: str
    unit: str
    released_at: datetime


def has_desk() -> bool:
    """Answer whether this installation has a desk, and so the tables in which things are released."""
    return "desk" in settings.FACES


def regions() -> QuerySet[Region]:
    """Return the regions served of which a plan, a year or progress is public, by code."""
    if has_desk():
        home = Region.objects.filter(pk=settings.HOME_REGION).first()
        shown = Release.objects.filter(state=State.RELEASED).values("version__plan__region")
        return Region.objects.inside(home).filter(pk__in=shown) if home else Region.objects.none()
    sorts = (ParcelItem.Sort.PLAN, ParcelItem.Sort.YEAR, ParcelItem.Sort.PROGRESS)
    return Region.objects.filter(pk__in=_in_parcel().filter(sort__in=sorts).values("region_code"))


def plans(region: Region) -> list[Shown]:
    """Return the plans that the public of a region sees, newest period first; one query."""
    return _of_releases(released(region)) if has_desk() else _of_items(region, ParcelItem.Sort.PLAN)


def plan(region: Region, plan_id: int) -> Shown | None:
    """Return one of them; None for what is not public, or no longer."""
    return next((shown for shown in plans(region) if shown.plan_id == plan_id), None)


def years(region: Region) -> list[Shown]:
    """Return the years that the public of a region sees, newest first; one query."""
    return _of_releases(released_years(region)) if has_desk() else _of_items(region, ParcelItem.Sort.YEAR)


def year(region: Region, plan_id: int, year: int) -> Shown | None:
    """Return one of them; None for what is not public, or no longer."""
    return next((one for one in years(region) if (one.plan_id, one.snapshot["year"]) == (plan_id, year)), None)


def progress(region: Region) -> list[Shown]:
    """Return the progress that the public of a region can read, newest plan and newest day first; one query."""
    return _of_releases(released_progress(region)) if has_desk() else _of_items(region, ParcelItem.Sort.PROGRESS)


def progress_days(region: Region) -> list[tuple[int, str]]:
    """Return of which plan and day (2026-06-30) progress is public, in the same order, without what it says; one query."""
    if has_desk():
        rows = released_progress(region).values_list("version__plan_id", "as_of")
        return [(plan_id, day.isoformat()) for plan_id, day in rows if day]
    keys = _items(region, ParcelItem.Sort.PROGRESS).values_list("key", flat=True)
    return [(int(plan_id), day) for plan_id, _, day in (key.partition("-") for key in keys)]


def progress_of(region: Region, plan_id: int, day: str = "") -> Shown | None:
    """Return a plan's progress as of a day, of the newest where none is named; None for what is not public. Two queries."""
    found = next((one for plan, one in progress_days(region) if plan == plan_id and day in ("", one)), None)
    if found is None:
        return None
    if has_desk():
        own = released_progress(region).filter(version__plan_id=plan_id, as_of=found)
        return next(iter(_of_releases(own)), None)
    rows = _items(region, ParcelItem.Sort.PROGRESS).filter(key=f"{plan_id}-{found}")
    return next((Shown(plan_id, row.content, row.released_at) for row in rows), None)


def _of_releases(rows: Iterable[Release]) -> list[Shown]:
    return [Shown(row.version.plan_id, row.snapshot, row.released_at) for row in rows if row.released_at]


def _in_parcel() -> QuerySet[ParcelItem]:
    newest = Parcel.objects.filter(region_code=settings.HOME_REGION).values("pk")[:1]
    return ParcelItem.objects.filter(parcel__in=newest)


def _items(region: Region, sort: ParcelItem.Sort) -> QuerySet[ParcelItem]:
    return _in_parcel().filter(region_code=region.pk, sort=sort)


def _of_items(region: Region, sort: ParcelItem.Sort) -> list[Shown]:
    return [Shown(int(i.key.partition("-")[0]), i.content, i.released_at) for i in _items(region, sort)]


def answers(region: Region, text: str = "") -> QuerySet[Any]:
    """Return the rows of what is public of a region's question box, newest first; `answer_of` reads one of them."""
    if has_desk():
        return released_questions(region, text)
    rows = _items(region, ParcelItem.Sort.ANSWER)
    return rows.filter(words__icontains=text) if text else rows


def answer_of(row: Question | ParcelItem) -> Answer:
    """Return one row of `answers` as it is shown."""
    if isinstance(row, ParcelItem):
        return Answer(**row.content, released_at=row.released_at)
    assert row.released_at is not None
    unit = row.unit.name if row.unit else ""
    return Answer(row.get_kind_display(), row.public_text, row.public_answer, unit, row.released_at)
