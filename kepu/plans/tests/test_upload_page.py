"""The upload page: what is taken in, what is refused and how it is said, that nothing of a refused file stays."""

import io
from pathlib import Path

import docx
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from kepu.files.models import StoredFile
from kepu.people.models import Role
from kepu.people.tests.pouring import Pouring
from kepu.plans.models import Document
from kepu.plans.tests import builders

pytestmark = pytest.mark.django_db
URL = "/desk/plans/upload/"


@pytest.fixture
def office(client):
    builders.region()
    client.force_login(builders.account())
    return client


def send(client, text=builders.TEXT, name="实施方案.txt", data=None, **headers):
    file = SimpleUploadedFile(name, text.encode() if data is None else data)
    return client.post(URL, {"file": file}, headers=headers or None)


def kept():
    files = [p for p in Path(settings.FILES_ROOT).rglob("*") if p.is_file()] if settings.FILES_ROOT.exists() else []
    return Document.objects.count(), StoredFile.objects.count(), DBTaskResult.objects.count(), len(files)


@pytest.fixture
def store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def test_the_page_says_what_may_come(office):
    page = office.get(URL)
    assert page.status_code == 200
    assert "可以是 Word、" in page.text
    assert "不超过 20 MB" in page.text


def test_a_file_is_kept_and_its_reading_queued(office, store):
    response = send(office)
    document = Document.objects.get()
    assert response.headers["Location"] == reverse("plans:document", args=[document.pk])
    assert (document.state, document.text.strip(), document.format) == ("queued", builders.TEXT, "text")
    assert kept() == (1, 1, 1, 1)


def test_with_htmx_the_browser_is_sent_on(office, store):
    response = send(office, **{"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == reverse("plans:document", args=[Document.objects.get().pk])


@pytest.mark.parametrize("mark", ["秘密★5年", "内部资料 注意保存"])
def test_of_a_secret_file_nothing_is_kept(office, store, mark):
    response = send(office, f"{mark}\n{builders.TEXT}")
    assert response.status_code == 422
    assert f"有涉密或内部标志“{mark}" in response.text
    assert kept() == (0, 0, 0, 0)


def test_a_mark_in_the_running_head_of_a_word_file_counts(office, store):
    word = docx.Document()
    for line in builders.TEXT.split("\n"):
        word.add_paragraph(line)
    word.sections[0].header.paragraphs[0].text = "机密★10年"
    out = io.BytesIO()
    word.save(out)
    response = send(office, name="实施方案.docx", data=out.getvalue())
    assert response.status_code == 422
    assert "页眉页脚" in response.text
    assert "有涉密或内部标志“机密★10年”" in response.text
    assert kept() == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("方案.exe", b"MZ", "不是可以读取的格式"),
        ("方案.txt", b"", "是空文件"),
        ("方案.docx", b"PK\x03\x04broken", "已损坏或不完整"),
        ("方案.pdf", b"%PDF-1.4 broken", "已损坏或不完整"),
        ("方案.txt", b"   \n\n  ", "是空的"),
        ("方案.doc", b"{\\rtf1 text}", "RTF"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(office, store, name, data, words):
    response = send(office, name=name, data=data)
    assert response.status_code == 422
    assert words in response.text
    assert kept() == (0, 0, 0, 0)


def test_more_than_20_mb_is_refused(office, store):
    response = send(office, data=b"a" * (20 * 1024 * 1024 + 1))
    assert response.status_code == 422
    assert "超过 20 MB" in response.text
    assert kept() == (0, 0, 0, 0)


def test_50_mb_are_poured_away_unparsed(office, store):
    body = Pouring()
    response = office.generic("POST", URL, b"x", "multipart/form-data; boundary=b", **{
        "CONTENT_LENGTH": str(body.left), "wsgi.input": body,
    })  # fmt: skip
    assert response.status_code == 422
    assert "超过 20 MB" in response.text
    assert (body.left, body.largest) == (0, 1024 * 1024)


def test_the_same_file_again_leads_to_the_first(office, store):
    send(office)
    response = send(office, name="又一次.txt")
    assert "以前上传过" in response.text
    assert reverse("plans:document", args=[Document.objects.get().pk]) in response.text
    assert kept() == (1, 1, 1, 1)


def test_no_file_is_said(office):
    response = office.post(URL, {})
    assert response.status_code == 422
    assert "请选择方案文件" in response.text


def test_others_may_not(client):
    builders.region()
    client.force_login(builders.account(role=Role.READER))
    assert client.get(URL).status_code == 403
    assert send(client).status_code == 403


def test_the_token_is_asked_for(client):
    from django.test import Client

    builders.region()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(builders.account())
    assert send(strict).status_code == 403
    assert Document.objects.count() == 0


def test_of_two_offices_one_is_chosen(office, store):
    other = builders.region("990124000000", "星沙县")
    from django.utils import timezone

    from kepu.people.models import Account, Holding

    Holding.objects.create(
        account=Account.objects.get(), role=Role.SECRETARIAT, region=other, since=timezone.localdate()
    )
    assert "星沙县" in office.get(URL).text
    office.post(URL, {"file": SimpleUploadedFile("a.txt", builders.TEXT.encode()), "region": other.pk})
    assert Document.objects.get().region == other
