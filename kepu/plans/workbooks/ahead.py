"""The working sheet for the next period as files: an Excel sheet, and a Word draft to go on writing in."""

from collections.abc import Iterator

from kepu.methods.papers import Column, Head, Heading, Paper, Paragraph, Row, Table, to_docx
from kepu.plans.models import DutyRole, Intention, Part
from kepu.plans.queries.proofreading import PartNode, TaskNode
from kepu.plans.queries.sides import names
from kepu.plans.queries.succession.ahead import Ahead, AheadRow, next_period, next_title
from kepu.plans.workbooks.listings import Listing, workbook

HEADS = (
    ("序号", 6), ("类别", 10), ("所属", 26), ("本期原文", 46), ("本期目标值", 18), ("打算", 8), ("下一周期目标值", 20), ("理由", 34), ("备注", 12),
)  # fmt: skip
ENDED = Intention.Verdict.ENDED
_NUMERALS = "一二三四五六七八九十"


def ahead_workbook(sheet: Ahead) -> bytes:
    """Return the sheet as .xlsx: one row an item."""
    rows = [
        (n, "任务" if r.kind == "task" else "目标任务", r.place, r.words, r.value, r.word,
         r.intention.value if r.intention else "", r.intention.reason if r.intention else "",
         "" if r.intention else "系统建议")
        for n, r in enumerate(sheet.rows, 1)
    ]  # fmt: skip
    title = f"{next_title(sheet.version)}编制工作底稿"
    return workbook([Listing("工作底稿", title, HEADS, rows, "备注为“系统建议”的尚未由人核定。")])


def ahead_draft(sheet: Ahead) -> bytes:
    """Return the draft of the next plan as .docx: what goes on in its place, what ends in a table at the end."""
    rows = {row.key: row for row in sheet.rows}
    blocks = [
        Heading(1, "一、总体要求"), Paragraph("（此处写指导思想、基本原则。）"), *_goals(sheet, rows),
        *_chapter("二、提升行动", Part.Kind.ACTION, sheet, rows), *_chapter("三、重点工程", Part.Kind.PROJECT, sheet, rows),
        *_loose(sheet, rows),
        Heading(1, "四、组织实施"), Paragraph("（此处写组织领导、工作机制、条件保障、监测评估。）"),
        *_ended(sheet),
    ]  # fmt: skip
    head = Head(title=next_title(sheet.version), stage="起草稿")
    return to_docx(Paper(head, tuple(blocks)))


def _goals(sheet: Ahead, rows: dict[str, AheadRow]) -> Iterator[Heading | Paragraph]:
    yield Heading(2, "（一）工作目标")
    years = next_period(sheet.version)
    yield Paragraph(f"到{years[1]}年，（此处写总体目标）。" if years else "（此处写总体目标。）")
    for target in sheet.tree.targets:
        if (row := rows[target.key]).verdict != ENDED:
            yield Paragraph(_target_line(row))


def _chapter(title: str, kind: str, sheet: Ahead, rows: dict[str, AheadRow]) -> Iterator[Heading | Paragraph]:
    kept = [p for p in sheet.tree.parts if p.part and p.part.kind == kind and _kept(p, rows)]
    if kept:
        yield Heading(1, title)
    for at, part in enumerate(kept):
        yield Heading(2, f"（{_numeral(at)}）{part.part.title if part.part else ''}")
        yield from _tasks(_kept(part, rows), rows)


def _loose(sheet: Ahead, rows: dict[str, AheadRow]) -> Iterator[Heading | Paragraph]:
    for part in sheet.tree.parts:
        if part.part is None and _kept(part, rows):
            yield Heading(1, "其他任务")
            yield from _tasks(_kept(part, rows), rows)


def _kept(part: PartNode, rows: dict[str, AheadRow]) -> list[TaskNode]:
    return [node for node in part.tasks if rows[node.task.key].verdict != ENDED]


def _numeral(at: int) -> str:
    return _NUMERALS[at] if at < len(_NUMERALS) else str(at + 1)


def _tasks(nodes: list[TaskNode], rows: dict[str, AheadRow]) -> Iterator[Heading | Paragraph]:
    for n, node in enumerate(nodes, 1):
        row = rows[node.task.key]
        reason = row.intention.reason if row.intention else ""
        yield Heading(3, f"{n}. {node.task.title}")
        yield Paragraph(f"〔{row.word}{'：' + reason if reason else ''}〕{_body(node)}{_clause(node)}")
        for target in node.targets:
            if rows[target.key].verdict != ENDED:
                yield Paragraph(_target_line(rows[target.key]))


def _body(node: TaskNode) -> str:
    return " ".join(node.task.body.split()) or "（此处写工作内容。）"


def _clause(node: TaskNode) -> str:
    words = {DutyRole.LEAD: "牵头单位", DutyRole.SUPPORT: "责任单位", DutyRole.JOINT: "按职责分工负责"}
    parts = [
        f"{word}：{'、'.join(found)}"
        for role, word in words.items()
        if (found := names(r for r in node.responsibilities if r.role == role))
    ]
    return f"（{'；'.join(parts)}）" if parts else ""


def _target_line(row: AheadRow) -> str:
    value = row.intention.value if row.intention else ""
    reason = row.intention.reason if row.intention else ""
    new = f"，下一周期目标值：{value}" if value else "，下一周期目标值：（待定）" if row.verdict != "carried" else ""
    return f"〔{row.word}〕{row.words}{new}{'（' + reason + '）' if reason else ''}"


def _ended(sheet: Ahead) -> Iterator[Heading | Table]:
    ended = [row for row in sheet.rows if row.verdict == ENDED]
    if ended:
        yield Heading(1, "附：拟结束的任务和目标任务（不印发）")
        columns = (Column("类别", 0.14), Column("本期原文", 0.5), Column("理由", 0.36))
        yield Table(columns, tuple(
            Row(("任务" if r.kind == "task" else "目标任务", r.words, r.intention.reason if r.intention else "（系统建议）"))
            for r in ended
        ))  # fmt: skip
