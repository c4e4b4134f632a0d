"""台账复核: what a recount found is told in words, who reads it, who has the sums made anew."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kepu.audit.models import Entry as Deed
from kepu.ledger import jobs
from kepu.ledger.models import CellCheck, RegionCell, UnitCell
from kepu.ledger.queries.checks import Broken, is_late, todo, told
from kepu.ledger.tests.books import Books
from kepu.ledger.verbs import check_cells, drain_all, post
from kepu.people.models import Account, Role

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
PAGES = "/desk/ledger/checks/"


@pytest.fixture
def office(books: Books) -> Account:
    return books.county.secretary()


@pytest.fixture
def lost(books: Books, office: Account) -> CellCheck:
    """The cells of the county were lost behind the back of the ledger; 30 lectures are in the records."""
    entry = books.entry(30, credits=((books.county.education.pk, "host"),))
    post(source="test.record:1", entries=[entry], by=office, at=AT)
    drain_all(at=AT)
    RegionCell.objects.filter(region=books.county.home).delete()
    UnitCell.objects.all().delete()
    return check_cells(at=timezone.now())


def test_what_was_wrong_is_told_in_words(books: Books, lost: CellCheck) -> None:
    cells, seals = told(lost)
    assert seals == []
    assert {(one.where, one.when, one.cell, one.counted) for one in cells} == {
        ("清禾县", "2026年全年", 0, 30), ("清禾县", "2026年3月", 0, 30),
        ("县教育体育局", "2026年全年", 0, 30), ("县教育体育局", "2026年3月", 0, 30),
    }  # fmt: skip
    assert {(one.measure, one.audience) for one in cells} == {(books.lectures, "老年人")}
    broken = CellCheck(at=AT, cells=1, seals=2, wrong=[{"seal": 2, "facts": 5, "found": 4}])
    assert told(broken) == ([], [Broken(2, 5, 4)])


def test_the_office_reads_what_was_found_and_has_it_made_anew(
    books: Books, office: Account, lost: CellCheck, client: Client
) -> None:
    client.force_login(office)
    page = client.get(PAGES).content.decode()
    assert "发现4处问题" in page
    detail = client.get(f"{PAGES}{lost.pk}/").content.decode()
    assert "汇总数不符（4个）" in detail
    assert "重新汇总" in detail
    assert [(one.count, one.warning) for one in todo(office)] == [(4, True)]
    assert client.post(f"{PAGES}mend/").headers["Location"] == PAGES
    assert Deed.objects.filter(verb="ledger.mend_cells", by=office.pk).count() == 1
    jobs.mend_cells.func()
    assert CellCheck.objects.first().wrong == []
    assert todo(office) == []
    assert "全部一致" in client.get(PAGES).content.decode()
    assert "请以" in client.get(f"{PAGES}{lost.pk}/").content.decode()  # a later recount was made


def test_a_broken_seal_says_that_summing_up_anew_does_not_help(books: Books, office: Account, client: Client) -> None:
    row = CellCheck.objects.create(at=timezone.now(), cells=1, seals=2, wrong=[{"seal": 2, "facts": 5, "found": 4}])
    client.force_login(office)
    page = client.get(f"{PAGES}{row.pk}/").content.decode()
    assert "告知审计员" in page
    assert 'action="/desk/ledger/checks/mend/"' not in page


@pytest.mark.parametrize("role", Role)
def test_the_office_and_the_system_administrator_alone_read_it(
    books: Books, lost: CellCheck, client: Client, role: Role
) -> None:
    client.force_login(books.county.account(role))
    expected = 200 if role in (Role.SECRETARIAT, Role.SYSTEM_ADMIN) else 403
    assert client.get(PAGES).status_code == client.get(f"{PAGES}{lost.pk}/").status_code == expected
    assert client.post(f"{PAGES}mend/").status_code == (302 if expected == 200 else 403)
    assert bool(todo(books.county.account(role))) == (expected == 200)


def test_the_office_of_another_county_does_not(books: Books, lost: CellCheck, client: Client) -> None:
    client.force_login(books.county.account(Role.SECRETARIAT, region=books.county.other))
    assert client.get(PAGES).status_code == 403


def test_a_recount_that_is_not_made_is_noticed(books: Books, office: Account, client: Client) -> None:
    client.force_login(office)
    assert "还没有复核过" in client.get(PAGES).content.decode()
    row = check_cells(at=timezone.now() - timedelta(days=3))
    assert is_late(row, timezone.now())
    assert "已经超过一天没有复核" in client.get(PAGES).content.decode()
    assert not is_late(check_cells(at=timezone.now()), timezone.now())
    assert client.get(f"{PAGES}{10**6}/").status_code == 404
