"""Posting, correcting and reversing: the only writes of facts. Called by the verb of the source's app, which checks who.

A line of a source is said once; the same said again changes nothing, something else is a Conflict. Correcting makes the
ledger say exactly what the source now says: wrong facts are reversed and the right ones posted, in one transaction.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from kepu.ledger import sources
from kepu.ledger.models import Credit, Duplicate, Fact, Pending, Publication
from kepu.ledger.verbs.entries import Entry, check, check_all, entry_of
from kepu.people.models import Account

Key = tuple[int, int]
Lines = dict[Key, list[Fact]]
Line = tuple[str, Key]
Row = tuple[Fact, Entry]
MOST_SAYINGS = 1000  # each holds a lock until its transaction ends
_BATCH = 2000


class Conflict(Exception):
    """The source has already said something else of this line; only `correct` may change it."""


@dataclass(frozen=True)
class Saying:
    """What one source says: all its lines."""

    source: str
    entries: Sequence[Entry]


def post(*, source: str, entries: Sequence[Entry], by: Account | None, at: datetime) -> list[Fact]:
    """Write the entries of a source and return the new facts; what was already said in the same words is left alone.

    Raises BadEntry, UnknownSource, or Conflict where the same line was said otherwise.
    """
    return post_many(sayings=[Saying(source, entries)], by=by, at=at)


@transaction.atomic
def post_many(*, sayings: Sequence[Saying], by: Account | None, at: datetime) -> list[Fact]:
    """Do `post` for up to MOST_SAYINGS sources in one transaction, with as many queries as for one."""
    said = _begin(sayings, at)
    rows: list[Row] = []
    for saying in sayings:
        for entry in saying.entries:
            earlier = said.get(saying.source, {}).get(entry.key, [])
            if not earlier:
                rows.append((_fact(entry, saying.source, 1, by, at), entry))
            elif all(entry.content() != entry_of(fact).content() for fact in earlier if fact.reverses_id is None):
                raise Conflict(f"“{entry.measure.name}”已经记过另一个数，请用“更正”。")
    return _keep(rows)


def correct(*, source: str, entries: Sequence[Entry], by: Account | None, at: datetime) -> list[Fact]:
    """Make the ledger say exactly `entries` of the source, and return the facts written, reversals first.

    A line decided to be the same deed as another's is not posted again; credits it brought stay with the first. Once the
    first no longer stands, the decision has lost its ground: the line counts by itself when its source is said again.
    """
    return correct_many(sayings=[Saying(source, entries)], by=by, at=at)


@transaction.atomic
def correct_many(*, sayings: Sequence[Saying], by: Account | None, at: datetime) -> list[Fact]:
    """Do `correct` for up to MOST_SAYINGS sources in one transaction, with as many queries as for one."""
    said = _begin(sayings, at)
    decided = _Decisions(said, sayings)
    gone: list[Row] = []
    come: list[Row] = []
    for saying in sayings:
        reversals, fresh = _changes(saying.source, decided.applied(saying), said.get(saying.source, {}), by, at)
        gone += reversals
        come += fresh
    return _keep(gone) + _keep(come)


def reverse(*, source: str, by: Account | None, at: datetime) -> list[Fact]:
    """Cancel all that a source said, and return the reversals."""
    return correct(source=source, entries=(), by=by, at=at)


@transaction.atomic
def post_lines(*, source: str, entries: Sequence[Entry], by: Account | None, at: datetime) -> list[Fact]:
    """Write some of the many lines of a source and return the new facts; a line that was ever said of is left alone.

    For tables, of which each batch looks at its own lines only. Raises BadEntry, UnknownSource.
    """
    today = timezone.localdate(at)
    for entry in entries:
        check(entry, today)
    hold(source)
    lines = Fact.objects.filter(source=source, line__in={entry.line for entry in entries})
    said = set(lines.values_list("measure_id", "line"))
    return _keep([(_fact(entry, source, 1, by, at), entry) for entry in entries if entry.key not in said])


@transaction.atomic
def reverse_lines(*, source: str, most: int, by: Account | None, at: datetime) -> int:
    """Cancel up to `most` of the lines of a source that stand, and return how many: for tables taken back."""
    hold(source)
    standing = Fact.objects.standing().filter(source=source).select_related("measure", "publication")
    facts = list(standing.prefetch_related("credits").order_by("pk")[:most])
    told = [(fact, entry_of(fact)) for fact in facts]
    return len(_keep([(_fact(e, source, f.revision + 1, by, at, reverses=f), e) for f, e in told]))


def hold(*names: str) -> None:
    """Let one transaction at a time speak for each source; on SQLite one writes at a time anyhow.

    They are taken in one order, so that two who want the same ones never wait for each other in a circle.
    """
    for source in names:
        sources.parse(source)
    if connection.vendor == "postgresql" and names:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(source, 1)) FROM UNNEST(%s::text[]) source",
                [sorted(names)],
            )


def _begin(sayings: Sequence[Saying], at: datetime) -> dict[str, Lines]:
    """Check what is to be said, hold the sources, and return what they have said so far."""
    names = [saying.source for saying in sayings]
    if len(names) > MOST_SAYINGS or len(set(names)) < len(names):
        raise ValueError(f"at most {MOST_SAYINGS} sources at once, each once")
    for saying in sayings:
        check_all(saying.entries, at)
    hold(*names)
    return said_by_many(names) if names else {}


def said_by(source: str) -> Lines:
    """Return all facts of a source by line, in the order they were said, with measure, credits and reading loaded."""
    return said_by_many([source]).get(source, {})


def said_by_many(names: Sequence[str]) -> dict[str, Lines]:
    """Return what `said_by` says, for each source that has said anything; one query where none has, else four."""
    if not _any_said(names):
        return {}
    facts = Fact.objects.filter(source__in=names).select_related("measure", "publication").prefetch_related("credits")
    found: dict[str, Lines] = defaultdict(lambda: defaultdict(list))
    for fact in facts.order_by("source", "revision"):
        found[fact.source][fact.measure_id, fact.line].append(fact)
    return {source: dict(lines) for source, lines in found.items()}


def _any_said(names: Sequence[str]) -> bool:
    """Answer whether one of the sources has said anything: most speak for the first time, so this is asked in the cheapest way."""
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(names))
        cursor.execute(f"SELECT 1 FROM ledger_fact WHERE source IN ({marks}) LIMIT 1", names)  # noqa: S608 -- only marks
        return cursor.fetchone() is not None


def standing_of(facts: Iterable[Fact]) -> Fact | None:
    """Return the fact of a line that is not reversed, None if all are."""
    told = list(facts)
    gone = {fact.reverses_id for fact in told}
    return next((fact for fact in told if fact.reverses_id is None and fact.pk not in gone), None)


class _Decisions:
    """What was decided on duplicates among what was said: firsts carry the credits of both, seconds are out.

    A source that has said nothing yet has nothing decided: no query.
    """

    def __init__(self, said: dict[str, Lines], sayings: Sequence[Saying]) -> None:
        lines = {f.pk: (source, key) for source, ls in said.items() for key, facts in ls.items() for f in facts}
        self.brought: dict[Line, dict[int, str]] = defaultdict(dict)
        firsts: dict[Line, set[Fact]] = defaultdict(set)
        for doubt in _same_among(list(lines)) if lines else ():
            if doubt.second_id in lines:
                firsts[lines[doubt.second_id]].add(doubt.first)
            if doubt.first_id in lines:
                partners = {credit.unit_id: Credit.Role.PARTNER.value for credit in doubt.second.credits.all()}
                self.brought[lines[doubt.first_id]] |= partners
        gone = _gone({fact for told in firsts.values() for fact in told}, sayings) if firsts else set()
        self.out = {line for line, told in firsts.items() if any(_line_of(fact) not in gone for fact in told)}

    def applied(self, saying: Saying) -> list[Entry]:
        """Return the entries as the decisions leave them."""
        told = [(entry, (saying.source, entry.key)) for entry in saying.entries]
        return [_shared(entry, self.brought.get(line, {})) for entry, line in told if line not in self.out]


def _line_of(fact: Fact) -> Line:
    return fact.source, (fact.measure_id, fact.line)


def _gone(firsts: Iterable[Fact], sayings: Sequence[Saying]) -> set[Line]:
    """Return the lines of these that no longer stand once all is said, but for those that are themselves out as a second."""
    lines = {_line_of(fact): fact.pk for fact in firsts}
    here = {saying.source for saying in sayings}
    stand = {(saying.source, entry.key) for saying in sayings for entry in saying.entries}
    elsewhere = Fact.objects.standing().filter(source__in={source for source, _ in lines} - here).order_by()
    stand |= {(source, (measure, line)) for source, measure, line in elsewhere.values_list("source", "measure", "line")}
    left = {line: pk for line, pk in lines.items() if line not in stand}
    same = Duplicate.objects.filter(state=Duplicate.State.SAME, second__source__in={source for source, _ in left})
    out = {_line_of(doubt.second) for doubt in same.select_related("second")} if left else set()
    return set(left) - out


def _same_among(facts: list[int]) -> QuerySet[Duplicate]:
    concerned = Q(first__in=facts) | Q(second__in=facts)
    rows = Duplicate.objects.filter(concerned, state=Duplicate.State.SAME)
    return rows.select_related("first", "second").prefetch_related("second__credits")


def _shared(entry: Entry, brought: dict[int, str]) -> Entry:
    if not brought:
        return entry
    return replace(entry, credits=tuple(sorted((brought | dict(entry.credits)).items())))


def _changes(
    source: str, entries: list[Entry], said: Lines, by: Account | None, at: datetime
) -> tuple[list[Row], list[Row]]:
    """Return the reversals and the new facts by which a source comes to say exactly these entries.

    A reversal has the same day, region, audience and credits, the quantity negated.
    """
    wanted = {entry.key: entry for entry in entries}
    standing = {key: fact for key, facts in said.items() if (fact := standing_of(facts))}
    told = {key: entry_of(fact) for key, fact in standing.items()}
    same = {key for key, entry in told.items() if key in wanted and entry.content() == wanted[key].content()}
    gone = [
        (_fact(told[key], source, _next(said, key), by, at, reverses=fact), told[key])
        for key, fact in standing.items() if key not in same
    ]  # fmt: skip
    come = [
        (_fact(entry, source, _next(said, key) + (key in standing), by, at), entry)
        for key, entry in wanted.items() if key not in same
    ]  # fmt: skip
    return gone, come


def _next(said: Lines, key: Key) -> int:
    return max((fact.revision for fact in said.get(key, [])), default=0) + 1


def _fact(
    entry: Entry, source: str, revision: int, by: Account | None, at: datetime, reverses: Fact | None = None
) -> Fact:
    return Fact(
        measure=entry.measure, quantity=-entry.quantity if reverses else entry.quantity,
        since=entry.begins, day=entry.day, year=entry.day.year, month=entry.month,
        region_id=entry.region, audience=entry.audience,
        source=source, line=entry.line, revision=revision, reverses=reverses, posted_at=at, posted_by=by,
    )  # fmt: skip


def _keep(told: list[Row]) -> list[Fact]:
    """Write facts with their credits, readings and pending rows, in the caller's transaction."""
    if not told:
        return []
    Fact.objects.bulk_create([fact for fact, _ in told], batch_size=_BATCH)
    credits = [Credit(fact=fact, unit_id=unit, role=role) for fact, entry in told for unit, role in entry.credits]
    Credit.objects.bulk_create(credits, batch_size=_BATCH)
    readings = [Publication(fact=fact, **vars(entry.published)) for fact, entry in told if entry.published]
    Publication.objects.bulk_create(readings, batch_size=_BATCH)
    Pending.objects.bulk_create([Pending(fact=fact) for fact, _ in told], batch_size=_BATCH)
    return [fact for fact, _ in told]
