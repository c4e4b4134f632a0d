"""Writers and drainers killed at any moment: what was answered is there, nothing is there twice, every cell agrees."""

import os
import random
import signal
import time
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from django.db import connections

from kepu.ledger import sources
from kepu.ledger.models import Fact, Pending
from kepu.ledger.queries import Ask, figures, year_window
from kepu.ledger.tests.books import AT, Books
from kepu.ledger.verbs import check_cells, correct, drain, drain_all, post

ROUNDS, WRITERS = 25, 3  # with one drainer each: 100 kills
OWN = 5  # sources of one writer


def write(books: Books, journal: Path, number: int, seed: int) -> None:
    """Post and correct for ever; each deed is noted before and after."""
    choose = random.Random(seed)
    with journal.open("a", buffering=1) as notes:
        while True:
            source = f"test.record:{number * OWN + choose.randrange(OWN)}"
            quantity = choose.randrange(1, 10**6)
            entry = books.entry(quantity, date(2026, 3, 5), credits=((books.school.pk, "host"),))
            notes.write(f"begun {source} {quantity}\n")
            verb = correct if Fact.objects.filter(source=source).exists() else post
            verb(source=source, entries=[entry], by=None, at=AT)
            notes.write(f"done {source} {quantity}\n")


def drain_for_ever() -> None:
    while True:
        drain(at=AT, most=7)


def forked(deed: object, *args: object) -> int:
    """Start a process that does nothing else, with connections of its own."""
    if child := os.fork():
        return child
    try:
        connections.close_all()
        deed(*args)  # type: ignore[operator]
    finally:
        os._exit(1)


def noted(journal: Path) -> dict[str, set[int]]:
    """Return for each source what it may say now: what was last done, and what was begun after it."""
    possible: dict[str, set[int]] = defaultdict(set)
    for line in journal.read_text().splitlines():
        word, _, rest = line.partition(" ")
        source, _, quantity = rest.partition(" ")
        possible[source] = {int(quantity)} if word == "done" else possible[source] | {int(quantity)}
    return possible


@pytest.mark.slow
@pytest.mark.usefixtures("own_database")
def test_a_hundred_kills_lose_nothing_and_count_nothing_twice(tmp_path: Path, django_db_blocker: object) -> None:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        sources.register("test.record", lambda by, ids: {})
        books, chance, journals = Books(), random.Random(7), [tmp_path / str(n) for n in range(WRITERS)]
        for round_ in range(ROUNDS):
            connections.close_all()
            children = [forked(write, books, j, n, round_ * WRITERS + n) for n, j in enumerate(journals)]
            children.append(forked(drain_for_ever))
            time.sleep(chance.uniform(0.05, 0.4))
            for child in children:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
        possible = {source: said for journal in journals for source, said in noted(journal).items()}
        standing = Fact.objects.filter(reverses=None, reversed_by=None).values_list("source", "quantity")
        told = list(standing)
        assert len({source for source, _ in told}) == len(told) > 3
        answered = {source for j in journals for line in j.read_text().splitlines() if line.startswith("done")
                    for source in [line.split()[1]]}  # fmt: skip
        assert answered <= {source for source, _ in told}
        assert all(quantity in possible[source] for source, quantity in told)
        _agrees(books, sum(quantity for _, quantity in told))


def _agrees(books: Books, total: int) -> None:
    asks = [
        Ask(books.all.pk, year_window(2026), books.county.home.code),
        Ask(books.all.pk, year_window(2026), unit=books.county.education.pk),
    ]
    assert figures(asks) == [total, total]
    assert check_cells(at=AT).wrong == []
    drain_all(at=AT)
    assert not Pending.objects.exists()
    assert figures(asks) == [total, total]
    assert check_cells(at=AT).wrong == []
