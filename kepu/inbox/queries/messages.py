"""Reads of messages."""

from django.db.models import QuerySet
from django.urls import reverse

from kepu.inbox.models import Message
from kepu.people.models import Account
from kepu.ui.shapes import Found

MOST_FOUND = 10


def messages_of(user: Account, *, unread: bool = False) -> QuerySet[Message]:
    """Return the person's messages, newest first; only the unread ones if asked."""
    messages = Message.objects.filter(account=user)
    return messages.filter(read_at__isnull=True) if unread else messages


def unread_count(user: Account) -> int:
    """Return how many messages wait to be read."""
    return messages_of(user, unread=True).count()


def search(user: Account, text: str) -> list[Found]:
    """Return the person's own messages whose title holds the text."""
    found = messages_of(user).filter(title__icontains=text.strip())[:MOST_FOUND] if text.strip() else []
    return [Found(message.title, message.url or reverse("inbox:list"), "消息", message.body) for message in found]
