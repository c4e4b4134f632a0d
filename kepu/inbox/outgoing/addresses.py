"""Addresses of channels: taken apart, and held to https and to hosts outside the own network.

Whoever may set an address could else make the server knock on doors inside the office. ``KEPU_INTRANET_HOOKS`` opens
private hosts and plain http for offices whose mail server or relay stands in the intranet.
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kepu.inbox.models import Channel

_Kind = Channel.Kind
_MAIL_PORTS = {"smtps": 465, "smtp": 587}
_ROBOTS = {
    _Kind.WECOM: (
        re.compile(r"/cgi-bin/webhook/send"),
        "key",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
    ),
    _Kind.DINGTALK: (re.compile(r"/robot/send"), "access_token", "https://oapi.dingtalk.com/robot/send?access_token=…"),
    _Kind.FEISHU: (
        re.compile(r"/open-apis/bot/v2/hook/([\w-]+)/?"),
        "",
        "https://open.feishu.cn/open-apis/bot/v2/hook/…",
    ),
}
_WORDS = {_Kind.WECOM: re.compile(r"[\w-]{8,100}", re.ASCII), _Kind.FEISHU: re.compile(r"[0-9A-Za-z-]{8,100}")}
_ALNUM = re.compile(r"[0-9A-Za-z]{8,200}")


class BadAddress(ValueError):
    """An address cannot be used; the message says why and what it should look like, in Chinese, without the address."""


@dataclass(frozen=True)
class MailServer:
    """A mail server: how to speak to it, who signs in, who the mail is from. `secure` is ssl, starttls or insecure."""

    host: str
    port: int
    secure: str
    user: str
    password: str
    sender: str


@dataclass(frozen=True)
class Hook:
    """An address that takes POST: the whole of it without a fragment; `token` and `secret` as the robot's kind has them."""

    url: str
    token: str = ""
    secret: str = ""


def checked(kind: str, address: str) -> MailServer | Hook:
    """Return a channel's address taken apart. Raises BadAddress."""
    text = address.strip()
    if not text.isascii() or any(c.isspace() or not c.isprintable() for c in text) or len(text) > 500:
        raise BadAddress("地址中有空格、汉字或换行，或者过长。请从设置页面重新复制。")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as wrong:
        raise BadAddress("这不是一个完整的地址，请重新复制。") from wrong
    if not parts.hostname:
        raise BadAddress("这不是一个完整的地址，请重新复制。")
    _check_name(parts.hostname)
    return _mail(parts, port) if kind == _Kind.MAIL else _hook(kind, parts)


def _check_name(host: str) -> None:
    """Refuse an address of numbers inside the own network at once; names are looked up when something is sent."""
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        inside = host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
    else:
        inside = not is_outside(str(number))
    if inside and not settings.INTRANET_HOOKS:
        raise BadAddress("不能使用内网或本机地址。确需使用的，请安装人员设置 KEPU_INTRANET_HOOKS。")


def is_outside(number: str) -> bool:
    """Answer whether an IP address is one of the open internet."""
    address = ipaddress.ip_address(number.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return (mapped or address).is_global and not (mapped or address).is_multicast


def _mail(parts: SplitResult, port: int | None) -> MailServer:
    example = "smtps://账号:授权码@smtp.example.cn:465"
    if parts.scheme not in _MAIL_PORTS:
        raise BadAddress(f"邮件服务器的地址应写作 {example}（端口587的用 smtp:// 开头）。")
    options = dict(parse_qsl(parts.query))
    open_text = options.get("tls") == "no"
    if open_text and (parts.scheme != "smtp" or not settings.INTRANET_HOOKS):
        raise BadAddress("不加密的邮件服务器只能在内网使用，请安装人员设置 KEPU_INTRANET_HOOKS。")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    sender = options.get("from", user)
    try:
        validate_email(sender)
    except ValidationError as wrong:
        raise BadAddress(f"没有写明发件邮箱。账号不是邮箱的，在末尾加上 ?from=发件邮箱，如 {example}?from=…") from wrong
    secure = "ssl" if parts.scheme == "smtps" else "insecure" if open_text else "starttls"
    host = parts.hostname or ""
    return MailServer(host, port or _MAIL_PORTS[parts.scheme], secure, user, password, sender)


def _hook(kind: str, parts: SplitResult) -> Hook:
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.INTRANET_HOOKS):
        raise BadAddress("地址应以 https:// 开头。")
    plain = parts._replace(fragment="").geturl()
    if kind == _Kind.WEBHOOK:
        return Hook(plain)
    path, key, example = _ROBOTS[_Kind(kind)]
    match = path.fullmatch(parts.path)
    options = dict(parse_qsl(parts.query))
    token = options.get(key, "") if key else match.group(1) if match else ""
    secret = options.get("secret", "") if kind == _Kind.DINGTALK else ""
    word = _WORDS.get(_Kind(kind), _ALNUM)
    if not match or not word.fullmatch(token) or (secret and not _ALNUM.fullmatch(secret)):
        raise BadAddress(f"这不是{_Kind(kind).label}的地址，应形如 {example}，从群机器人的设置页面复制。")
    query = f"{key}={token}" if key else ""
    return Hook(parts._replace(query=query, fragment="").geturl(), token, secret)
