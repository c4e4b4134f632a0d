"""Tables as people hand them in, for tests of imports."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter

from kepu.ledger.jobs import work_off
from kepu.ledger.models import Import
from kepu.ledger.tests.books import Books
from kepu.ledger.verbs import imports
from kepu.people.models import Account

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
RECORDS = ("日期", "地点", "类型", "做了什么", "主要对象", "人次", "主办单位", "协办单位")
VALUES = ("统计指标", "时间", "地点", "人群", "数量", "计量单位", "计入单位")
LINE = ("2026-11-18", "东关社区", "科普讲座", "用电安全讲座", "老年人", "40", "县教育体育局", "")


def csv(head: Sequence[str], *lines: Sequence[str], encoding: str = "utf-8") -> bytes:
    return "\n".join(",".join(line) for line in (head, *lines)).encode(encoding)


def book(head: Sequence[str], *lines: Sequence[object]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        for number, line in enumerate((head, *lines)):
            sheet.write_row(number, 0, line)
    return out.getvalue()


def uploaded(books: Books, data: bytes, by: Account, kind: str = "records") -> Import:
    row = imports.upload(
        kind=kind, name="台账.csv", data=data, paper="科协2025年台账", region=books.county.home, by=by, at=AT
    )
    imports.look_over(row=row, at=AT)
    return Import.objects.get(pk=row.pk)


def brought_in(row: Import, by: Account) -> Import:
    imports.confirm(row=row, by=by, at=AT)
    return finished(row)


def taken_back(row: Import, by: Account) -> Import:
    imports.undo(row=row, why="导错了表", by=by, at=AT)
    return finished(row)


def finished(row: Import) -> Import:
    work_off(Import.objects.get(pk=row.pk))
    return Import.objects.select_related("prepared", "problems").get(pk=row.pk)
