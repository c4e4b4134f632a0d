"""Posting, correcting, reversing: what a line says once, and what it takes to say something else."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from kepu.ledger.models import Credit, Fact, Pending, Publication
from kepu.ledger.queries import Ask, figures, year_window
from kepu.ledger.sources import UnknownSource
from kepu.ledger.tests.books import AT, Books
from kepu.ledger.verbs import BadEntry, Conflict, Entry, Published, correct, drain_all, post, reverse

SOURCE = "test.record:1"


def told(books: Books, **place: object) -> int:
    """The lectures of 2026 in the whole county, or where `place` says."""
    where = place or {"region": books.county.home.code}
    return figures([Ask(books.all.pk, year_window(2026), **where)])[0]  # type: ignore[arg-type]


def test_a_fact_shows_at_once_everywhere_around_and_above(books: Books) -> None:
    entry = books.entry(30, credits=((books.school.pk, "host"),))
    post(source=SOURCE, entries=[entry], by=None, at=AT)
    for drained in (False, True):
        if drained:
            assert drain_all(at=AT) == 1
        assert told(books) == told(books, region=books.village.code) == 30
        assert told(books, region=books.county.town.code) == 30
        assert told(books, region="990123101000") == 0
        assert told(books, unit=books.school.pk) == told(books, unit=books.county.education.pk) == 30
        assert told(books, unit=books.county.health.pk) == 0


def test_the_same_said_again_changes_nothing(books: Books) -> None:
    for _ in range(3):
        post(source=SOURCE, entries=[books.entry(30)], by=None, at=AT)
    assert Fact.objects.count() == Pending.objects.count() == 1


def test_something_else_is_a_conflict_and_writes_nothing(books: Books) -> None:
    post(source=SOURCE, entries=[books.entry(30)], by=None, at=AT)
    with pytest.raises(Conflict, match="更正"):
        post(source=SOURCE, entries=[books.entry(31), books.entry(5, line=1)], by=None, at=AT)
    assert told(books) == 30


def test_a_correction_reverses_and_posts_again(books: Books) -> None:
    post(source=SOURCE, entries=[books.entry(30, credits=((books.school.pk, "host"),))], by=None, at=AT)
    drain_all(at=AT)
    moved = books.entry(45, date(2026, 4, 1), region="990123101000", audience="youth")
    gone, now = correct(source=SOURCE, entries=[moved], by=None, at=AT)
    assert (gone.quantity, gone.revision, gone.day) == (-30, 2, date(2026, 3, 5))
    assert (gone.region_id, gone.audience) == (books.village.code, "elderly")
    assert list(Credit.objects.filter(fact=gone).values_list("unit", "role")) == [(books.school.pk, "host")]
    assert (now.quantity, now.revision, now.reverses_id) == (45, 3, None)
    assert told(books) == 45
    assert told(books, region=books.village.code) == told(books, unit=books.school.pk) == 0


def test_an_old_message_sent_again_after_a_correction_changes_nothing(books: Books) -> None:
    post(source=SOURCE, entries=[books.entry(30)], by=None, at=AT)
    correct(source=SOURCE, entries=[books.entry(20)], by=None, at=AT)
    assert post(source=SOURCE, entries=[books.entry(30)], by=None, at=AT) == []
    reverse(source=SOURCE, by=None, at=AT)
    assert post(source=SOURCE, entries=[books.entry(30)], by=None, at=AT) == []
    assert told(books) == 0


def test_reversed_twice_is_reversed_once(books: Books) -> None:
    post(source=SOURCE, entries=[books.entry(30)], by=None, at=AT)
    assert len(reverse(source=SOURCE, by=None, at=AT)) == 1
    assert reverse(source=SOURCE, by=None, at=AT) == []
    assert told(books) == 0


def test_a_line_taken_back_can_be_said_again_by_a_correction(books: Books) -> None:
    post(source=SOURCE, entries=[books.entry(30)], by=None, at=AT)
    reverse(source=SOURCE, by=None, at=AT)
    (again,) = correct(source=SOURCE, entries=[books.entry(30)], by=None, at=AT)
    assert again.revision == 3
    assert told(books) == 30


def test_several_units_share_one_deed(books: Books) -> None:
    education, health = books.county.education, books.county.health
    credits = ((books.school.pk, "host"), (education.pk, "partner"), (health.pk, "partner"))
    post(source=SOURCE, entries=[books.entry(30, credits=credits)], by=None, at=AT)
    for _ in range(2):
        assert told(books) == 30
        assert [told(books, unit=u.pk) for u in (education, health, books.school)] == [30, 30, 30]
        drain_all(at=AT)


def test_a_yearly_total_shows_in_the_year_alone(books: Books) -> None:
    post(source=SOURCE, entries=[books.entry(400, date(2025, 12, 31), since=date(2025, 1, 1))], by=None, at=AT)
    from kepu.ledger.queries import Window

    asks = [
        Ask(books.all.pk, window, books.county.home.code)
        for window in (
            year_window(2025), Window(date(2024, 7, 1), date(2025, 12, 31)),
            Window(date(2025, 1, 1), date(2025, 11, 30)), Window(date(2025, 12, 1), date(2026, 1, 31)),
        )
    ]  # fmt: skip
    for _ in range(2):
        assert figures(asks) == [400, 400, 0, 0]
        drain_all(at=AT)


def test_a_reading_is_kept_but_never_summed(books: Books) -> None:
    published = Published("省科协", "公报", "全国调查", low=1400, high=1680, size=1200)
    entry = Entry(books.literacy, 1540, date(2025, 4, 1), books.county.home.code, published=published)
    post(source=SOURCE, entries=[entry], by=None, at=AT)
    drain_all(at=AT)
    assert Publication.objects.get().size == 1200
    assert figures([Ask(books.literacy.pk, year_window(2025), books.county.home.code)]) == [0]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"quantity": -1}, "不能小于0"),
        ({"quantity": 10**16}, "过大"),
        ({"day": date(2027, 1, 1)}, "还没有到"),
        ({"since": date(2025, 12, 1)}, "同一年"),
        ({"since": date(2026, 3, 6)}, "晚于"),
        ({"audience": "cats"}, "人群"),
        ({"region": "110101000000"}, "不在本平台"),
        ({"credits": ((1, "host"), (1, "partner"))}, "只能出现一次"),
        ({"published": Published("a", "b", "c")}, "公布单位"),
    ],
)
def test_what_cannot_be_true_is_refused(books: Books, fields: dict[str, object], words: str) -> None:
    with pytest.raises(BadEntry, match=words):
        post(source=SOURCE, entries=[books.entry(**fields)], by=None, at=AT)  # type: ignore[arg-type]
    assert not Fact.objects.exists()


def test_a_source_nobody_can_tell_of_is_refused(books: Books) -> None:
    for source in ("plans.task:1", "test.record:x", "test.record"):
        with pytest.raises(UnknownSource):
            post(source=source, entries=[books.entry()], by=None, at=AT)


def test_the_same_line_twice_in_one_message_is_refused(books: Books) -> None:
    with pytest.raises(BadEntry, match="两次"):
        post(source=SOURCE, entries=[books.entry(1), books.entry(2)], by=None, at=AT)


def test_facts_cannot_be_changed_or_deleted(books: Books) -> None:
    (fact,) = post(source=SOURCE, entries=[books.entry()], by=None, at=AT)
    itself = Fact.objects.filter(pk=fact.pk)
    for deed in (lambda: itself.update(quantity=1), lambda: itself._raw_delete(itself.db)):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            deed()
