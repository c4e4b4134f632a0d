"""Which item a responsibility clause belongs to.

A clause usually ends the paragraph of its item. Two habits need care: items whose number is missing (several
paragraphs of one heading end in a clause of their own), and a clause that closes a whole block of items.
"""

import re
from itertools import pairwise

from .clauses import Clause
from .outline import Node, Piece, title_end
from .paragraphs import Paragraph

_SHORT = re.compile(r"[^。；，！]{4,40}[。：]?")
_SPOKEN_NUMBER = re.compile(r"[一二三四五六七八九十]{1,2}是(?=[\u4e00-\u9fff“])")
_SPOKEN_MINIMUM = 7


def _clauses_of(node: Node, paragraph: Paragraph) -> list[Clause]:
    return [c for p, c in node.clauses if p is paragraph]


def _is_pure(piece: Piece, clauses: list[Clause]) -> bool:
    """Say whether a stretch holds hardly more than its clauses."""
    covered = sum(c.end - c.start for c in clauses if c.start >= piece.start)
    return piece.end - piece.start - covered < _SPOKEN_MINIMUM


def _groups(node: Node) -> list[list[Piece]]:
    """Part a node's body behind each paragraph that bears a clause; clause paragraphs in a row stay together."""
    groups: list[list[Piece]] = []
    open_group: list[Piece] = []
    for piece in node.body:
        clauses = _clauses_of(node, piece.paragraph)
        if clauses and not open_group and groups and _is_pure(piece, clauses):
            groups[-1].append(piece)
            continue
        open_group.append(piece)
        if clauses:
            groups.append(open_group)
            open_group = []
    if open_group and groups:
        groups[-1] += open_group if not groups else []
    return groups


def _item(node: Node, group: list[Piece]) -> Node | None:
    """Make the node of an item without a number from a group of paragraphs that ends in a clause."""
    spoken = [p for p in group if not _is_pure(p, _clauses_of(node, p.paragraph))]
    if not spoken:
        return None
    head = spoken[-1]
    before = spoken[-2] if len(spoken) > 1 else None
    if before is not None and before.start == 0 and _SHORT.fullmatch(before.text):
        head = before
    begin = group.index(head)
    return _unnumbered(node, head, group[begin:])


def _unnumbered(node: Node, head: Piece, pieces: list[Piece]) -> Node:
    text = head.paragraph.text
    held = [(p, c) for p, c in node.clauses if any(p is piece.paragraph for piece in pieces)]
    spoken = _SPOKEN_NUMBER.match(text, head.start)
    begin = spoken.end() if spoken else head.start
    stop, rest, loose = title_end(text, begin, _clauses_of(node, head.paragraph))
    title = text[begin:stop].rstrip("：；。， ")
    item = Node("item", None, head.paragraph, title, begin, begin + len(title), rest, loose)
    item.body = ([Piece(head.paragraph, rest, head.end)] if rest < head.end else []) + pieces[1:]
    item.clauses, item.index, item.annex = held, node.index, node.annex
    return item


def _is_bearer(node: Node) -> bool:
    """Say whether the heading's own line, or its first paragraph of body, bears a clause."""
    return any(p is node.paragraph for p, _ in node.clauses)


def split_items(root: Node) -> None:
    """Give items without a number nodes of their own, wherever one heading has several paragraphs with clauses."""
    for node in root.walk():
        groups = _groups(node)
        if len(groups) < 2 or node.parent is None:
            continue
        own = 1 if _is_bearer(node) else 0
        items = [item for group in groups[own:] if (item := _item(node, group))]
        if own == 0 and len(items) < 2:
            continue
        _hang(node, items, beside=own == 1)
    _split_alike(root)


def _split_alike(root: Node) -> None:
    """Split off the only item of a heading too, where other headings of its family were split."""
    nodes = root.walk()
    families = {n.family for n in nodes if any(x.family == "item" for x in n.children)}
    for node in nodes:
        if node.children or node.family not in families or _is_bearer(node):
            continue
        items = [item for group in _groups(node)[:1] if (item := _item(node, group))]
        if items and not items[0].loose and items[0].body:
            _hang(node, items, beside=False)


def _hang(node: Node, items: list[Node], *, beside: bool) -> None:
    """Hang new items beside or below ``node`` and take their paragraphs and clauses from it."""
    taken = {id(p) for item in items for p, _ in item.clauses} | {id(i.paragraph) for i in items}
    taken |= {id(p.paragraph) for item in items for p in item.body}
    taken.discard(id(node.paragraph))
    node.body = [p for p in node.body if id(p.paragraph) not in taken]
    node.clauses = [(p, c) for p, c in node.clauses if id(p) not in taken]
    parent = node.parent if beside and node.parent else node
    place = parent.children.index(node) + 1 if parent is not node else 0
    for item in items:
        item.parent = parent
    parent.children[place:place] = items


def lift_clauses(root: Node) -> None:
    """Move a clause that closes a block of items without clauses up to the heading of the block."""
    for node in reversed(root.walk()):
        if len(node.children) < 2 or node.clauses or node.parent is None:
            continue
        last, others = node.children[-1], node.children[:-1]
        if not last.clauses or any(x.clauses for o in others for x in o.walk()):
            continue
        if len(others) >= 2 or not _is_bearer(last):
            node.clauses, last.clauses = last.clauses, []


def bears(node: Node) -> bool:
    """Say whether ``node`` or anything below it has a clause."""
    return any(n.clauses for n in node.walk())


def numbering_jumps(nodes: list[Node]) -> list[tuple[Node, Node]]:
    """Return the pairs of neighbouring headings whose numbers do not follow on each other."""
    numbered = [n for n in nodes if n.value is not None]
    return [(a, b) for a, b in pairwise(numbered) if a.family == b.family and b.value not in (a.value + 1, 1)]  # type: ignore[operator]
