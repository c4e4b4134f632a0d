"""One lecture told by several: flagged, decided by the office, and remembered when a record is corrected later."""

from datetime import date

import pytest

from kepu.ledger.access import readable_duplicates
from kepu.ledger.models import Duplicate, Fact, Measure
from kepu.ledger.queries import Ask, figures, year_window
from kepu.ledger.queries.doubts import open_pairs
from kepu.ledger.tests.books import AT, Books
from kepu.ledger.tests.test_posting import told
from kepu.ledger.verbs import correct, drain_all, post, reverse, say_different, say_same
from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Role


def told_by_two(books: Books) -> Duplicate:
    """The school and the health bureau both record one lecture of 30."""
    for number, unit in ((1, books.school), (2, books.county.health)):
        entry = books.entry(30, credits=((unit.pk, "host"),))
        post(source=f"test.record:{number}", entries=[entry], by=None, at=AT)
    drain_all(at=AT)
    return Duplicate.objects.get()


def test_both_count_until_the_office_decides(books: Books) -> None:
    doubt = told_by_two(books)
    assert (doubt.first.source, doubt.second.source) == ("test.record:1", "test.record:2")
    assert told(books) == 60


def test_the_same_deed_counts_once_and_carries_all_credits(books: Books) -> None:
    say_same(doubt=told_by_two(books), by=books.county.secretary(), at=AT)
    assert told(books) == 30
    assert told(books, unit=books.school.pk) == told(books, unit=books.county.health.pk) == 30


def test_a_later_correction_of_either_record_keeps_the_decision(books: Books) -> None:
    say_same(doubt=told_by_two(books), by=books.county.secretary(), at=AT)
    health = books.county.health.pk
    correct(source="test.record:2", entries=[books.entry(31, credits=((health, "host"),))], by=None, at=AT)
    assert told(books) == 30
    correct(source="test.record:1", entries=[books.entry(40, credits=((books.school.pk, "host"),))], by=None, at=AT)
    assert told(books) == told(books, unit=health) == told(books, unit=books.school.pk) == 40


def test_two_deeds_go_on_counting(books: Books) -> None:
    doubt = say_different(doubt=told_by_two(books), by=books.county.secretary(), at=AT)
    assert doubt.state == "different"
    assert told(books) == 60
    with pytest.raises(WrongState):
        say_same(doubt=doubt, by=books.county.secretary(), at=AT)


def told_by_two_in_two_measures(books: Books) -> list[Duplicate]:
    """The school and the health bureau both record one lecture of 30, with as many volunteers: two doubts, one deed."""
    for number, unit in ((1, books.school), (2, books.county.health)):
        credits = ((unit.pk, "host"),)
        entries = [books.entry(30, credits=credits), books.entry(30, measure=books.volunteers, credits=credits)]
        post(source=f"test.record:{number}", entries=entries, by=None, at=AT)
    drain_all(at=AT)
    return list(Duplicate.objects.order_by("pk"))


@pytest.mark.parametrize(("verdict", "state", "left"), [(say_same, "same", 30), (say_different, "different", 60)])
def test_one_decision_settles_every_doubt_between_two_records(books: Books, verdict, state, left) -> None:
    first, second = told_by_two_in_two_measures(books)
    (pair,) = open_pairs(books.county.secretary())
    assert (pair["first__source"], pair["second__source"]) == ("test.record:1", "test.record:2")
    verdict(doubt=second, by=books.county.secretary(), at=AT)
    first.refresh_from_db()
    assert first.state == state
    assert told(books) == left
    assert not open_pairs(books.county.secretary()).exists()


def told_with_sessions(books: Books, *heads: int) -> list[Duplicate]:
    """Records that each tell of one session, on one day in one village, with so many heads."""
    sessions = Measure.objects.create(code="t.sessions", name="讲座场次", unit="场次", kind="flow", block="试验")
    for number, people in enumerate(heads):
        entries = [books.entry(1, measure=sessions), books.entry(people)]
        post(source=f"test.record:{number}", entries=entries, by=None, at=AT)
    drain_all(at=AT)
    return list(Duplicate.objects.order_by("pk"))


def test_one_session_each_is_no_sign_of_one_deed(books: Books) -> None:
    assert told_with_sessions(books, 30, 45, 0) == []


def test_the_sessions_are_doubted_with_the_heads_also_when_these_come_to_agree_later(books: Books) -> None:
    assert told_with_sessions(books, 30, 45) == []
    sessions = Measure.objects.get(code="t.sessions")
    correct(source="test.record:1", entries=[books.entry(1, measure=sessions), books.entry(30)], by=None, at=AT)
    drain_all(at=AT)
    doubts = list(Duplicate.objects.select_related("first"))
    assert {doubt.first.measure.code for doubt in doubts} == {"t.sessions", "t.lectures"}
    say_same(doubt=doubts[0], by=books.county.secretary(), at=AT)
    assert figures([Ask(one.pk, year_window(2026), books.county.home.pk) for one in (sessions, books.lectures)]) == [
        1,
        30,
    ]


def test_only_the_office_decides(books: Books) -> None:
    doubt = told_by_two(books)
    assert readable_duplicates(books.county.secretary()).get() == doubt
    places = books.county.other, books.county.city, books.county.town
    offices = [books.county.account(Role.SECRETARIAT, region=place) for place in places]
    for by in (books.county.account(Role.LIAISON), *offices):
        assert not readable_duplicates(by).exists()
        with pytest.raises(NotAllowed):
            say_same(doubt=doubt, by=by, at=AT)


def test_a_record_corrected_meanwhile_is_not_decided_on(books: Books) -> None:
    doubt = told_by_two(books)
    reverse(source="test.record:2", by=None, at=AT)
    with pytest.raises(WrongState, match="已经更正"):
        say_same(doubt=doubt, by=books.county.secretary(), at=AT)
    assert told(books) == 30


def test_what_differs_is_not_flagged(books: Books) -> None:
    others = [
        books.entry(31), books.entry(30, date(2026, 3, 6)), books.entry(30, region=books.county.town.code),
        books.entry(30, measure=books.volunteers), books.entry(30, since=date(2026, 3, 1)), books.entry(0),
    ]  # fmt: skip
    for number, entry in enumerate([books.entry(30), *others]):
        post(source=f"test.record:{number}", entries=[entry], by=None, at=AT)
    drain_all(at=AT)
    assert Fact.objects.count() == 7
    assert not Duplicate.objects.exists()
