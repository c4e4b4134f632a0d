"""The form without network, from the server's side: what the browser keeps, and how it is handed in once, by whom."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kepu.ledger.models import WorkRecord
from kepu.ledger.tests.books import Books
from kepu.ledger.tests.test_evidence import jpeg
from kepu.ledger.tests.test_records import AT, form, liaison, told
from kepu.ledger.verbs import load_catalogue
from kepu.people.models import Role

PAGE = "/desk/ledger/records/new/"
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def ready(db: None, settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path
    load_catalogue(at=AT)


def test_the_worker_keeps_this_page_and_every_file_it_loads_and_nothing_else(books: Books, client: Client) -> None:
    client.force_login(liaison(books))
    answer = client.get(f"{PAGE}worker.js")
    worker = answer.content.decode()
    page = client.get(PAGE).content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert f'const PAGE = "{PAGE}";' in worker
    assert set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page)) == set(re.findall(r'"(/static/[^"]+)"', worker))
    assert client.head(f"{PAGE}worker.js").status_code == 200
    client.logout()
    assert client.get(f"{PAGE}worker.js").status_code == 302


def test_what_waited_is_handed_in_once_with_its_photographs_and_answered_in_json(books: Books, client: Client) -> None:
    client.force_login(liaison(books))
    for _ in range(2):
        fields = form(books, photos=SimpleUploadedFile("现场.jpg", jpeg()))
        answer = client.post(PAGE, fields, headers=JSON)
        row = WorkRecord.objects.get()
        assert answer.json() == {"told": "已计入：东关社区40人次。", "url": f"/desk/ledger/records/{row.pk}/"}
    assert (row.evidence.count(), told(books)) == (1, 40)


def test_what_is_wrong_with_it_is_told_in_json(books: Books, client: Client) -> None:
    client.force_login(liaison(books))
    answer = client.post(PAGE, form(books, person_times="许多", what=""), headers=JSON)
    assert answer.status_code == 422
    assert answer.json() == {"problems": ["做了什么：请用一句话写明做了什么。", "人次：人次请填整数。"]}


def test_another_account_on_the_same_phone_does_not_hand_it_in(books: Books, client: Client) -> None:
    first, other = liaison(books), books.county.account(Role.SECTION_HEAD, unit=books.county.education)
    client.force_login(other)
    answer = client.post(PAGE, form(books, person=first.pk), headers=JSON)
    assert answer.status_code == 422
    assert "另一个账号填写的" in answer.json()["problems"][0]
    assert not WorkRecord.objects.exists()
    client.force_login(first)
    assert client.post(PAGE, form(books, person=first.pk), headers=JSON).status_code == 200


def test_after_the_session_ended_it_is_sent_to_sign_in_and_nothing_is_kept(books: Books, client: Client) -> None:
    answer = client.post(PAGE, form(books), headers=JSON)
    assert (answer.status_code, WorkRecord.objects.count()) == (302, 0)
    assert answer["Location"].startswith("/account/login/")
