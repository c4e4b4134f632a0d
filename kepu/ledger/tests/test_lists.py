"""我的记录 and 本乡镇的记录: by month, kind and state; the office's switch."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kepu.ledger.models import RecordPolicy, WorkRecord
from kepu.ledger.tests.books import Books
from kepu.ledger.tests.test_records import AT, liaison, work
from kepu.ledger.verbs import load_catalogue, record_work
from kepu.people.models import Role, Unit

PAGE = "/desk/ledger/records/"


@pytest.fixture(autouse=True)
def ready(db: None, settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path
    load_catalogue(at=AT)


def town_unit(books: Books) -> Unit:
    unit = books.county.unit("城关镇政府")
    unit.region = books.county.town
    unit.save()
    return unit


def test_own_records_those_of_the_town_and_all(books: Books, client: Client) -> None:
    office, unit = books.county.secretary(), town_unit(books)
    by = books.county.account(Role.LIAISON, unit=unit)
    record_work(unit=unit, work=work(books, what="本人记的讲座"), once="a", by=by, at=AT)
    record_work(unit=unit, work=work(books, what="代记的县城讲座", place=books.county.home), once="b", by=office, at=AT)
    record_work(unit=books.county.health, work=work(books, what="卫健进社区"), once="c", by=office, at=AT)
    client.force_login(by)
    expected = {
        "": {"本人记的讲座", "代记的县城讲座", "卫健进社区"}, "mine": {"本人记的讲座"},
        "town": {"本人记的讲座", "卫健进社区"}, "nonsense": {"本人记的讲座", "代记的县城讲座", "卫健进社区"},
    }  # fmt: skip
    for whose, seen in expected.items():
        page = client.get(PAGE, {"whose": whose}).content.decode()
        assert {row.what for row in WorkRecord.objects.all() if row.what in page} == seen
        assert "本乡镇的记录" in page
    client.force_login(office)
    assert "本乡镇的记录" not in client.get(PAGE).content.decode()


def test_by_month_kind_and_state(books: Books, client: Client) -> None:
    by = liaison(books)
    for n, (day, kind) in enumerate(
        [((2026, 11, 1), "lecture"), ((2026, 11, 20), "contest"), ((2026, 10, 31), "lecture")]
    ):
        more = {"day": date(*day), "kind": kind, "what": f"第{n}件"}
        record_work(unit=books.county.education, work=work(books, **more), once=str(n), by=by, at=AT)  # type: ignore[arg-type]
    client.force_login(by)
    asked = {"month=2026-11": {0, 1}, "month=2026-11&kind=lecture": {0}, "kind=contest": {1}, "state=void": set(),
             "month=2026-13&kind=x&state=y": {0, 1, 2}, "month=2026-10": {2}}  # fmt: skip
    for query, seen in asked.items():
        page = client.get(f"{PAGE}?{query}").content.decode()
        assert {n for n in range(3) if f"第{n}件" in page} == seen
    assert "没有符合条件的记录" in client.get(f"{PAGE}?state=void").content.decode()


def test_the_office_switches_review_on_and_off(books: Books, client: Client) -> None:
    office = books.county.secretary()
    client.force_login(office)
    page = f"{PAGE}policy/"
    assert client.post(page, {"review": "perhaps"}).status_code == 422
    assert "已设为先审核后计入" in client.post(page, {"review": "yes"}, follow=True).content.decode()
    row = record_work(unit=books.county.education, work=work(books), once="a", by=liaison(books), at=AT)
    assert row.state == "handed"
    assert "有1条记录待审核" in client.get(page).content.decode()
    assert "已设为提交即计入" in client.post(page, {"review": "no"}, follow=True).content.decode()
    assert not RecordPolicy.objects.get().review
    assert "审核设定" in client.get("/desk/people/settings/").content.decode()
    client.force_login(liaison(books))
    assert client.get(page).status_code == client.post(page, {"review": "yes"}).status_code == 403
