"""Rows of an archive into the tables, by inserting alone, so that the guards of append-only tables stay on."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import DatabaseError, connection

from kepu.config.archive.manifest import Refused, TableEntry
from kepu.config.archive.reading import Archive
from kepu.config.archive.states import Model, columns, decoder, kind
from kepu.config.archive.writing import Progress

BATCH = 2000
CACHE_KB = 128 * 1024  # SQLite's own 2 MB make every index page of a large table travel to the disk and back


def load(archive: Archive, found: list[Model], progress: Progress) -> None:
    """Insert every row of the archive into `found`, the models at the archive's state, whose tables hold no rows.

    Raises Refused: the archive's tables are others, a row does not fit, or the counts differ.
    """
    by_label = {m._meta.label_lower: m for m in found}
    entries = archive.manifest.tables
    if {e.model for e in entries} != set(by_label) or len(entries) != len(by_label):
        raise Refused("备份中的表与它所写的版本不符，不能恢复。请换一份备份。")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    total, done = archive.manifest.rows, 0
    for entry in entries:
        load_table(archive, entry, by_label[entry.model])
        done += entry.rows
        progress("数据", done, total)


def load_table(archive: Archive, entry: TableEntry, model: Model) -> None:
    """Insert the rows of one table and count them."""
    if entry.columns != [[f.attname, kind(f)] for f in columns(model)] or entry.table != model._meta.db_table:
        raise Refused(f"备份中表 {entry.table} 的列与它所写的版本不符，不能恢复。请换一份备份。")
    decode = decoder(model, connection)
    rows = (decode(line) for line in archive.lines(entry))
    insert = _insert_sqlite if connection.vendor == "sqlite" else _copy_postgresql
    try:
        insert(model, rows)
    except (DatabaseError, ValueError, TypeError) as error:
        raise Refused(f"恢复表 {entry.table} 时有一行装不进数据库：{str(error).splitlines()[0]}") from error
    if model._base_manager.count() != entry.rows:
        raise Refused(f"恢复后表 {entry.table} 的行数与清单不符，没有恢复。请换一份备份。")


def _names(model: Model) -> tuple[str, str]:
    quote = connection.ops.quote_name
    return quote(model._meta.db_table), ", ".join(quote(str(f.column)) for f in columns(model))


def _insert_sqlite(model: Model, rows: Iterator[list[Any]]) -> None:
    table, names = _names(model)
    marks = ", ".join(["%s"] * len(columns(model)))
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 -- names of our own models
    with connection.cursor() as cursor:
        while batch := list(islice(rows, BATCH)):
            cursor.executemany(statement, batch)


def _copy_postgresql(model: Model, rows: Iterator[list[Any]]) -> None:
    table, names = _names(model)
    statement = f"COPY {table} ({names}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
