"""All cells from all facts at once: to rebuild them, and to check every night that they agree."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.db.models import Q

from kepu.audit.verbs import record
from kepu.ledger import access
from kepu.ledger.models import CellCheck, RegionCell, Seal, UnitCell
from kepu.ledger.models.cells import AMOUNTS
from kepu.ledger.places import regions_around, units_above
from kepu.ledger.queries.columns import AUDIENCES, FactBlock, cell_blocks, fact_blocks
from kepu.ledger.verbs.draining import alone, digest_of, sealable
from kepu.methods.rollup import Sums, once_each, raised
from kepu.people.models import Account

Kind = tuple[type[RegionCell] | type[UnitCell], str]
_KINDS: tuple[Kind, Kind] = ((RegionCell, "region_id"), (UnitCell, "unit_id"))
_MOST_WRONG = 100
_AT_ONCE = 10_000  # rows made into Python's numbers at a time, to be written


@transaction.atomic
def rebuild() -> None:
    """Make all cells anew from the facts that are not pending; whoever reads meanwhile sees the old ones."""
    alone(wait=True)
    for kind, sums in zip(_KINDS, _counted(), strict=True):
        _write(kind, sums)


@transaction.atomic
def ask_mending(*, by: Account, at: datetime) -> None:
    """Write down who asked for all cells to be made anew; the job does it. Raises NotAllowed."""
    access.check_can_mend_cells(by)
    record(verb="ledger.mend_cells", thing="ledger.cellcheck:0", by=by, at=at)


@transaction.atomic
def check_cells(*, at: datetime) -> CellCheck:
    """Recount every cell and every seal from the facts, and keep what does not agree (at most 100 of a kind)."""
    alone(wait=True)
    wrong = [one for kind, sums in zip(_KINDS, _counted(), strict=True) for one in _differences(kind, sums)]
    wrong += broken_seals()
    cells = RegionCell.objects.count() + UnitCell.objects.count()
    return CellCheck.objects.create(at=at, cells=cells, seals=Seal.objects.count(), wrong=wrong)


def broken_seals() -> list[dict[str, object]]:
    """Return the seals whose facts are not what was sealed, in order; empty where nothing was tampered with."""
    wrong: list[dict[str, object]] = []
    before, upto = "", 0
    seals = list(Seal.objects.order_by("number"))
    late = {fact for seal in seals for fact in seal.late}
    for seal in seals:
        later = [fact for fact in late if upto < fact <= seal.upto]
        own = Q(pk__gt=upto, pk__lte=seal.upto) & ~Q(pk__in=later) | Q(pk__in=seal.late)
        facts = list(sealable().filter(own, pending=None).order_by("id"))
        if digest_of(before, facts) != seal.digest or len(facts) != seal.facts:
            wrong.append({"seal": seal.number, "facts": seal.facts, "found": len(facts)})
        before, upto = seal.digest, seal.upto
    return wrong


def _counted() -> tuple[Sums, Sums]:
    """Return what the cells of regions and of units should hold: by place, measure, audience and year."""
    by_region, by_unit = Sums(4, len(AMOUNTS)), Sums(4, len(AMOUNTS))
    above = units_above()
    for facts in fact_blocks():
        _add(by_region, facts, facts.region, slice(None))
        fact, unit = once_each(facts.credited, facts.unit, above)
        _add(by_unit, facts, unit, fact)
    raised(by_region, _right_above(by_region))
    for sums in (by_region, by_unit):
        sums.amounts[:, 0] += sums.amounts[:, 1:].sum(axis=1)
    return by_region, by_unit


def _add(sums: Sums, facts: FactBlock, place: Any, rows: Any) -> None:
    """Add facts to the month they lie in, month 0 being what shows in the year alone."""
    columns = [place, facts.measure[rows], facts.audience[rows], facts.year[rows]]
    sums.add(columns, facts.month[rows], facts.quantity[rows])


def _right_above(by_region: Sums) -> dict[int, int]:
    """Return the region right above each, up to the home region; all that any of these lie in."""
    paths = regions_around(_code(one) for one in np.unique(by_region.columns()[0]))
    return {int(own): int(over) for path in paths.values() for over, own in pairwise(path)}


def _code(number: int) -> str:
    return f"{number:012}"


def _write(kind: Kind, sums: Sums) -> None:
    """Put sums in the place of all cells, as the index lies."""
    model, place = kind
    names = (place, "measure_id", "audience", "year", *AMOUNTS)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 -- our own table
    write = _copy if connection.vendor == "postgresql" else _insert
    write(model._meta.db_table, names, _rows(kind, sums))


def _copy(table: str, names: tuple[str, ...], rows: Iterable[list[Any]]) -> None:
    kinds = {"region_id": "varchar", "audience": "varchar", "year": "int2"}
    statement = f"COPY {table} ({', '.join(names)}) FROM STDIN (FORMAT binary)"
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        copy.set_types([kinds.get(name, "int8") for name in names])
        for row in rows:
            copy.write_row(row)


def _insert(table: str, names: tuple[str, ...], rows: Iterable[list[Any]]) -> None:
    marks = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)  # type: ignore[arg-type]  # noqa: S608 -- our own


def _rows(kind: Kind, sums: Sums) -> Iterator[list[Any]]:
    """Yield place, measure, audience, year and amounts of each cell, in the order of its key."""
    place, measure, audience, year = columns = sums.columns()
    order = np.lexsort((audience, year, measure, place))
    for begin in range(0, len(order), _AT_ONCE):
        now = order[begin : begin + _AT_ONCE]
        told = np.hstack([np.stack([column[now] for column in columns], axis=1), sums.amounts[now]])
        for row in told.tolist():
            row[0], row[2] = _place(kind, row[0]), AUDIENCES[row[2]]
            yield row


def _place(kind: Kind, number: int) -> int | str:
    return _code(number) if kind[0] is RegionCell else number


def _differences(kind: Kind, counted: Sums) -> list[dict[str, object]]:
    """Return the sums that a recount says otherwise, month 0 being the whole year."""
    both = Sums(4, 2 * len(AMOUNTS))
    both.add_rows(counted.columns(), counted.amounts)
    for columns, amounts in cell_blocks(*kind):
        both.add_rows(columns, amounts, first=len(AMOUNTS))
    unlike = np.argwhere(both.amounts[:, : len(AMOUNTS)] != both.amounts[:, len(AMOUNTS) :])
    columns = both.columns()
    return [
        {
            "measure": int(columns[1][row]), kind[1].removesuffix("_id"): _place(kind, int(columns[0][row])),
            "audience": AUDIENCES[columns[2][row]], "year": int(columns[3][row]), "month": int(month),
            "cell": int(both.amounts[row, month + len(AMOUNTS)]), "counted": int(both.amounts[row, month]),
        }
        for row, month in unlike[:_MOST_WRONG]
    ]  # fmt: skip
