"""Test databases: the engine is chosen by DATABASE_URL; tests of real transactions get a fresh copy of a migrated one,
since Django's flush would have to delete from tables that are append-only.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kepu.config.testing import FOLDER


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """Migrate one database a process: a file, not memory, for several connections see it and tests copy it."""
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    suffix = os.environ.get("PYTEST_XDIST_WORKER", "")
    lite = connection.vendor == "sqlite"
    name = str(FOLDER / f"test{suffix}.sqlite3") if lite else f"test_kepu_{os.getpid()}{suffix}"
    connection.settings_dict["TEST"]["NAME"] = name
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
        yield
        teardown_databases(made, verbosity=0)


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A fresh copy of the migrated database, with real transactions, for tests with threads or processes."""
    from django.db import connection, connections

    name = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connections.close_all()
        copy = _copy(name)
        connection.settings_dict["NAME"] = copy
        try:
            yield
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = name
            _drop(copy)


def _copy(name: str) -> str:
    from django.db import connection

    copy = f"{name}_copy"
    if connection.vendor == "sqlite":
        shutil.copyfile(name, copy)
    else:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{copy}"')
            cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
    return copy


def _drop(copy: str) -> None:
    from django.db import connection

    if connection.vendor == "sqlite":
        for suffix in ("", "-wal", "-shm"):
            Path(copy + suffix).unlink(missing_ok=True)
    else:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
