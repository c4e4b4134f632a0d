"""The last id each table gave out: an id that was once used is never given to another row, for the audit names it."""

from django.db import connection, models

Model = type[models.Model]


def counted(found: list[Model]) -> list[Model]:
    """Return the models whose ids the database gives out."""
    return [m for m in found if isinstance(m._meta.pk, models.AutoField)]


def last_ids(found: list[Model]) -> dict[str, int]:
    """Return the last id of each table that ever gave one out."""
    read = _sqlite_ids if connection.vendor == "sqlite" else _postgresql_ids
    return read(counted(found))


def _sqlite_ids(found: list[Model]) -> dict[str, int]:
    tables = {m._meta.db_table for m in found}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        return {name: int(seq) for name, seq in cursor.fetchall() if name in tables and seq}


def _postgresql_ids(found: list[Model]) -> dict[str, int]:
    last = {}
    with connection.cursor() as cursor:
        for model in found:
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, model._meta.pk.column])
            (sequence,) = cursor.fetchone()
            cursor.execute(f"SELECT last_value FROM {sequence} WHERE is_called")  # noqa: S608 -- the catalogue's name
            if row := cursor.fetchone():
                last[model._meta.db_table] = int(row[0])
    return last


def set_last_ids(found: list[Model], last: dict[str, int]) -> None:
    """Let each table go on after the last id it gave out or holds, whichever is higher."""
    write = _set_sqlite if connection.vendor == "sqlite" else _set_postgresql
    with connection.cursor() as cursor:
        for model in counted(found):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT MAX({connection.ops.quote_name(str(model._meta.pk.column))}) FROM {table}")  # noqa: S608
            number = max(cursor.fetchone()[0] or 0, last.get(model._meta.db_table, 0))
            if number:
                write(model, number)


def _set_sqlite(model: Model, number: int) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])


def _set_postgresql(model: Model, number: int) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, model._meta.pk.column, number])
