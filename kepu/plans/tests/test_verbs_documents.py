"""Documents: upload, reading, failing, reading again."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from kepu.audit.models import Entry
from kepu.files.models import StoredFile
from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Role
from kepu.plans import verbs
from kepu.plans.models import Document
from kepu.plans.tests import builders
from kepu.plans.tests.builders import AT

pytestmark = pytest.mark.django_db
DATA = "实施方案的字节".encode()


def upload(by, *, data=DATA, text=builders.TEXT, at=AT):
    return verbs.upload(region=builders.region(), name="方案.txt", data=data, text=text, format="text", by=by, at=at)


def test_upload_keeps_file_text_and_an_audit_row():
    by = builders.account()
    document = upload(by)
    assert (document.state, document.text, document.uploaded_by) == ("queued", builders.TEXT, by)
    assert document.file.sha256 == hashlib.sha256(DATA).hexdigest()
    assert Entry.objects.get().verb == "plans.upload"


def test_upload_is_for_the_regions_own_secretariat():
    other = builders.account("other", at=builders.region("990124000000", "星沙县"))
    reader = builders.account("reader", Role.READER)
    for wrong in (other, reader):
        with pytest.raises(NotAllowed):
            upload(wrong)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("mark", ["秘密★1年", "密级：机密", "内部资料", "（不得外传）", "内部资料 注意保存"])
def test_a_mark_of_secrecy_stops_before_anything_is_stored(mark):
    data = f"{mark} 独一份".encode()
    with pytest.raises(verbs.Secret, match="文件未保存") as caught:
        upload(builders.account(), data=data, text=f"{mark}\n{builders.TEXT}")
    assert caught.value.phrase in mark
    sha256 = hashlib.sha256(data).hexdigest()
    assert not (Path(settings.FILES_ROOT) / sha256[:2] / sha256).exists()
    assert (StoredFile.objects.count(), Document.objects.count(), Entry.objects.count()) == (0, 0, 0)


def test_talk_of_secrets_is_no_mark():
    assert upload(builders.account(), text=f"{builders.TEXT}\n参与人员应保守国家秘密和工作秘密。").pk


def test_the_same_file_again_is_the_same_document():
    by = builders.account()
    first = upload(by)
    with pytest.raises(verbs.AlreadyUploaded) as caught:
        upload(by)
    assert caught.value.document == first
    assert Document.objects.count() == 1


def test_another_county_may_hold_the_same_file():
    upload(builders.account())
    other = builders.region("990124000000", "星沙县")
    by = builders.account("other", at=other)
    verbs.upload(region=other, name="方案.txt", data=DATA, text=builders.TEXT, format="text", by=by, at=AT)
    assert (Document.objects.count(), StoredFile.objects.count()) == (2, 1)


def test_only_one_worker_reads_a_document():
    document = upload(builders.account())
    assert verbs.start_reading(document=document, at=AT)
    assert not verbs.start_reading(document=document, at=AT)
    assert verbs.finish_reading(document=document, reading=builders.reading())
    document.refresh_from_db()
    assert (document.state, document.progress, document.reader_version) == ("read", 100, "1.0")


def test_a_late_result_of_a_lost_worker_is_not_kept():
    document = upload(builders.account())
    verbs.start_reading(document=document, at=AT)
    verbs.requeue_stuck(at=AT + timedelta(minutes=6))
    assert not verbs.finish_reading(document=document, reading=builders.reading())
    document.refresh_from_db()
    assert (document.state, document.reading) == ("queued", None)


def test_stuck_means_longer_than_five_minutes():
    document = upload(builders.account())
    verbs.start_reading(document=document, at=AT)
    assert verbs.requeue_stuck(at=AT + timedelta(minutes=4)) == []
    assert verbs.requeue_stuck(at=AT + timedelta(minutes=6)) == [document.pk]


def test_what_failed_can_be_read_again():
    by = builders.account()
    document = upload(by)
    verbs.start_reading(document=document, at=AT)
    verbs.fail_reading(document=document, message="这是扫描件")
    document.refresh_from_db()
    assert (document.state, document.message) == ("failed", "这是扫描件")
    verbs.reread(document=document, by=by, at=AT)
    document.refresh_from_db()
    assert (document.state, document.message) == ("queued", "")


def test_what_waits_or_was_read_is_not_read_again():
    by = builders.account()
    document = upload(by)
    with pytest.raises(WrongState):
        verbs.reread(document=document, by=by, at=AT)
    Document.objects.filter(pk=document.pk).update(state="failed")
    with pytest.raises(NotAllowed):
        verbs.reread(document=document, by=builders.account("reader", Role.READER), at=AT)
