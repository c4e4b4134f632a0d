"""One consistent view of the database for as long as a backup reads it, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Read within one transaction that sees a single moment and stops nobody."""
    opened = _sqlite() if connection.vendor == "sqlite" else _postgresql()
    with opened:
        yield


@contextmanager
def _sqlite() -> Iterator[None]:
    """A deferred transaction by hand: Django's own would be immediate and keep writers out."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


@contextmanager
def _postgresql() -> Iterator[None]:
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
