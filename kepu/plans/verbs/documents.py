"""Taking documents in: the check for secrecy comes before anything is kept; the reading is queued."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from kepu.audit.lasting import Deed
from kepu.audit.verbs import record
from kepu.files.models import StoredFile
from kepu.files.verbs import erase, store
from kepu.methods.secrecy import first_mark
from kepu.people.models import Account, Region
from kepu.plans import access
from kepu.plans.models import Document

STUCK_AFTER = timedelta(minutes=5)


class Secret(Exception):
    """The document bears a mark of secrecy; nothing of it was kept. `phrase` is the mark, as printed.

    `beside` is true for one that stands beside the text, where a person may not see it.
    """

    def __init__(self, phrase: str, *, beside: bool = False) -> None:
        where = "的页眉页脚、批注、脚注、隐藏文字、修订或文件属性" if beside else ""
        super().__init__(
            f"文件{where}中有涉密或内部标志“{phrase}”，本平台不得处理此类文件，文件未保存。如系误判，请删去该标志后再上传可公开的版本。"
        )
        self.phrase = phrase


class AlreadyUploaded(Exception):
    """The same file was uploaded for the region before; `document` is it."""

    def __init__(self, document: Document) -> None:
        super().__init__("这份文件以前上传过，没有重复保存。")
        self.document = document


@transaction.atomic
def upload(
    *, region: Region, name: str, data: bytes, text: str, format: str, elsewhere: str = "", by: Account, at: datetime,
    purpose: str = Document.Purpose.OWN,
) -> Document:  # fmt: skip
    """Keep a document whose `text` was extracted from `data`, and queue its reading.

    `elsewhere` is what the file holds beside its text; `purpose` whether it is our plan or the upper one. Raises
    NotAllowed; Secret before anything is stored when text or file bear a mark of secrecy; AlreadyUploaded.
    """
    access.check_can_upload(by, region)
    if mark := first_mark(text):
        raise Secret(mark)
    if mark := first_mark(elsewhere):
        raise Secret(mark, beside=True)
    file = store(data=data, media_type=format, at=at)
    StoredFile.objects.select_for_update().get(pk=file.pk)  # two uploads of one file, one after the other
    if before := Document.objects.filter(region=region, file=file, purpose=purpose).first():
        raise AlreadyUploaded(before)
    document = Document.objects.create(
        region=region,
        file=file,
        name=name[-200:],
        format=format,
        text=text,
        purpose=purpose,
        uploaded_by=by,
        uploaded_at=at,
    )
    record(verb="plans.upload", thing=document, by=by, at=at)
    return document


def start_reading(*, document: Document, at: datetime) -> bool:
    """Claim a queued document for reading; False when another worker has it."""
    queued = Document.objects.filter(pk=document.pk, state=Document.State.QUEUED)
    return bool(queued.update(state=Document.State.READING, started_at=at, progress=10))


def finish_reading(*, document: Document, reading: dict[str, Any]) -> bool:
    """Keep the reader's result; False when the document is no longer being read (it was given to another worker).

    A newer reader may extract the text otherwise (`reading["text"]`): then that text is the document's, since the
    spans are places in it. Raises Secret when it bears a mark that the text at upload did not show.
    """
    text = reading.get("text", document.text)
    if mark := first_mark(text):
        raise Secret(mark)
    kept = {name: value for name, value in reading.items() if name != "text"}
    being_read = Document.objects.filter(pk=document.pk, state=Document.State.READING)
    version = str(reading.get("reader_version", ""))[:20]
    return bool(
        being_read.update(state=Document.State.READ, reading=kept, text=text, reader_version=version, progress=100)
    )


def note_progress(*, document: Document, progress: int) -> None:
    """Say how far the reading is, as a share of 100."""
    Document.objects.filter(pk=document.pk, state=Document.State.READING).update(progress=min(progress, 99))


def fail_reading(*, document: Document, message: str) -> None:
    """Note why a document could not be read; the file stays and can be read again."""
    being_read = Document.objects.filter(pk=document.pk, state=Document.State.READING)
    being_read.update(state=Document.State.FAILED, message=message[:300])


_ERASED = "读取时发现文件中有涉密或内部标志“{}”。文件及其文字已从本平台删除，请按保密规定处理原件。"
_ERASED_BEFORE = "这份文件因有涉密或内部标志，在备份之后已从本平台删除，恢复时再次删除。请按保密规定处理原件。"


@transaction.atomic
def drop_secret(*, document: Document, secret: Secret, at: datetime) -> None:
    """Give up a document in which reading found a mark of secrecy: its text goes, and its file where no other has it."""
    _drop(document, _ERASED.format(secret.phrase), at)
    record(verb="plans.drop_secret", thing=document, by=None, at=at, changed=["text"])


def _drop(document: Document, message: str, at: datetime) -> None:
    Document.objects.filter(pk=document.pk).update(
        state=Document.State.FAILED, text="", reading=None, message=message[:300]
    )
    if not Document.objects.filter(file=document.file).exclude(pk=document.pk).exists():
        erase(file=document.file, at=at)


def drop_secret_again(deed: Deed) -> bool:
    """After an older backup was restored: give up a document that bore a mark of secrecy, as was done before."""
    document = Document.objects.filter(pk=deed.id).exclude(text="").first()
    if document:
        _drop(document, _ERASED_BEFORE, deed.at)
    return document is not None


@transaction.atomic
def reread(*, document: Document, by: Account, at: datetime) -> None:
    """Queue a document again whose reading failed, or whose worker died."""
    locked = Document.objects.select_for_update(of=("self",)).select_related("region").get(pk=document.pk)
    access.check_can_reread(by, locked)
    Document.objects.filter(pk=locked.pk).update(state=Document.State.QUEUED, progress=0, message="")
    record(verb="plans.reread", thing=document, by=by, at=at)


def requeue_stuck(*, at: datetime | None = None) -> list[int]:
    """Queue again what a killed worker left in the middle; return the ids of the documents, for the scheduler."""
    moment = at or timezone.now()
    stuck = Document.objects.filter(state=Document.State.READING, started_at__lt=moment - STUCK_AFTER)
    ids = list(stuck.values_list("pk", flat=True))
    Document.objects.filter(pk__in=ids, state=Document.State.READING).update(state=Document.State.QUEUED, progress=0)
    return ids
