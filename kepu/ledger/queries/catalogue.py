"""The catalogue of measures as a tree in which each stands under its parent, with what it means today."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from kepu.ledger.models import Definition, Measure


@dataclass(frozen=True)
class Listed:
    """A measure with its depth in the tree (0 at the top), its wordings (the newest first) and the one of the day."""

    measure: Measure
    depth: int
    definition: Definition | None = None
    wordings: list[Definition] = field(default_factory=list)


def catalogue(today: date) -> list[Listed]:
    """Return all measures, retired ones too, each after its parent; two queries."""
    children: dict[int | None, list[Measure]] = defaultdict(list)
    for measure in Measure.objects.select_related("parent"):
        children[measure.parent_id].append(measure)
    wordings: dict[int, list[Definition]] = defaultdict(list)
    for definition in Definition.objects.all():
        wordings[definition.measure_id].append(definition)
    found: list[Listed] = []
    waiting = [(measure, 0) for measure in reversed(children[None])]
    while waiting:
        measure, depth = waiting.pop()
        told = wordings[measure.pk]
        found.append(Listed(measure, depth, next((one for one in told if one.since <= today), None), told))
        waiting += [(below, depth + 1) for below in reversed(children[measure.pk])]
    return found


def chosen(
    lines: list[Listed], *, block: str = "", kind: str = "", text: str = "", own: bool = False, retired: bool = False
) -> list[Listed]:
    """Return those of a block, of a kind, whose name, code or wording has the text; of the office's own; retired if asked."""
    return [
        line for line in lines
        if (not block or line.measure.block == block)
        and (not kind or line.measure.kind == kind)
        and (not own or line.measure.own)
        and (retired or not line.measure.retired)
        and (not text or text in _words(line))
    ]  # fmt: skip


def blocks(lines: list[Listed]) -> list[str]:
    """Return the blocks (类别) in the order in which they stand."""
    return list(dict.fromkeys(line.measure.block for line in lines))


def _words(line: Listed) -> str:
    one = line.measure
    return f"{one.name} {one.code} {one.return_code} {line.definition.text if line.definition else ''}"
