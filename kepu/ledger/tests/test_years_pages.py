"""The pages of past years: a table filled in, compared, kept, corrected, taken back; what is wrong is said."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kepu.ledger.models import Measure, YearEdition, YearSheet
from kepu.ledger.queries import Ask, figures, year_window
from kepu.ledger.queries.years import COLUMNS
from kepu.ledger.tests.books import Books
from kepu.ledger.verbs import Entry, keep_year, load_catalogue, post
from kepu.methods.sheets import read_table, write_table
from kepu.people.models import Account, Role

PAPER = "县科协2024年工作总结第5页"


@pytest.fixture
def office(books: Books) -> Account:
    load_catalogue(at=timezone.now())
    return books.county.secretary()


@pytest.fixture
def client(client: Client, office: Account) -> Client:
    client.force_login(office)
    return client


def table(*rows: dict[str, object]) -> bytes:
    return write_table("2024年", COLUMNS, rows)


def hand_in(client: Client, data: bytes, **more: object) -> object:
    fields = {"year": 2024, "paper": PAPER, "why": "", "file": SimpleUploadedFile("2024.xlsx", data)}
    return client.post("/desk/ledger/years/new/", fields | more)


def sealed(answer: object) -> dict[str, str]:
    return {"sealed": answer.context["sealed"]}  # type: ignore[attr-defined]


LECTURES = {
    "measure": "参加科普（技）讲座人次",
    "measured_in": "人次",
    "total": 1200,
    "elderly": "３００",
    "youth": "–",
}
FUNDS = {"measure": "funds.special", "total": 12.5}


def told(books: Books, code: str) -> int:
    measure = Measure.objects.get(code=code).pk
    return figures([Ask(measure, year_window(2024), books.county.home.pk)])[0]


def test_from_the_table_to_the_year_and_back(client: Client, books: Books) -> None:
    compared = hand_in(client, table(LECTURES, FUNDS))
    assert compared.status_code == 200
    assert told(books, "lecture.person_times") == 0
    assert client.post("/desk/ledger/years/new/", sealed(compared)).status_code == 302
    assert (told(books, "lecture.person_times"), told(books, "funds.special")) == (1200, 125000)
    sheet = YearSheet.objects.get()
    again = hand_in(client, table(LECTURES, FUNDS | {"total": 13}))
    assert "请写明更正的原因" in again.content.decode()
    again = hand_in(client, table(LECTURES, FUNDS | {"total": 13}), why="初稿数字有误")
    assert [(d.measure.code, d.before, d.after) for d in again.context["lines"]] == [("funds.special", 125000, 130000)]
    client.post("/desk/ledger/years/new/", sealed(again))
    assert told(books, "funds.special") == 130000
    late = client.post("/desk/ledger/years/new/", sealed(again), follow=True)
    assert "已被别人改动" in late.content.decode()
    page = client.get(f"/desk/ledger/years/{sheet.pk}/").content.decode()
    assert "初稿数字有误" in page
    refused = client.post(f"/desk/ledger/years/{sheet.pk}/undo/", {"seen": 2, "why": ""})
    assert (refused.status_code, told(books, "funds.special")) == (422, 130000)
    stale = client.post(f"/desk/ledger/years/{sheet.pk}/undo/", {"seen": 1, "why": "来源有误"})
    assert stale.status_code == 409
    client.post(f"/desk/ledger/years/{sheet.pk}/undo/", {"seen": 2, "why": "来源有误"})
    assert told(books, "funds.special") == told(books, "lecture.person_times") == 0
    assert "来源有误" in client.get(f"/desk/ledger/years/{sheet.pk}/").content.decode()
    figure = client.get(
        f"/desk/ledger/figures/{books.county.home.pk}/funds.special/?since=2024-01-01&until=2024-12-31&corrected=1"
    )
    assert f"2024年历年数据：{PAPER}" in figure.content.decode()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"measure": "讲座人数", "total": 3}, "没有这个统计指标"),
        ({"measure": "lecture.sessions", "total": "约30"}, "合计：“约30”不是数字"),
        ({"measure": "lecture.sessions", "total": -3}, "合计：不能小于0"),
        ({"measure": "lecture.sessions", "total": 3.5}, "合计：“3.5”应为整数"),
        ({"measure": "funds.special", "measured_in": "元", "total": 3}, "这个指标按“万元”计"),
        ({"measure": "literacy.rate", "total": 15}, "请用“公布数”登记"),
        ({"measure": "lecture.sessions", "total": 3, "elderly": 4}, "合计3小于各分项之和4"),
        ({"measure": "lecture.person_times", "total": 3}, "前面已经有这个指标的一行"),
    ],
)
def test_wrong_rows_are_told_and_nothing_is_kept(client: Client, row: dict[str, object], said: str) -> None:
    answer = hand_in(client, table(LECTURES, row))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert [line.number for line in answer.context["report"].errors] == [3]


@pytest.mark.parametrize(
    ("more", "said"),
    [({"year": timezone.localdate().year}, "只能补录去年及以前"), ({"year": "去年"}, "年份请写成"), ({"paper": ""}, "请写明数据来源"),
     ({"file": ""}, "请选择填好的表格"), ({"file": SimpleUploadedFile("x.csv", "甲,乙".encode())}, "表头")],
)  # fmt: skip
def test_what_the_form_refuses(client: Client, more: dict[str, object], said: str) -> None:
    answer = hand_in(client, table(LECTURES), **more)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_what_other_records_tell_of_the_year_is_pointed_out(client: Client, books: Books) -> None:
    from datetime import date

    measure = Measure.objects.get(code="lecture.person_times")
    entry = Entry(measure, 50, date(2024, 5, 1), books.village.pk)
    post(source="test.record:1", entries=[entry], by=None, at=timezone.now())
    page = hand_in(client, table(LECTURES)).content.decode()
    assert "另有50，补录后共1,250人次" in page


def test_the_template_brings_what_stands_and_comes_in_again(client: Client, books: Books, office: Account) -> None:
    told_ = {"lecture.person_times": {"": 1200, "elderly": 300}, "funds.special": {"": 125000}}
    keep_year(region=books.county.home, year=2024, figures=told_, paper=PAPER, seen=0, by=office, at=timezone.now())
    data = client.get("/desk/ledger/years/template.xlsx?year=2024").content
    rows = {row["measure"]: row for row in read_table(data, COLUMNS).rows}
    assert (rows["科普专项经费"]["total"], rows["参加科普（技）讲座人次"]["elderly"]) == ("12.5", "300")
    assert "公民具备科学素质的比例" not in rows
    same = hand_in(client, data, why="再核对一次")
    assert "没有变化" in same.content.decode()
    assert YearEdition.objects.count() == 1
    assert io.BytesIO(client.get("/desk/ledger/years/template.xlsx?year=9999").content).read(2) == b"PK"


def test_units_read_and_the_neighbour_does_not(client: Client, books: Books, office: Account) -> None:
    keep_year(
        region=books.county.home, year=2024, figures={"experts": {"": 3}}, paper=PAPER, seen=0, by=office, at=timezone.now()
    )  # fmt: skip
    page = f"/desk/ledger/years/{YearSheet.objects.get().pk}/"
    for by, status in (
        (books.county.account(Role.LIAISON), 200),
        (books.county.account(Role.SECRETARIAT, region=books.county.other), 404),
    ):
        client.force_login(by)
        assert client.get(page).status_code == status
        assert client.post(f"{page}undo/", {"seen": 1, "why": "x"}).status_code in (403, 404)
        assert ("2024年" in client.get("/desk/ledger/years/").content.decode()) == (status == 200)


def test_the_list_asks_as_much_for_many_years_as_for_one(client: Client, books: Books, office: Account) -> None:
    counts = []
    for years in (range(2024, 2025), range(2000, 2024)):
        for year in years:
            keep_year(
                region=books.county.home, year=year, figures={"experts": {"": 3}}, paper=PAPER, seen=0, by=office,
                at=timezone.now(),
            )  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            client.get("/desk/ledger/years/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
