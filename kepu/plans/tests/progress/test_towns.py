"""乡镇进展: what each township did, against what it was asked, adding up to the county."""

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
from kepu.people.models import Account, Region
from kepu.plans import verbs
from kepu.plans.models import Binding, Target, Version
from kepu.plans.queries.progress import towns_of
from kepu.plans.tests import builders, parted
from kepu.plans.verbs import Counting

AT = datetime(2027, 7, 2, 1, 0, tzinfo=UTC)
TODAY = date(2027, 7, 2)


@pytest.fixture
def promise(version: Version, office: Account) -> Target:
    """1,000 person-times by 2030, counted by training."""
    target = parted.target(version, value=Decimal(1000), unit="人次", due="2030", quote="培训1000人次", subject="培训")
    counting = Counting(measure=Measure.objects.get(code="training.person_times"), span="period")
    verbs.bind(target=target, counting=counting, seen=None, by=office, at=AT)
    return target


def work(office: Account, place: str, people: int, day: date = TODAY) -> None:
    unit = builders.Unit.objects.filter(name="承办单位").first() or builders.unit("承办单位")
    told = Work(day, Region.objects.get(name=place), "training", "果树修剪培训", "farmers", people)
    record_work(unit=unit, work=told, once=f"{place}{people}{day}", by=office, at=AT)


def divided(promise: Target, office: Account) -> None:
    """柳河镇 40 and 60, 石桥乡 100 and 100 in 2026 and 2027; what is left is asked of 城关镇 in 2030."""
    row = parted.chosen(promise, office, over="townships", adding="total")
    rows = {"城关镇": {2030: 700}, "柳河镇": {2026: 40, 2027: 60}, "石桥乡": {2026: 100, 2027: 100}}
    codes = {town.name: town.pk for town in Region.objects.filter(level="township")}
    parted.save(row, office, {(y, f"r{codes[town]}"): n for town, years in rows.items() for y, n in years.items()})


def table(version: Version, target: Target) -> dict[str, tuple[Decimal, Decimal | None, str]]:
    made = towns_of(version, [target], TODAY)
    return {
        row.region.name if row.region else "本级": (row.cells[0].done, row.cells[0].asked, row.cells[0].light)
        for row in made.rows
    }


def test_each_township_is_judged_by_what_it_was_asked(version: Version, promise: Target, office: Account) -> None:
    divided(promise, office)
    work(office, "柳河镇", 70)
    work(office, "石桥乡", 60)
    work(office, "云汀县", 9)
    # By 2 July 2027 (183 of 365 days): 柳河镇 40 + 60×183/365 = 70.08, 70 is nine tenths of it; 石桥乡 150.1, 60 is 0.4.
    # 城关镇 is asked nothing before 2030 begins: the amount stands at 0 until its only point.
    found = table(version, promise)
    assert found["柳河镇"] == (70, 100, "green")
    assert found["石桥乡"] == (60, 200, "red")
    assert found["城关镇"][:2] == (0, 700)
    assert found["本级"] == (9, None, "")


def test_without_shares_amounts_are_told_and_nobody_is_judged(
    version: Version, promise: Target, office: Account
) -> None:
    work(office, "石桥乡", 60)
    assert table(version, promise) == {
        "城关镇": (0, None, ""), "柳河镇": (0, None, ""), "石桥乡": (60, None, ""), "本级": (0, None, "")
    }  # fmt: skip


def test_the_county_is_the_sum_of_all_lines(version: Version, promise: Target, office: Account) -> None:
    for place, people in (("石桥乡", 60), ("柳河镇", 25), ("云汀县", 5)):
        work(office, place, people)
    made = towns_of(version, [promise], TODAY)
    assert made.whole[0].done == sum(row.cells[0].done for row in made.rows) == 90


def test_what_does_not_add_up_over_places_has_no_column(version: Version, promise: Target, office: Account) -> None:
    reading = Measure.objects.get(code="literacy.rate")
    Binding.objects.update(measure=reading, span="latest")
    assert towns_of(version, [promise], TODAY).targets == []
    Binding.objects.update(
        measure=Measure.objects.get(code="training.person_times"), span="period", per_head="resident"
    )
    assert towns_of(version, [promise], TODAY).targets == []


def test_pages_workbook_and_doors(version: Version, promise: Target, office: Account, client: Client) -> None:
    divided(promise, office)
    work(office, "石桥乡", 200, date(2026, 3, 1))
    at = f"/desk/plans/{version.plan_id}/townships"
    client.force_login(office)
    page = client.get(f"{at}/").content.decode()
    assert "已完成，分解值200人次" in page
    assert "/desk/ledger/figures/990123102000/training.person_times/?since=2026-01-01" in page
    town = client.get(f"{at}/990123102000/").content.decode()
    assert "石桥乡进展" in town
    assert "200人次" in town
    empty = client.get(f"{at}/990123101000/").content.decode()
    assert "100人次" in empty  # 柳河镇 was asked for 40 and 60 and has no record: it is told all the same
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{at}.xlsx").content))
    rows = book.get_sheet_by_index(0).to_python()
    assert ["石桥乡", "培训1000人次", 200.0, 200.0, "人次", "已完成"] in rows
    assert client.get(f"{at}/990124100000/").status_code == 404
    client.force_login(
        builders.account(
            "l", builders.Role.LIAISON, of=builders.unit("邻县局", at=builders.region("990124000000", "邻县"))
        )
    )
    assert client.get(f"{at}/").status_code == client.get(f"{at}.xlsx").status_code == 404


def test_an_empty_table_says_what_to_do(version: Version, office: Account, client: Client) -> None:
    client.force_login(office)
    assert "选定对应指标" in client.get(f"/desk/plans/{version.plan_id}/townships/").content.decode()


def test_many_townships_and_targets_cost_the_same_queries(
    version: Version, promise: Target, office: Account, client: Client
) -> None:
    client.force_login(office)
    work(office, "石桥乡", 60)
    asked = []
    for first in (200, 240):
        client.get(f"/desk/plans/{version.plan_id}/townships/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/desk/plans/{version.plan_id}/townships/")
        asked.append(len(queries))
        home = version.plan.region
        Region.objects.bulk_create(
            Region(code=f"990123{number}000", name=f"{number}乡", parent=home, level="township")
            for number in range(first, first + 40)
        )
    assert asked[0] == asked[1] <= 30
