"""How the databases go about the facts of a whole county: by day, for by place they would read nearly all there are."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection

from kepu.ledger.models import Fact
from kepu.ledger.tests.books import AT, Books

COUNTY, OTHER = "990123", "990124"


def fill(books: Books, many: int) -> None:
    days = [date(2026, 1, 1) + timedelta(days=n % 300) for n in range(many)]
    Fact.objects.bulk_create(
        Fact(measure=books.lectures, quantity=1, since=day, day=day, year=day.year, month=day.month, region=books.village,
             audience="youth", source=f"test.record:{n}", posted_at=AT)
        for n, day in enumerate(days)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE ledger_fact")


def test_the_latest_of_a_county_are_looked_for_by_day(books: Books) -> None:
    fill(books, 2000)
    latest = Fact.objects.standing().under(COUNTY).filter(measure=books.lectures).order_by("-day")[:50]
    assert "fact_measure_day" in latest.explain()
    assert "fact_measure_region_day" not in latest.explain()


def test_the_database_knows_how_many_a_county_has(books: Books) -> None:
    """Told that there are few, PostgreSQL reads all facts of a year to sort them: over a second of ten million."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps no such count")
    fill(books, 2000)
    guess = {digits: json.loads(Fact.objects.under(digits).explain(format="json"))[0]["Plan"]["Plan Rows"]
             for digits in (COUNTY, OTHER)}  # fmt: skip
    assert guess[COUNTY] > 1900
    assert guess[OTHER] < 100


def test_a_county_has_its_own_facts_alone(books: Books) -> None:
    fill(books, 3)
    places = {digits: Fact.objects.under(digits).count() for digits in ("99", COUNTY, OTHER, "990123100", "990123101")}
    assert places == {"99": 3, COUNTY: 3, OTHER: 0, "990123100": 3, "990123101": 0}
