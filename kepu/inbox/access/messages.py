"""A message is its recipient's alone."""

from django.http import Http404

from kepu.inbox.models import Message
from kepu.people.access import NotAllowed
from kepu.people.models import Account


def check_own(by: Account, message: Message) -> None:
    """Raise NotAllowed unless the message was sent to `by`."""
    if message.account_id != by.pk:
        raise NotAllowed("只能处理发给自己的消息。")


def get_message_for(by: Account, message_id: int) -> Message:
    """Return a message sent to the person. Raises Http404 otherwise."""
    message = Message.objects.filter(pk=message_id, account=by).first()
    if message is None:
        raise Http404
    return message
