"""Rolling up `--size` facts of a county on PostgreSQL: from columns, and as a rebuild of all cells, beside DuckDB.

`rollup`: both sides begin with an extract of the same facts, in the same order, in files on the disk, and end with the sums
of every region × year × measure as columns of NumPy; the rows must be the same to the last. Ours reads plain columns of
numbers block by block and adds up with `kepu.methods.rollup`, as a rebuild does, in one thread. The peer is the quickest of
three ways of DuckDB, on all cores: each level from the one below by hand, over Parquet with regions as text, over Parquet
with regions as numbers, and over columns of NumPy in memory. All take turns, five times; the quickest run of each counts.
`cells_s` is ours when it gives audiences and months too: all that the cells of regions hold.

`rollup_rebuild`: ours reads the facts and credits out of the database, sums by region and by unit, with audiences and
months, and writes all cells; the peer is the first query above, its Parquet there already and nothing written. `extract_s`
is what making it took, `with_extract` the ratio to both together.
"""

import argparse
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

MEMORY, TIMES = "2GB", 5
COLUMNS = ("region", "measure", "audience", "year", "month", "quantity")


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
    """Fill, rebuild, extract, sum, compare."""
    from benchmarks.databases import fill, start
    from benchmarks.measure import report

    start()
    print(f"filled with {size} facts in {seconds(lambda: fill(size)):.1f} s", flush=True)
    from kepu.ledger.verbs import rebuild

    rebuilt, rebuild_mb, server = seconds(rebuild), peak(), server_mb()
    extract_s = seconds(lambda: extract(folder))
    columns(folder)
    mine = by_year(folder)
    ours_mb = peak()
    ways = {"ours": lambda: by_year(folder), "cells": lambda: whole_cells(folder), **by_hand(folder)}
    times = quickest(ways)
    ours, cells_s = times.pop("ours"), times.pop("cells")
    assert all(told(way()) == told(mine) for name, way in ways.items() if name in times)
    assert told(mine) == cells_by_year()
    peer, theirs = min(times.items(), key=lambda way: way[1])
    parquet, load = times["Parquet"], round(os.getloadavg()[0], 1)
    report(
        "rollup", f"{size} facts in columns → {len(told(mine))} sums, region × year × measure", ours, f"DuckDB over {peer}",
        theirs, cells_s=round(cells_s, 5), ours_mb=ours_mb, load=load, ways={n: round(s, 5) for n, s in times.items()},
    )  # fmt: skip
    report(
        "rollup_rebuild", f"{size} facts → {cells()} cells written, PostgreSQL", rebuilt,
        "DuckDB over Parquet, region × year × measure", parquet, extract_s=round(extract_s, 2),
        with_extract=round(rebuilt / (parquet + extract_s), 3), ours_mb=rebuild_mb, server_mb=server, load=load,
    )  # fmt: skip


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def quickest(ways: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the seconds of the quickest run of each; all take turns, so that whatever else the machine does meets all."""
    taken = [{name: seconds(way) for name, way in ways.items()} for _ in range(TIMES)]
    return {name: min(round_[name] for round_ in taken) for name in ways}


def peak() -> int:
    """Return the most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def extract(folder: Path) -> None:
    """Write the facts as Parquet, sorted by nothing: leaf region as text, year, month, measure, audience, quantity."""
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


def columns(folder: Path) -> None:
    """Write the facts as plain columns of numbers, as a rebuild reads them; and as Parquet with regions as numbers."""
    import duckdb

    from kepu.ledger.queries.columns import fact_blocks

    files = {name: (folder / name).open("wb") for name in COLUMNS}
    for block in fact_blocks():
        for name, file in files.items():
            getattr(block, name).tofile(file)
    for file in files.values():
        file.close()
    plain = f"SELECT * REPLACE (region_id::BIGINT AS region_id) FROM '{folder}/facts.parquet'"
    duckdb.sql(f"COPY ({plain}) TO '{folder}/numbers.parquet'")


def blocks(folder: Path, names: tuple[str, ...]) -> Any:
    """Yield columns of an extract, block by block."""
    import numpy as np

    from kepu.ledger.queries.columns import BLOCK

    files = [(folder / name).open("rb") for name in names]
    while len((now := [np.fromfile(file, np.int64, BLOCK) for file in files])[0]):
        yield now
    for file in files:
        file.close()


def by_year(folder: Path) -> list[Any]:
    """Return region, year, measure and sum, as columns."""
    from kepu.methods.rollup import Sums, raised

    sums = Sums(3, 1)
    for region, year, measure, quantity in blocks(folder, ("region", "year", "measure", "quantity")):
        sums.add([region, year, measure], 0, quantity)
    raised(sums, above())
    return [*sums.columns(), sums.amounts[:, 0]]


def whole_cells(folder: Path) -> Any:
    """Return all that the cells of regions hold: audiences and months too."""
    from kepu.methods.rollup import Sums, raised

    sums = Sums(4, 13)
    for region, measure, audience, year, month, quantity in blocks(folder, COLUMNS):
        sums.add([region, measure, audience, year], month, quantity)
    raised(sums, above())
    sums.amounts[:, 0] += sums.amounts[:, 1:].sum(axis=1)
    return sums


def above() -> dict[int, int]:
    """Return the region right above each of the county's, as both sides know without asking the database."""
    from benchmarks.databases import HOME, TOWNS, VILLAGES

    towns = [int(HOME) + (100 + town) * 1000 for town in range(TOWNS)]
    return dict.fromkeys(towns, int(HOME)) | {town + v: town for town in towns for v in range(1, VILLAGES + 1)}


BY_HAND = """
WITH leaf AS MATERIALIZED (SELECT {region} AS region_id, year, {measure} AS measure_id, SUM(quantity) AS q FROM {facts} GROUP BY ALL),
town AS MATERIALIZED (SELECT {town} AS region_id, year, measure_id, SUM(q) AS q FROM leaf GROUP BY ALL),
home AS (SELECT {home} AS region_id, year, measure_id, SUM(q) AS q FROM town GROUP BY ALL)
SELECT region_id, year, measure_id, q::BIGINT AS q FROM (FROM leaf UNION ALL FROM town UNION ALL FROM home)
"""
TEXT = {"region": "region_id", "town": "region_id[1:9] || '000'", "home": "region_id[1:6] || '000000'"}
NUMBERS = {"town": "region_id // 1000 * 1000", "home": "region_id // 1000000 * 1000000"}


def by_hand(folder: Path) -> dict[str, Callable[[], list[Any]]]:
    """Return the peer's three ways to the same columns."""
    import duckdb
    import numpy as np

    facts = {name: np.fromfile(folder / name, np.int64) for name in ("region", "year", "measure", "quantity")}

    def ask(query: str) -> list[Any]:
        with duckdb.connect() as server:
            server.execute(f"SET memory_limit = '{MEMORY}'")
            server.register("facts", facts)
            found = server.execute(query).fetchnumpy()
        return [found[name] for name in ("region_id", "year", "measure_id", "q")]

    own = {"measure": "measure_id", **TEXT}
    ways = {
        "Parquet": BY_HAND.format(facts=f"'{folder}/facts.parquet'", **own),
        "Parquet of numbers": BY_HAND.format(facts=f"'{folder}/numbers.parquet'", **own | NUMBERS),
        "NumPy in memory": BY_HAND.format(facts="facts", region="region", measure="measure", **NUMBERS),
    }
    return {name: lambda query=query: ask(query) for name, query in ways.items()}


def told(found: list[Any]) -> dict[tuple[int, int, int], int]:
    """Return columns of region, year, measure and sum as what they tell; each said once."""
    rows = [tuple(int(one) for one in row) for row in zip(*found, strict=True)]
    sums = {row[:3]: row[3] for row in rows}
    assert len(sums) == len(rows)
    return sums


def cells_by_year() -> dict[tuple[int, int, int], int]:
    """Return the same from the cells that were written, audiences added up."""
    from django.db.models import Sum

    from kepu.ledger.models import RegionCell

    rows = RegionCell.objects.values_list("region_id", "year", "measure_id").annotate(q=Sum("whole"))
    return {(int(region), year, measure): int(quantity) for region, year, measure, quantity in rows.order_by()}


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
