"""The ledger in columns: every fact that is summed, in blocks of any size, and cells made anew as they were drained."""

from datetime import date
from typing import Any

import pytest

from kepu.ledger.models import Fact, RegionCell, UnitCell
from kepu.ledger.models.cells import AMOUNTS
from kepu.ledger.queries.columns import AUDIENCES, FactBlock, fact_blocks
from kepu.ledger.tests.books import AT, Books
from kepu.ledger.verbs import Entry, Published, check_cells, drain_all, post, rebuild, reverse
from kepu.people.models import Account


@pytest.fixture
def said(books: Books) -> Account:
    """Eight facts that are summed, one of a year, one taken back and what takes it back; a reading; one pending."""
    office, county = books.county.secretary(), books.county
    both = ((county.education.pk, "host"), (books.school.pk, "partner"))
    for n in range(1, 7):
        entry = books.entry(10 + n, date(2026, n, 5), credits=both if n % 2 else ((county.health.pk, "host"),))
        post(source=f"test.record:{n}", entries=[entry], by=office, at=AT)
    reverse(source="test.record:6", by=office, at=AT)
    year = Entry(books.volunteers, -4, date(2025, 12, 31), county.town.code, "youth", (), date(2025, 1, 1))
    post(source="test.record:7", entries=[year], by=office, at=AT)
    told = Published("市科协", "通报", "国家口径")
    reading = Entry(books.literacy, 1234, date(2025, 12, 31), county.home.code, published=told)
    post(source="test.record:8", entries=[reading], by=office, at=AT)
    drain_all(at=AT)
    post(source="test.record:9", entries=[books.entry(99)], by=office, at=AT)
    return office


def rows_of(blocks: list[FactBlock]) -> tuple[list[Any], list[Any]]:
    facts = [
        row for block in blocks
        for row in zip(*(getattr(block, name).tolist() for name in ("region", "measure", "audience", "year", "month",
                                                                     "quantity")), strict=True)
    ]  # fmt: skip
    credits = [
        (int(block.quantity[fact]), unit)
        for block in blocks for fact, unit in zip(block.credited.tolist(), block.unit.tolist(), strict=True)
    ]  # fmt: skip
    return sorted(facts), sorted(credits)


@pytest.mark.parametrize("most", [1, 2, 3, 1000])
def test_all_that_is_summed_is_read_whatever_the_blocks(books: Books, said: Account, most: int) -> None:
    facts, credits = rows_of(list(fact_blocks(most)))
    village, elderly = int(books.village.code), AUDIENCES.index("elderly")
    expected = [(village, books.lectures.pk, elderly, 2026, n, 10 + n) for n in range(1, 7)]
    expected += [(village, books.lectures.pk, elderly, 2026, 6, -16)]
    expected += [(int(books.county.town.code), books.volunteers.pk, AUDIENCES.index("youth"), 2025, 0, -4)]
    assert facts == sorted(expected)
    education, school, health = books.county.education.pk, books.school.pk, books.county.health.pk
    odd = [(10 + n, unit) for n in (1, 3, 5) for unit in (education, school)]
    assert credits == sorted(odd + [(10 + n, health) for n in (2, 4, 6)] + [(-16, health)])


def cells(model: Any, place: str) -> dict[Any, Any]:
    rows = model.objects.values_list(place, "measure_id", "audience", "year", *AMOUNTS)
    found = {row[:4]: row[4:] for row in rows}
    assert len(found) == len(rows)
    return found


def test_cells_made_anew_are_those_that_were_drained(books: Books, said: Account) -> None:
    """Draining counts in Python, fact by fact; both are whole afterwards, and a second time."""
    kinds = ((RegionCell, "region_id"), (UnitCell, "unit_id"))
    drained = [cells(*kind) for kind in kinds]
    assert [len(one) for one in drained] == [5, 3]
    lectures = drained[0][books.county.home.code, books.lectures.pk, "elderly", 2026]
    assert lectures == (65, 11, 12, 13, 14, 15, 0, 0, 0, 0, 0, 0, 0)
    for _ in range(2):
        rebuild()
        assert [cells(*kind) for kind in kinds] == drained
    assert check_cells(at=AT).wrong == []


def test_cells_without_facts_are_found_and_go(books: Books, said: Account) -> None:
    drained = cells(RegionCell, "region_id")
    RegionCell.objects.create(region=books.village, measure=books.all, audience="youth", year=1999, whole=5, m2=5)
    found = check_cells(at=AT).wrong
    about = {"measure": books.all.pk, "region": books.village.code, "audience": "youth", "year": 1999}
    assert found == [about | {"month": month, "cell": 5, "counted": 0} for month in (0, 2)]
    rebuild()
    assert cells(RegionCell, "region_id") == drained


def test_an_empty_ledger_has_no_cells(books: Books) -> None:
    assert list(fact_blocks()) == []
    UnitCell.objects.create(unit=books.school, measure=books.all, audience="youth", year=1999, whole=5)
    rebuild()
    assert not Fact.objects.exists()
    assert not UnitCell.objects.exists()
