"""Excel out: what becomes of each item of the old plan in the new one."""

from collections.abc import Iterator

from kepu.plans.queries.succession import Row, Settlement
from kepu.plans.workbooks.listings import Cell, Listing, workbook

HEADS = (("类别", 10), ("上一期", 46), ("本期", 46), ("去向", 10), ("说明", 36), ("核定", 24))


def settlement_workbook(made: Settlement) -> bytes:
    """Return the lines as .xlsx, settled ones first; open ones are marked."""
    title = f"接续核定表：《{made.old.title}》→《{made.new.title}》"
    return workbook([Listing("接续核定", title, HEADS, _rows(made), "“待核定”的去向是系统建议，尚未由人核定。")])


def _rows(made: Settlement) -> Iterator[list[Cell]]:
    for row in made.settled:
        done = row.continuation
        yield [*_words(row), done.get_verdict_display(), done.reason, f"{done.settled_by}　{done.settled_at:%Y-%m-%d}"]
    for line in made.open:
        yield [*_words(line), line.word, line.note, "待核定"]


def _words(row: Row) -> list[Cell]:
    kind = "任务" if row.kind == "task" else "目标任务"
    return [kind, row.old.words if row.old else "", row.new.words if row.new else ""]
