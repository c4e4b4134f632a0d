"""Imports worked off in the background: looked over, posted, taken back; taken up again after a killed worker."""

import logging

from django.utils import timezone
from django_tasks import task

from kepu.ledger.models import Import
from kepu.ledger.verbs import check_cells, imports, rebuild

AT_ONCE_BYTES, AT_ONCE_ROWS = 200_000, 1000  # a small file is done before the page answers
log = logging.getLogger(__name__)


@task()
def work_off_import(import_id: int) -> None:
    """Do what an import waits for."""
    row = Import.objects.filter(pk=import_id).select_related("region", "uploaded_by", "file").first()
    if row is not None:
        work_off(row)


def work_off(row: Import) -> None:
    """Do here and now what an import waits for; several who do it at once do no harm."""
    try:
        if row.state == Import.State.CHECKING:
            imports.look_over(row=row, at=timezone.now())
        while imports.go_on(row=row, at=timezone.now()):
            pass
    except Exception as error:
        log.error("import %s stopped: %s", row.pk, type(error).__name__)
        raise


def begin(row: Import) -> None:
    """Do what a small import waits for at once, and leave a large one to the worker."""
    small = row.file.size <= AT_ONCE_BYTES if row.state == Import.State.CHECKING else row.total <= AT_ONCE_ROWS
    if small:
        work_off(row)
    else:
        work_off_import.enqueue(row.pk)


@task()
def mend_cells() -> None:
    """Make all cells anew from the facts, and recount them."""
    rebuild()
    check_cells(at=timezone.now())


def requeue_imports() -> list[int]:
    """Take up again what a killed worker left in the middle; for the scheduler."""
    ids = imports.left_behind(at=timezone.now())
    for import_id in ids:
        work_off_import.enqueue(import_id)
    return ids
