"""The leader's brief: how the promises stand, which are behind and by how much, what is to be decided; one page."""

from collections.abc import Iterator
from datetime import date, timedelta

from kepu.methods.papers import Block, Column, Head, Heading, Paper, Paragraph, Row, Table
from kepu.plans.models import Version
from kepu.plans.queries.deeds import Tally
from kepu.plans.queries.progress.board import Board, Progress
from kepu.plans.queries.progress.shared import LIGHTS
from kepu.plans.queries.sides import names
from kepu.plans.wording import number_words, subject_words, value_words
from kepu.ui.templatetags.ui import day, light_word

SHOWN = 7  # as many lines as leave the whole on one page
COLUMNS = (
    Column("目标任务", 26), Column("目标值", 21), Column("已完成", 9, "right"), Column("应完成", 9, "right"),
    Column("最近记录", 13), Column("牵头（负责）单位", 22),
)  # fmt: skip
STILL = timedelta(days=90)
FOUND = "以上数字由台账自动计算，可逐笔查对。"


def brief_paper(version: Version, board: Board, today: date, tally: Tally | None = None) -> Paper:
    """Return the brief as a paper; every number in it is one of the board's, tasks without a number told apart."""
    region, late = version.plan.region.name, behind(board)
    blocks: list[Block] = [Heading(1, "一、总体情况"), Paragraph(_overall(board, today))]
    if tally and tally.total:
        blocks.append(Paragraph(_qualitative(tally)))
    if late:
        rest = [Row((f"其余{len(late) - SHOWN}个见系统“目标进展”页。",))] if len(late) > SHOWN else []
        blocks += [
            Heading(1, "二、落后于进度的目标任务"),
            Table(COLUMNS, (*(_row(line, today) for line in late[:SHOWN]), *rest)),
        ]
    if asked := list(_asked(board, late, today)):
        blocks.append(Heading(1, f"{'三' if late else '二'}、需要研究的事项"))
        blocks += [Paragraph(f"{at}. {text}") for at, text in enumerate(asked, 1)]
    return Paper(Head(title=f"{region}全民科学素质行动目标任务进展情况"), tuple(blocks))


def behind(board: Board) -> list[Progress]:
    """Return the targets that are behind their course: those on the way first, the smallest share of what was expected on top.

    Those of which nothing is recorded come last: whether anything was done is another question than why so little was.
    """
    late = [line for line in board.lines if line.standing and line.light in ("red", "amber", "grey")]
    late = [line for line in late if line.standing and line.standing.expected > 0]
    return sorted(late, key=lambda one: (not one.done, (one.done or 0) / one.standing.expected if one.standing else 0))


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


def _row(line: Progress, today: date) -> Row:
    assert line.standing
    assert line.done is not None
    expected = line.standing.expected.quantize(line.done if line.done % 1 else line.done.to_integral_value())
    return Row((
        subject_words(line.target) or line.target.quote, value_words(line.target), number_words(line.done),
        number_words(expected), _last(line, today), "、".join(_leads(line)) or "–",
    ))  # fmt: skip


def _last(line: Progress, today: date) -> str:
    """Say when something was recorded last: the first thing that a leader asks of a target that is behind."""
    if line.publication:
        return f"{line.publication.fact.day.year}年公布"
    if not line.last:
        return "没有记录"
    return (
        f"{line.last.month}月{line.last.day}日"
        if line.last.year == today.year
        else f"{line.last.year}年{line.last.month}月"
    )


def _leads(line: Progress) -> list[str]:
    rows = line.target.task.leads if line.target.task else []  # type: ignore[attr-defined]  # as `targets_of` gives it
    return names([row for row in rows if row.role == "lead"] or rows)


def _asked(board: Board, late: list[Progress], today: date) -> Iterator[str]:
    red = [line for line in late if line.light == "red"]
    if red:
        units = list(dict.fromkeys(name for line in red for name in _leads(line)))
        who = f"请{'、'.join(units[:3])}{'等单位' if len(units) > 3 else ''}" if units else "请牵头单位"
        still = sum(1 for line in red if line.last and line.last < today - STILL)
        told = f"（其中{still}个三个月以上没有新的记录）" if still else ""
        yield f"难以按期完成的{len(red)}个{told}，{who}说明原因，提出措施或者调整意见。"
    idle = [line for line in late if line.light == "grey"]
    if idle:
        yield f"没有记录的{len(idle)}个，请牵头单位核实是未开展还是未记录。"
    missed = [line for line in board.lines if line.words and line.light == "red"]
    if missed:
        more = "等" if len(missed) > 1 else ""
        yield f"到期没有达到的位次、标志性事项{len(missed)}个（“{missed[0].target.quote[:24]}”{more}），请牵头单位说明原因。"
    if board.unbound:
        yield f"没有统计指标的{board.unbound}个，请牵头单位会同有关单位确定。"
