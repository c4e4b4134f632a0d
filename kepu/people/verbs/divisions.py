"""Filling the tree of regions from the shipped table."""

from collections.abc import Callable
from datetime import datetime
from itertools import groupby

from django.db import transaction

from kepu.audit.verbs import record
from kepu.people.access import check
from kepu.people.access.rules import LOAD_DIVISIONS
from kepu.people.divisions import VINTAGE, Division, read
from kepu.people.models import Account, Region

Progress = Callable[[int, int], None]
BATCH = 5000


@transaction.atomic
def load_divisions(*, at: datetime, by: Account | None = None, progress: Progress | None = None) -> int:
    """Bring the official tree up to the shipped vintage and return how many regions were added or changed.

    May be called again at any time: what is there stays, names and parents follow the table, the office's own areas,
    imported villages and regions under other codes are not touched. `progress` is called with (done, of).
    `by` is None for the operator of the machine.
    """
    if by is not None:
        check(LOAD_DIVISIONS, by)
    rows = [_region(division) for division in read()]
    touched = _add_or_change(rows, progress or (lambda done, of: None))
    if touched:
        record(verb="people.load_divisions", thing=f"people.region:{VINTAGE}", by=by, at=at)
    return touched


def _region(division: Division) -> Region:
    kind = Region.Kind.PLACEHOLDER if division.placeholder else Region.Kind.OFFICIAL
    return Region(
        code=division.code, name=division.name, parent_id=division.parent, level=division.level, kind=kind,
        vintage=VINTAGE,
    )  # fmt: skip


def _add_or_change(rows: list[Region], progress: Progress) -> int:
    fields = ("name", "parent_id", "level", "kind", "vintage")
    present = {row[0]: row[1:] for row in Region.objects.values_list("code", *fields)}
    new = [r for r in rows if r.code not in present]
    changed = [r for r in rows if r.code in present and present[r.code] != tuple(getattr(r, f) for f in fields)]
    done, of = 0, len(new) + len(changed)
    for _, level in groupby(new, key=lambda r: r.level):
        level_rows = list(level)
        for start in range(0, len(level_rows), BATCH):
            batch = level_rows[start : start + BATCH]
            Region.objects.bulk_create(batch)
            done += len(batch)
            progress(done, of)
    Region.objects.bulk_update(changed, ["name", "parent", "level", "kind", "vintage"], batch_size=500)
    return of
