"""Sending in the background: one job a text; the chore that gathers, takes up what was lost, and gives out what is due."""

import logging

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kepu.inbox import outgoing, verbs

log = logging.getLogger(__name__)


@task()
def deliver(delivery_id: int) -> None:
    """Send one text that is due, and note what came of it."""
    delivery = verbs.claim(delivery_id=delivery_id, at=timezone.now())
    if delivery is None:
        return
    problem = ""
    try:
        outgoing.send(
            delivery.channel, title=delivery.title, body=delivery.body, number=delivery.pk,
            to=verbs.mail_address(delivery),
        )  # fmt: skip
    except outgoing.NotSent as refused:
        problem = str(refused)
    except Exception as error:
        log.error("delivery %s was not sent: %s", delivery.pk, type(error).__name__)
        problem = "发送程序出错，请联系系统管理员"
    verbs.settle(delivery=delivery, problem=problem, at=timezone.now())


def send_messages() -> list[int]:
    """Gather digests, take up what a killed worker left, give the workers what is due; for the scheduler.

    Returns the ids of the texts that were given out.
    """
    at = timezone.now()
    verbs.release_lost(at=at)
    verbs.gather(at=at)
    ids = sorted(set(verbs.due_deliveries(at).values_list("pk", flat=True)) - _awaited())
    for delivery_id in ids:
        deliver.enqueue(delivery_id)
    return ids


def _awaited() -> set[int]:
    """Return the texts for which a job waits for a worker."""
    ready = DBTaskResult.objects.filter(task_path=deliver.module_path, status=TaskResultStatus.READY)
    return {args["args"][0] for args in ready.values_list("args_kwargs", flat=True)}
