"""Items that stand one behind the other in a single paragraph, as when line ends were lost.

A number counts as the beginning of an item where a sentence has just ended and the number is the next one of its
series, or the first of a series whose second follows.
"""

import re
from itertools import pairwise

from .numbering import marker_of
from .numbers import small_number

_DASH = re.compile(r"(?<=[。；）])——(?=[^—\s])")
_CN = "[一二三四五六七八九十]{1,3}"
_MARK = re.compile(
    rf"(?<=[。；）])(?:(?P<cn>{_CN})、|（(?P<bracket>{_CN})）|(?P<arabic>\d{{1,2}})[.、](?!\d))(?=[\u4e00-\u9fff“])"
)
_CLAUSE = re.compile(
    r"(?<=。)（(?=[^（）]{0,200}(?:牵头|负责|责任单位|责任部门|配合))(?:[^（）。]|（[^（）]{0,40}）){4,400}）。?"
)
_FAMILIES = {"cn": "cn", "bracket": "(cn)", "arabic": "1."}
_RANKS = ["cn", "(cn)", "1."]
_SHORT = 40
_SPOKEN = 8


def item_starts(text: str) -> list[int]:
    """Return where further items begin in the matching text of one paragraph."""
    if len(text) < _SHORT:
        return []
    dashes = [m.start() for m in _DASH.finditer(text)]
    return sorted({*(dashes if len(dashes) > 1 else []), *_numbered(text), *_behind_clauses(text)})


def _behind_clauses(text: str) -> list[int]:
    """Return where a new item begins because a responsibility clause closed the one before, and another closes it."""
    if text.count("）") < 2:
        return []
    clauses = [m.span() for m in _CLAUSE.finditer(text)]
    spoken = all(b[0] - a[1] >= _SPOKEN for a, b in pairwise(clauses))
    closed = len(clauses) > 1 and clauses[-1][1] == len(text)
    return [end for _, end in clauses[:-1]] if closed and spoken else []


def _numbered(text: str) -> list[int]:
    own = marker_of(text)
    found = [
        (m.start(), _FAMILIES[m.lastgroup or "cn"], small_number(m.group(m.lastgroup or 0)))
        for m in _MARK.finditer(text)
    ]
    if not found:
        return []
    following = {(family, value) for _, family, value in found}
    expected = {own.family: (own.value or 0) + 1} if own and own.family in _RANKS else {}
    starts = []
    for place, family, value in found:
        opens = value == 1 and text[place - 1] == "。" and (family, 2) in following
        if value is not None and (value == expected.get(family) or opens):
            starts.append(place)
            lower = _RANKS[_RANKS.index(family) + 1 :]
            expected = {f: v for f, v in expected.items() if f not in lower} | {family: value + 1}
    return starts
