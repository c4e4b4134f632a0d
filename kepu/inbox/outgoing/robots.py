"""Robots of group chats and webhooks, by apprise; whether the text arrived is read from the answer."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from apprise import AppriseAsset, NotifyFormat
from apprise.plugins import custom_json, dingtalk, feishu, wecombot

from kepu.inbox.models import Channel
from kepu.inbox.outgoing.addresses import Hook
from kepu.inbox.outgoing.watched import Answer, Inside, last_answer, watch

for _module in (custom_json, dingtalk, feishu, wecombot):
    watch(_module)

ASSET = AppriseAsset(app_id="kepu", app_desc="kepu", app_url="", image_url_mask="", image_url_logo="")
_Kind = Channel.Kind

# What the robots' own numbers mean to the person who set them up; from the pages of the three services.
_WECOM = {93000: "机器人地址无效或机器人已被移出群", 45009: "发送过于频繁，每分钟最多20条", 40058: "内容过长"}
_DINGTALK = {
    310000: "不符合机器人的安全设置：检查关键词、加签密钥或IP地址",
    300001: "机器人地址无效",
    300005: "机器人地址无效或机器人已被删除",
    130101: "发送过于频繁，每分钟最多20条",
    410100: "发送过于频繁，每分钟最多20条",
}
_FEISHU = {
    19001: "机器人地址无效",
    19021: "机器人启用了签名校验，请在飞书中改用关键词",
    19022: "服务器的IP地址不在机器人的白名单中",
    19024: "内容中没有机器人要求的关键词",
    11232: "发送过于频繁",
    9499: "发送过于频繁或内容格式有误",
}
_REFUSALS = {
    _Kind.WECOM: ("errcode", _WECOM),
    _Kind.DINGTALK: ("errcode", _DINGTALK),
    _Kind.FEISHU: ("code", _FEISHU),
}


class _DingTalk(dingtalk.NotifyDingTalk):
    """apprise quotes the signature, and `requests` quotes it once more: the robot would never accept it."""

    def get_signature(self) -> tuple[str, str]:
        moment = str(round(time.time() * 1000))
        signed = hmac.new(self.secret.encode(), f"{moment}\n{self.secret}".encode(), hashlib.sha256).digest()
        return moment, base64.b64encode(signed).decode()


def post(kind: str, hook: Hook, *, title: str, body: str, number: int) -> str:
    """Post one text and return what went wrong in words; nothing when the other side says that it has it.

    `number` goes with a webhook as ``id``: the same text sent twice after an interruption bears the same one.
    """
    last_answer.set(None)
    _plugin(kind, hook, number).notify(title=title, body=body, body_format=NotifyFormat.TEXT)
    return _fault(kind, last_answer.get() or Answer())


def _plugin(kind: str, hook: Hook, number: int) -> Any:
    more: dict[str, Any] = {"asset": ASSET, "rto": 8.0, "cto": 8.0}
    if kind == _Kind.WECOM:
        made: Any = wecombot.NotifyWeComBot(key=hook.token, **more)
        made.api_url = hook.url
        return made
    if kind == _Kind.DINGTALK:
        made = _DingTalk(token=hook.token, secret=hook.secret or None, **more)
    elif kind == _Kind.FEISHU:
        made = feishu.NotifyFeishu(token=hook.token, **more)
    else:
        return _webhook(hook, number, more)
    made.notify_url = hook.url.replace("{", "%7B").replace("}", "%7D")  # apprise fills braces in
    return made


def _webhook(hook: Hook, number: int, more: dict[str, Any]) -> Any:
    parts = urlsplit(hook.url)
    return custom_json.NotifyJSON(
        secure=parts.scheme == "https", host=parts.hostname, port=parts.port, fullpath=parts.path or "/",
        user=parts.username, password=parts.password, params=dict(parse_qsl(parts.query)),
        payload={"id": str(number)}, **more,
    )  # fmt: skip


def _fault(kind: str, answer: Answer) -> str:
    if answer.error is not None or not answer.status:
        return _broken(answer.error)
    if 300 <= answer.status < 400:
        return "对方把地址转到了别处，没有跟随。请使用最终的地址"
    if not 200 <= answer.status < 300:
        return f"对方拒绝接收（HTTP {answer.status}）"
    return _refused(kind, answer.body) if kind in _REFUSALS else ""


def _refused(kind: str, body: bytes) -> str:
    key, known = _REFUSALS[_Kind(kind)]
    try:
        number = json.loads(body)[key]
    except (ValueError, KeyError, TypeError):
        return "对方的回答看不懂，可能不是群机器人的地址"
    if not isinstance(number, int):
        return "对方的回答看不懂，可能不是群机器人的地址"
    return "" if number == 0 else known.get(number, f"对方拒绝，错误码{number}")


def _broken(error: Exception | None) -> str:
    """Say how a connection failed; the library's own text may hold the address and is not used."""
    if error is not None and _caused_by(error, Inside):
        return "这个地址通向内网，没有发送。确需使用的，请安装人员设置 KEPU_INTRANET_HOOKS"
    if isinstance(error, requests.exceptions.SSLError):
        return "对方的证书不可信，没有发送"
    if isinstance(error, requests.Timeout):
        return "连接超时，对方没有回答"
    return "连接不上对方的服务器，请检查地址和网络"


def _caused_by(error: BaseException, kind: type[BaseException]) -> bool:
    seen: list[BaseException] = [error]
    for one in seen:
        more = [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
        seen += [e for e in more if isinstance(e, BaseException) and e not in seen]
    return any(isinstance(one, kind) for one in seen)
