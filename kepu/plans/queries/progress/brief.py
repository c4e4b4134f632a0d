"""The leader's brief: how the promises stand, which are behind and by how much, what is to be decided; one page."""

from collections.abc import Iterator
from datetime import date

from kepu.methods.papers import Block, Column, Head, Heading, Paper, Paragraph, Row, Table
from kepu.plans.models import Version
from kepu.plans.queries.deeds import Tally
from kepu.plans.queries.progress.board import Board, Progress
from kepu.plans.queries.progress.shared import LIGHTS
from kepu.plans.queries.sides import names
from kepu.plans.wording import number_words, subject_words, value_words
from kepu.ui.templatetags.ui import day, light_word

SHOWN = 5  # as many lines as leave the whole on one page
COLUMNS = (
    Column("目标任务", 30), Column("目标值", 24), Column("已完成", 10, "right"), Column("应完成", 10, "right"),
    Column("牵头（负责）单位", 26),
)  # fmt: skip
FOUND = "以上数字由台账自动计算，可逐笔查对。"


def brief_paper(version: Version, board: Board, today: date, tally: Tally | None = None) -> Paper:
    """Return the brief as a paper; every number in it is one of the board's, tasks without a number told apart."""
    region, late = version.plan.region.name, behind(board)
    blocks: list[Block] = [Heading(1, "一、总体情况"), Paragraph(_overall(board, today))]
    if tally and tally.total:
        blocks.append(Paragraph(_qualitative(tally)))
    if late:
        rest = [Row((f"其余{len(late) - SHOWN}个见系统“目标进展”页。",))] if len(late) > SHOWN else []
        blocks += [Heading(1, "二、落后于进度的目标任务"), Table(COLUMNS, (*map(_row, late[:SHOWN]), *rest))]
    if asked := list(_asked(board, late)):
        blocks.append(Heading(1, f"{'三' if late else '二'}、需要研究的事项"))
        blocks += [Paragraph(f"{at}. {text}") for at, text in enumerate(asked, 1)]
    return Paper(Head(title=f"{region}全民科学素质行动目标任务进展情况"), tuple(blocks))


def behind(board: Board) -> list[Progress]:
    """Return the targets that are behind their course, those that did the smallest share of what was expected first."""
    late = [line for line in board.lines if line.standing and line.light in ("red", "amber", "grey")]
    late = [line for line in late if line.standing and line.standing.expected > 0]
    return sorted(late, key=lambda line: (line.done or 0) / line.standing.expected if line.standing else 0)


def _overall(board: Board, today: date) -> str:
    judged = sum(board.lights.values())
    stands = "，".join(
        f"{light_word(light)}{board.lights[light]}个" for light in reversed(LIGHTS) if board.lights[light]
    )
    text = f"截至{day(today)}，方案的{len(board.lines)}个目标任务中，{judged}个可以判断进展"
    text += f"：{stands}。" if judged else "。"
    rest = len(board.lines) - judged
    return text + (f"其余{rest}个没有数字、尚未确定统计指标或者还不能判断。" if rest else "") + FOUND


def _qualitative(tally: Tally) -> str:
    """Say where the tasks without a number stand: how many, never which share."""
    stands = "，".join(f"{state.label}{number}项" for state, number in tally.lines)
    return f"定性任务{tally.total}项单独统计：{stands}，以纲要办确认的举措为准。"


def _row(line: Progress) -> Row:
    assert line.standing
    assert line.done is not None
    expected = line.standing.expected.quantize(line.done if line.done % 1 else line.done.to_integral_value())
    return Row((
        subject_words(line.target) or line.target.quote, value_words(line.target), number_words(line.done),
        number_words(expected), "、".join(_leads(line)) or "–",
    ))  # fmt: skip


def _leads(line: Progress) -> list[str]:
    rows = line.target.task.leads if line.target.task else []  # type: ignore[attr-defined]  # as `targets_of` gives it
    return names([row for row in rows if row.role == "lead"] or rows)


def _asked(board: Board, late: list[Progress]) -> Iterator[str]:
    red = [line for line in late if line.light == "red"]
    if red:
        units = list(dict.fromkeys(name for line in red for name in _leads(line)))
        who = f"请{'、'.join(units[:3])}{'等单位' if len(units) > 3 else ''}" if units else "请牵头单位"
        yield f"难以按期完成的{len(red)}个，{who}说明原因，提出措施或者调整意见。"
    idle = [line for line in late if line.light == "grey"]
    if idle:
        yield f"没有记录的{len(idle)}个，请牵头单位核实是未开展还是未记录。"
    missed = [line for line in board.lines if line.words and line.light == "red"]
    if missed:
        more = "等" if len(missed) > 1 else ""
        yield f"到期没有达到的位次、标志性事项{len(missed)}个（“{missed[0].target.quote[:24]}”{more}），请牵头单位说明原因。"
    if board.unbound:
        yield f"没有统计指标的{board.unbound}个，请牵头单位会同有关单位确定。"
