"""How a figure comes about, as a workbook: every fact with its source, adding up to the figure; withheld where it must be."""

import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from kepu.ledger.tests.books import Books
from kepu.ledger.tests.test_records import AT, liaison, work
from kepu.ledger.verbs import correct_work, load_catalogue, record_work
from kepu.people.models import Role

ADDRESS = "/desk/ledger/figures/990123000000/activity.person_times"
ASKED = "?since=2026-01-01&until=2026-12-31"


@pytest.fixture(autouse=True)
def catalogue(db: None) -> None:
    load_catalogue(at=AT)


def sheets(client: Client, query: str = ASKED) -> tuple[list[list[Any]], dict[str, Any]]:
    """The facts, and what is said of the figure."""
    answer = client.get(f"{ADDRESS}.xlsx{query}")
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue()))
    about = {row[0]: row[1] for row in book.get_sheet_by_name("这个数").to_python()}
    return book.get_sheet_by_name("每一笔").to_python()[1:], about


def test_the_rows_add_up_to_the_figure_with_and_without_what_was_corrected(books: Books, client: Client) -> None:
    by = liaison(books)
    row = record_work(unit=books.county.education, work=work(books, 40), once="a", by=by, at=AT)
    correct_work(record=row, work=work(books, 35), why="签到表", seen=row.revision, by=by, at=AT)
    record_work(unit=books.county.education, work=work(books, 7, kind="contest"), once="b", by=by, at=AT)
    client.force_login(by)
    facts, about = sheets(client)
    assert sorted(row[6] for row in facts) == [7, 35]
    assert (about["合计"], about["计量单位"], about["时段"]) == (42, "人次", "2026年1月1日至2026年12月31日")
    facts, about = sheets(client, f"{ASKED}&corrected=1")
    assert sorted((row[6], row[9]) for row in facts) == [(-40, "更正时减去"), (7, ""), (35, ""), (40, "")]
    assert about["合计"] == 42
    page = client.get(f"{ADDRESS}/{ASKED}").content.decode()
    assert f"{ADDRESS}.xlsx?since=2026-01-01&amp;until=2026-12-31" in page
    assert "corrected=1" in page


def test_a_source_that_is_not_the_readers_is_withheld(books: Books, client: Client) -> None:
    record_work(unit=books.county.education, work=work(books), once="a", by=liaison(books), at=AT)
    client.force_login(books.county.account(Role.LIAISON, unit=books.county.health))
    facts, about = sheets(client)
    assert [row[2] for row in facts] == ["（该记录不在您的查看范围内）"]
    assert about["合计"] == 40


def test_what_has_no_facts_and_places_of_others_have_no_workbook(books: Books, client: Client) -> None:
    client.force_login(liaison(books))
    assert client.get("/desk/ledger/figures/990123000000/literacy.rate.xlsx").status_code == 404
    assert client.get(ADDRESS.replace("990123000000", "990124000000") + f".xlsx{ASKED}").status_code == 404
    assert sheets(client)[0] == []


def test_it_asks_as_much_for_one_fact_as_for_many(books: Books, client: Client) -> None:
    client.force_login(liaison(books))
    asked = []
    for more in (1, 30):
        for number in range(more):
            record_work(
                unit=books.county.education, work=work(books), once=f"{more} {number}", by=liaison(books), at=AT
            )
        with CaptureQueriesContext(connection) as queries:
            sheets(client)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_number_that_stands_is_told_as_of_its_day(books: Books, client: Client) -> None:
    client.force_login(liaison(books))
    address = ADDRESS.replace("activity.person_times", "volunteers.registered") + "/?since=1950-01-01&until=2026-11-20"
    page = client.get(address).content.decode()
    assert "截至2026年11月20日" in page
    assert "1950年" not in page
