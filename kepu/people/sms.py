"""Short messages: one interface, the gateway named by ``KEPU_SMS_URL``, and the code of the second step by SMS.

The gateway takes ``POST`` with JSON ``{"phone": …, "text": …}`` and answers 2xx when it has accepted the message. An
office whose provider speaks otherwise puts a small relay of its own in between.
"""

import json
import secrets
import urllib.error
import urllib.request
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import constant_time_compare, salted_hmac

from kepu.people.models import Account

VALID = timedelta(minutes=5)
BETWEEN = timedelta(seconds=60)
PATIENCE = 8
_KEY = "sms_code"


class NotSent(Exception):
    """The message did not go out; the text says why and what to do, in Chinese."""


class Gateway(Protocol):
    """Whatever sends short messages."""

    def send(self, phone: str, text: str) -> None:
        """Send a text to a telephone. Raises NotSent."""


class HttpGateway:
    """A gateway behind an address."""

    def __init__(self, url: str) -> None:
        if urlsplit(url).scheme not in ("http", "https"):
            raise NotSent("短信网关地址应以 http:// 或 https:// 开头，请联系安装人员。")
        self.url = url

    def send(self, phone: str, text: str) -> None:
        body = json.dumps({"phone": phone, "text": text}).encode()
        request = urllib.request.Request(self.url, body, {"Content-Type": "application/json"})  # noqa: S310 — checked
        try:
            urllib.request.urlopen(request, timeout=PATIENCE).close()  # noqa: S310 — checked above
        except (urllib.error.URLError, OSError) as error:
            raise NotSent("短信没有发出，请稍后再试，或改用验证器应用、恢复码。") from error


def gateway() -> Gateway | None:
    """Return the installation's gateway; None when it has none."""
    return HttpGateway(settings.SMS_URL) if settings.SMS_URL else None


def send_code(*, account: Account, session: SessionBase, at: datetime) -> None:
    """Send a code of six digits, valid for five minutes and once, to the account's telephone.

    Only its hash stays, in the session that asked. Raises NotSent without gateway or telephone, or within a minute.
    """
    by = gateway()
    if by is None or not account.phone:
        raise NotSent("没有短信网关，或账号没有登记手机号，不能用短信验证。请联系系统管理员。")
    last = session.get(_KEY)
    if last and at.timestamp() - last["sent"] < BETWEEN.total_seconds():
        raise NotSent("短信刚刚发出，请等一分钟再试。")
    code = f"{secrets.randbelow(1_000_000):06d}"
    by.send(account.phone, f"登录验证码{code}，5分钟内有效。非本人操作请联系管理员。")
    until = (at + VALID).timestamp()
    session[_KEY] = {"hash": _hash(account, code), "until": until, "sent": at.timestamp()}


def accepts(*, account: Account, session: SessionBase, code: str, at: datetime) -> bool:
    """Answer whether a code is the one sent to this account and still valid; it is used up by this."""
    kept = session.get(_KEY)
    if not kept or at.timestamp() > kept["until"]:
        return False
    good = constant_time_compare(kept["hash"], _hash(account, code))
    if good:
        del session[_KEY]
    return good


def _hash(account: Account, code: str) -> str:
    return salted_hmac(f"kepu.sms.{account.pk}", code, algorithm="sha256").hexdigest()
