"""The lines of a PDF as paragraphs: running heads and page numbers out, wrapped lines joined."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kepu.methods.planread.extract.lines import ends_sentence, join, starts_item
from kepu.methods.planread.extract.pdf_page import Line
from kepu.methods.planread.extract.pdf_wrap import runs_on

_EDGE: Final = 0.12
_NUMBER = re.compile(
    r"[\s\-—–－―·.•|/]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,6})\s*页?(?:\s*[/，,]?\s*共?\s*\d{1,4}\s*页?)?[\s\-—–－―·.•|]*"
)
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class Layout:
    """Where the body text of the document stands: margins, height of its characters, middle of the page."""

    left: float
    right: float
    em: float
    middle: float


def layout_of(lines: Sequence[Line], width: float) -> Layout:
    """The usual margins: where most lines begin, and how far the longer ones reach."""
    if not lines:
        return Layout(0, width, 1, width / 2)
    heights: Counter[float] = Counter()
    for line in lines:
        heights[round(line.box.height, 1)] += len(line.text)
    em = heights.most_common(1)[0][0] or 1.0
    body = [line for line in lines if abs(line.box.height - em) < 0.15 * em] or list(lines)
    lefts = Counter(round(line.box.left / 2) * 2 for line in body)
    most = lefts.most_common(1)[0][1]
    left = min(place for place, count in lefts.items() if count * 4 >= most)
    rights = sorted(line.box.right for line in body)
    return Layout(left, rights[int(len(rights) * 0.85)], em, width / 2)


def running_lines(pages: Sequence[tuple[Sequence[Line], float]]) -> set[int]:
    """The identities of the lines that are page numbers or stand at the same edge of several pages."""
    edges: list[tuple[Line, str]] = []
    found: set[int] = set()
    for lines, height in pages:
        for line in lines:
            if line.box.bottom > height * (1 - _EDGE) or line.box.top < height * _EDGE:
                if _NUMBER.fullmatch(line.text):
                    found.add(id(line))
                edges.append((line, f"{_DIGITS.sub('#', line.text)}@{round(line.box.bottom / 8)}"))
    counts = Counter(key for _, key in edges)
    needed = min(3, max(2, len(pages) - 1))
    return found | {id(line) for line, key in edges if counts[key] >= needed}


def same_line(line: Line, after: Line) -> bool:
    """Whether two pieces stand side by side on one line."""
    apart = abs(line.box.bottom + line.box.top - after.box.bottom - after.box.top) / 2
    return apart < 0.3 * min(line.box.height, after.box.height) and after.box.left >= line.box.right - 1


def paragraphs(lines: Iterable[tuple[Line, Layout]]) -> Iterator[str]:
    """Lines in reading order, with the layout of their page, as paragraphs."""
    text, before, joined = "", None, False
    for line, layout in lines:
        if before is None:
            text = line.text
        elif same_line(before, line):
            text = f"{text} {line.text}"
        elif goes_on(Line(text, before.box), line, layout, joined):
            text, joined = join(text, line.text), True
        else:
            yield text
            text, joined = line.text, False
        before = line
    if text:
        yield text


def goes_on(before: Line, line: Line, layout: Layout, joined: bool) -> bool:
    """Whether a line goes on from the paragraph so far, with the place of its last line; ``joined``: it has several."""
    em = layout.em
    if abs(before.box.height - line.box.height) > 0.2 * em:
        return False
    centred = abs((line.box.left + line.box.right) / 2 - layout.middle) < em
    title = line.box.height > 1.1 * em and centred
    if title and _is_open(before.text):
        return True
    if not runs_on(before, line, max(layout.right, 2 * layout.middle - layout.left - em)):
        return False
    if line.box.left > layout.left + 0.8 * em:
        hanging = joined and abs(line.box.left - before.box.left) < 0.3 * em
        outdented = 0.8 * em < before.box.left - line.box.left < 3 * em
        return title or hanging or outdented
    return not (starts_item(line.text) and ends_sentence(before.text))


def _is_open(text: str) -> bool:
    """Whether a title mark or a bracket is open at the end of a line."""
    return any(text.count(first) > text.count(last) for first, last in ("《》", "（）", "“”"))
