"""Posting what was confirmed and taking it back, a batch at a time: each batch and its count are one transaction.

A worker killed in the middle leaves whole batches; whoever goes on begins behind them, and two that go on at once take
turns at the row of the import. So no row is posted twice: its mark is import and row number, as `once` of the record or
as source and line of the fact.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction

from kepu.files.models import StoredFile
from kepu.files.verbs import erase, path_of
from kepu.ledger.models import Credit, Import, Measure, RecordPartner, WorkRecord
from kepu.ledger.verbs.entries import Entry
from kepu.ledger.verbs.imports.rows import VALUES
from kepu.ledger.verbs.posting import Saying, correct, correct_many, post_lines, post_many, reverse_lines
from kepu.ledger.verbs.records import SOURCE, entries_of, entries_said, first_state, measures_of, told_the_same

BATCH = 1000
State = Import.State


@transaction.atomic
def go_on(*, row: Import, at: datetime, most: int = BATCH) -> bool:
    """Post, or take back, the next batch of an import; False where there is nothing more to do. For the worker."""
    locked = Import.objects.select_for_update(of=("self",)).select_related("prepared", "confirmed_by", "undone_by")
    now = locked.get(pk=row.pk)
    step = {State.POSTING: _post, State.UNDOING: _take_back}.get(State(now.state))
    if step is None:
        return False
    step(now, at, most)
    now.touched_at = at
    now.save(update_fields=["done", "state", "touched_at"])
    return now.state in (State.POSTING, State.UNDOING)


def _post(row: Import, at: datetime, most: int) -> None:
    assert row.confirmed_by
    assert row.prepared
    lines = _lines(row.prepared, row.done, most)
    {Import.Kind.RECORDS: _post_records, Import.Kind.VALUES: _post_values}[Import.Kind(row.kind)](row, lines)
    row.done += len(lines)
    if row.done >= row.total:
        row.state = State.DONE
        _let_go(row.prepared, row, at)


def _lines(file: StoredFile, done: int, most: int) -> list[list[Any]]:
    with path_of(file.sha256).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in islice(lines, done, done + most)]


def _let_go(file: StoredFile, row: Import, at: datetime) -> None:
    """Remove the prepared rows once they are no longer needed, unless another import has the very same."""
    waiting = Import.objects.filter(prepared=file, state__in=(State.CHECKED, State.POSTING)).exclude(pk=row.pk)
    if not waiting.exists():
        erase(file=file, at=at)


def mark(row: Import, number: int | str = "") -> str:
    """Return the mark of a row's record, the same whenever it is posted; without a number what all marks begin with."""
    return f"import:{row.pk}:{number}"


def _post_records(row: Import, lines: list[list[Any]]) -> None:
    by, at = row.confirmed_by, row.confirmed_at
    assert by
    assert at
    state = first_state(row.region, by)
    there = set(records_of(row).filter(once__in=[mark(row, line[0]) for line in lines]).values_list("once", flat=True))
    fresh = [line for line in lines if mark(row, line[0]) not in there]
    made = WorkRecord.objects.bulk_create([
        WorkRecord(
            region_id=row.region_id, unit_id=unit, day=date.fromisoformat(day), place_id=place, kind=kind, what=what,
            audience=audience, person_times=people, state=state, once=mark(row, number), recorded_by=by, recorded_at=at,
        )
        for number, unit, day, place, kind, what, audience, people, _ in fresh
    ])  # fmt: skip
    partners = [(record, unit) for record, line in zip(made, fresh, strict=True) for unit in line[-1]]
    RecordPartner.objects.bulk_create([RecordPartner(record=record, unit_id=unit) for record, unit in partners])
    if state == WorkRecord.State.COUNTED:
        measures = measures_of(made)
        sayings = [
            Saying(f"{SOURCE}:{record.pk}", entries_said(record, line[-1], measures))
            for record, line in zip(made, fresh, strict=True)
        ]
        post_many(sayings=sayings, by=by, at=at)


def _post_values(row: Import, lines: list[list[Any]]) -> None:
    assert row.confirmed_at
    measures = Measure.objects.in_bulk()
    told = [
        Entry(
            measures[measure], quantity, date.fromisoformat(until), place, audience,
            ((unit, Credit.Role.HOST.value),) if unit else (), date.fromisoformat(since), number,
        )
        for number, measure, quantity, since, until, place, audience, unit in lines
    ]  # fmt: skip
    post_lines(source=f"{VALUES}:{row.pk}", entries=told, by=row.confirmed_by, at=row.confirmed_at)


def records_of(row: Import) -> Any:
    """Return the work records that an import brought in."""
    first = mark(row)
    return WorkRecord.objects.filter(once__gte=first, once__lt=f"{first[:-1]};", recorded_by=row.confirmed_by_id)


def _take_back(row: Import, at: datetime, most: int) -> None:
    taken = _TAKE[Import.Kind(row.kind)](row, at, most)
    row.done += taken
    if taken < most:
        row.state = State.UNDONE


def _take_back_records(row: Import, at: datetime, most: int) -> int:
    records = list(records_of(row).exclude(state=WorkRecord.State.VOID).order_by("pk")[:most])
    correct_many(sayings=[Saying(f"{SOURCE}:{record.pk}", ()) for record in records], by=row.undone_by, at=at)
    for record in records:
        record.state, record.remark, record.revision = WorkRecord.State.VOID, row.why, record.revision + 1
    WorkRecord.objects.bulk_update(records, ["state", "remark", "revision"])
    for other in told_the_same(records):
        correct(source=f"{SOURCE}:{other.pk}", entries=entries_of(other), by=row.undone_by, at=at)
    return len(records)


def _take_back_values(row: Import, at: datetime, most: int) -> int:
    return reverse_lines(source=f"{VALUES}:{row.pk}", most=most, by=row.undone_by, at=at)


_TAKE: dict[Import.Kind, Callable[[Import, datetime, int], int]] = {
    Import.Kind.RECORDS: _take_back_records,
    Import.Kind.VALUES: _take_back_values,
}
