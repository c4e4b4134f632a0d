"""The reader: `Source` → `Reading`, one step after the other."""

from dataclasses import replace

from .checks import remarks_of
from .clauses import FIRST_LEADS
from .duties import read_duties
from .frame import read_frame
from .headings import bare
from .indicators import indicator_targets
from .items import lift_clauses, split_items
from .model import Heading, Promise, Reading, Target
from .outline import Node, outline_of
from .paragraphs import paragraphs_of
from .parts import parts_of, zones_of
from .phases import read_phases, read_reporting
from .plaintext import source_of
from .promises import promises_in
from .source import Source
from .stretches import Stretch, stretches
from .tables import read_tables
from .targets import Context, targets_in
from .tasks import draft_all, make_part, make_task

_QUOTE_LIMIT = 200_000
_TARGET_LIMIT = 400
_LENGTHENING = 60
_STOPS = "。；;\n"


def read(source: Source) -> Reading:
    """Read a plan document. No input raises: what is not understood is left out or remarked upon."""
    text = source.text
    paragraphs = paragraphs_of(source)
    root = outline_of(paragraphs)
    split_items(root)
    lift_clauses(root)
    part_nodes = parts_of(root)
    zones = zones_of(root, part_nodes)
    rows, duty_rows = read_tables(paragraphs)
    book = draft_all(root, part_nodes, rows, zones)
    first_leads = any(FIRST_LEADS.search(p.text) for p in paragraphs)
    tasks = [make_task(d, i, text, first_leads) for i, d in enumerate(book.tasks, 1)]
    parts = [make_part(d, text) for d in book.parts]
    frame = read_frame(paragraphs, root, text)
    duties, heads = read_duties(root, zones, duty_rows, text)
    base = Context(period=frame.period, region=frame.region.name or "")
    places = list(stretches(root, zones, book.tasks, heads, base, text))
    targets, promises = _commitments(places, text)
    targets = _with_tables(targets, indicator_targets(paragraphs, frame.period, targets, text))
    answers = list(zip(book.tasks, (a for _, a in tasks), strict=True)) + list(
        zip(book.parts, (a for _, a in parts), strict=True)
    )
    return Reading(
        text=text, frame=frame, headings=_headings(root, text), parts=tuple(p for p, _ in parts),
        tasks=tuple(t for t, _ in tasks), targets=tuple(targets), promises=tuple(promises), duties=tuple(duties),
        phases=tuple(read_phases(root, zones, text)),
        reporting=tuple(read_reporting(root, zones, text)),
        remarks=tuple(remarks_of(root, book, answers, targets, places, frame, zones)),
    )  # fmt: skip


def _commitments(places: list[Stretch], text: str) -> tuple[list[Target], list[Promise]]:
    """Return what is promised, with and without a number, in document order."""
    targets: list[Target] = []
    promises: list[Promise] = []
    for s in places:
        found = list(targets_in(s.paragraph, s.start, s.end, s.context, text))
        targets += found
        promises += promises_in(s.paragraph, s.start, s.end, s.context, s.zone, found, text)
    if len(text) <= _QUOTE_LIMIT and len(targets) <= _TARGET_LIMIT:
        targets = [_once(t, text) for t in targets]
    return sorted(targets, key=lambda t: t.span), sorted(promises, key=lambda p: p.span)


def _with_tables(spoken: list[Target], tabled: list[Target]) -> list[Target]:
    """Join the targets of the sentences and of the tables of indicators, each place once, in document order."""
    places = {t.span[1] for t in tabled}
    return sorted([t for t in spoken if t.span[1] not in places] + tabled, key=lambda t: t.span)


def _once(target: Target, text: str) -> Target:
    """Lengthen a quote that occurs more than once, within its sentence, until it occurs once."""
    start, end = target.span
    for _ in range(_LENGTHENING):
        if text.count(text[start:end]) == 1:
            break
        if start > 0 and text[start - 1] not in _STOPS:
            start -= 1
        elif end < len(text) and text[end] not in _STOPS:
            end += 1
    return replace(target, span=(start, end), quote=text[start:end]) if (start, end) != target.span else target


def read_text(text: str) -> Reading:
    """Read a plan from plain text."""
    return read(source_of(text))


def _headings(root: Node, text: str) -> tuple[Heading, ...]:
    return tuple(
        Heading(text[slice(*n.title_span)], len(n.ancestors()) + 1, n.title_span)
        for n in root.walk()[1:]
        if bare(n.title)
    )
