"""Promises to each of many, to a share of many, and rises: counted by hand beside the board."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client

from kepu.ledger.models import Measure
from kepu.ledger.verbs import Entry, Published, Work, post, record_work
from kepu.people.models import Account, Region
from kepu.plans import verbs
from kepu.plans.models import Target, Version
from kepu.plans.queries.progress import Progress, board_of
from kepu.plans.tests import builders, parted
from kepu.plans.verbs import Counting

AT = datetime(2026, 7, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 7, 2)


def promised(
    version: Version, office: Account, span: str = "period", code: str = "training.sessions", **more: object
) -> Target:
    row = parted.target(version)
    Target.objects.filter(pk=row.pk).update(**({"unit": "场次", "due": "2030", "per": ""} | more))
    row.refresh_from_db()
    measure = Measure.objects.get(code=code)
    verbs.bind(target=row, counting=Counting(measure=measure, span=span), seen=None, by=office, at=AT)
    return row


def townships(
    version: Version, row: Target, office: Account, kind: str = "townships", members: tuple[str, ...] = ()
) -> None:
    universe = verbs.keep_universe(
        region=version.plan.region, name="范围", kind=kind, members=members, by=office, at=AT
    )
    parted.chosen(row, office, over="years", adding="rate", universe=universe)


def sessions(office: Account, town: str, number: int, unit: str = "") -> None:
    host = builders.unit(unit or f"{town}主办")
    for at in range(number):
        place = Region.objects.get(code=f"990123{town}000")
        work = Work(date(2026, 3, 1 + at), place, "training", "培训", "farmers", 30)
        record_work(unit=host, work=work, once=f"{town} {at}", by=office, at=AT)


def line(version: Version, row: Target, today: date = TODAY) -> Progress:
    row.refresh_from_db()
    return board_of(version, [row], today).lines[0]


def test_each_township_is_counted_by_itself(version: Version, office: Account) -> None:
    row = promised(version, office, kind="count", each="乡镇", value=Decimal(2))
    assert "选定覆盖范围" in line(version, row).why
    townships(version, row, office)
    sessions(office, "100", 9)
    sessions(office, "101", 1)
    told = line(version, row)
    assert (told.done, told.asked, told.light) == (1, 3, "green")  # 1 of 3; a tenth of five years are gone
    assert told.reach is not None
    assert told.reach.short == [("石桥乡", 0), ("柳河镇", 1)]
    assert told.reach.least == 0


def test_each_per_month_asks_twelve_times_a_year(version: Version, office: Account) -> None:
    row = promised(version, office, span="year", kind="floor", each="乡镇", value=Decimal(1), per="month")
    townships(version, row, office)
    sessions(office, "100", 12)
    sessions(office, "101", 11)
    told = line(version, row)
    assert (told.done, told.asked) == (1, 3)


def test_a_share_of_the_townships_is_reached_when_so_many_have_a_record(version: Version, office: Account) -> None:
    row = promised(version, office, kind="coverage", unit="%", value=Decimal(60))
    townships(version, row, office)
    sessions(office, "100", 3)
    told = line(version, row)
    assert (told.done, told.asked, told.light) == (Decimal("33.33"), 60, "green")
    sessions(office, "101", 1)
    assert (line(version, row).done, line(version, row).light) == (Decimal("66.66"), "blue")


def test_a_list_is_counted_by_the_units_of_these_names(version: Version, office: Account) -> None:
    row = promised(version, office, kind="coverage", each="中学", value=Decimal(1))
    townships(version, row, office, "list", ("第一中学", "第二中学"))
    assert "2个对不上单位名称" in line(version, row).why
    sessions(office, "100", 1, "第一中学")
    builders.unit("第二中学")
    told = line(version, row)
    assert (told.done, told.asked) == (1, 2)
    assert told.reach is not None
    assert [name for name, _ in told.reach.short] == ["第二中学"]


def published(office: Account, version: Version, figures: list[tuple[int, date, str]]) -> None:
    host = builders.unit("县科协二部")
    place = Region.objects.get(code="990123100000")
    work = Work(TODAY, place, "training", "培训", "farmers", 1)
    record = record_work(unit=host, work=work, once="x", by=office, at=AT)
    rate = Measure.objects.get(code="literacy.rate")
    for number, (quantity, day, ruler) in enumerate(figures):
        told = Published("省科协", "公报", ruler, None, None, 1200)
        entry = Entry(rate, quantity, day, version.plan.region_id, line=number, published=told)
        post(source=f"ledger.record:{record.pk}", entries=[entry], by=office, at=AT)


@pytest.mark.parametrize(
    ("figures", "done", "said"),
    [
        ([(1210, date(2020, 12, 31), "全国调查"), (1250, date(2025, 12, 31), "全国调查"), (1575, date(2026, 6, 1), "全国调查")],
         Decimal("3.25"), ""),
        ([(1575, date(2026, 6, 1), "全国调查")], None, "缺规划期开始以前"),
        ([(1250, date(2025, 12, 31), "全国调查")], None, "规划期内还没有公布"),
        ([(1250, date(2025, 12, 31), "基准测试"), (1575, date(2026, 6, 1), "全国调查")], None, "口径不同"),
    ],
)  # fmt: skip
def test_a_rise_is_the_difference_of_two_published_figures(
    version: Version, office: Account, figures: list[tuple[int, date, str]], done: Decimal | None, said: str
) -> None:
    row = promised(
        version, office, "latest", "literacy.rate", kind="level", unit="百分点", value=Decimal(4), delta=True
    )
    published(office, version, figures)
    told = line(version, row)
    assert told.done == done
    assert said in told.why
    assert bool(said) == bool(told.why)


def test_the_pages_name_those_who_lack_it(version: Version, office: Account, client: Client) -> None:
    row = promised(version, office, kind="count", each="乡镇", value=Decimal(2))
    townships(version, row, office)
    sessions(office, "100", 2)
    client.force_login(office)
    board = client.get(f"/desk/plans/{version.plan_id}/board/").content.decode()
    assert "1／3个" in board
    page = client.get(f"/desk/plans/{version.plan_id}/targets/{row.key}/").content.decode()
    assert "3个中1个已达到" in page
    assert page.index("石桥乡") > page.index("还没有达到的")
    assert "不按合计推算" in page
