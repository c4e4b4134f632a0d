"""The words of what goes out: digests to persons, texts for groups cut to what a robot takes."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone

from kepu.inbox.models import Message
from kepu.people.models import Account

MOST_LISTED = 50


def address_of_the_desk() -> str:
    """Return the address by which persons reach this installation; nothing where it does not know its own."""
    origins = settings.CSRF_TRUSTED_ORIGINS
    return f"{origins[0].rstrip('/')}/desk/inbox/" if origins else ""


def digest_title(messages: Sequence[Message]) -> str:
    """Return the subject: the title of a single message, else how many there are."""
    if len(messages) == 1:
        return " ".join(f"【{settings.OFFICE_NAME}】{messages[0].title}"[:120].split())
    return f"【{settings.OFFICE_NAME}】{len(messages)}条新消息"


def digest_body(account: Account, messages: Sequence[Message]) -> str:
    """Return the text of a digest: titles and times alone, for what they are about stays inside the system."""
    lines = [f"{account.name}同志：", "", f"工作台有{len(messages)}条新消息："]
    for number, message in enumerate(messages[:MOST_LISTED], start=1):
        moment = timezone.localtime(message.sent_at)
        lines.append(f"{number}. {message.title}（{moment.month}月{moment.day}日 {moment:%H:%M}）")
    if len(messages) > MOST_LISTED:
        lines.append(f"……另有{len(messages) - MOST_LISTED}条。")
    where = address_of_the_desk()
    lines += ["", f"请登录工作台查看：{where}" if where else "请登录工作台查看。"]
    return "\n".join([*lines, "", f"{settings.OFFICE_NAME}（系统自动发送，请勿回复；发送方式可在“通知设置”中修改）"])


def pieces(text: str, most: int) -> list[str]:
    """Cut a text into parts of at most `most` bytes, after 、，；。 or a line where there is one; parts are numbered."""
    if len(text.encode()) <= most:
        return [text]
    parts, rest, room = [], text, most - 20
    while rest:
        part = rest.encode()[:room].decode(errors="ignore")
        if len(part) < len(rest):
            cut = max(part.rfind(mark) for mark in "、，；。\n") + 1
            part = part[: cut or len(part)]
        parts.append(part)
        rest = rest[len(part) :]
    return [f"（{number}/{len(parts)}）{part}" for number, part in enumerate(parts, start=1)]
