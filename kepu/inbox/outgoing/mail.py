"""Mail by apprise; what the server refused is read from its log, which is kept in memory and never written."""

import logging
import re
import socket

from apprise import NotifyFormat
from apprise.exception import AppriseImproperlyConfigured
from apprise.plugins.email import NotifyEmail

from kepu.inbox.outgoing.addresses import MailServer
from kepu.inbox.outgoing.robots import ASSET
from kepu.inbox.outgoing.watched import Inside, check_peer

_apprise = logging.getLogger("apprise")
_WORDS = (
    (r"\b53[0458]\b|authentication|credentials", "邮件服务器不接受账号或授权码"),
    (r"certificate|ssl|tls|wrong version", "与邮件服务器建立加密连接失败，请检查地址开头和端口"),
    (r"timed out|timeout", "邮件服务器没有回答（超时）"),
    (r"refused\b.*(111|errno)|errno 111", "邮件服务器拒绝连接，请检查端口"),
    (r"name or service|getaddrinfo|nodename|temporary failure in name", "找不到这台邮件服务器，请检查地址"),
    (r"\b55[0134]\b|recipient", "收件邮箱被拒收，请检查邮箱地址"),
    (r"\b55[24]\b|\b45[12]\b|\b421\b", "邮件服务器暂时不收，稍后再试"),
)


class _Kept(logging.Handler):
    """Keeps the errors that apprise notes while one mail is sent."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if (text := record.getMessage()).startswith("Socket Exception"):
            self.said.append(text.lower())


def mail(server: MailServer, *, to: str, title: str, body: str) -> str:
    """Send one mail and return what went wrong in words; nothing when the server has taken it."""
    if fault := _host_fault(server):
        return fault
    handler, level = _Kept(), _apprise.level
    _apprise.addHandler(handler)
    _apprise.setLevel(logging.DEBUG)
    try:
        taken = _plugin(server, to).notify(title=title, body=body, body_format=NotifyFormat.TEXT)
    except AppriseImproperlyConfigured:
        return "邮件服务器或收件邮箱的写法有误"
    finally:
        _apprise.removeHandler(handler)
        _apprise.setLevel(level)
    return "" if taken else _fault(handler.said)


def _host_fault(server: MailServer) -> str:
    try:
        for found in socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM):
            check_peer(str(found[4][0]))
    except Inside:
        return "邮件服务器在内网，没有发送。确需使用的，请安装人员设置 KEPU_INTRANET_HOOKS"
    except OSError:
        return "找不到这台邮件服务器，请检查地址"
    return ""


def _plugin(server: MailServer, to: str) -> NotifyEmail:
    return NotifyEmail(
        smtp_host=server.host, host=server.host, port=server.port, secure=server.secure != "insecure",
        secure_mode=server.secure, user=server.user or None, password=server.password or None,
        from_addr=server.sender, targets=[to], format=NotifyFormat.TEXT, asset=ASSET,
    )  # fmt: skip


def _fault(said: list[str]) -> str:
    text = "\n".join(said)
    return next(
        (words for pattern, words in _WORDS if re.search(pattern, text)), "邮件没有发出，邮件服务器没有说明原因"
    )
