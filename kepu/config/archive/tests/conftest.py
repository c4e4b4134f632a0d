"""Databases for these tests: one with rows of every kind, and an empty one of the same engine."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kepu.config.archive import backup
from kepu.config.archive.tests.content import AT, fill, silent

Use = Callable[[], Any]


@contextmanager
def emptied(folder: Path) -> Iterator[None]:
    """Point the connection at a new database without tables."""
    from django.db import connection, connections

    name = connection.settings_dict["NAME"]
    new = str(folder / "empty.sqlite3") if connection.vendor == "sqlite" else f"{name}_empty"
    connections.close_all()
    if connection.vendor == "postgresql":
        run(f'DROP DATABASE IF EXISTS "{new}" WITH (FORCE)', f'CREATE DATABASE "{new}"')
    connection.settings_dict["NAME"] = new
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = name
        if connection.vendor == "postgresql":
            run(f'DROP DATABASE IF EXISTS "{new}" WITH (FORCE)')


def run(*statements: str) -> None:
    """Execute statements outside any of our databases."""
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def filled(own_database: None, settings: Any, tmp_path: Path) -> None:
    """A database of its own with rows of every kind and a stored file."""
    settings.FILES_ROOT = tmp_path / "files"
    fill()


@pytest.fixture
def archive(filled: None, tmp_path: Path) -> Path:
    """A backup of the filled database."""
    path = tmp_path / "backup.zip"
    backup(path, at=AT, progress=silent)
    return path


@pytest.fixture
def empty(archive: Path, settings: Any, tmp_path: Path) -> Iterator[None]:
    """After the backup: an empty database and an empty store."""
    settings.FILES_ROOT = tmp_path / "restored"
    with emptied(tmp_path):
        yield
