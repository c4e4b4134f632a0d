"""逐月累计: each month by hand, with what was to be expected, what may come, the table and the workbook."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from kepu.ledger.models import Measure
from kepu.ledger.verbs import Work, record_work
from kepu.people.models import Account, Population, Region, Unit
from kepu.plans import verbs
from kepu.plans.models import Binding, Target, Version
from kepu.plans.queries.progress import Course, board_of, course_for, prospects_of, town_course, towns_of
from kepu.plans.tests import builders, parted
from kepu.plans.verbs import Counting

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 10, 15)


@pytest.fixture
def unit(version: Version) -> Unit:
    return builders.unit("城关镇政府")


@pytest.fixture
def promise(version: Version, office: Account) -> Target:
    """1,200 person-times in 2026."""
    row = parted.target(version, kind="floor", value=Decimal(1200), unit="人次", per="year", due="", subject="培训")
    measure = Measure.objects.get(code="training.person_times")
    verbs.bind(target=row, counting=Counting(measure=measure, span="year"), seen=None, by=office, at=AT)
    return row


def work(unit: Unit, office: Account, people: int, months: range, town: str = "990123100000") -> None:
    for month in months:
        done = Work(date(2026, month, 10), Region.objects.get(pk=town), "training", "培训", "farmers", people)
        record_work(unit=unit, work=done, once=f"{town} {month}", by=office, at=datetime(2026, month, 11, tzinfo=UTC))


def course(version: Version, row: Target, today: date = TODAY) -> Course | None:
    line = board_of(version, [row], today).lines[0]
    return course_for(line, prospects_of([line], version, today)[row.key], version, today)


def test_every_month_of_the_year_adds_up_and_the_rest_is_foreseen(
    version: Version, promise: Target, office: Account, unit: Unit
) -> None:
    work(unit, office, 100, range(1, 11))
    told = course(version, promise)
    assert told is not None
    assert [month.done for month in told.months] == [*range(100, 1100, 100), None, None]
    assert [told.months[at].pace for at in (0, 5, 11)] == [102, 595, 1200]  # 31 and 181 of 365 days: 101.9, 595.1
    assert told.asked == 1200
    assert all(month.high is None for month in told.months[:9])
    october, november, december = told.months[9:]
    assert 1000 <= october.low <= october.likely <= october.high
    assert october.high < november.high < december.high
    line = board_of(version, [promise], TODAY).lines[0]
    prospect = prospects_of([line], version, TODAY)[promise.key]
    assert (december.low, december.high) == prospect.interval
    assert december.likely == prospect.expected


def test_a_month_without_a_record_stays_where_it_was(
    version: Version, promise: Target, office: Account, unit: Unit
) -> None:
    work(unit, office, 40, range(2, 3))
    told = course(version, promise, date(2026, 4, 30))
    assert told is not None
    assert [month.done for month in told.months[:5]] == [0, 40, 40, 40, None]
    assert not told.foreseen


def test_money_a_head_is_told_a_head(version: Version, promise: Target, office: Account, unit: Unit) -> None:
    Population.objects.create(region=version.plan.region, year=2026, basis="resident", count=1000, source="虚构")
    Binding.objects.update(per_head="resident")
    work(unit, office, 100, range(1, 4))
    told = course(version, promise)
    assert told is not None
    assert [month.done for month in told.months[:3]] == [Decimal("0.1"), Decimal("0.2"), Decimal("0.3")]


def test_what_the_ledger_does_not_count_has_no_course(version: Version, promise: Target) -> None:
    Binding.objects.update(measure=Measure.objects.get(code="literacy.rate"), span="latest")
    assert course(version, promise) is None


def test_a_township_is_told_against_its_share(version: Version, promise: Target, office: Account, unit: Unit) -> None:
    work(unit, office, 50, range(1, 3), town="990123101000")
    work(unit, office, 70, range(1, 3))
    parted.save(
        parted.chosen(promise, office, over="townships", adding="yearly"), office, {(2026, "r990123101000"): 365}
    )
    town = Region.objects.get(pk="990123101000")
    cell = towns_of(version, [promise], TODAY, town.pk).rows[0].cells[0]
    told = town_course(version, cell, town, TODAY)
    assert told is not None
    assert [month.done for month in told.months[:3]] == [50, 100, 100]
    assert [month.pace for month in told.months[:3]] == [31, 59, 90]
    assert (told.place, told.asked, told.foreseen) == ("柳河镇", 365, False)


def test_pages_show_chart_table_and_workbook(
    version: Version, promise: Target, office: Account, unit: Unit, client: Client
) -> None:
    work(unit, office, 100, range(1, 3))
    client.force_login(office)
    at = f"/desk/plans/{version.plan_id}"
    for page, book in (
        (f"{at}/targets/{promise.key}/", f"{at}/targets/{promise.key}/course.xlsx"),
        (f"{at}/townships/990123100000/", f"{at}/townships/990123100000/{promise.key}.xlsx"),
    ):
        text = client.get(page).content.decode()
        assert text.count("vendor/echarts.min.js") == 1
        assert '<th scope="row" class="nowrap">2026年2月</th>' in text
        assert book in text
        rows = CalamineWorkbook.from_filelike(io.BytesIO(client.get(book).content)).get_sheet_by_index(0).to_python()
        assert ["2026年2月", 200.0] in [row[:2] for row in rows]
    Binding.objects.all().delete()
    assert "echarts" not in client.get(f"{at}/targets/{promise.key}/").content.decode()
    for gone in (f"{at}/targets/{promise.key}/course.xlsx", f"{at}/townships/990123100000/{promise.key}.xlsx"):
        assert client.get(gone).status_code == 404


def test_sixty_months_cost_no_more_queries_than_twelve(
    version: Version, promise: Target, office: Account, unit: Unit
) -> None:
    work(unit, office, 100, range(1, 11))
    asked = []
    for span, months in (("year", 12), ("period", 60)):
        Binding.objects.update(span=span)
        line = board_of(version, [promise], TODAY).lines[0]
        prospect = prospects_of([line], version, TODAY)[promise.key]
        with CaptureQueriesContext(connection) as queries:
            told = course_for(line, prospect, version, TODAY)
        assert told is not None
        assert len(told.months) == months
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 4
