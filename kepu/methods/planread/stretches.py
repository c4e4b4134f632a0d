"""Which stretches of the document may hold promises, and in what context each stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .duties import Head
from .headings import is_principle
from .model import Span
from .outline import Node
from .paragraphs import Paragraph
from .targets import Context
from .tasks import Draft
from .terms import term_of, term_of_cell

_PRINCIPLE = re.compile(r"(?:指导思想|基本原则|工作原则|总体思路)[：。]|以习近平新时代")
_COMPARED = re.compile(r"不少于|不低于|以上|达到|至少|超过|每年|每周|\d{2,}(?:个|家|人|名|场|所)")
_CLAUSE_DUE = re.compile(r"20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?[底末])?(?:之?前|以前)?(?=完成|[）；。，]|$)")
_HEADING_DUE = re.compile(r"到(20\d\d)年")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a paragraph with its context and the zone it stands in."""

    paragraph: Paragraph
    start: int
    end: int
    context: Context
    zone: str


def _owner(node: Node, owners: dict[int, str]) -> str | None:
    """Return the id of the task that a heading belongs to; what stands in a box belongs to none beyond the box."""
    for n in (node, *node.ancestors()):
        if id(n) in owners or n.kind == "box":
            return owners.get(id(n))
    return None


def _heading_due(node: Node) -> str | None:
    """Return the term that a heading or a responsibility clause above sets for all that stands below it."""
    for n in (node, *node.ancestors()):
        found = _HEADING_DUE.search(n.title)
        if found:
            return found.group(1)
        for paragraph, clause in n.clauses:
            limit = _CLAUSE_DUE.search(paragraph.text, clause.start, clause.end)
            if limit:
                return term_of(limit.group(), None).due(len(limit.group()))
    return None


def _own_heading(node: Node) -> list[tuple[Paragraph, int, int]]:
    """Return a heading as a stretch where it is the sentence itself: no heading proper, or one that states a measure."""
    p = node.paragraph
    if p is None:
        return []
    if node.loose or (node.inline and p.text[node.rest - 1 : node.rest] == "：" and _COMPARED.search(node.inline.text)):
        return [(p, node.start, min(node.rest, len(p.text)))]
    rest = [s for b in node.body for s in _without_clauses(node, b.paragraph, b.start, b.end)]
    alone = not node.children and not any(b - a > 3 for a, b in rest)
    return [(p, node.start, node.stop)] if alone or _COMPARED.search(node.title) else []


def _without_clauses(node: Node, paragraph: Paragraph, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what of a stretch lies outside the responsibility clauses."""
    for clause in sorted((c for p, c in node.clauses if p is paragraph), key=lambda c: c.start):
        if clause.start >= end or clause.end <= start:
            continue
        if start < clause.start:
            yield start, clause.start
        start = clause.end
    if start < end:
        yield start, end


def _merged(node: Node, pieces: list[tuple[Paragraph, int, int]]) -> Iterator[tuple[Paragraph, int, int]]:
    """Yield a node's stretches; a heading without 。 and its body on the same line are one sentence."""
    for paragraph, start, end in pieces:
        for a, b in _without_clauses(node, paragraph, start, end):
            if b - a >= 3 and not _PRINCIPLE.match(paragraph.text, a):
                yield paragraph, a, b


def _skipped(node: Node, zones: dict[int, str]) -> bool:
    return zones[id(node)] == "past" or any(
        is_principle(n.title) and n.kind == "aims" and not _aims(n) for n in (node, *node.ancestors())
    )


def _aims(node: Node) -> bool:
    return "目标" in node.title


def stretches(
    root: Node, zones: dict[int, str], tasks: list[Draft], heads: list[Head], base: Context, text: str
) -> Iterator[Stretch]:
    """Yield all stretches that may hold promises, in document order as far as the tree goes, tables last."""
    owners = {id(d.node): f"T{i:03d}" for i, d in enumerate(tasks, 1) if d.node}
    covered = {id(p) for h in heads for p, _, _ in h.bodies}
    for node in root.walk():
        if (node.parent is None and node.children) or _skipped(node, zones):
            continue
        context = Context(
            _owner(node, owners), None, base.period, base.region, _heading_due(node), zones[id(node)] == "organisation"
        )
        pieces = _own_heading(node) + [(p.paragraph, p.start, p.end) for p in node.body]
        pieces = _joined(node, [p for p in pieces if id(p[0]) not in covered])
        for paragraph, start, end in _merged(node, pieces):
            yield Stretch(paragraph, start, end, context, zones[id(node)])
    for head in heads:
        yield from _of_head(head, base, text)
    yield from _of_tables(tasks, base)


def _joined(node: Node, pieces: list[tuple[Paragraph, int, int]]) -> list[tuple[Paragraph, int, int]]:
    """Join a heading that is part of the sentence with the body on its own line."""
    if len(pieces) > 1 and pieces[0][0] is pieces[1][0]:
        return [(pieces[0][0], pieces[0][1], pieces[1][2]), *pieces[2:]]
    return pieces


def _of_head(head: Head, base: Context, text: str) -> Iterator[Stretch]:
    a, b = head.paragraph.span(head.units[0][0], head.units[-1][1])
    context = Context(None, text[a:b], base.period, base.region, None)
    for paragraph, start, end in head.bodies:
        yield Stretch(paragraph, start, end, context, "duties")


def _of_tables(tasks: list[Draft], base: Context) -> Iterator[Stretch]:
    """Yield the cells of tasks that stand in a table only; the row's term holds where the sentence names none."""
    for i, draft in enumerate(tasks, 1):
        if draft.place[0].cell:
            due = term_of_cell(draft.term, base.period)
            context = Context(f"T{i:03d}", None, base.period, base.region, due)
            cells = [draft.place[0], *draft.cells]
            for cell in cells:
                start = draft.place[1] if cell is draft.place[0] else 0
                if cell is not draft.place[0] or len(cell.text) > 24 or _COMPARED.search(cell.text):
                    yield Stretch(cell, start, len(cell.text), context, "parts")


def inside(span: Span, spans: list[Span]) -> bool:
    """Say whether a span lies within one of ``spans``."""
    return any(a <= span[0] and span[1] <= b for a, b in spans)
