"""How well a printed name fits a unit's name, with the reason, and the best few of many units."""

import heapq
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from kepu.methods.unitnames.name import Name, alternatives, parse
from kepu.methods.unitnames.words import EQUIVALENCE_LOSS, EQUIVALENT, KNOWN_FIELDS

LIKELY = 0.5
"""Suggestions below this are not shown."""

_COUNTY_LEVELS = frozenset("县区旗")
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Match:
    """A score from 0 to 1 and why, in Chinese."""

    score: float
    reason: str


@dataclass(frozen=True)
class Suggestion(Generic[Key]):
    """A unit that a printed name may mean: its key, the name of it that fits best, score and reason."""

    key: Key
    name: str
    score: float
    reason: str


_NONE = Match(0.0, "")


def score(printed: str, name: str, *, places: tuple[str, ...] = ()) -> Match:
    """Return how well `printed` fits the unit called `name`; 1.0 only for the same name.

    `places` are the full names of the region and those above it, nearest first (清禾县, 安澜市, 云岭省).
    """
    if "".join(printed.split()) == name:
        return Match(1.0, "名称相同")
    best = _NONE
    for i, one in enumerate(alternatives(printed)):
        match = _compare(parse(one, places), parse(name, places))
        loss = 0.9 if i else 1.0
        if match.score * loss > best.score:
            best = Match(round(match.score * loss, 3), match.reason)
    return best


def suggest(
    printed: str, units: Iterable[tuple[Key, Iterable[str]]], *, places: tuple[str, ...] = (), limit: int = 3
) -> list[Suggestion[Key]]:
    """Return the `limit` best of `units` (key, all names of the unit) that score at least `LIKELY`, best first.

    Of equal scores the unit that comes first in `units` stands first.
    """
    found: list[tuple[float, int, Suggestion[Key]]] = []
    for at, (key, names) in enumerate(units):
        matches = [(score(printed, name, places=places), name) for name in names]
        match, name = max(matches, key=lambda pair: pair[0].score, default=(_NONE, ""))
        if match.score >= LIKELY:
            found.append((match.score, -at, Suggestion(key, name, match.score, match.reason)))
    return [suggestion for _, _, suggestion in heapq.nlargest(limit, found, key=lambda f: f[:2])]


def _compare(a: Name, b: Name) -> Match:
    if not a.plain or not b.plain:
        return _NONE
    fit = _level(a, b) * _branch(a, b) * _kind(a, b) * (1.0 if a.place == b.place else 0.1)
    fields = _fields(a, b)
    return Match(round(fit * fields.score, 3), _reason(a, b, fields))


def _level(a: Name, b: Name) -> float:
    """The same level, or unsaid on one side; a branch office of the city is the county's own."""
    if a.level == b.level:
        return 1.0
    if "分局" in (a.kind, b.kind):
        return 0.95 if {a.level, b.level} & _COUNTY_LEVELS else 0.6
    if not a.level or not b.level:
        return 0.96
    return 0.85 if {a.level, b.level} <= _COUNTY_LEVELS else 0.2


def _branch(a: Name, b: Name) -> float:
    if a.branch == b.branch:
        return 1.0
    if a.branch and b.branch:
        return 0.1
    ambiguous = a.kind in ("办", "委", "") and not a.fields
    return 0.3 if ambiguous else 0.97


def _kind(a: Name, b: Name) -> float:
    if a.kind == b.kind:
        return 1.0
    pair = {a.kind, b.kind}
    if any(pair <= same for same in EQUIVALENT):
        return min(EQUIVALENCE_LOSS.get(kind, 0.95) for kind in pair)
    return 0.9 if "" in pair and a.fields == b.fields and len(a.fields) > 1 else 0.3


def _fields(a: Name, b: Name) -> Match:
    """Compare what two bodies deal with: the same, one within the other, partly, or not at all."""
    mine, theirs = a.fields, b.fields
    if mine == theirs:
        return Match(0.97, "简称与全称")
    left, right = set(mine), set(theirs)
    both = left & right
    if left == right:
        return Match(0.95, "次序不同")
    if not both:
        return _letters(a, b)
    share = len(both) / len(left | right)
    if left <= right or right <= left:
        known = left ^ right <= KNOWN_FIELDS
        return Match((0.6 if known else 0.2) + 0.35 * share, "部分名称")
    return Match(0.45 + 0.35 * share if share > 0.3 else 0.3, "名称相近")


def _letters(a: Name, b: Name) -> Match:
    """For abbreviations that no list of words knows: the shorter is made of the longer's characters, in order."""
    short, long = sorted(("".join(a.fields), "".join(b.fields)), key=len)
    if len(short) < 2 or short[0] != long[0]:
        return _NONE
    rest = iter(long)
    return Match(0.62, "字面简称") if all(char in rest for char in short) else _NONE


def _reason(a: Name, b: Name, fields: Match) -> str:
    if "分局" in (a.kind, b.kind) and a.kind != b.kind:
        return "上级派出机构"
    if fields.reason == "部分名称":
        more = "、".join(f for f in b.fields if f not in a.fields) or "、".join(
            f for f in a.fields if f not in b.fields
        )
        return f"职能相近，相差“{more}”，可能是机构改革前后的名称"
    if a.kind != b.kind and fields.score:
        return "职能相同，机构类型不同，可能是机构改革前后的名称"
    return fields.reason
