"""待办: what the ledger asks of the office and of a unit, and what the page of a record says of one held to be another's."""

import pytest
from django.test import Client

from kepu.ledger.models import Duplicate
from kepu.ledger.queries import todo
from kepu.ledger.tests.books import Books
from kepu.ledger.tests.test_records import AT, liaison, work
from kepu.ledger.verbs import drain_all, load_catalogue, record_work, return_work, say_same, set_record_policy
from kepu.people.models import Account, Role


@pytest.fixture(autouse=True)
def catalogue(db: None) -> None:
    load_catalogue(at=AT)


def asked(by: Account) -> list[tuple[str, str]]:
    return [(one.title, one.url) for one in todo(by)]


def test_a_record_waits_for_the_office_and_comes_back_to_its_unit(books: Books) -> None:
    office, by = books.county.secretary(), liaison(books)
    other = books.county.account(Role.LIAISON, unit=books.county.health)
    assert asked(office) == asked(by) == []
    set_record_policy(region=books.county.home, review=True, by=office, at=AT)
    row = record_work(unit=books.county.education, work=work(books), once="a", by=by, at=AT)
    assert asked(office) == [("审核1条工作记录", "/desk/ledger/records/?state=handed")]
    assert asked(by) == []
    return_work(record=row, why="人次与签到表不符", seen=row.revision, by=office, at=AT)
    assert asked(by) == [("修改退回的工作记录：用电安全讲座", f"/desk/ledger/records/{row.pk}/")]
    assert asked(office) == asked(other) == []


def test_a_deed_told_twice_waits_for_the_office_until_it_decides(books: Books, client: Client) -> None:
    office, by = books.county.secretary(), liaison(books)
    record_work(unit=books.county.education, work=work(books), once="a", by=by, at=AT)
    second = record_work(unit=books.county.health, work=work(books), once="b", by=office, at=AT)
    drain_all(at=AT)
    assert asked(office) == [("核对1处疑似重复", "/desk/ledger/duplicates/")]  # sessions and heads are two doubts
    assert asked(by) == []
    say_same(doubt=Duplicate.objects.order_by("pk")[0], by=office, at=AT)
    assert asked(office) == []
    client.force_login(office)
    page = client.get(f"/desk/ledger/records/{second.pk}/").content.decode()
    assert "核对为同一件事" in page
    assert "已作废" not in page
