"""Facts, credits and cells as columns of whole numbers, a block at a time: for counting all of them at once.

A region is the number that its code makes, an audience its position among `AUDIENCES`. A block is a range of ids, so that
memory does not grow with the ledger.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import numpy as np
from django.db import connection, models
from django.db.models import Max, Min
from numpy.typing import NDArray

from kepu.ledger.models import Audience, Fact, RegionCell, UnitCell
from kepu.ledger.models.cells import AMOUNTS

Numbers = NDArray[np.int64]
BLOCK = 1 << 16
AUDIENCES: Final = tuple(Audience.values)
_CASES = " ".join(f"WHEN '{name}' THEN {n}" for n, name in enumerate(AUDIENCES))
_AUDIENCE = f"CASE audience {_CASES} END"
_COPY_HEAD, _ARRAY_HEAD = 19 + 2, 20  # bytes before the first field, and before the first number of an array
_NUMBER: Final = np.dtype([("length", ">i4"), ("told", ">i8")])


@dataclass(frozen=True)
class FactBlock:
    """Some of the facts that are summed and not pending, and who is credited: of which of them (its row), which unit."""

    region: Numbers
    measure: Numbers
    audience: Numbers
    year: Numbers
    month: Numbers
    quantity: Numbers
    credited: Numbers
    unit: Numbers


def fact_blocks(most: int = BLOCK) -> Iterator[FactBlock]:
    """Yield all facts but readings and those that are pending; a block spans `most` ids."""
    told = ("id", "region_id", "measure_id", _AUDIENCE, "year", "month", "quantity")
    summed = (
        "NOT EXISTS (SELECT 1 FROM ledger_pending WHERE fact_id = ledger_fact.id) "
        "AND measure_id IN (SELECT id FROM ledger_measure WHERE kind <> 'reading')"
    )
    for ids in _ranges(Fact, most):
        number, region, measure, audience, year, month, quantity = _columns(
            told, Fact._meta.db_table, "id", ids, summed
        )
        fact, unit = _columns(("fact_id", "unit_id"), "ledger_credit", "fact_id", ids)
        rows = np.full(len(ids), -1, np.int64)
        rows[number - ids.start] = np.arange(len(number))
        credited = rows[fact - ids.start]
        own = credited >= 0
        yield FactBlock(region, measure, audience, year, month, quantity, credited[own], unit[own])


def cell_blocks(model: type[RegionCell] | type[UnitCell], place: str) -> Iterator[tuple[list[Numbers], Numbers]]:
    """Yield all cells: the columns place, measure, audience and year, and a row of amounts for each."""
    told = (place, "measure_id", _AUDIENCE, "year", *AMOUNTS)
    for ids in _ranges(model, BLOCK):
        columns = _columns(told, model._meta.db_table, "id", ids)
        yield columns[:4], np.stack(columns[4:], axis=1)


def _ranges(model: type[models.Model], most: int) -> Iterator[range]:
    """Yield the ids of a table, as many to a block."""
    ids: Any = model._base_manager.aggregate(low=Min("pk"), high=Max("pk"))
    if ids["low"] is not None:
        yield from (range(low, low + most) for low in range(ids["low"], ids["high"] + 1, most))


def _columns(told: tuple[str, ...], table: str, key: str, ids: range, where: str = "1 = 1") -> list[Numbers]:
    """Return what is told of the rows of a block of a table, a column for each; nothing of it may be empty."""
    numbers = [f"CAST({one} AS BIGINT)" for one in told]
    rows = f"FROM {table} WHERE {key} >= {ids.start} AND {key} < {ids.stop} AND {where}"
    read = _arrays if connection.vendor == "postgresql" else _fetched
    return read(numbers, rows)


def _arrays(numbers: list[str], rows: str) -> list[Numbers]:
    """Read each column as one array: row by row a driver spends more time than the server.

    As PostgreSQL sends them: the head of a copy, the count of fields, then each with its length; an array has a head of its
    own and before every number its length.
    """
    arrays = ", ".join(f"array_agg({one})" for one in numbers)
    with (
        connection.cursor() as cursor,
        cursor.cursor.copy(f"COPY (SELECT {arrays} {rows}) TO STDOUT (FORMAT binary)") as copy,
    ):
        data = b"".join(copy)
    found, at = [], _COPY_HEAD
    for _ in numbers:
        (length,), at = struct.unpack_from(">i", data, at), at + 4
        many = max(0, length - _ARRAY_HEAD) // _NUMBER.itemsize  # -1 is the length of nothing
        found.append(np.frombuffer(data, _NUMBER, many, at + _ARRAY_HEAD if many else 0)["told"].astype(np.int64))
        at += max(0, length)
    return found


def _fetched(numbers: list[str], rows: str) -> list[Numbers]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(numbers)} {rows}")
        told = cursor.fetchall()
    flat = np.fromiter(chain.from_iterable(told), np.int64, len(told) * len(numbers))
    return list(np.ascontiguousarray(flat.reshape(-1, len(numbers)).T))
