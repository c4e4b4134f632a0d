"""Eight writers post `--size` facts on PostgreSQL, one a transaction, beside eight that only insert the same rows.

The verb checks the entry, holds the source, looks at what it said before, and keeps fact, credit and pending row; the
peer inserts the same three rows by psycopg and checks nothing. Then the same in batches of 500 sources.
"""

import argparse
import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context

WRITERS, BATCH = 8, 500
AT = datetime(2026, 11, 20, 2, tzinfo=UTC)


def main() -> None:
    """Measure in a process of its own over a fresh database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=4_000, help="how many facts")
    parser.add_argument("--here", help="(used by this program itself)")
    arguments = parser.parse_args()
    if arguments.here:
        return measure(arguments.size)
    from benchmarks.databases import child
    from tests.everything import postgresql

    with postgresql() as url:
        child("posting", url, "--size", str(arguments.size))
    return None


def measure(size: int) -> None:
    """Post one by one and in batches, each beside its peer."""
    from benchmarks.databases import county, start
    from benchmarks.measure import report

    start()
    villages, units = county()
    from django.db import connections

    from kepu.ledger.models import Measure

    measure = Measure.objects.get(code="lecture.person_times").pk
    connections.close_all()
    told = [(measure, 20 + n % 90, date(2026, 1, 1) + timedelta(days=n % 300), villages[n % len(villages)],
             units[n % len(units)]) for n in range(size)]  # fmt: skip
    load = round(os.getloadavg()[0], 1)
    for name, ours, peer, words in (
        ("posting", one_by_one, plainly, "one a transaction"),
        ("posting_many", in_batches, plainly_many, f"{BATCH} a transaction"),
    ):
        mine = together(ours, told)
        theirs = together(peer, told)
        report(
            name, f"{size} facts, {words}, {WRITERS} writers, PostgreSQL", mine, "plain inserts of the same rows", theirs,
            facts_a_second=round(size / mine), load=load,
        )  # fmt: skip
    check(size)


def together(work: Callable[..., None], told: list[tuple]) -> float:
    """Return the seconds from the moment when all writers are ready until the last has ended."""
    context = get_context("fork")
    ready = context.Barrier(WRITERS + 1)
    writers = [context.Process(target=work, args=(ready, work.__name__, told[n::WRITERS], n)) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    ready.wait()
    begin = time.perf_counter()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    return time.perf_counter() - begin


def one_by_one(ready, mark: str, told: list[tuple], number: int) -> None:
    """Post each fact as its own deed."""
    from kepu.ledger.verbs import post

    made = sayings(number, told, 0)
    ready.wait()
    for saying in made:
        post(source=saying.source, entries=saying.entries, by=None, at=AT)


def in_batches(ready, mark: str, told: list[tuple], number: int) -> None:
    """Post BATCH sources at a time."""
    from kepu.ledger.verbs.posting import post_many

    made = sayings(number, told, 1)
    ready.wait()
    for first in range(0, len(made), BATCH):
        post_many(sayings=made[first : first + BATCH], by=None, at=AT)


def sayings(number: int, told: list[tuple], batch: int) -> list:
    """Return what is to be said, by sources that no other writer has."""
    from django.db import connection

    from kepu.ledger import sources
    from kepu.ledger.models import Measure
    from kepu.ledger.verbs import Entry
    from kepu.ledger.verbs.posting import Saying

    sources.register("bench.record", lambda by, ids: {})
    measure = Measure.objects.get(code="lecture.person_times")
    connection.ensure_connection()
    return [
        Saying(f"bench.record:{((batch * 10 + number) << 32) + n}",
               [Entry(measure, quantity, day, region, "elderly", ((unit, "host"),))])
        for n, (_, quantity, day, region, unit) in enumerate(told)
    ]  # fmt: skip


FACT = """INSERT INTO ledger_fact (measure_id, quantity, since, day, year, month, region_id, audience, source, line, revision,
posted_at) VALUES (%s, %s, %s, %s, %s, %s, %s, 'elderly', %s, 0, 1, %s) RETURNING id"""
CREDIT = "INSERT INTO ledger_credit (fact_id, unit_id, role) VALUES (%s, %s, 'host')"
PENDING = "INSERT INTO ledger_pending (fact_id) VALUES (%s)"


def plainly(ready, mark: str, told: list[tuple], number: int) -> None:
    """Insert the three rows of each fact and commit."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"]) as server:
        ready.wait()
        for n, row in enumerate(told):
            _insert(server, row, f"{mark}:{number}:{n}")
            server.commit()


def plainly_many(ready, mark: str, told: list[tuple], number: int) -> None:
    """Insert BATCH facts with one statement a table, as many rows a statement, and commit."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"]) as server:
        ready.wait()
        for first in range(0, len(told), BATCH):
            rows = told[first : first + BATCH]
            facts = [_values(row, f"{mark}:{number}:{first + n}") for n, row in enumerate(rows)]
            ids = [i for (i,) in server.execute(_many(FACT, len(rows)), [v for f in facts for v in f]).fetchall()]
            server.execute(_many(CREDIT, len(rows)), [v for i, row in zip(ids, rows, strict=True) for v in (i, row[4])])
            server.execute(_many(PENDING, len(rows)), ids)
            server.commit()


def _many(statement: str, times: int) -> str:
    head, _, values = statement.partition("VALUES ")
    one, _, tail = values.partition(" RETURNING")
    return f"{head}VALUES {', '.join([one] * times)}" + (f" RETURNING{tail}" if tail else "")


def _values(row: tuple, source: str) -> tuple:
    measure, quantity, day, region, _ = row
    return (measure, quantity, day, day, day.year, day.month, region, source, AT)


def _insert(server, row: tuple, source: str) -> None:
    (fact,) = server.execute(FACT, _values(row, source)).fetchone()
    server.execute(CREDIT, (fact, row[4]))
    server.execute(PENDING, (fact,))


def check(size: int) -> None:
    """Nothing was lost: every writer's rows are there, with credit and pending row."""
    from django.db import connections

    from kepu.ledger.models import Credit, Fact, Pending

    connections.close_all()
    assert {Fact.objects.count(), Credit.objects.count(), Pending.objects.count()} == {4 * size}


if __name__ == "__main__":
    main()
