"""Databases for benchmarks of the ledger: fresh, migrated, with places, units and measures as wide as a county's."""

import os
import subprocess
import sys
import tempfile
from urllib.parse import urlsplit, urlunsplit

HOME, TOWNS, VILLAGES, UNITS, DAYS = "990123000000", 20, 10, 60, 2150


def fresh(url: str, name: str) -> str:
    """Make an empty PostgreSQL database and return its address."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def drop(url: str, name: str) -> None:
    """Take a database away."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def child(module: str, url: str | None, *arguments: str) -> None:
    """Run a benchmark's own work in a process of its own, over a fresh database: `url` a server, None for SQLite."""
    name = f"kepu_bench_{module}"
    with tempfile.TemporaryDirectory() as folder:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("KEPU_", "DATABASE_URL"))}
        environment = {
            **kept,
            "KEPU_VAR": folder,
            "KEPU_SECOND_FACTOR": "0",
            "KEPU_REGION": HOME,
            "DJANGO_SETTINGS_MODULE": "kepu.config.settings",
        }
        environment |= {"DATABASE_URL": fresh(url, name)} if url else {}
        command = [sys.executable, "-m", f"benchmarks.{module}", *arguments, "--here", folder]
        try:
            subprocess.run(command, env=environment, check=True)
        finally:
            if url:
                drop(url, name)


def start() -> None:
    """Set Django up and migrate the database of the environment."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def county() -> tuple[list[str], list[int]]:
    """Make the county with its towns, villages, units and measures; return the villages' codes and the units' ids."""
    from django.utils import timezone

    from kepu.ledger.verbs import load_catalogue
    from kepu.people.models import Region, Unit

    above = [("990000000000", None, "province"), ("990100000000", "990000000000", "prefecture")]
    above += [(HOME, "990100000000", "county")]
    towns = [(f"990123{100 + t}000", HOME, "township") for t in range(TOWNS)]
    villages = [(f"{town[:9]}{v:03}", town, "village") for town, _, _ in towns for v in range(1, VILLAGES + 1)]
    rows = [Region(code=code, name=f"地{code}", parent_id=parent, level=level) for code, parent, level in
            (*above, *towns, *villages)]  # fmt: skip
    Region.objects.bulk_create(rows)
    units = Unit.objects.bulk_create(
        Unit(region_id=HOME, name=f"县属单位{n}", kind="government", order=n) for n in range(UNITS)
    )
    load_catalogue(at=timezone.now())
    return [code for code, _, _ in villages], [unit.pk for unit in units]


def fill(size: int) -> None:
    """Put `size` facts with a credit each into the tables, as bulk: it is reading that is measured. No cells yet."""
    from django.db import connection, transaction

    villages, units = county()
    with transaction.atomic(), connection.cursor() as cursor:
        _lists(cursor, villages, units)
        numbers = _numbers(cursor, size)
        cursor.execute(_FACTS.format(numbers=numbers, villages=len(villages), measures=_count(cursor, "measure")))
        cursor.execute(_CREDITS.format(units=len(units)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def _lists(cursor, villages: list[str], units: list[int]) -> None:
    """Keep what facts are made of in numbered lists, so that one statement of SQL can make them."""
    from datetime import date, timedelta

    from kepu.ledger.models import Audience, Measure

    leaves = Measure.objects.filter(kind="flow", children=None).order_by("id").values_list("id", flat=True)[:40]
    days = [date(2021, 1, 1) + timedelta(days=n) for n in range(DAYS)]
    lists: dict[str, list[tuple]] = {
        "measure": [(one,) for one in leaves], "region": [(code,) for code in villages],
        "audience": [(one,) for one in Audience.values], "unit": [(one,) for one in units],
        "day": [(day, day.year, day.month) for day in days],
    }  # fmt: skip
    for name, rows in lists.items():
        columns = {1: "one", 3: "one, year, month"}[len(rows[0])]
        kinds = {"measure": "one INTEGER", "unit": "one INTEGER", "day": "one DATE, year INTEGER, month INTEGER"}
        cursor.execute(f"CREATE TEMP TABLE bench_{name} (n INTEGER PRIMARY KEY, {kinds.get(name, 'one VARCHAR(12)')})")
        marks = ", ".join(["%s"] * (len(rows[0]) + 1))
        cursor.executemany(
            f"INSERT INTO bench_{name} (n, {columns}) VALUES ({marks})", [(n, *row) for n, row in enumerate(rows)]
        )


def _count(cursor, name: str) -> int:
    cursor.execute(f"SELECT COUNT(*) FROM bench_{name}")
    return int(cursor.fetchone()[0])


def _numbers(cursor, size: int) -> str:
    """Return the part of a statement that counts from 1 to `size`; keys that point elsewhere are true by construction."""
    if cursor.db.vendor == "sqlite":
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        return f"(WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {size}) SELECT n FROM c)"
    cursor.execute("SET LOCAL session_replication_role = replica")
    return f"(SELECT n FROM generate_series(1, {size}) AS s (n))"


_FACTS = """
INSERT INTO ledger_fact (id, measure_id, quantity, since, day, year, month, region_id, audience, source, line, revision,
  posted_at)
SELECT s.n, measure.one, 20 + s.n % 90, day.one, day.one, day.year, day.month, region.one, audience.one,
  'ledger.record:' || s.n, 0, 1, '2026-11-20 02:00:00+00:00'
FROM {numbers} s
JOIN bench_measure measure ON measure.n = (s.n % 100000 * 31 + s.n / 100000) % {measures}
JOIN bench_day day ON day.n = ((s.n % 2150) * 7919 + s.n / 2150) % 2150
JOIN bench_region region ON region.n = (s.n / 7) % {villages}
JOIN bench_audience audience ON audience.n = (s.n / 3) % 6
"""
_CREDITS = """
INSERT INTO ledger_credit (fact_id, unit_id, role)
SELECT fact.id, unit.one, 'host' FROM ledger_fact fact JOIN bench_unit unit ON unit.n = fact.id % {units}
"""
