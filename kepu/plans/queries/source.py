"""The printed text with everything found in it: the whole, or one item in its place."""

from collections.abc import Iterable
from dataclasses import dataclass

from kepu.plans.models import Item, Responsibility, Target, Task, Version
from kepu.plans.queries.proofreading import Paragraph, Piece, cut, paragraphs
from kepu.plans.queries.standing import standing


@dataclass(frozen=True)
class Line:
    """One line of the document: its number from 1, and its pieces, each with the keys of the items that begin there."""

    number: int
    pieces: tuple[tuple[Piece, tuple[str, ...]], ...]
    context: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing is printed on the line."""
        return not any(piece.text.strip() for piece, _ in self.pieces)


def source(version: Version) -> list[Line]:
    """Return the whole text of a version, line by line; eight queries whatever its size."""
    return anchored(paragraphs(version))


def anchored(lines: Iterable[Paragraph], first: int = 1) -> list[Line]:
    """Number the lines from `first` and say at each piece which items begin there (each key once)."""
    seen: set[str] = set()
    made = []
    for number, line in enumerate(lines, first):
        pieces = []
        for piece in line.pieces:
            new = tuple(key for _, key in piece.marks if key not in seen)
            seen.update(new)
            pieces.append((piece, new))
        made.append(Line(number, tuple(pieces)))
    return made


def place_of(item: Item, version: Version, around: int = 1) -> list[Line]:
    """Return the lines on which an item stands, with `around` printed lines of context each side; [] without a place.

    Marked are the item and what stands in it, not the rest of the lines.
    """
    if item.start is None or item.end is None:
        return []
    text = version.document.text
    start, end = _line_edges(text, item.start, item.end)
    a, b = _back(text, start, around), _forward(text, end, around)
    spans = [(s - a, e - a, kind, key) for s, e, kind, key in _spans(version, item.start, item.end)]
    lines = anchored(cut(text[a:b], spans), first=text.count("\n", 0, a) + 1)
    last = text.count("\n", 0, end)
    first = text.count("\n", 0, start)
    return [Line(n.number, n.pieces, context=not first < n.number <= last + 1) for n in lines if not n.blank]


def line_number(item: Item, version: Version) -> int | None:
    """Return the number of the line, from 1, on which an item begins; None without a place."""
    return None if item.start is None else version.document.text.count("\n", 0, item.start) + 1


def _line_edges(text: str, start: int, end: int) -> tuple[int, int]:
    stop = text.find("\n", max(end - 1, start))
    return text.rfind("\n", 0, start) + 1, len(text) if stop < 0 else stop


def _back(text: str, edge: int, lines: int) -> int:
    """Return where the text begins that takes in `lines` printed lines before `edge`."""
    while lines and edge > 0:
        begin = text.rfind("\n", 0, edge - 1) + 1
        lines -= bool(text[begin:edge].strip())
        edge = begin
    return edge


def _forward(text: str, edge: int, lines: int) -> int:
    while lines and edge < len(text):
        stop = text.find("\n", edge + 1)
        stop = len(text) if stop < 0 else stop
        lines -= bool(text[edge:stop].strip())
        edge = stop
    return edge


def _spans(version: Version, start: int, end: int) -> list[tuple[int, int, str, str]]:
    found: list[tuple[int, int, str, str]] = []
    for model in (Task, Responsibility, Target):
        rows = standing(model, version).filter(start__gte=start, end__lte=end)
        kind = model._meta.model_name or ""
        found += [(s, e, kind, key) for key, s, e in rows.values_list("key", "start", "end") if s is not None and e]
    return found
