"""Rebuilding all cells of `--size` facts on PostgreSQL, beside DuckDB that sums an extract of the same facts by hand.

The peer reads a Parquet extract of the facts and gives every region × year × measure, each level from the one below; its
rows must be ours to the last. Ours also gives audiences, months and units, and writes them all into the tables.
"""

import argparse
import os
import time
from pathlib import Path

MEMORY = "2GB"


def main() -> None:
    """Measure in a process of its own over a fresh database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000, help="how many facts")
    parser.add_argument("--here", help="(used by this program itself) a folder")
    arguments = parser.parse_args()
    if arguments.here:
        return measure(arguments.size, Path(arguments.here))
    from benchmarks.databases import child
    from tests.everything import postgresql

    with postgresql() as url:
        child("rollup", url, "--size", str(arguments.size))
    return None


def measure(size: int, folder: Path) -> None:
    """Fill, extract, rebuild, sum, compare."""
    from benchmarks.databases import fill, start
    from benchmarks.measure import report

    start()
    begin = time.perf_counter()
    fill(size)
    print(f"filled with {size} facts in {time.perf_counter() - begin:.1f} s", flush=True)
    extract(folder)
    from kepu.ledger.verbs import rebuild

    begin = time.perf_counter()
    rebuild()
    ours = time.perf_counter() - begin
    begin = time.perf_counter()
    theirs = by_hand(folder)
    peer = time.perf_counter() - begin
    mine = ours_by_year()
    assert mine == theirs, (len(mine), len(theirs))
    report(
        "rollup", f"{size} facts → {cells()} cells, PostgreSQL", ours, "DuckDB over Parquet, region × year × measure", peer,
        rows_compared=len(mine), load=round(os.getloadavg()[0], 1), server_mb=server_mb(),
    )  # fmt: skip


def extract(folder: Path) -> None:
    """Write the facts as Parquet: leaf region, year, measure, quantity, sorted by nothing."""
    import duckdb
    from django.db import connection

    columns = "region_id, year, month, measure_id, audience, quantity"
    statement = f"COPY (SELECT {columns} FROM ledger_fact) TO STDOUT (FORMAT csv, HEADER)"
    with (
        (folder / "facts.csv").open("wb") as file,
        connection.cursor() as cursor,
        cursor.cursor.copy(statement) as rows,
    ):
        for block in rows:
            file.write(block)
    kinds = "{'region_id': 'VARCHAR', 'year': 'SMALLINT', 'month': 'TINYINT', 'measure_id': 'INTEGER', 'audience': 'VARCHAR', 'quantity': 'BIGINT'}"
    duckdb.sql(f"COPY (SELECT * FROM read_csv('{folder}/facts.csv', columns = {kinds})) TO '{folder}/facts.parquet'")
    (folder / "facts.csv").unlink()


BY_HAND = """
WITH leaf AS MATERIALIZED (SELECT region_id, year, measure_id, SUM(quantity) AS q FROM '{path}' GROUP BY ALL),
town AS MATERIALIZED (SELECT region_id[1:9] || '000' AS region_id, year, measure_id, SUM(q) AS q FROM leaf GROUP BY ALL),
home AS (SELECT region_id[1:6] || '000000' AS region_id, year, measure_id, SUM(q) AS q FROM town GROUP BY ALL)
SELECT region_id, year, measure_id, q::BIGINT FROM (FROM leaf UNION ALL FROM town UNION ALL FROM home)
"""


def by_hand(folder: Path) -> dict[tuple, int]:
    """Return the sums of every region, year and measure."""
    import duckdb

    with duckdb.connect() as server:
        server.execute(f"SET memory_limit = '{MEMORY}'")
        found = server.execute(BY_HAND.format(path=folder / "facts.parquet")).fetchall()
    return {(region, year, measure): quantity for region, year, measure, quantity in found}


def ours_by_year() -> dict[tuple, int]:
    """Return the same from the cells, audiences added up."""
    from django.db.models import Sum

    from kepu.ledger.models import RegionCell

    rows = RegionCell.objects.values_list("region_id", "year", "measure_id").annotate(q=Sum("whole"))
    return {(region, year, measure): int(quantity) for region, year, measure, quantity in rows.order_by()}


def cells() -> int:
    """Return how many cells there are."""
    from kepu.ledger.models import RegionCell, UnitCell

    return RegionCell.objects.count() + UnitCell.objects.count()


def server_mb() -> int:
    """Return the most memory the database's process for us has had, where the system tells; else 0."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        path = Path(f"/proc/{cursor.fetchone()[0]}/status")
    try:
        lines = dict(line.split(":", 1) for line in path.read_text().splitlines() if ":" in line)
    except OSError:
        return 0
    return int(lines["VmHWM"].split()[0]) // 1024


if __name__ == "__main__":
    main()
