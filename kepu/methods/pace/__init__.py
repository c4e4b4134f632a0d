"""How far a promise should be by a day, and how it stands: the published rules behind the lights. Pure.

The rules, in this order: reached is 已完成; past its day and not reached is 难以完成; nothing done yet is 未启动; at least
nine tenths of what was to be expected is 正常推进; at least six tenths 进度滞后; less 难以完成.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final

ON_PACE: Final = Decimal("0.9")
BEHIND: Final = Decimal("0.6")
RULE: Final = (
    "达到目标值为“已完成”；到期仍未达到为“难以完成”；还没有任何记录为“未启动”；"
    "完成数不低于按进度应完成数的九成为“正常推进”，不低于六成为“进度滞后”，再低为“难以完成”。"
)
Point = tuple[date, Decimal]


@dataclass(frozen=True)
class Standing:
    """How a promise stands: the light, what was to be expected by today, the share of the value that is done."""

    light: str
    expected: Decimal
    share: Decimal


def expected_at(points: Sequence[Point], today: date) -> Decimal:
    """Return what a course of points (day, amount by the end of that day; days ascending) asks for at a day.

    Between two points it grows evenly by the day; before the first it is the first's amount, after the last the last's.
    Raises ValueError without points.
    """
    if not points:
        raise ValueError("a course needs at least one point")
    for (before, low), (after, high) in pairwise(points):
        if before <= today < after:
            return low + (high - low) * Decimal((today - before).days) / Decimal((after - before).days)
    return points[0][1] if today < points[0][0] else points[-1][1]


def judge(
    done: Decimal, value: Decimal, points: Sequence[Point], today: date, *, at_most: bool = False, strict: bool = False
) -> Standing:
    """Return how a promise of `value` stands at a day with `done`; `strict` wants more than the value.

    `at_most` promises not to exceed it: then it stands well until it is exceeded, and is kept once its days are over.
    """
    expected, ends = expected_at(points, today), points[-1][0]
    share = done / value if value else Decimal(1)
    if at_most:
        kept = "blue" if today > ends else "green"
        return Standing("red" if done > value else kept, value, share)
    if done > value or (done == value and not strict):
        return Standing("blue", expected, share)
    return Standing(_light(done, expected, over=today > ends), expected, share)


def _light(done: Decimal, expected: Decimal, *, over: bool) -> str:
    if over:
        return "red"
    if not done:
        return "grey"
    if done >= expected * ON_PACE:
        return "green"
    return "amber" if done >= expected * BEHIND else "red"


RANK_RULE: Final = (
    "位次只看有权单位公布的排名或平均值：达到目标为“已完成”，没有达到的，期内为“进度滞后”、到期为“难以完成”；"
    "原文没有写明第几名的、与平均值之差在误差范围内的不判断。"
)
MILESTONE_RULE: Final = (
    "标志性事项以纲要办确认的举措为准：达到为“已完成”；到期没有达到为“难以完成”；"
    "没有达到的，所在任务还没有举措为“未启动”，已有举措为“正常推进”。"
)


def judge_rank(reached: bool, *, over: bool) -> Standing:
    """Return how a promised place stands: reached, or not yet, or not by its day (`over`). Nothing is expected by a day."""
    return Standing("blue" if reached else "red" if over else "amber", Decimal(0), Decimal(int(reached)))


def above_average(value: int, average: int, low: int | None, high: int | None, *, strict: bool) -> bool | None:
    """Return whether a figure is above (or, unless `strict`, at) an average; None where its interval cannot tell."""
    if low is not None and high is not None and low <= average <= high:
        return None
    return value > average or (value == average and not strict)


def judge_milestone(reached: bool, *, begun: bool, over: bool) -> Standing:
    """Return how a thing to be brought about stands: reached; else not by its day (`over`), begun, or not begun."""
    light = "blue" if reached else "red" if over else "green" if begun else "grey"
    return Standing(light, Decimal(0), Decimal(int(reached)))


TREND_RULE: Final = (
    "没有数字的趋势（逐步提高、不断减少）比较逐年的数：期内最近一个数比上一个数朝原文的方向变动为“正常推进”，持平或相反为“进度滞后”；"
    "到期后末一个数与最早一个数（基期）相比，朝原文的方向变动为“已完成”，否则为“难以完成”；"
    "只算过完的年份，没有记录的年份不算；公布数只比测评口径相同的；不足两个数的尚无法判断。"
)
COVERAGE_RULE: Final = (
    "没有数字的“全覆盖”，对照同名的覆盖范围逐个核对，有一条以上记录的为已覆盖，应覆盖数就是范围内的全部；"
    "还没有建立覆盖范围的不判断。"
)


def judge_trend(values: Sequence[Decimal], *, falling: bool, over: bool) -> Standing | None:
    """Return how a promised rise (or fall) stands by the values of years, the oldest first; None with fewer than two.

    While it runs the last is held against the one before, after its day (`over`) against the first.
    """
    if len(values) < 2:
        return None
    before, last = values[0] if over else values[-2], values[-1]
    kept = last < before if falling else last > before
    good, bad = ("blue", "red") if over else ("green", "amber")
    return Standing(good if kept else bad, Decimal(0), Decimal(int(kept)))
