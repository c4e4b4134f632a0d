"""Paragraphs ready for matching: the twin of a block without stray spaces and line ends, and the way back.

Plans are full of spaces that mean nothing ("责 任 部 门", "到 2025 年", a line broken within a word). A paragraph's
``text`` has none of them; ``at[i]`` is the place of its character ``i`` in the document.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .inline import item_starts
from .model import Span
from .numbering import marker_of
from .source import Block, Source
from .twin import twin_of

_SPACE = re.compile(r"\s+")
_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff“”《》（）]+")
_OPEN_CLAUSE = re.compile(r"（[^（）]{0,12}(?:牵头|责任|负责|配合|分工|参与)[^（）]{0,6}：")
_LONE_LABEL = re.compile(
    r"(?:牵头|责任|配合|主办|协办|参与|承办|负责)(?:[、和及]?(?:牵头|责任|配合|参与|负责)){0,2}(?:单位|部门)："
)
_JOIN_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph or table cell; ``text`` is for matching, offsets in it are local."""

    text: str
    at: Sequence[int]
    block: Block

    def span(self, start: int, end: int) -> Span:
        """Return the document span of the local range ``[start, end)``."""
        if start >= end:
            place = self.at[start] if start < len(self.at) else self.block.end
            return place, place
        return self.at[start], self.at[end - 1] + 1

    @property
    def cell(self) -> bool:
        """Say whether this is a table cell."""
        return self.block.kind == "cell"


def _keeps_space(raw: str, found: re.Match[str], cell: bool) -> bool:
    """Say whether a run of white space parts two words: ideographs on both sides, neither of them alone."""
    if "\n" in found.group() and not cell:
        return False
    before = _IDEOGRAPHS.search(raw[max(0, found.start() - 2) : found.start()][::-1])
    after = _IDEOGRAPHS.match(raw, found.end(), found.end() + 2)
    return bool(before and before.start() == 0 and len(before.group()) == 2 and after and len(after.group()) == 2)


def compact(raw: str, start: int, cell: bool = False) -> tuple[str, Sequence[int]]:
    """Return ``raw`` without meaningless white space, and the document offset of each character kept.

    ``start`` is the offset of ``raw`` in the document.
    """
    if not _SPACE.search(raw):
        return raw, range(start, start + len(raw))
    pieces: list[str] = []
    at: list[int] = []
    last = 0
    for found in _SPACE.finditer(raw):
        pieces.append(raw[last : found.start()])
        at.extend(range(start + last, start + found.start()))
        if _keeps_space(raw, found, cell):
            pieces.append(" ")
            at.append(start + found.start())
        last = found.end()
    pieces.append(raw[last:])
    at.extend(range(start + last, start + len(raw)))
    return "".join(pieces), at


def _joins(previous: str, following: str) -> bool:
    """Say whether a paragraph runs on in the next one: it stops at 、 or ，, or within an open responsibility clause."""
    if not previous or not following or marker_of(following):
        return False
    if previous.endswith(("、", "，")) or _LONE_LABEL.fullmatch(previous):
        return True
    opened = previous.rfind("（")
    left_open = opened >= 0 and previous.find("）", opened) < 0
    return left_open and bool(_OPEN_CLAUSE.match(previous[opened:] + following[:40]))


def _merged(left: Paragraph, right: Paragraph) -> Paragraph:
    block = Block(left.block.start, right.block.end, level=left.block.level)
    return Paragraph(left.text + right.text, [*left.at, *right.at], block)


def _plain(source: Source, twin: str) -> Iterator[Paragraph]:
    for block in source.blocks:
        text, at = compact(twin[block.start : block.end], block.start, block.kind == "cell")
        if block.kind == "cell":
            yield Paragraph(text, at, block)
        elif text:
            yield from _items(text, at, block)


def _items(text: str, at: Sequence[int], block: Block) -> Iterator[Paragraph]:
    """Yield the items of a paragraph in which several stand one behind the other."""
    for a, b in pairwise([0, *item_starts(text), len(text)]):
        whole = (a, b) == (0, len(text))
        place = block if whole else Block(at[a], at[b - 1] + 1, level=None if a else block.level)
        yield Paragraph(text[a:b], at[a:b], place)


def paragraphs_of(source: Source) -> list[Paragraph]:
    """Return the paragraphs and cells of ``source`` in reading order; broken sentences are joined again."""
    out: list[Paragraph] = []
    joined = 0
    for paragraph in _plain(source, twin_of(source.text)):
        prose = bool(out) and not paragraph.cell and not out[-1].cell
        if prose and joined < _JOIN_LIMIT and _joins(out[-1].text, paragraph.text):
            out[-1] = _merged(out[-1], paragraph)
            joined += 1
        else:
            out.append(paragraph)
            joined = 0
    return out
