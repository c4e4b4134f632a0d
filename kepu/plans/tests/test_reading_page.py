"""From an uploaded file to a plan to proofread: the job, its page, what fails, what is taken up again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kepu.files.verbs import path_of
from kepu.plans import jobs, reader, verbs
from kepu.plans.models import Document, Version
from kepu.plans.tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(client, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    builders.region()
    person = builders.account()
    client.force_login(person)
    return person


def uploaded(by, data=None, text=None):
    data = builders.TEXT.encode() if data is None else data
    return verbs.upload(
        region=builders.region(), name="实施方案.txt", data=data, text=builders.TEXT if text is None else text,
        format="text", by=by, at=timezone.now(),
    )  # fmt: skip


def page(client, document, view="document"):
    return client.get(reverse(f"plans:{view}", args=[document.pk]))


def test_the_job_reads_and_opens_the_plan(by, client):
    document = uploaded(by)
    jobs.read_document.func(document.pk)
    document.refresh_from_db()
    assert (document.state, document.progress) == ("read", 100)
    assert "text" not in document.reading
    version = Version.objects.get(document=document)
    assert version.title == builders.TITLE
    quotes = [document.text[t.start : t.end] for t in version.task_set.all()]
    assert all(quotes)
    progress = client.get(reverse("plans:progress", args=[document.pk]), headers={"HX-Request": "true"})
    assert progress.headers["HX-Redirect"] == reverse("plans:proofread", args=[version.plan_id])


def test_the_job_run_twice_opens_one_plan(by):
    document = uploaded(by)
    jobs.read_document.func(document.pk)
    jobs.read_document.func(document.pk)
    assert Version.objects.count() == 1


def test_a_document_that_is_gone_is_no_fault():
    jobs.read_document.func(123456)


def test_while_it_waits_the_page_asks_again_and_says_how_to_start_the_worker(by, client):
    document = uploaded(by)
    assert "等待读取" in page(client, document).text
    assert "kepu serve" not in page(client, document).text
    Document.objects.update(uploaded_at=timezone.now() - timedelta(seconds=20))
    fragment = page(client, document, "progress").text
    assert "kepu serve" in fragment
    assert 'hx-trigger="every 1s"' in fragment


def test_what_cannot_be_read_says_why_and_can_be_read_again(by, client):
    document = uploaded(by, data=b"PK\x03\x04broken")
    jobs.read_document.func(document.pk)
    failed = page(client, document).text
    assert "已损坏或不完整" in failed
    assert "重新读取" in failed
    client.post(reverse("plans:reread", args=[document.pk]))
    document.refresh_from_db()
    assert document.state == "queued"
    assert DBTaskResult.objects.count() == 1


def test_a_lost_original_is_said(by, client):
    document = uploaded(by)
    path_of(document.file.sha256).unlink()
    jobs.read_document.func(document.pk)
    assert "找不到这份文件的原件" in page(client, document).text
    assert client.get(reverse("plans:original", args=[document.pk])).status_code == 404


def test_a_mark_that_only_the_job_finds_stops_it(by, client):
    document = uploaded(by, data=f"秘密★1年\n{builders.TEXT}".encode())
    jobs.read_document.func(document.pk)
    assert "秘密★1年" in page(client, document).text
    assert Version.objects.count() == 0


def test_when_the_uploader_has_left_the_plan_is_opened_by_hand(by, client):
    document = uploaded(by)
    by.holdings.all().delete()
    jobs.read_document.func(document.pk)
    assert Version.objects.count() == 0
    client.force_login(builders.account("successor"))
    assert "建立校对稿" in page(client, document).text
    client.post(reverse("plans:open_plan", args=[document.pk]))
    assert Version.objects.get().document == document


def test_what_a_killed_worker_left_is_taken_up_again(by):
    document = uploaded(by)
    verbs.start_reading(document=document, at=timezone.now() - timedelta(minutes=6))
    assert jobs.requeue_stuck_documents() == [document.pk]
    assert jobs.requeue_stuck_documents() == []
    assert DBTaskResult.objects.count() == 1


def test_what_waits_with_its_task_is_left_alone(by):
    document = uploaded(by)
    Document.objects.update(uploaded_at=timezone.now() - timedelta(hours=1))
    jobs.read_document.enqueue(document.pk)
    assert jobs.requeue_stuck_documents() == []
    DBTaskResult.objects.all().delete()
    assert jobs.requeue_stuck_documents() == [document.pk]


def test_the_original_comes_back_as_it_was(by, client):
    document = uploaded(by)
    response = client.get(reverse("plans:original", args=[document.pk]))
    assert response.content == builders.TEXT.encode()
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_others_do_not_see_it(by, client):
    document = uploaded(by)
    client.force_login(builders.account("elsewhere", at=builders.region("990124000000", "星沙县")))
    for view in ("document", "progress", "original"):
        assert page(client, document, view).status_code == 404


def test_a_mark_that_only_the_reading_finds_leaves_nothing_behind(by, django_capture_on_commit_callbacks):
    document = uploaded(by, data=f"机密★10年\n{builders.TEXT}".encode())  # its text as an older reader saw it
    with django_capture_on_commit_callbacks(execute=True):
        jobs.read_document.call(document.pk)
    document.refresh_from_db()
    assert (document.state, document.text, document.reading) == (Document.State.FAILED, "", None)
    assert "机密★10年" in document.message
    assert "已从本平台删除" in document.message
    assert not path_of(document.file.sha256).exists()
    assert document.file.erased_at is not None
    assert not Version.objects.exists()


def test_an_error_of_our_own_reader_is_logged_by_its_place_and_blames_no_file(caplog):
    stumbling = "kepu.methods.planread.extract.tests.test_sandbox.stumble"
    with pytest.raises(reader.Refused, match="读取程序自身出错"):
        reader._child(b"x", "方案.docx", run=stumbling)
    (line,) = [record.getMessage() for record in caplog.records]
    assert line.startswith("the reader failed: ValueError at ")
    assert "Dokument" not in line
