"""对照上级: each target of the upper plan with its printed sentence, which of ours answers it, and how well."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kepu.methods.planmatch import Pair, TargetSide, falls_short, incomparable, is_share
from kepu.plans.models import Document, Plan, Target, UpperAnswer, Version
from kepu.plans.queries.sides import target_side, targets_paired
from kepu.plans.queries.standing import standing

Verdict = UpperAnswer.Verdict
_ENDS = "。！？；\n"
_TEXTS = ("subject", "unit", "comparator", "per", "every", "each", "level", "unit_named")


@dataclass(frozen=True)
class UpperTarget:
    """One target of the upper plan: its number in the reading from 0, its words, the sentence around them, its task."""

    number: int
    side: TargetSide
    before: str
    after: str
    task: str

    @property
    def quote(self) -> str:
        return self.side.quote


def upper_targets(document: Document) -> list[UpperTarget]:
    """Return the targets and promises that the reader found in an upper plan, in its order; [] before it was read."""
    reading: dict[str, Any] = document.reading or {}
    titles = {task["id"]: task["title"] for task in reading.get("tasks", [])}
    rows = [*reading.get("targets", []), *reading.get("promises", [])]
    return [_upper(n, row, titles, document.text) for n, row in enumerate(rows)]


def _upper(number: int, row: dict[str, Any], titles: dict[str, str], text: str) -> UpperTarget:
    value = None if row.get("value") is None else Decimal(str(row["value"]))
    texts = {name: row.get(name) or "" for name in _TEXTS}
    side = TargetSide(
        str(number), quote=row["quote"], kind=row["kind"], value=value, delta=bool(row.get("delta")), **texts
    )
    before, after = around(text, *(row.get("span") or (0, 0)))
    return UpperTarget(number, side, before, after, titles.get(row.get("task") or "", "总体目标"))


def around(text: str, start: int, end: int, longest: int = 120) -> tuple[str, str]:
    """Return the rest of the sentence before and after a place in the text, each at most `longest` characters."""
    if not 0 <= start < end <= len(text):
        return "", ""
    head, tail = text[max(start - longest, 0) : start], text[end : end + longest]
    begin = max(head.rfind(mark) for mark in _ENDS) + 1
    stops = [tail.find(mark) for mark in _ENDS if mark in tail]
    stop = min(stops) if stops else len(tail)
    return head[begin:].lstrip(), tail[:stop] + (tail[stop] if stops and tail[stop] != "\n" else "")


@dataclass(frozen=True)
class UpperLine:
    """One target of the upper plan with what is settled of it, or else what is proposed: verdict, our target, a remark."""

    upper: UpperTarget
    verdict: str
    own: Target | None
    remark: str
    sure: bool
    answer: UpperAnswer | None

    @property
    def word(self) -> str:
        return str(Verdict(self.verdict).label)


@dataclass(frozen=True)
class Check:
    """The whole check: a line for each target of the upper plan, and our targets for the choice of another."""

    document: Document
    lines: list[UpperLine]
    own: list[Target]

    @property
    def missing(self) -> list[UpperLine]:
        """What the plan does not answer: settled as missing, or not settled and nothing found."""
        return [line for line in self.lines if line.verdict == Verdict.MISSING]

    @property
    def lower(self) -> list[UpperLine]:
        return [line for line in self.lines if line.verdict == Verdict.LOWER]

    @property
    def open(self) -> list[UpperLine]:
        """What no person settled yet."""
        return [line for line in self.lines if line.answer is None]


def check_of(plan: Plan, version: Version) -> Check | None:
    """Return how a version of a plan answers its upper plan; None without one that was read. Two queries."""
    if plan.upper is None or plan.upper.state != Document.State.READ:
        return None
    own = list(standing(Target, version).select_related("task__part"))
    answers = plan.upper_answers.filter(upper=plan.upper_id).select_related("settled_by")
    return Check(plan.upper, lines_of(upper_targets(plan.upper), own, answers), own)


def lines_of(uppers: list[UpperTarget], own: list[Target], answers: Iterable[UpperAnswer]) -> list[UpperLine]:
    """Return a line for each target of the upper plan, in its order; what is settled stands before what is likely."""
    settled = {answer.number: answer for answer in answers}
    ours = {t.key: t for t in own}
    pairs = {p.left: p for p in targets_paired(tuple(u.side for u in uppers), tuple(target_side(t) for t in own))}
    return [
        _settled(u, settled[u.number], ours) if u.number in settled else _proposed(u, pairs.get(u.side.key), ours)
        for u in uppers
    ]


def _settled(upper: UpperTarget, answer: UpperAnswer, ours: dict[str, Target]) -> UpperLine:
    own = ours.get(answer.own_key)
    gone = bool(answer.own_key) and own is None
    remark = "原对应的目标任务已不在方案中，请重新核定" if gone else answer.reason
    return UpperLine(upper, answer.verdict, own, remark, False, answer)


def _proposed(upper: UpperTarget, pair: Pair | None, ours: dict[str, Target]) -> UpperLine:
    if pair is None:
        return UpperLine(upper, Verdict.MISSING, None, "没有找到相近的目标任务", False, None)
    own = ours[pair.right]
    verdict, remark = judged(target_side(own), upper.side)
    sure = pair.sure and verdict != Verdict.MISSING
    return UpperLine(upper, verdict, None if verdict == Verdict.MISSING else own, remark, sure, None)


def judged(own: TargetSide, asked: TargetSide) -> tuple[str, str]:
    """Return the verdict on a target of ours against the one of the upper plan that it is likest to, and a remark.

    Only shares, rates and the like are set against each other: a county's sum is smaller than its city's by nature.
    """
    if asked.value is None:
        return Verdict.COVERED, "上级没有写明数字"
    if why := incomparable(own, asked):
        return Verdict.MISSING, f"有相近的“{own.quote}”，但{why}"
    if not is_share(asked):
        return Verdict.COVERED, "总量不与上级直接比较，请按本级应承担的数核对"
    if falls_short(own, asked):
        return Verdict.LOWER, ""
    return Verdict.COVERED, ""
