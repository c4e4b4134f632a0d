"""Pairs of tasks and of targets of two plans."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from kepu.methods.planmatch.assign import Edge, best_pairs
from kepu.methods.planmatch.grams import cosines, overlap, vectors
from kepu.methods.planmatch.model import TargetSide, TaskSide
from kepu.methods.planmatch.values import same_unit


class Bar(NamedTuple):
    """From what score on a pair is made at all; is sure, if no other pair of either side comes within `lead` of it."""

    floor: float
    sure: float
    lead: float


TASK, TARGET = Bar(0.18, 0.35, 0.12), Bar(0.36, 0.55, 0.12)
_EXACT = 10_000
_DATES = re.compile(r"\d{4}年|\d{1,2}月|年?底前|月?底前|日前")


@dataclass(frozen=True)
class Pair:
    """Two items that stand for each other: their keys, a score from 0 to 1, and whether no other comes near."""

    left: str
    right: str
    score: float
    sure: bool


def match_tasks(left: Sequence[TaskSide], right: Sequence[TaskSide]) -> list[Pair]:
    """Return the pairs of tasks, in the order of `left`. Keys are unique on each side."""
    ones, others = sorted(left, key=_by_content), sorted(right, key=_by_content)
    titles, bodies = (
        _alike([t.title for t in ones], [t.title for t in others]),
        _alike([t.body for t in ones], [t.body for t in others]),
    )

    def alike(i: int, j: int) -> float:
        a, b = ones[i], others[j]
        words = 0.35 * titles[i].get(j, 0.0) + 0.55 * bodies[i].get(j, 0.0)
        who = 0.1 * overlap(map(_bare, a.leads), map(_bare, b.leads))
        return (words + who) * (0.5 if a.audience and b.audience and a.audience != b.audience else 1.0)

    return _pairs(left, ones, others, alike, TASK)


def _alike(ones: Sequence[str], others: Sequence[str]) -> list[dict[int, float]]:
    """Return how alike each of `ones` is to those of `others`, the n-grams weighted over both together."""
    both = vectors([*ones, *others])
    return cosines(both[: len(ones)], both[len(ones) :])


def _bare(name: str) -> str:
    """A unit's name without its level, so that 区科协 and 县科协 are one."""
    return name.removeprefix("县").removeprefix("区").removeprefix("市")


def match_targets(left: Sequence[TargetSide], right: Sequence[TargetSide], tasks: Sequence[Pair] = ()) -> list[Pair]:
    """Return the pairs of targets, in the order of `left`; `tasks` are the pairs of the tasks they stand in, if known."""
    ones, others = sorted(left, key=_by_content), sorted(right, key=_by_content)
    subjects = _alike([_subject(t) for t in ones], [_subject(t) for t in others])
    quotes = _alike([t.quote for t in ones], [t.quote for t in others])
    paired = {(pair.left, pair.right) for pair in tasks}

    def alike(i: int, j: int) -> float:
        a, b = ones[i], others[j]
        words = 0.75 * subjects[i].get(j, 0.0) + 0.25 * quotes[i].get(j, 0.0)
        near = 0.12 if words > 0.2 and (a.task, b.task) in paired else 0.0
        return min(words * _terms(a, b) + near, 1.0)

    return _pairs(left, ones, others, alike, TARGET)


def _subject(target: TargetSide) -> str:
    return f"{target.level}{_DATES.sub('', target.subject)}"


def _terms(a: TargetSide, b: TargetSide) -> float:
    """How well kind, unit, level and what it is counted for agree, from 0 to 1."""
    fit = 1.0
    fit *= 1.0 if same_unit(a.unit, b.unit) else 0.75
    fit *= 1.0 if (a.value is None) == (b.value is None) or a.kind == b.kind else 0.6
    fit *= 0.75 if a.unit_named and b.unit_named and _bare(a.unit_named) != _bare(b.unit_named) else 1.0
    fit *= 1.0 if a.delta == b.delta else 0.7
    fit *= 0.3 if a.level and b.level and a.level != b.level else 1.0
    fit *= 1.0 if bool(a.each) == bool(b.each) else 0.85
    return fit


def _by_content(side: TaskSide | TargetSide) -> tuple[str, ...]:
    words = (side.title, side.body) if isinstance(side, TaskSide) else (side.quote, side.subject)
    return (*words, side.key)


def _pairs(
    order: Sequence[Any], ones: Sequence[Any], others: Sequence[Any], alike: Callable[[int, int], float], bar: Bar
) -> list[Pair]:
    scores: dict[Edge, int] = {}
    for i in range(len(ones)):
        for j in range(len(others)):
            if (score := alike(i, j)) >= bar.floor:
                scores[i, j] = round(score * _EXACT)
    rivals = _rivals(scores)
    made = {
        ones[i].key: _pair(ones[i].key, others[j].key, scores[i, j], rivals(i, j), bar) for i, j in best_pairs(scores)
    }
    return [made[item.key] for item in order if item.key in made]


def _rivals(scores: dict[Edge, int]) -> Callable[[int, int], int]:
    """Return a function that tells the best score of any other pair of either side of a pair; 0 without one."""
    best: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])
    for (i, j), score in scores.items():
        for side in (("left", i), ("right", j)):
            best[side] = sorted([*best[side], score], reverse=True)[:2]

    def rival(i: int, j: int) -> int:
        own = scores[i, j]
        return max(two[1] if two[0] == own else two[0] for two in (best["left", i], best["right", j]))

    return rival


def _pair(left: str, right: str, score: int, rival: int, bar: Bar) -> Pair:
    return Pair(left, right, score / _EXACT, score >= bar.sure * _EXACT and score - rival >= bar.lead * _EXACT)
