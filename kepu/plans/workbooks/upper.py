"""Excel out: how a plan answers its upper plan."""

from kepu.plans.models import Version
from kepu.plans.queries.upper import Check, UpperLine
from kepu.plans.wording import value_words
from kepu.plans.workbooks.listings import Listing, workbook

HEADS = (
    ("序号", 6), ("上级规划原文", 50), ("上级任务", 24), ("结论", 12), ("本级目标任务", 44), ("本级目标值", 18), ("说明", 34), ("核定", 20),
)  # fmt: skip


def upper_workbook(made: Check, version: Version) -> bytes:
    """Return the check as .xlsx: one row a target of the upper plan."""
    title = f"《{version.title}》对照上级规划"
    note = f"上级规划：{(made.document.reading or {}).get('title') or made.document.name}。“待核定”的结论是系统建议。"
    return workbook(
        [Listing("对照上级规划", title, HEADS, [_row(n, line) for n, line in enumerate(made.lines, 1)], note)]
    )


def _row(n: int, line: UpperLine) -> list[str | int | None]:
    own, done = line.own, line.answer
    return [
        n, f"{line.upper.before}{line.upper.quote}{line.upper.after}", line.upper.task, line.word, own.quote if own else "",
        value_words(own) if own else "", line.remark, f"{done.settled_by}　{done.settled_at:%Y-%m-%d}" if done else "待核定",
    ]  # fmt: skip
