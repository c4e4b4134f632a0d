"""公布数: taken over as published, corrected with its history kept, shown and never summed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kepu.ledger.models import Fact, Measure, Publication, Reading
from kepu.ledger.queries import Ask, Window, figures
from kepu.ledger.tests.books import Books
from kepu.ledger.verbs import (
    Published,
    check_cells,
    correct_reading,
    drain_all,
    load_catalogue,
    record_reading,
    void_reading,
)  # fmt: skip
from kepu.ledger.verbs.readings import ReadingValues
from kepu.ledger.verbs.records import Stale
from kepu.ledger.verbs.recounting import broken_seals
from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Account, Role
from kepu.people.verbs import BadInput

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SAID = Published(
    "市科协", "市科协通报〔2026〕2号第3页", "全国公民科学素质调查", 1400, 1680, 1200, 2, "全市8个县", 1450, "全市"
)


@pytest.fixture
def office(books: Books) -> Account:
    load_catalogue(at=AT)
    return books.county.secretary()


@pytest.fixture
def client(client: Client, office: Account) -> Client:
    client.force_login(office)
    return client


def values(books: Books, quantity: int = 1540, **more: object) -> ReadingValues:
    return ReadingValues(books.county.home, date(2026, 4, 1), quantity, replace(SAID, **more))


def kept(books: Books, by: Account, told: ReadingValues | None = None, once: str = "a") -> Reading:
    rate = Measure.objects.get(code="literacy.rate")
    return record_reading(region=books.county.home, measure=rate, values=told or values(books), once=once, by=by, at=AT)


def standing() -> list[tuple[int, str, int | None]]:
    rows = Publication.objects.filter(fact__reverses=None, fact__reversed_by=None)
    return list(rows.values_list("fact__quantity", "document", "rank"))


def test_a_published_figure_stands_as_published_and_is_in_no_sum(books: Books, office: Account) -> None:
    row = kept(books, office)
    assert kept(books, office).pk == row.pk
    said = Publication.objects.get()
    assert {name: getattr(said, name) for name in Published.__dataclass_fields__} == vars(SAID)
    drain_all(at=AT)
    rate = Measure.objects.get(code="literacy.rate").pk
    year = Window(date(2026, 1, 1), date(2026, 12, 31))
    assert figures([Ask(rate, year, books.county.home.pk)]) == [0]
    assert check_cells(at=AT).wrong == []
    assert broken_seals() == []


def test_a_correction_and_a_void_keep_what_stood(books: Books, office: Account) -> None:
    row = kept(books, office)
    right = values(books, 1537, rank=3)
    with pytest.raises(BadInput, match="请写明原因"):
        correct_reading(reading=row, values=right, why=" ", seen=0, by=office, at=AT)
    correct_reading(reading=row, values=right, why="抄错", seen=0, by=office, at=AT)
    assert standing() == [(1537, SAID.document, 3)]
    assert list(Fact.objects.order_by("revision").values_list("quantity", flat=True)) == [1540, -1540, 1537]
    with pytest.raises(Stale):
        correct_reading(reading=row, values=values(books), why="旧页", seen=0, by=office, at=AT)
    void_reading(reading=row, why="撤回公布", seen=1, by=office, at=AT)
    assert standing() == []
    with pytest.raises(WrongState):
        void_reading(reading=row, why="再来", seen=2, by=office, at=AT)
    drain_all(at=AT)
    assert broken_seals() == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda b: values(b, low=None), "要么都填"), (lambda b: values(b, 1300), "应在区间"), (lambda b: values(b, ruler=" "), "请写明公布单位"),
        (lambda b: values(b, 10001, low=None, high=None), "不能超过100%"), (lambda b: values(b, ranked=""), "在什么范围内"),
        (lambda b: values(b, average=None), "在什么范围内"), (lambda b: replace(values(b), day=date(2026, 11, 21)), "还没有到"),
    ],
)  # fmt: skip
def test_what_cannot_have_been_published_is_refused(
    books: Books, office: Account, wrong: Callable[[Books], ReadingValues], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        kept(books, office, wrong(books))
    assert not Fact.objects.exists()
    assert not Reading.objects.exists()


def test_the_same_figure_twice_is_told_and_another_ruler_is_another_figure(books: Books, office: Account) -> None:
    kept(books, office)
    with pytest.raises(BadInput, match="已经登记过"):
        kept(books, office, once="b")
    kept(books, office, values(books, ruler="2016年基准测试（60%）"), once="c")
    assert len(standing()) == 2


def test_only_the_office_of_the_region(books: Books, office: Account) -> None:
    for by in (books.county.account(Role.LIAISON), books.county.account(Role.SECRETARIAT, region=books.county.other)):
        with pytest.raises(NotAllowed):
            kept(books, by)


def form(books: Books, **more: object) -> dict[str, object]:
    told = {
        "measure": Measure.objects.get(code="literacy.rate").pk, "place": books.county.home.pk, "value": "15.40",
        "ruler": SAID.ruler, "publisher": SAID.publisher, "document": SAID.document, "day": "2026-04-01", "low": "14",
        "high": "16.8", "size": "1200", "rank": "2", "ranked": "全市8个县", "average": "14.5", "averaged": "全市", "once": "x",
    }  # fmt: skip
    return told | more


def test_from_the_form_to_the_page_of_the_figure(client: Client, books: Books) -> None:
    answer = client.post("/desk/ledger/readings/new/", form(books))
    row = Reading.objects.get()
    assert answer.headers["Location"] == f"/desk/ledger/readings/{row.pk}/"
    client.post("/desk/ledger/readings/new/", form(books))
    assert Reading.objects.count() == 1
    page = client.get(f"/desk/ledger/readings/{row.pk}/").content.decode()
    assert "15.4%" in page
    assert "区间 14–16.8，样本1200人" in page
    assert "全市8个县第2位；全市平均14.5%" in page
    address = f"/desk/ledger/figures/{books.county.home.pk}/literacy.rate/?since=2026-01-01&until=2026-12-31"
    assert "15.4%" in client.get(address).content.decode()
    assert "还没有公布" in client.get(address.replace("2026-", "2025-")).content.decode()
    fixed = form(books, value="15.37", why="抄错", revision=0)
    assert client.post(f"/desk/ledger/readings/{row.pk}/correct/", fixed).status_code == 302
    assert "15.37%" in client.get(address).content.decode()
    assert "15.4%" not in client.get(address).content.decode()
    assert "15.4%" in client.get(f"/desk/ledger/readings/{row.pk}/").content.decode()  # what was said before
    late = client.post(f"/desk/ledger/readings/{row.pk}/correct/", fixed)
    assert (late.status_code, "已被改动" in late.content.decode()) == (422, True)
    assert client.post(f"/desk/ledger/readings/{row.pk}/void/", {"revision": 1, "why": ""}).status_code == 422
    client.post(f"/desk/ledger/readings/{row.pk}/void/", {"revision": 1, "why": "撤回"})
    assert "还没有公布" in client.get(address).content.decode()
    assert "已作废：撤回" in client.get("/desk/ledger/readings/").content.decode()


@pytest.mark.parametrize(
    ("more", "said"),
    [({"value": "约15"}, "请只填数字"), ({"value": "15.371"}, "最多2位小数"), ({"value": ""}, "请填写数值"), ({"size": "0"}, "应大于0"),
     ({"day": "昨天"}, "日期不对"), ({"low": "16"}, "应在区间"), ({"place": "990124000000"}, "请从列表中选择区域"),
     ({"publisher": ""}, "请填写公布单位")],
)  # fmt: skip
def test_a_wrong_field_is_told_and_what_was_typed_stays(
    client: Client, books: Books, more: dict[str, object], said: str
) -> None:
    answer = client.post("/desk/ledger/readings/new/", form(books, **more))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert SAID.document in answer.content.decode()
    assert not Fact.objects.exists()


def test_units_read_the_neighbour_does_not_and_many_cost_as_much_as_one(
    client: Client, books: Books, office: Account
) -> None:
    counts = []
    for many in (1, 25):
        for n in range(many):
            kept(books, office, values(books, ruler=f"{many} {n}"), once=f"{many} {n}")
        with CaptureQueriesContext(connection) as asked:
            client.get("/desk/ledger/readings/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    page = f"/desk/ledger/readings/{Reading.objects.earliest('pk').pk}/"
    client.force_login(books.county.account(Role.LIAISON))
    assert (client.get(page).status_code, client.get(f"{page}correct/").status_code) == (200, 403)
    client.force_login(books.county.account(Role.SECRETARIAT, region=books.county.other))
    assert client.get(page).status_code == 404


def test_a_form_changed_after_going_back_is_another_and_the_same_one_is_not(books: Books, office: Account) -> None:
    first = kept(books, office)
    assert kept(books, office) == first
    assert kept(books, office, replace(values(books, quantity=1600), day=date(2026, 5, 1))) != first
    assert sorted(quantity for quantity, *_ in standing()) == [1540, 1600]
