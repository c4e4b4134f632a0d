"""The drill: an installation with rows in every table from SQLite to PostgreSQL, a day's work there, and back; each step
by the command, every row and file equal.

What is compared is read by sqlite3 and psycopg directly, not by what is under test. Rows that the sample county lacks
come from `tests.rows_of_every_table`.
"""

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import psycopg
import pytest

from tests.architecture.test_sizes import ROOT
from tests.everything import postgresql

pytestmark = [pytest.mark.engineless, pytest.mark.slow]

NAME = "kepu_restore_drill"
SIGN_IN = """
import sys, django
django.setup()
from django.conf import settings
settings.ALLOWED_HOSTS = ["testserver"]
from django.test import Client
client = Client()
client.post("/account/login/", {"login": sys.argv[1], "password": sys.argv[2]})
page = client.get("/desk/plans/", follow=True)
print(page.status_code, "清禾县" in page.content.decode())
"""


def kepu(var: Path, url: str | None, *arguments: str, **variables: str) -> str:
    """Run a command of kepu (or ``-c code``, or ``-m module``) with a folder and a database; return what it printed."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KEPU_", "DATABASE_URL"))}
    environment = {**kept, "KEPU_VAR": str(var), "DJANGO_SETTINGS_MODULE": "kepu.config.settings", **variables}
    environment |= {"DATABASE_URL": url} if url else {}
    own = arguments[0] in ("-c", "-m")
    command = [sys.executable, *(() if own else ("-m", "kepu")), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextlib.contextmanager
def empty_postgresql() -> Iterator[str]:
    """A PostgreSQL database without tables, and its address."""
    with postgresql() as url, psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {NAME}")
        server.execute(f"CREATE DATABASE {NAME}")
        yield urlunsplit(urlsplit(url)._replace(path=f"/{NAME}"))
        server.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def rows_of_sqlite(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, by column, in the order of the first column."""
    base = sqlite3.connect(path)
    base.row_factory = sqlite3.Row
    names = [r[0] for r in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    ours = [n for n in names if not n.startswith("sqlite_") and n != "django_migrations"]
    return {n: [plain(dict(r)) for r in base.execute(f'SELECT * FROM "{n}" ORDER BY 1')] for n in ours}


def rows_of_postgresql(url: str) -> dict[str, list[dict[str, Any]]]:
    """The same of PostgreSQL; the first column sorted as bytes, as SQLite does."""
    with psycopg.connect(url, row_factory=psycopg.rows.dict_row) as base:
        base.execute("SET TIME ZONE 'UTC'")
        query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'"
        names = [r["tablename"] for r in base.execute(query)]
        found = {n: [plain(r) for r in base.execute(f'SELECT * FROM "{n}"')] for n in names}
    return {n: sorted(rows, key=lambda r: next(iter(r.values()))) for n, rows in found.items()}


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row in the terms both engines share: JSON as values, times as text, numbers as numbers."""
    return {column: value_of(value) for column, value in row.items()}


def value_of(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("[", "{"):
        with contextlib.suppress(ValueError):
            return json.loads(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ")
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, UUID):
        return value.hex
    return value if isinstance(value, int | float | list | dict | None) else _text(value)


def _text(value: Any) -> Any:
    try:
        return float(value) if not isinstance(value, str) else value
    except (TypeError, ValueError):
        return str(value)


def files(var: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in (var / "files").rglob("*") if p.is_file()}


def office_of(var: Path) -> tuple[str, str]:
    """Login name and password of the secretariat of the sample county in a folder."""
    _, username, password = (var / "sign-ins.txt").read_text(encoding="utf-8").splitlines()[0].split("\t")
    return username, password


def filled(var: Path) -> None:
    """The sample county, with rows in the tables that it leaves empty; what is public taken in as the portal would."""
    kepu(var, None, "demo")
    kepu(var, None, "-m", "tests.rows_of_every_table", "fill", *office_of(var))
    key, parcel = kepu(var, None, "release", "key").strip(), str(var / "public.kepu")
    kepu(var, None, "release", "export", parcel)
    kepu(var, None, "release", "import", parcel, KEPU_FACES="portal", KEPU_RELEASE_KEY=key)


def test_from_sqlite_to_postgresql_and_back(tmp_path: Path) -> None:
    first, middle, last = (tmp_path / name for name in ("first", "middle", "last"))
    filled(first)
    before, office = rows_of_sqlite(first / "kepu.sqlite3"), office_of(first)
    assert [table for table, rows in before.items() if not rows] == []
    assert len(before["people_region"]) > 40_000
    kepu(first, None, "backup", str(tmp_path / "1.zip"))
    with empty_postgresql() as url:
        kepu(middle, url, "restore", str(tmp_path / "1.zip"))
        assert "未发现问题" in kepu(middle, url, "check")
        assert rows_of_postgresql(url) == before
        assert files(middle) == files(first) != {}
        kepu(middle, url, "-m", "tests.rows_of_every_table", "go_on", *office)
        after = rows_of_postgresql(url)
        grown = {table for table, rows in after.items() if len(rows) > len(before[table])}
        assert {"plans_cellchange", "inbox_question", "audit_entry", "files_storedfile", "django_session"} <= grown
        kepu(middle, url, "backup", str(tmp_path / "2.zip"))
    kepu(last, None, "restore", str(tmp_path / "2.zip"))
    assert rows_of_sqlite(last / "kepu.sqlite3") == after
    assert files(last) == files(middle) != files(first)
    assert "未发现问题" in kepu(last, None, "check")
    assert kepu(last, None, "-c", SIGN_IN, *office).strip() == "200 True"
