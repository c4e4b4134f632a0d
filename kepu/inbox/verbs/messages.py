"""Sending messages and reading them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kepu.audit.verbs import record
from kepu.inbox.access import check_own
from kepu.inbox.models import Message
from kepu.people.models import Account

LONGEST_TITLE, LONGEST_BODY, LONGEST_URL = 120, 500, 200


class BadMessage(ValueError):
    """The message cannot be sent; the text says why."""


@transaction.atomic
def send(
    *, to: Iterable[Account], title: str, body: str = "", url: str = "", by: Account | None, at: datetime
) -> list[Message]:
    """Send one message to several persons, each once; those whose account is stopped or closed get none.

    Called by other verbs, which have checked who may; `by` is None when the system itself sends. Raises BadMessage for an
    empty or overlong text, or a `url` that does not lead to a page of this installation.
    """
    title = title.strip()
    if not 1 <= len(title) <= LONGEST_TITLE or len(body) > LONGEST_BODY:
        raise BadMessage(f"标题应为1至{LONGEST_TITLE}字，内容不超过{LONGEST_BODY}字。")
    if url and (not url.startswith("/") or url.startswith("//") or "\\" in url or len(url) > LONGEST_URL):
        raise BadMessage("消息的链接应指向本系统的页面。")
    persons = {account.pk: account for account in to if account.is_active}
    rows = [Message(account=account, title=title, body=body, url=url, sent_at=at) for account in persons.values()]
    Message.objects.bulk_create(rows)
    for account in persons.values():
        record(verb="inbox.send", thing=account, by=by, at=at)
    return rows


def mark_read(*, message: Message, by: Account, at: datetime) -> None:
    """The person has opened a message. Reading is no deed: the audit does not count it."""
    check_own(by, message)
    Message.objects.filter(pk=message.pk, read_at__isnull=True).update(read_at=at)


def mark_all_read(*, by: Account, at: datetime) -> int:
    """The person is done with all messages; returns how many were unread."""
    return Message.objects.filter(account=by, read_at__isnull=True).update(read_at=at)
