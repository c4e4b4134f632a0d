"""Photographs on records, and what a reviewer may want to look at again."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch, QuerySet

from kepu.ledger.access import readable_lookalikes
from kepu.ledger.models import Evidence, Lookalike, WorkRecord
from kepu.ledger.places import prefix_of
from kepu.methods.photographs import kilometres, middle
from kepu.people.models import Account

_DAYS_APART = 1
_FAR = 50  # kilometres
_FEWEST, _MOST = 3, 50  # photographs of other records of the same place that say where it lies


def standing_evidence() -> Prefetch[str, QuerySet[Evidence], str]:
    """Return what loads with records the photographs on them, as `pictures`, in one query."""
    return Prefetch("evidence", Evidence.objects.filter(dropped_at=None), to_attr="pictures")


def pictures_of(record: WorkRecord) -> list[Evidence]:
    """Return what `standing_evidence` loaded."""
    return record.pictures  # type: ignore[attr-defined]


def open_lookalikes(by: Account) -> QuerySet[Lookalike]:
    """Return the unsettled pairs of photographs that `by` may settle; those taken away or on void records are over."""
    rows = readable_lookalikes(by).filter(state=Lookalike.State.OPEN, first__dropped_at=None, second__dropped_at=None)
    void = WorkRecord.State.VOID
    return rows.exclude(first__record__state=void).exclude(second__record__state=void)


def remarks_on(record: WorkRecord, evidence: Sequence[Evidence]) -> dict[int, str]:
    """Return for the reviewer, by evidence id, what in a photograph is far from the record's day or place; one query."""
    here = _middle_of(record) if any(one.spot for one in evidence) else None
    told = {one.pk: "；".join(filter(None, (_day(record, one), _place(here, one)))) for one in evidence}
    return {pk: text for pk, text in told.items() if text}


def _day(record: WorkRecord, one: Evidence) -> str:
    if not one.taken:
        return ""
    day = date.fromisoformat(one.taken[:10])
    apart = abs((day - record.day).days)
    return f"拍摄于{day.year}年{day.month}月{day.day}日，与记录的日期相差{apart}天" if apart > _DAYS_APART else ""


def _place(here: tuple[float, float] | None, one: Evidence) -> str:
    if here is None or not one.spot:
        return ""
    apart = kilometres(here, _spot(one.spot))
    return f"拍摄地点距本地其他记录的照片约{apart:.0f}公里" if apart > _FAR else ""


def _spot(text: str) -> tuple[float, float]:
    north, east = text.split(",")
    return float(north), float(east)


def _middle_of(record: WorkRecord) -> tuple[float, float] | None:
    """Return where the township of the record lies by the photographs of its other records, None where few tell."""
    town = prefix_of(record.place_id)[:9]
    rows = Evidence.objects.filter(record__place__code__startswith=town, dropped_at=None).exclude(spot="")
    spots = [_spot(text) for text in rows.exclude(record=record).order_by("-id").values_list("spot", flat=True)[:_MOST]]
    return middle(spots) if len(spots) >= _FEWEST else None
