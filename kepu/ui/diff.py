"""What changed between two texts, sign by sign: Chinese has no spaces to part words by."""

import re
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from typing import Literal

TOKEN = re.compile(r"\d+(?:\.\d+)?%?|.", re.DOTALL)


@dataclass(frozen=True)
class Part:
    """A run of text that stayed (``same``), left (``gone``) or came (``new``)."""

    kind: Literal["same", "gone", "new"]
    text: str


def diff(old: str, new: str) -> list[Part]:
    """Return the runs in reading order; the ``same`` and ``gone`` ones join to `old`, ``same`` and ``new`` to `new`.

    A number is one token, so that 5000 → 6000 is not shown as 5 → 6. Common runs of one token between two changes are
    treated as changed: signs that happen to agree make a change unreadable.
    Method: Ratcliff and Obershelp's longest common blocks (difflib).
    """
    left, right = TOKEN.findall(old), TOKEN.findall(new)
    parts: list[Part] = []
    at_left = at_right = 0
    for block in _kept(left, right):
        parts += _changed(left[at_left : block.a], right[at_right : block.b])
        at_left, at_right = block.a + block.size, block.b + block.size
        if block.size:
            parts.append(Part("same", "".join(left[block.a : at_left])))
    return parts


def _kept(left: list[str], right: list[str]) -> list[Match]:
    """The common blocks worth keeping, with the empty one at the end that difflib adds."""
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return [b for b in blocks if b.size != 1 or _at_edge(b, left, right)]


def _at_edge(block: Match, left: list[str], right: list[str]) -> bool:
    """Whether a short common run opens or closes both texts."""
    opens = block.a == block.b == 0
    return opens or (block.a + block.size == len(left) and block.b + block.size == len(right))


def _changed(gone: list[str], came: list[str]) -> list[Part]:
    return [part for part in (Part("gone", "".join(gone)), Part("new", "".join(came))) if part.text]
