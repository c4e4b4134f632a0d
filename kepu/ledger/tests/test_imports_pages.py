"""The pages of imports: a file handed in, shown, confirmed, undone; what is wrong is said and nothing is lost."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kepu.ledger.models import Import, WorkRecord
from kepu.ledger.tables import RECORD_COLUMNS
from kepu.ledger.tests.books import Books
from kepu.ledger.tests.tables import LINE, RECORDS, VALUES, csv
from kepu.ledger.verbs import imports, load_catalogue
from kepu.methods.sheets import read_table
from kepu.people.models import Account, Role


@pytest.fixture
def office(books: Books) -> Account:
    load_catalogue(at=timezone.now())
    return books.county.secretary()


@pytest.fixture
def client(client: Client, office: Account) -> Client:
    client.force_login(office)
    return client


def today_line(**changes: str) -> tuple[str, ...]:
    return (timezone.localdate().isoformat(), *LINE[1:5], changes.get("people", "40"), *LINE[6:])


def hand_in(client: Client, data: bytes, kind: str = "records", **more: str) -> object:
    file = SimpleUploadedFile("讲座台账.csv", data)
    return client.post(f"/desk/ledger/imports/{kind}/", {"file": file, **more})


def test_from_the_file_to_the_figures_and_back(client: Client) -> None:
    answer = hand_in(client, csv(RECORDS, today_line(), today_line(people="许多")))
    row = Import.objects.get()
    page = f"/desk/ledger/imports/{row.pk}/"
    assert answer.headers["Location"] == page
    shown = client.get(page).content.decode()
    assert "确认导入1行" in shown
    assert "“许多”不是数字" in shown
    assert client.post(f"{page}confirm/").status_code == 302
    assert "撤销这次导入" in client.get(page).content.decode()
    assert WorkRecord.objects.get().state == "counted"
    problems = client.get(f"{page}file/problems/").content
    assert read_table(problems, RECORD_COLUMNS).unknown == ["问题"]
    assert client.get(f"{page}file/original/").content.startswith("日期".encode())
    refused = client.post(f"{page}undo/", {"why": ""})
    assert (refused.status_code, WorkRecord.objects.get().state) == (422, "counted")
    assert "请写明撤销的原因。" in refused.content.decode()
    client.post(f"{page}undo/", {"why": "导错了"})
    assert "导错了" in client.get(page).content.decode()
    assert WorkRecord.objects.get().state == "void"
    assert "讲座台账.csv" in client.get("/desk/ledger/imports/").content.decode()


def test_a_second_click_and_the_same_file_again_are_told(client: Client) -> None:
    data = csv(RECORDS, today_line())
    hand_in(client, data)
    page = f"/desk/ledger/imports/{Import.objects.get().pk}/"
    again = hand_in(client, data)
    assert again.status_code == 422
    assert "已经上传过" in again.content.decode()
    assert page in again.content.decode()
    client.post(f"{page}confirm/")
    assert "请刷新页面查看最新状态" in client.post(f"{page}confirm/", follow=True).content.decode()
    assert WorkRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "data", "more", "said"),
    [
        ("records", b"", {}, "文件是空的"),
        ("records", "甲,乙\n1,2".encode(), {}, "没有找到完整的表头"),
        ("values", csv(VALUES, VALUES), {"paper": ""}, "请写明数据来源。"),
        ("values", csv(VALUES, VALUES), {"paper": "x" * 121}, "最多120字"),
    ],
)
def test_what_cannot_be_taken_in_is_said_in_the_form(
    client: Client, kind: str, data: bytes, more: dict[str, str], said: str
) -> None:
    answer = hand_in(client, data, kind, **more)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Import.objects.exists()


def test_a_large_file_is_left_to_the_worker_and_the_page_asks_again(client: Client) -> None:
    lines = [today_line(people=str(n)) for n in range(3000)]
    hand_in(client, csv(RECORDS, *lines))
    row = Import.objects.get()
    assert row.state == "checking"
    shown = client.get(f"/desk/ledger/imports/{row.pk}/").content.decode()
    assert 'hx-trigger="every 2s"' in shown
    part = client.get(f"/desk/ledger/imports/{row.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<section")


@pytest.mark.parametrize("kind", ["records", "values"])
def test_the_template_is_a_table_that_comes_in_again(client: Client, books: Books, kind: str) -> None:
    import zipfile

    data = client.get(f"/desk/ledger/imports/{kind}/template.xlsx").content
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        texts = package.read("xl/sharedStrings.xml").decode()
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert "城关镇 东关社区" in texts
    assert "县教育体育局" in texts
    assert "不要合并单元格" in texts or "“–”表示没有这一项" in texts
    assert sheet.count("<dataValidation ") == {"records": 4, "values": 4}[kind]
    answer = hand_in(client, data, kind, paper="x")
    assert answer.status_code == 422
    assert "表头之下没有内容。请填写后再导入。" in answer.content.decode()
    assert not Import.objects.exists()


def test_a_unit_sees_its_own_imports_and_no_values(client: Client, books: Books, office: Account) -> None:
    hand_in(client, csv(RECORDS, today_line()))
    page = f"/desk/ledger/imports/{Import.objects.get().pk}/"
    client.force_login(books.county.account(Role.LIAISON, unit=books.county.education))
    assert client.get(page).status_code == client.post(f"{page}confirm/").status_code == 404
    assert client.get("/desk/ledger/imports/values/").status_code == 403
    assert "导入统计数据" not in client.get("/desk/ledger/imports/").content.decode()
    client.force_login(books.county.account(Role.READER))
    assert client.get("/desk/ledger/imports/records/").status_code == 403
    assert "批量导入" not in client.get("/desk/ledger/records/").content.decode()


def test_the_list_asks_as_much_of_the_database_for_many_as_for_one(
    client: Client, books: Books, office: Account
) -> None:
    counts = []
    for many in (1, 25):
        for n in range(many):
            data = csv(RECORDS, today_line(people=f"{many}{n}"))
            imports.upload(
                kind="records", name="a.csv", data=data, region=books.county.home, by=office, at=timezone.now()
            )
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get("/desk/ledger/imports/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
