"""Which measure a printed subject means: a first suggestion, for a person to confirm. Pure.

A measure scores for each of its words that stands in the subject (twice) or elsewhere in the quote (once), the longer the
word the more, for pairs of characters that its name shares with the subject, for the same unit, and for the grade printed. A unit of another sort
(persons for attendances) rules it out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

LEAST_SHARED: Final = 0.6  # of the name's pairs of characters, where none of its words is there
GRADED: Final = 0.5  # from here on the same sort of thing: then the grade that is printed (省级) decides
GRADE: Final = 20
SAME_UNITS: Final = (
    {"场次", "场", "次", "期", "届", "项", "个", "轮"}, {"人次", "万人次"}, {"人", "名", "万人", "位"},
    {"个", "所", "家", "处", "支", "座", "辆", "项", "间", "块", "条"}, {"%", "％", "百分点"}, {"万元", "元", "元/人", "亿元"},
    {"小时", "学时", "课时"}, {"篇", "条", "件", "部", "个"}, {"份", "册", "万份", "万册"}, {"期", "档", "个"}, {"户次", "户", "万户"},
)  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """One measure: its code, name, unit, and words by which plans call it."""

    code: str
    name: str
    unit: str
    words: tuple[str, ...] = ()


def suggest(subject: str, quote: str, unit: str, candidates: Iterable[Candidate], most: int = 3) -> list[str]:
    """Return up to `most` codes, the likeliest first; none where nothing speaks for any."""
    scored = [(score(subject, quote, unit, one), one) for one in candidates]
    likely = sorted(((told, one) for told, one in scored if told > 0), key=lambda pair: (-pair[0], pair[1].code))
    return [one.code for _, one in likely[:most]]


def score(subject: str, quote: str, unit: str, candidate: Candidate) -> float:
    """Return how much speaks for a measure, 0 for too little or another sort of unit."""
    if unit and not _same_sort(unit, candidate.unit):
        return 0.0
    words = sum(len(w) * (2 if w in subject else w in quote) for w in candidate.words)
    shared = _shared(subject, candidate.name)
    if not words and shared < LEAST_SHARED:
        return 0.0
    grade = shared >= GRADED and any(word.endswith("级") and word in quote for word in candidate.words)
    return words + 4 * shared + (unit == candidate.unit) + GRADE * grade


def _same_sort(unit: str, other: str) -> bool:
    return unit == other or any(unit in group and other in group for group in SAME_UNITS)


def _shared(subject: str, name: str) -> float:
    """Return the share of the name's pairs of characters that the subject has."""
    pairs = {name[i : i + 2] for i in range(len(name) - 1)}
    return sum(pair in subject for pair in pairs) / len(pairs) if pairs else 0.0
