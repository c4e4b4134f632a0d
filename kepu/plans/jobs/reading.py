"""Work done in the background: reading an uploaded document, and taking up again what a killed worker left."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kepu.files.verbs import load
from kepu.people.access import NotAllowed
from kepu.plans import reader, verbs
from kepu.plans.models import Document

WAITING_LONG = timedelta(minutes=5)
_GONE = "服务器上找不到这份文件的原件，无法读取。请重新上传。"
_FAULT = "读取程序出错，没有读完。请按“重新读取”再试；再次出错请把文件交给系统管理员。"
log = logging.getLogger(__name__)


@task()
def read_document(document_id: int) -> None:
    """Read a queued document and open its plan for proofreading (an upper plan is only read); what cannot be read is marked with the reason."""
    document = Document.objects.select_related("file", "uploaded_by").filter(pk=document_id).first()
    if document is None or not verbs.start_reading(document=document, at=timezone.now()):
        return
    try:
        _read(document)
    except reader.Refused as refused:
        verbs.fail_reading(document=document, message=str(refused))
    except verbs.Secret as secret:
        verbs.drop_secret(document=document, secret=secret, at=timezone.now())
    except FileNotFoundError:
        verbs.fail_reading(document=document, message=_GONE)
    except Exception as error:
        log.error("document %s was not read: %s", document.pk, type(error).__name__)
        verbs.fail_reading(document=document, message=_FAULT)
        raise


def _read(document: Document) -> None:
    def progress(done: int, of: int) -> None:
        verbs.note_progress(document=document, progress=10 + 80 * done // max(of, 1))

    reading = reader.reading(load(document.file), document.name, progress)
    with transaction.atomic():  # whoever watches never sees a document that was read without its plan
        if verbs.finish_reading(document=document, reading=reading) and document.purpose == Document.Purpose.OWN:
            _open(document)


def _open(document: Document) -> None:
    try:
        with transaction.atomic():
            verbs.open_plan(document=document, by=document.uploaded_by, at=timezone.now())
    except (verbs.AlreadyOpened, NotAllowed):
        log.warning("document %s was read, its plan is left to be opened by hand", document.pk)


def requeue_stuck_documents() -> list[int]:
    """Take up again what a killed worker left in the middle, and what waits without a task; for the scheduler.

    Returns the ids of the documents that were given to the workers again.
    """
    stuck = verbs.requeue_stuck()
    long_ago = timezone.now() - WAITING_LONG
    waiting = Document.objects.filter(state=Document.State.QUEUED, uploaded_at__lt=long_ago)
    ids = sorted({*stuck, *waiting.values_list("pk", flat=True)} - _awaited())
    for document_id in ids:
        read_document.enqueue(document_id)
    return ids


def _awaited() -> set[int]:
    """Return the documents for which a task is waiting for a worker."""
    ready = DBTaskResult.objects.filter(task_path=read_document.module_path, status=TaskResultStatus.READY)
    return {args["args"][0] for args in ready.values_list("args_kwargs", flat=True)}
