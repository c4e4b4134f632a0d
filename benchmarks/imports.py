"""Bringing in a workbook of `--size` values on SQLite: looked over, confirmed, posted, summed up.

The peer reads the same workbook with calamine and inserts the same facts, credits and pending rows, checking nothing.
"""

import argparse
import io
import time
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)


def main() -> None:
    """Measure in a process of its own over a fresh database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=5_000, help="how many rows")
    parser.add_argument("--here", help="(used by this program itself)")
    arguments = parser.parse_args()
    if arguments.here:
        return measure(arguments.size, Path(arguments.here))
    from benchmarks.databases import child

    child("imports", None, "--size", str(arguments.size))
    return None


def measure(size: int, folder: Path) -> None:
    """Bring the workbook in, each step by the clock; then the peer."""
    from benchmarks.databases import HOME, county, start
    from benchmarks.measure import report

    start()
    villages, _ = county()
    from kepu.ledger.models import Fact, Import
    from kepu.ledger.verbs import drain_all, imports
    from kepu.people.models import Account, Holding, Region, Role

    office = Account.objects.create(username="office", name="纲要办", created_at=AT)
    home = Region.objects.get(pk=HOME)
    Holding.objects.create(account=office, role=Role.SECRETARIAT, region=home, since=date(2026, 1, 1))
    data = workbook(size, villages)
    marks = [time.perf_counter()]
    row = imports.upload(kind="values", name="数据.xlsx", data=data, paper="统计年报", region=home, by=office, at=AT)
    marks.append(time.perf_counter())
    imports.look_over(row=row, at=AT)
    row = Import.objects.get(pk=row.pk)
    assert (row.state, row.total, row.counts) == ("checked", size, {"new": size}), (
        row.state,
        row.message,
        row.counts,
        row.told,
    )
    marks.append(time.perf_counter())
    imports.confirm(row=row, by=office, at=AT)
    while imports.go_on(row=row, at=AT):
        pass
    assert Fact.objects.count() == size
    marks.append(time.perf_counter())
    drain_all(at=AT)
    marks.append(time.perf_counter())
    steps = [round(b - a, 2) for a, b in pairwise(marks)]
    peer = plainly(data, folder)
    report(
        "imports", f"{size} values from .xlsx, SQLite", marks[-1] - marks[0], "calamine and plain inserts", peer,
        upload_s=steps[0], look_over_s=steps[1], post_s=steps[2], drain_s=steps[3], file_kb=len(data) // 1024,
    )  # fmt: skip


def workbook(size: int, villages: list[str]) -> bytes:
    """Return a workbook of values, no two of one measure, day and place."""
    import xlsxwriter

    from kepu.ledger.models import Measure
    from kepu.ledger.tables import COLUMNS
    from kepu.people.models import Region

    measures = list(Measure.objects.filter(kind="flow", children=None).order_by("id")[:20])
    names = dict(Region.objects.values_list("code", "name"))
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet()
    keys = [column.key for column in COLUMNS["values"]]
    sheet.write_row(0, 0, [column.title for column in COLUMNS["values"]])
    for n in range(size):
        measure, n_day = measures[n % len(measures)], n // len(measures)
        day = date(2021, 1, 1) + timedelta(days=n_day // len(villages))
        told = {
            "measure": measure.name, "period": day.isoformat(), "place": names[villages[n_day % len(villages)]],
            "audience": "全体居民", "quantity": 20 + n % 90, "measured_in": measure.unit,
        }  # fmt: skip
        sheet.write_row(n + 1, 0, [told.get(key, "") for key in keys])
    book.close()
    return file.getvalue()


def plainly(data: bytes, folder: Path) -> float:
    """Read the workbook and insert facts, credits left out as above, and pending rows; return the seconds."""
    import shutil
    import sqlite3

    from python_calamine import CalamineWorkbook

    shutil.copy(folder / "kepu.sqlite3", folder / "peer.sqlite3")
    place = sqlite3.connect(folder / "peer.sqlite3")
    begin = time.perf_counter()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()[1:]
    facts = [
        (10_000_000 + n, 2, 50, row[1] if isinstance(row[1], str) else "2021-01-01", "990123100001", n)
        for n, row in enumerate(rows)
    ]
    place.executemany(
        "INSERT INTO ledger_fact (id, measure_id, quantity, since, day, year, month, region_id, audience, source, line, "
        "revision, posted_at) VALUES (?1, ?2, ?3, '2021-01-01', '2021-01-01', 2021, 1, ?5, 'general', 'peer:1', ?6, 1, "
        "'2026-11-20')",
        facts,
    )
    place.executemany("INSERT INTO ledger_pending (fact_id) VALUES (?)", [(fact[0],) for fact in facts])
    place.commit()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
