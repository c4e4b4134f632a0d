"""Work on letters that is done in the background: archives of many, and what the scheduler does for them."""

import logging

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kepu.methods.papers import BadTemplate
from kepu.plans import verbs
from kepu.plans.models import LetterArchive
from kepu.plans.verbs.letters.archives import FAULT

AT_ONCE = 3  # letters made while one waits: about a quarter of a second each
_GONE = "服务器上找不到责任书模板的文件，没有打包。请在文书模板中重新上传。"
log = logging.getLogger(__name__)


@task()
def make_letter_archive(archive_id: int) -> None:
    """Make an archive that waits in the queue; what stands against it is told on its page."""
    archive = LetterArchive.objects.filter(pk=archive_id).first()
    if archive is not None:
        make(archive)


def make(archive: LetterArchive) -> None:
    """Make an archive here and now, unless another worker has it in hand."""
    if not verbs.start_archive(archive=archive, at=timezone.now()):
        return
    try:
        verbs.make_archive(archive=archive, at=timezone.now())
    except BadTemplate as wrong:
        verbs.fail_archive(archive=archive, message=f"责任书模板有误，没有打包：{wrong}")
    except FileNotFoundError:
        verbs.fail_archive(archive=archive, message=_GONE)
    except Exception as error:
        log.error("archive %s was not made: %s", archive.pk, type(error).__name__)
        verbs.fail_archive(archive=archive, message=FAULT)
        raise


def requeue_letter_archives() -> list[int]:
    """Take up again archives that a killed worker left, and those that wait without a task; for the scheduler."""
    waiting = verbs.requeue_archives(at=timezone.now())
    ready = DBTaskResult.objects.filter(task_path=make_letter_archive.module_path, status=TaskResultStatus.READY)
    awaited = {args["args"][0] for args in ready.values_list("args_kwargs", flat=True)}
    ids = [archive_id for archive_id in waiting if archive_id not in awaited]
    for archive_id in ids:
        make_letter_archive.enqueue(archive_id)
    return ids
