"""Tasks and the parts' own leads: from the items of the body, from annexes in words, from tables."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from .clauses import Clause, Named
from .headings import audience_of, heading_key, is_action_like, is_generic
from .model import DutyRole, Mention, Part, Span, Task
from .outline import Node
from .paragraphs import Paragraph
from .parts import PartNode, part_kind
from .tables import Row
from .units import full_name

Held = list[tuple[Paragraph, Clause]]
Place = tuple[Paragraph, int, int]


@dataclass(slots=True)
class Answer:
    """Who answers, resolved from all clauses of one item."""

    mentions: list[Mention] = field(default_factory=list)
    open_ended: bool = False
    clauses: list[Span] = field(default_factory=list)
    twice: list[Mention] = field(default_factory=list)
    unknown: list[Mention] = field(default_factory=list)

    def units(self, role: DutyRole) -> tuple[str, ...]:
        """Return the units of one role in the order of print."""
        return tuple(m.unit for m in self.mentions if m.role == role)


@dataclass(slots=True)
class Draft:
    """A task or a part before the text is cut: its heading, its node in the body, its clauses."""

    place: Place
    node: Node | None
    held: Held
    part: "Draft | None" = None
    kind: str = "action"
    group: str | None = None
    cells: tuple[Paragraph, ...] = ()
    term: str = ""
    own: Held = field(default_factory=list)

    @property
    def title(self) -> str:
        """Return the matching text of the heading."""
        return self.place[0].text[self.place[1] : self.place[2]]

    @property
    def title_span(self) -> Span:
        """Return the span of the heading in the document."""
        return self.place[0].span(self.place[1], self.place[2])


def resolve(held: Held, text: str, first_leads: bool = False) -> Answer:
    """Settle the roles of all units named in the clauses of one item.

    牵头 makes a lead; whoever else is named supports it; without a lead all share. A unit named twice counts once, and
    as lead if it is named so anywhere. ``first_leads``: the plan says that the first unit of each list leads.
    """
    answer = Answer()
    named = [(p, n, id(c)) for p, c in held for n in c.named]
    if first_leads and len(named) > 1 and all(n.role == "neutral" for _, n, _ in named):
        named[0] = (named[0][0], replace(named[0][1], role="lead"), named[0][2])
    lead = any(n.role == "lead" for _, n, _ in named)
    seen: dict[str, int] = {}
    first = _name(*named[0][:2], text) if named else ""
    for paragraph, n, clause in sorted(named, key=lambda pn: pn[1].role != "lead"):
        unit = _name(paragraph, n, text)
        role: DutyRole = "lead" if n.role == "lead" else "support" if lead and n.role != "joint" else "joint"
        role = "support" if lead and role == "joint" else role
        mention = Mention(unit, role, paragraph.span(n.start, n.end), full_name(unit, first))
        if unit not in seen:
            answer.mentions.append(mention)
        elif seen[unit] == clause:
            answer.twice.append(mention)
        seen.setdefault(unit, clause)
        if not n.known:
            answer.unknown.append(mention)
    answer.open_ended = any(c.open_ended for _, c in held)
    answer.clauses = [p.span(c.start, c.end) for p, c in held]
    return answer


def _name(paragraph: Paragraph, named: Named, text: str) -> str:
    start, end = paragraph.span(named.start, named.end)
    return "".join(text[start:end].split())


def main_annex(parts: list[PartNode]) -> int:
    """Return which tree is the plan: 0 for the document's body, else the number of the annex that holds most parts."""
    counts: dict[int, int] = {}
    for part in parts:
        counts[part.node.annex] = counts.get(part.node.annex, 0) + 1
    return max(counts, key=lambda k: (counts[k], -k)) if counts else 0


@dataclass(slots=True)
class Book:
    """All drafts of a document, and the headings by which annexes and tables are matched to the body."""

    parts: list[Draft] = field(default_factory=list)
    tasks: list[Draft] = field(default_factory=list)
    groups: list[Draft] = field(default_factory=list)
    nodes: dict[str, Node] = field(default_factory=dict)
    part_keys: dict[str, Draft] = field(default_factory=dict)
    part_nodes: dict[int, Draft] = field(default_factory=dict)
    task_keys: dict[str, Draft] = field(default_factory=dict)
    owners: set[int] = field(default_factory=set)
    main: int = 0

    def add_part(self, draft: Draft) -> None:
        """Enter a part."""
        self.parts.append(draft)
        self.part_keys.setdefault(heading_key(draft.title), draft)
        if draft.node:
            self.part_nodes[id(draft.node)] = draft

    def add_task(self, draft: Draft) -> None:
        """Enter a task; the part it stands under is known from then on to have tasks of its own."""
        self.tasks.append(draft)
        self.task_keys.setdefault(heading_key(draft.title), draft)
        if draft.part and draft.node is not draft.part.node:
            self.owners.add(id(draft.part))


def _named_again(parts: list[PartNode]) -> set[int]:
    """Return the parts that only name another part again (a list of who answers for each action), by ``id`` of node."""
    best: dict[str, PartNode] = {}
    again: set[int] = set()
    for part in parts:
        key = part.group if part.group and _of_literacy(part.node.title) else heading_key(part.node.title)
        other = best.setdefault(key, part)
        if other is not part:
            weaker, stronger = (other, part) if _weight(part.node) > _weight(other.node) else (part, other)
            if _weight(weaker.node)[0] and heading_key(part.node.title) != heading_key(other.node.title):
                continue
            again.add(id(weaker.node))
            best[key] = stronger
    return again


def _of_literacy(title: str) -> bool:
    """Say whether a title is that of an audience's literacy action as a whole (农民科学素质提升行动)."""
    return is_action_like(title) and bool(re.search(r"科学(?:文化)?素[质养]", title))


def _weight(node: Node) -> tuple[int, int]:
    below = node.walk()
    return sum(bool(n.clauses) for n in below[1:]), sum(p.end - p.start for n in below for p in n.body)


def _place(node: Node) -> Place:
    assert node.paragraph is not None
    return node.paragraph, node.start, node.stop


def _usable(node: Node, zones: dict[int, str]) -> Held:
    """Return a node's clauses; in the organisation part a mere sentence with 牵头 is a duty, not a task."""
    spoken = zones[id(node)] in ("organisation", "past", "aims")
    return [(p, c) for p, c in node.clauses if not (spoken and c.form == "sentence")]


def _part_of(node: Node, book: Book) -> Draft | None:
    return next((book.part_nodes[id(n)] for n in (node, *node.ancestors()) if id(n) in book.part_nodes), None)


def draft_all(root: Node, part_nodes: list[PartNode], rows: list[Row], zones: dict[int, str]) -> Book:
    """Return the drafts of all parts and tasks of a document, in document order."""
    book = Book(main=main_annex(part_nodes))
    nodes = [n for n in root.walk()[1:] if n.paragraph is not None]
    again = _named_again([p for p in part_nodes if p.node.annex == book.main])
    second = {id(x) for p in part_nodes if id(p.node) in again for x in p.node.walk()}
    second |= {id(n) for n in nodes if n.annex != book.main}
    for p in part_nodes:
        if id(p.node) not in second:
            book.add_part(Draft(_place(p.node), p.node, [], kind=p.kind, group=p.group))
    bearing = {id(n): bool(_usable(n, zones)) for n in nodes}
    _from_body([n for n in nodes if id(n) not in second], bearing, zones, book)
    for node in nodes:
        if id(node) in second and bearing[id(node)] and not _covers(node, bearing):
            _assign(_place(node), None, _usable(node, zones), book, node)
    for row in rows:
        _assign(row.title, row, row.clauses, book, None)
    _demote(book)
    book.tasks.sort(key=lambda d: d.node.index if d.node else 10**9)
    return book


def _demote(book: Book) -> None:
    """Make a part that was its own task a mere part again where a table or an annex names tasks below it."""
    kept = []
    for task in book.tasks:
        part = task.part
        if part and task.node is part.node and part.node and id(part) in book.owners:
            part.held += [h for h in task.held if h not in part.held]
            part.own = []
        else:
            kept.append(task)
    book.tasks = kept


def _covers(node: Node, bearing: dict[int, bool]) -> bool:
    """Say whether an item below ``node`` bears a clause itself."""
    return any(bearing.get(id(n)) for n in node.walk()[1:])


def _from_body(nodes: list[Node], bearing: dict[int, bool], zones: dict[int, str], book: Book) -> None:
    for node in nodes:
        book.nodes.setdefault(heading_key(node.title), node)
        if not bearing[id(node)]:
            continue
        held, part = _usable(node, zones), book.part_nodes.get(id(node))
        if not _covers(node, bearing):
            book.add_task(Draft(_place(node), node, held, _part_of(node, book)))
            if part:
                part.own = held
        elif part:
            part.held += held
        else:
            book.groups.append(Draft(_place(node), node, held))


def _assign(place: Place, row: Row | None, held: Held, book: Book, node: Node | None) -> None:
    """Give what an annex or a table says of an item to the part of that name, or make a task of it.

    A task that has its clause in the body keeps it.
    """
    title = place[0].text[place[1] : place[2]]
    key = heading_key(title)
    part = book.part_keys.get(key) or _by_audience(title, book)
    if part and id(part) in book.owners:
        part.held += held
    elif key in book.task_keys:
        return
    elif part:
        part.own = held
        book.add_task(Draft(place, part.node, list(held), part))
    else:
        body = book.nodes.get(key)
        home = _part_of(body, book) if body else _home(place, row, node, book)
        cells, term = (tuple(row.body), row.term) if row else ((), "")
        book.add_task(Draft(_place(body) if body else place, body or node, list(held), home, cells=cells, term=term))


def _by_audience(title: str, book: Book) -> Draft | None:
    """Return the one action for the audience that a title names, if the title is an action's."""
    group = audience_of(title) if _of_literacy(title) else None
    found = [p for p in book.parts if p.group == group] if group else []
    return found[0] if len(found) == 1 else None


def _home(place: Place, row: Row | None, node: Node | None, book: Book) -> Draft | None:
    """Return the part a row or an annex item belongs to: its category, its heading above, or itself."""
    category = row.category if row else next((n.title for n in (node.ancestors() if node else [])), "")
    key = heading_key(category)
    found = (book.part_keys.get(key) if key else None) or _by_audience(category, book)
    if found:
        return found
    title = place[0].text[place[1] : place[2]]
    if is_action_like(title) and (not category or is_generic(category)):
        group = audience_of(title)
        draft = Draft(place, None, [], kind=part_kind(title, category, group), group=group)
        book.add_part(draft)
        return draft
    return None


def starts_of(draft: Draft, text: str) -> str:
    """Return the first 12 characters of a task's body, as they stand in the document."""
    for paragraph, start, end in _bodies(draft):
        held = [c for p, c in (draft.node.clauses if draft.node else draft.held) if p is paragraph]
        while start < end and (inside := next((c for c in held if c.start <= start < c.end), None)):
            start = inside.end
        if end - start >= 2:
            begin = paragraph.at[start]
            return text[begin : begin + 12].split("\n")[0]
    node = draft.node
    behind = node is not None and node.paragraph is not None and node.rest < len(node.paragraph.text)
    begin = node.paragraph.at[node.rest] if behind and node and node.paragraph else draft.title_span[0]
    return text[begin : begin + 12]


def _bodies(draft: Draft) -> Iterable[tuple[Paragraph, int, int]]:
    if draft.node:
        for node in draft.node.walk():
            if node is not draft.node and node.paragraph is not None:
                yield node.paragraph, 0, len(node.paragraph.text)
            for piece in node.body:
                yield piece.paragraph, piece.start, piece.end
    for cell in draft.cells:
        yield cell, 0, len(cell.text)


def span_of(draft: Draft) -> Span:
    """Return the span of an item: from its heading to the end of the last paragraph below it.

    An item whose clause stands in a table far behind is where its text is: the table's row is no part of it.
    """
    if draft.node is None:
        return draft.title_span
    ends = [p.span[1] for node in draft.node.walk() for p in node.body]
    return draft.node.title_span[0], max([node.title_span[1] for node in draft.node.walk()] + ends)


def make_part(draft: Draft, text: str) -> tuple[Part, Answer]:
    """Cut a part out of the document; of a part that is its own task only the lead is given."""
    answer, own = resolve(draft.held, text), resolve(draft.own, text)
    answer.mentions += [m for m in own.mentions if m.role == "lead"]
    answer.clauses += own.clauses
    title = text[slice(*draft.title_span)]
    part = Part(
        draft.kind, title, draft.group, span_of(draft), draft.title_span, answer.units("lead"),  # type: ignore[arg-type]
        answer.units("support"), tuple(answer.mentions), tuple(answer.clauses),
    )  # fmt: skip
    return part, answer


def make_task(draft: Draft, number: int, text: str, first_leads: bool = False) -> tuple[Task, Answer]:
    """Cut a task out of the document."""
    answer = resolve(draft.held, text, first_leads)
    parent = text[slice(*draft.part.title_span)] if draft.part else None
    task = Task(
        f"T{number:03d}", parent, text[slice(*draft.title_span)], starts_of(draft, text), span_of(draft),
        draft.title_span, answer.units("lead"), answer.units("support"), answer.units("joint"),
        answer.open_ended, tuple(answer.mentions), tuple(answer.clauses),
    )  # fmt: skip
    return task, answer
