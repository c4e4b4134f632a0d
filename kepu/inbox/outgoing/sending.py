"""One text out by one channel."""

from kepu.inbox.models import Channel
from kepu.inbox.outgoing.addresses import BadAddress, Hook, checked
from kepu.inbox.outgoing.mail import mail
from kepu.inbox.outgoing.robots import post
from kepu.people.crypto import Unreadable, unseal

PURPOSE = "inbox.channel"
# Bytes that a group robot takes in one text, with room for the title. WeCom counts 2048 bytes, the others about 20,000.
LONGEST = {Channel.Kind.WECOM: 1800, Channel.Kind.DINGTALK: 18_000, Channel.Kind.FEISHU: 18_000}


class NotSent(Exception):
    """The text did not go out; the message says why, in Chinese, and holds no secret."""


def send(channel: Channel, *, title: str, body: str, number: int, to: str = "") -> None:
    """Send a text by a channel: a mail `to` one address, or a post to the group. Raises NotSent.

    `number` tells the text from all others, for a receiver that wants to drop what comes twice.
    """
    try:
        address = checked(channel.kind, unseal(channel.address, purpose=PURPOSE))
    except Unreadable as wrong:
        raise NotSent("渠道地址无法解密（密钥已更换），请重新填写地址") from wrong
    except BadAddress as wrong:
        raise NotSent(str(wrong)) from wrong
    if isinstance(address, Hook):
        fault = post(channel.kind, address, title=title, body=body, number=number)
    else:
        fault = mail(address, to=to, title=title, body=body)
    if fault:
        raise NotSent(fault)
