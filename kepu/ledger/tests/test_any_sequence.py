"""Whatever is said in whatever order, every figure is what an obvious recount says."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kepu.ledger.models import Duplicate, Seal
from kepu.ledger.queries import Ask, Window, figures, position
from kepu.ledger.tests.books import AT, Books
from kepu.ledger.verbs import Conflict, Entry, check_cells, correct, drain, post, rebuild, reverse, say_same
from kepu.people.models import Account

SOURCES = st.integers(1, 4)
DAYS = st.sampled_from([date(2024, 12, 31), date(2025, 1, 1), date(2025, 2, 28), date(2026, 3, 5), date(2026, 3, 20)])
LINE = st.tuples(
    st.integers(0, 2),  # measure
    st.sampled_from([0, 7, 30]),  # quantity
    DAYS,
    st.sampled_from([0, 9, 40, 200]),  # days before it that it covers, as far as the year goes
    st.integers(0, 3),  # region
    st.sampled_from(["youth", "elderly"]),
    st.sets(st.integers(0, 2), max_size=3),  # units
)
VERBS = st.one_of(
    st.tuples(st.just("post"), SOURCES, st.lists(LINE, max_size=3)),
    st.tuples(st.just("correct"), SOURCES, st.lists(LINE, max_size=3)),
    st.tuples(st.just("reverse"), SOURCES),
    st.tuples(st.just("drain"), st.integers(1, 4)),
    st.tuples(st.just("rebuild")),
    st.tuples(st.just("same"), st.integers(0, 3)),
)
WINDOWS = [
    Window(date(2025, 1, 1), date(2025, 12, 31)), Window(date(2024, 12, 31), date(2026, 3, 5)),
    Window(date(2025, 2, 1), date(2025, 2, 28)), Window(date(2026, 3, 6), date(2026, 3, 31)),
    Window(date(1950, 1, 1), date(2026, 11, 20)),
]  # fmt: skip


AROUND = {
    "990123100001": ("990123100000", "990123000000"), "990123100000": ("990123000000",),
    "990123101000": ("990123000000",), "990123000000": (),
}  # fmt: skip


class Recount:
    """The judge: what each source says now, counted one by one."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.says: dict[int, dict[tuple[int, int], Entry]] = {}
        self.ever: dict[int, dict[tuple[int, int], list[tuple[Any, ...]]]] = {}
        self.out: set[tuple[int, int, int]] = set()
        self.brought: dict[tuple[int, int, int], set[int]] = {}

    def post(self, source: int, entries: list[Entry]) -> bool:
        """Say whether it may be said; if so, say it."""
        ever = self.ever.setdefault(source, {})
        if any(e.key in ever and e.content() not in ever[e.key] for e in entries):
            return False
        fresh = [e for e in entries if e.key not in ever]
        self.says.setdefault(source, {}).update({e.key: e for e in fresh})
        self._remember(source, fresh)
        return True

    def correct(self, source: int, entries: list[Entry]) -> None:
        left = [self._shared(source, e) for e in entries if (source, *e.key) not in self.out]
        self.says[source] = {e.key: e for e in left}
        self._remember(source, left)

    def same(self, first: tuple[int, int, int], second: tuple[int, int, int]) -> None:
        gone = self.says[second[0]][second[1:]]
        self.out.add(second)
        self.brought.setdefault(first, set()).update(unit for unit, _ in gone.credits)
        for source in {first[0], second[0]}:
            self.correct(source, list(self.says[source].values()))

    def _shared(self, source: int, entry: Entry) -> Entry:
        own = dict(entry.credits)
        more = dict.fromkeys(self.brought.get((source, *entry.key), set()) - own.keys(), "partner")
        fields = {name: getattr(entry, name) for name in entry.__dataclass_fields__}
        return Entry(**fields | {"credits": tuple(sorted((own | more).items()))})

    def _remember(self, source: int, entries: list[Entry]) -> None:
        for entry in entries:
            self.ever.setdefault(source, {}).setdefault(entry.key, []).append(entry.content())

    def figure(self, ask: Ask) -> int:
        told = [entry for lines in self.says.values() for entry in lines.values()]
        return sum(entry.quantity for entry in told if self._counts(entry, ask))

    def _counts(self, entry: Entry, ask: Ask) -> bool:
        books = self.books
        measures = {books.all.pk: {books.all.pk, books.lectures.pk}}.get(ask.measure, {ask.measure})
        units = {unit for unit, _ in entry.credits}
        units |= {books.county.education.pk} if books.school.pk in units else set()
        within = ask.window.since <= entry.begins and entry.day <= ask.window.until
        whole = date(entry.day.year, 1, 1) >= ask.window.since and date(entry.day.year, 12, 31) <= ask.window.until
        return (
            entry.measure.pk in measures
            and ask.region in {"", entry.region, *AROUND[entry.region]}
            and (ask.unit is None or ask.unit in units)
            and (not ask.audience or entry.audience == ask.audience)
            and (whole or (within and entry.begins.month == entry.day.month))
        )


def entries_of(books: Books, lines: list[tuple[Any, ...]]) -> list[Entry]:
    """Entries with no line said twice."""
    measures = (books.all, books.lectures, books.volunteers)
    places = (books.village.code, books.county.town.code, "990123101000", books.county.home.code)
    units = (books.school.pk, books.county.education.pk, books.county.health.pk)
    found = {}
    for number, (measure, quantity, day, covers, place, audience, whose) in enumerate(lines):
        since = max(day - timedelta(days=covers), date(day.year, 1, 1))
        credits = tuple(sorted((units[one], "host") for one in whose))
        line = number % 2
        found[measure, line] = Entry(measures[measure], quantity, day, places[place], audience, credits, since, line)
    return list(found.values())


def do(verb: tuple[Any, ...], books: Books, judge: Recount, office: Account) -> None:
    """Do one verb for real and to the judge."""
    name, *rest = verb
    deeds: dict[str, Callable[..., None]] = {
        "post": _post, "correct": _correct, "reverse": _reverse, "drain": _drain, "rebuild": _rebuild, "same": _same,
    }  # fmt: skip
    deeds[name](books, judge, office, *rest)


def _post(books: Books, judge: Recount, office: Account, source: int, lines: list[Any]) -> None:
    entries = entries_of(books, lines)
    if judge.post(source, entries):
        post(source=f"test.record:{source}", entries=entries, by=office, at=AT)
    else:
        with pytest.raises(Conflict), transaction.atomic():
            post(source=f"test.record:{source}", entries=entries, by=office, at=AT)


def _correct(books: Books, judge: Recount, office: Account, source: int, lines: list[Any]) -> None:
    entries = entries_of(books, lines)
    correct(source=f"test.record:{source}", entries=entries, by=office, at=AT)
    judge.correct(source, entries)


def _reverse(books: Books, judge: Recount, office: Account, source: int) -> None:
    reverse(source=f"test.record:{source}", by=office, at=AT)
    judge.correct(source, [])


def _drain(books: Books, judge: Recount, office: Account, most: int) -> None:
    drain(at=AT, most=most)


def _rebuild(books: Books, judge: Recount, office: Account) -> None:
    rebuild()


def _same(books: Books, judge: Recount, office: Account, number: int) -> None:
    standing = {"first__reversed_by": None, "second__reversed_by": None}
    doubts = Duplicate.objects.filter(state="open", **standing).select_related("first", "second").order_by("id")
    for doubt in doubts[number : number + 1]:
        keys = [(int(f.source.removeprefix("test.record:")), f.measure_id, f.line) for f in (doubt.first, doubt.second)]
        say_same(doubt=doubt, by=office, at=AT)
        judge.same(*keys)


def every_ask(books: Books) -> list[Ask]:
    county = books.county
    places: list[dict[str, Any]] = [
        {"region": code} for code in (county.home.code, county.town.code, books.village.code)
    ]
    places += [{"unit": unit.pk} for unit in (county.education, books.school, county.health)]
    places += [{"region": county.town.code, "unit": county.education.pk}]
    return [
        Ask(measure.pk, window, audience=audience, **place)
        for measure in (books.all, books.lectures, books.volunteers)
        for window in WINDOWS for audience in (("", "youth") if measure == books.all else ("",)) for place in places
    ]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(verbs=st.lists(VERBS, min_size=1, max_size=14))
def test_every_figure_is_what_a_recount_says(books: Books, verbs: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        judge, office = Recount(books), books.county.secretary()
        asks = every_ask(books)
        kept: list[tuple[Seal, list[int]]] = []
        for verb in verbs:
            do(verb, books, judge, office)
            assert figures(asks) == [judge.figure(ask) for ask in asks]
            if verb[0] == "drain" and (seal := position()):
                kept.append((seal, figures(asks, seal)))
        assert check_cells(at=AT).wrong == []
        for seal, then in kept:
            assert figures(asks, seal) == then
        while drain(at=AT):
            pass
        assert check_cells(at=AT).wrong == []
        transaction.set_rollback(True)
