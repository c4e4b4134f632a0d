"""The printed text with everything found in it: where each item of a structure stands, cut into marked pieces."""

from collections.abc import Iterator

from kepu.plans.models import Item, Task, Version
from kepu.plans.queries.proofreading import Paragraph, Structure, cut

Span = tuple[int, int, str, str]
CONTAINERS = frozenset({"part", "task"})


def marked(version: Version, tree: Structure) -> list[Paragraph]:
    """Return the lines of the document in pieces; no query of its own beside the document's text.

    A mark's kind is the item's, and besides ``title`` (the heading of a task) and ``clause`` (who answers for it).
    """
    text = version.document.text
    spans = [span for item in _items(tree) for span in _spans(item, text)]
    return cut(text, spans)


def _items(tree: Structure) -> Iterator[Item]:
    for node in tree.parts:
        if node.part:
            yield node.part
        yield from node.responsibilities
    for task in tree.tasks:
        yield task.task
        yield from task.responsibilities
    for group in (tree.all_targets, tree.duties, tree.phases, tree.reporting, tree.remarks):
        yield from group


def _spans(item: Item, text: str) -> Iterator[Span]:
    if item.start is None or item.end is None:
        return
    yield item.start, item.end, item._meta.model_name or "", item.key
    if not isinstance(item, Task):
        return
    titles = [title for title in (item.title, (item.as_read or {}).get("title")) if title]
    places = [(place, title) for title in titles if (place := text.find(title, item.start, item.end)) >= 0]
    for place, title in places[:1]:
        yield place, place + len(title), "title", item.key
    if item.clause_start is not None and item.clause_end is not None and item.clause_end > item.clause_start:
        yield item.clause_start, item.clause_end, "clause", item.key


def sentences(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """Return the sentences of ``text[start:end]`` with their places; they end at 。；！？ and at the end of a line."""
    found, begin = [], start
    for at in range(start, end):
        if text[at] in "。；！？\n" or at == end - 1:
            piece = text[begin : at + 1]
            if piece.strip():
                indent = len(piece) - len(piece.lstrip())
                found.append((begin + indent, piece.strip()))
            begin = at + 1
    return found
