"""预计完成情况: what the board and the page of a target say of the months to come, and why they say nothing."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from kepu.ledger.models import Measure
from kepu.ledger.verbs import Work, record_work
from kepu.people.models import Account, Region, Unit
from kepu.plans import verbs
from kepu.plans.models import Target, Version
from kepu.plans.queries.progress import Prospect, board_of, needed_for, prospects_of, tried
from kepu.plans.tests import builders, parted
from kepu.plans.verbs import Counting

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 10, 31)
MONTHS = range(1, 11)


@pytest.fixture
def unit(version: Version) -> Unit:
    return builders.unit("城关镇政府")


def promised(version: Version, office: Account, value: int, **more: object) -> Target:
    """A yearly floor of person-times, bound."""
    row = parted.target(
        version, **({"kind": "floor", "value": Decimal(value), "unit": "人次", "per": "year", "due": ""} | more)
    )
    measure = Measure.objects.get(code="training.person_times")
    verbs.bind(target=row, counting=Counting(measure=measure, span="year"), seen=None, by=office, at=AT)
    return row


def work(unit: Unit, office: Account, people: int, months: range = MONTHS, town: str = "990123100000") -> None:
    for month in months:
        day = date(2026, month, 10)
        done = Work(day, Region.objects.get(pk=town), "training", "果树修剪培训", "farmers", people)
        record_work(unit=unit, work=done, once=f"{town} {month}", by=office, at=datetime(2026, month, 11, tzinfo=UTC))


def prospect(version: Version, row: Target, today: date = TODAY) -> Prospect:
    lines = board_of(version, [row], today).lines
    return prospects_of(lines, version, today)[row.key]


def test_a_hundred_a_month_go_on(version: Version, office: Account, unit: Unit) -> None:
    work(unit, office, 100)
    told = prospect(version, promised(version, office, 1060))
    assert told.expected == 1200
    assert (told.words, told.since, told.until) == ("能完成", date(2026, 1, 1), date(2026, 12, 31))
    low, high = told.interval
    assert 1000 < low < 1200 < high
    assert needed_for(told, version, TODAY) is None


def test_what_is_out_of_reach_says_what_is_needed_and_of_whom(version: Version, office: Account, unit: Unit) -> None:
    work(unit, office, 75)
    work(unit, office, 25, town="990123101000")
    told = prospect(version, promised(version, office, 2000))
    assert told.words == "难以完成"
    needed = needed_for(told, version, TODAY)
    assert needed is not None
    assert 400 < needed.amount < 500  # 800 are missing in two months, and a reserve
    (first, second) = needed.shares
    assert (first.name, second.name) == ("城关镇", "柳河镇")
    assert first.amount + second.amount == needed.amount
    assert abs(first.amount - 3 * second.amount) <= 3
    assert tried(told, needed.amount) in {("80%", "能完成"), ("81%", "能完成")}  # rounded up to a whole one
    less = tried(told, needed.amount - 20)
    assert less is not None
    assert less[1] == "有难度"
    assert tried(told, Decimal(0)) == (told.per_cent, "难以完成")


def test_the_breakdown_says_who_does_how_much(version: Version, office: Account, unit: Unit) -> None:
    work(unit, office, 100)
    row = promised(version, office, 2000)
    breakdown = parted.chosen(row, office, over="townships", adding="yearly")
    parted.save(breakdown, office, {(2026, "r990123101000"): 500, (2026, "r990123102000"): 1500})
    needed = needed_for(prospect(version, row), version, TODAY)
    assert needed is not None
    assert [share.name for share in needed.shares] == ["柳河镇", "石桥乡"]
    assert abs(3 * needed.shares[0].amount - needed.shares[1].amount) <= 3


@pytest.mark.parametrize(
    ("today", "said"),
    [(date(2026, 2, 20), "本期开始不满3个月"), (date(2026, 4, 30), "不满6个月"), (date(2031, 1, 2), "")],
)
def test_no_false_alarm_in_the_first_months(
    version: Version, office: Account, unit: Unit, today: date, said: str
) -> None:
    work(unit, office, 5, range(1, 3))
    told = prospect(version, promised(version, office, 2000), today)
    assert told.words == ""
    assert said in told.why
    assert told.why


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"kind": "coverage"}, "每个对象"),
        ({"delta": True}, "提高幅度"),
        ({"value": None}, "定性"),
        ({"value": Decimal(900)}, "已完成"),
    ],
)
def test_what_is_not_foreseen_says_why(
    version: Version, office: Account, unit: Unit, more: dict[str, object], said: str
) -> None:
    work(unit, office, 100)
    row = promised(version, office, 2000)
    Target.objects.filter(pk=row.pk).update(**more)
    row.refresh_from_db()
    told = prospect(version, row)
    assert told.words == ""
    assert said in told.why


def test_a_limit_has_nothing_to_add(version: Version, office: Account, unit: Unit) -> None:
    work(unit, office, 100)
    row = promised(version, office, 5000, comparator="<=")
    told = prospect(version, row)
    assert told.words == "能完成"
    assert needed_for(told, version, TODAY) is None


def test_the_board_and_the_page_say_it(version: Version, office: Account, unit: Unit, client: Client) -> None:
    today = timezone.localdate()
    for number in range(8):
        month = today.year * 12 + today.month - 2 - number
        day = date(month // 12, month % 12 + 1, 10)
        done = Work(day, Region.objects.get(pk="990123100000"), "training", "果树修剪培训", "farmers", 100)
        record_work(unit=unit, work=done, once=str(number), by=office, at=timezone.now())
    row = promised(version, office, 100_000)
    client.force_login(office)
    board = client.get(f"/desk/plans/{version.plan_id}/board/").content.decode()
    url = f"/desk/plans/{version.plan_id}/targets/{row.key}/"
    assert f'href="{url}"' in board
    page = client.get(url).content.decode()
    assert "预计完成情况" in page
    tried_page = client.get(url, {"more": "１０００"})
    assert tried_page.status_code == 200
    wrong = client.get(url, {"more": "很多"})
    assert wrong.status_code == 422
    assert "不是数字" in wrong.content.decode()
    assert 'value="很多"' in wrong.content.decode()
    assert client.get(f"/desk/plans/{version.plan_id}/targets/000000000000/").status_code == 404
