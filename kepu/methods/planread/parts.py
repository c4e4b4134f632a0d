"""The plan's main parts: actions for an audience and key projects, known by what they are.

A part stands in a section that announces parts (提升行动, 重点任务 …) or is itself built like one (…行动, …工程); it is
never found by a list of titles.
"""

from dataclasses import dataclass

from .headings import TitleKind, audience_of, bare, is_action_like, is_generic
from .items import bears
from .model import PartKind
from .outline import Node

_CLOSED: tuple[TitleKind, ...] = ("aims", "past", "organisation", "phases", "duties", "annex")


@dataclass(frozen=True, slots=True)
class PartNode:
    """A heading that is a part, with its kind and audience."""

    node: Node
    kind: PartKind
    group: str | None


def _is_part(node: Node, among_parts: bool) -> bool:
    """Say whether a heading in a section that announces parts is one of them."""
    if is_action_like(node.title) or audience_of(node.title):
        return True
    below = any(bears(c) for c in node.children)
    return below or (among_parts and bears(node))


def _announces(node: Node) -> bool:
    """Say whether a heading announces parts: by its words, or because actions for two audiences stand under it."""
    if node.kind == "container":
        return True
    if node.family in ("chapter", "cn", "section", "level1") and any(_is_nest(c) for c in node.children):
        return True
    audiences = {audience_of(c.title) for c in node.children if is_action_like(c.title)} - {None}
    return len(audiences) >= 2


def _is_nest(node: Node) -> bool:
    """Say whether a heading is built like a part and has items with clauses below it."""
    return is_action_like(node.title) and any(bears(c) for c in node.children)


def _closed(node: Node) -> bool:
    return node.kind in _CLOSED and not any(_announces(n) for n in node.walk())


def _search(node: Node, container: Node | None, found: list[PartNode]) -> None:
    among_parts = any(is_action_like(c.title) for c in node.children)
    for child in node.children:
        if child.kind in ("annex", "box") or _closed(child):
            continue
        if is_generic(child.title) or _announces(child) or any(n.kind == "container" for n in child.walk()[1:]):
            _search(child, child if is_generic(child.title) or _announces(child) else None, found)
        elif container is not None:
            if _is_part(child, among_parts):
                found.append(_part(child, container))
        elif is_action_like(child.title) and (child.children or bears(child)):
            found.append(_part(child, None))
        else:
            _search(child, None, found)


def _part(node: Node, container: Node | None) -> PartNode:
    group = audience_of(node.title)
    return PartNode(node, part_kind(node.title, container.title if container else "", group), group)


def part_kind(title: str, container: str, group: str | None) -> PartKind:
    """Return action or project: an audience makes an action, then the section's word, then the title's own."""
    if group:
        return "action"
    said = {w for w in ("行动", "工程") if w in bare(container)}
    own = bare(title)[-2:]
    if len(said) == 1:
        return "project" if ("工程" in said and own != "行动") or own == "工程" else "action"
    return "project" if own in ("工程", "项目") else "action"


def parts_of(root: Node) -> list[PartNode]:
    """Return the plan's actions and projects in document order, annexes left out."""
    found: list[PartNode] = []
    _search(root, None, found)
    if not found:
        found = [_part(n, None) for n in root.walk() if n.kind == "annex" for n in _within(n)]
    return found


def _within(annex: Node) -> list[Node]:
    """Return the parts of a plan that is itself the annex of its notice."""
    found: list[PartNode] = []
    _search(annex, None, found)
    return [p.node for p in found]


def zones_of(root: Node, parts: list[PartNode]) -> dict[int, str]:
    """Return for each node (by ``id``) the zone it stands in: parts, aims, past, organisation, phases, duties, annex, other."""
    part_ids = {id(p.node) for p in parts}
    zones: dict[int, str] = {id(root): "other"}
    for node in root.walk()[1:]:
        above = zones[id(node.parent)]
        if above == "parts" or id(node) in part_ids or node.kind == "container":
            zones[id(node)] = "parts"
        else:
            fixed = above in ("phases", "duties", "past")
            zones[id(node)] = above if fixed or node.kind in ("box", "other") else node.kind
    return zones
