"""Many at once: what `record_many`, `post_many` and `correct_many` write is what one by one would, all or nothing."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kepu.audit.models import Entry as AuditEntry
from kepu.ledger.models import Credit, Duplicate, Fact, RecordPolicy, WorkRecord
from kepu.ledger.tests.books import AT, Books
from kepu.ledger.verbs import Conflict, Work, drain_all, load_catalogue, post, say_same
from kepu.ledger.verbs.many import Form, record_many
from kepu.ledger.verbs.posting import MOST_SAYINGS, Saying, correct_many, post_many
from kepu.people.access import NotAllowed
from kepu.people.models import Account, Role
from kepu.people.verbs import BadInput


@pytest.fixture
def office(books: Books) -> Account:
    load_catalogue(at=AT)
    return books.county.secretary()


def form(books: Books, number: int, **changes: Any) -> Form:
    told = {"day": date(2026, 3, 5), "place": books.village, "kind": "lecture", "what": "讲座", "audience": "elderly"}
    return Form(books.school, Work(**told | {"person_times": 20 + number} | changes), f"form-{number}")  # type: ignore[arg-type]


def test_each_form_becomes_a_counted_record_with_its_facts(books: Books, office: Account) -> None:
    with_health = form(books, 2, partners=(books.county.health,))
    first, second = record_many(forms=[form(books, 1), with_health], by=office, at=AT)
    assert (first.state, first.person_times, first.region, first.recorded_at) == ("counted", 21, books.county.home, AT)
    said = Fact.objects.filter(source=f"ledger.record:{second.pk}").order_by("quantity")
    assert [(f.measure.code, f.quantity, f.region_id) for f in said] == [
        ("lecture.sessions", 1, books.village.pk), ("lecture.person_times", 22, books.village.pk),
    ]  # fmt: skip
    credits = Credit.objects.filter(fact=said[1]).values_list("unit", "role")
    assert set(credits) == {(books.school.pk, "host"), (books.county.health.pk, "partner")}
    assert list(second.partnerships.values_list("unit", flat=True)) == [books.county.health.pk]
    noted = AuditEntry.objects.filter(verb="ledger.record_work", at=AT, by=office.pk)
    assert {entry.object for entry in noted} == {f"ledger.workrecord:{row.pk}" for row in (first, second)}


def test_a_form_handed_in_again_gives_the_record_it_made(books: Books, office: Account) -> None:
    (first,) = record_many(forms=[form(books, 1)], by=office, at=AT)
    again, other, twice = record_many(forms=[form(books, 1), form(books, 2), form(books, 2)], by=office, at=AT)
    assert (again, other) == (first, twice)
    assert WorkRecord.objects.count() == 2
    assert Fact.objects.count() == 4


def test_one_wrong_form_and_none_is_kept(books: Books, office: Account) -> None:
    with pytest.raises(BadInput, match="还没有到"):
        record_many(forms=[form(books, 1), form(books, 2, day=date(2027, 1, 1))], by=office, at=AT)
    liaison = books.county.account(Role.LIAISON, unit=books.county.health)
    with pytest.raises(NotAllowed):
        record_many(forms=[form(books, 1)], by=liaison, at=AT)
    assert not WorkRecord.objects.exists()
    assert not Fact.objects.exists()


def test_what_is_reviewed_first_does_not_count_yet(books: Books, office: Account) -> None:
    RecordPolicy.objects.create(region=books.county.home, review=True)
    liaison = books.county.account(Role.LIAISON, unit=books.school)
    (row,) = record_many(forms=[form(books, 1)], by=liaison, at=AT)
    assert row.state == "handed"
    assert not Fact.objects.exists()


def test_the_queries_do_not_grow(books: Books, office: Account) -> None:
    record_many(forms=[form(books, 0)], by=office, at=AT)
    counts = []
    for numbers in (range(1, 3), range(3, 23)):
        with CaptureQueriesContext(
            connection,
        ) as made:
            record_many(forms=[form(books, n) for n in numbers], by=office, at=AT)
        counts.append(len(made))
    assert counts[0] == counts[1]


def test_one_conflict_and_nothing_of_the_batch_is_posted(books: Books) -> None:
    post(source="test.record:1", entries=[books.entry(30)], by=None, at=AT)
    sayings = [Saying("test.record:2", [books.entry(5)]), Saying("test.record:1", [books.entry(31)])]
    with pytest.raises(Conflict):
        post_many(sayings=sayings, by=None, at=AT)
    assert [fact.quantity for fact in Fact.objects.all()] == [30]


def test_many_sources_are_corrected_each_for_itself(books: Books) -> None:
    post_many(sayings=[Saying(f"test.record:{n}", [books.entry(n)]) for n in (1, 2, 3)], by=None, at=AT)
    sayings = [
        Saying("test.record:1", [books.entry(1)]),
        Saying("test.record:2", [books.entry(20)]),
        Saying("test.record:3", []),
    ]
    written = correct_many(sayings=sayings, by=None, at=AT)
    assert [(f.source, f.quantity, f.revision) for f in written] == [
        ("test.record:2", -2, 2), ("test.record:3", -3, 2), ("test.record:2", 20, 3),
    ]  # fmt: skip


def test_what_was_decided_on_duplicates_holds_in_a_batch(books: Books) -> None:
    education, health = books.county.education.pk, books.county.health.pk
    for number, unit in ((1, education), (2, health)):
        post(source=f"test.record:{number}", entries=[books.entry(30, credits=((unit, "host"),))], by=None, at=AT)
    drain_all(at=AT)
    say_same(doubt=Duplicate.objects.get(), by=books.county.secretary(), at=AT)
    sayings = [
        Saying(f"test.record:{n}", [books.entry(35, credits=((u, "host"),))]) for n, u in ((1, education), (2, health))
    ]
    correct_many(sayings=sayings, by=None, at=AT)
    (standing,) = Fact.objects.filter(reverses=None, reversed_by=None)
    assert (standing.source, standing.quantity) == ("test.record:1", 35)
    assert set(standing.credits.values_list("unit", "role")) == {(education, "host"), (health, "partner")}


def test_a_batch_has_a_limit_and_no_source_twice(books: Books) -> None:
    for names in (["test.record:1"] * 2, [f"test.record:{n}" for n in range(MOST_SAYINGS + 1)]):
        with pytest.raises(ValueError, match="at most"):
            post_many(sayings=[Saying(name, [books.entry()]) for name in names], by=None, at=AT)
