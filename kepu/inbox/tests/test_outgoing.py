"""What goes over the wire to mail servers, robots and webhooks, and what is told of it; the other side is a fake."""

import base64
import hashlib
import hmac
import logging
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kepu.inbox.models import Channel
from kepu.inbox.outgoing import BadAddress, NotSent, checked, send
from kepu.inbox.outgoing.sending import PURPOSE
from kepu.inbox.tests.fakes import FakeMailServer, FakeRobot, running
from kepu.people.crypto import seal

KEY, TOKEN, SECRET = "693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa", "566cc69da782ec33e42f", "SEC0123456789abcdef"
PATHS = {
    "wecom": f"/cgi-bin/webhook/send?key={KEY}",
    "dingtalk": f"/robot/send?access_token={TOKEN}",
    "feishu": f"/open-apis/bot/v2/hook/{KEY}",
    "webhook": "/oa/in?from=kepu&n=1",
}
HOSTS = {
    "wecom": "https://qyapi.weixin.qq.com",
    "dingtalk": "https://oapi.dingtalk.com",
    "feishu": "https://open.feishu.cn",
    "webhook": "https://oa.example.cn",
}
TEXT = {"title": "温馨提示", "body": "请县教育体育局登记联络员。", "number": 41}
ROBOTS = ["wecom", "dingtalk", "feishu"]


@pytest.fixture(autouse=True)
def _intranet(settings: Any) -> None:
    settings.INTRANET_HOOKS = True


@pytest.fixture
def robot() -> Iterator[FakeRobot]:
    with running(FakeRobot()) as server:
        yield server


@pytest.fixture
def post_office() -> Iterator[FakeMailServer]:
    with running(FakeMailServer()) as server:
        yield server


def channel(kind: str, address: str) -> Channel:
    return Channel(kind=kind, name="测试", address=seal(address, purpose=PURPOSE))


def fault(kind: str, address: str, **more: Any) -> str:
    with pytest.raises(NotSent) as refused:
        send(channel(kind, address), **TEXT, **more)
    return str(refused.value)


PAYLOADS: dict[str, Any] = {
    "wecom": {"msgtype": "text", "text": {"content": "温馨提示\r\n请县教育体育局登记联络员。"}},
    "dingtalk": {
        "msgtype": "text",
        "at": {"atMobiles": [], "isAtAll": False},
        "text": {"content": "温馨提示\r\n请县教育体育局登记联络员。"},
    },
    "feishu": {"msg_type": "text", "content": {"text": "温馨提示\r\n请县教育体育局登记联络员。"}},
    "webhook": {
        "version": "1.0", "title": "温馨提示", "message": "请县教育体育局登记联络员。", "attachments": [],
        "type": "info", "id": "41",
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", PATHS)
def test_each_kind_gets_what_it_understands(robot: FakeRobot, kind: str) -> None:
    send(channel(kind, robot.url + PATHS[kind]), **TEXT)
    assert robot.posted == [PAYLOADS[kind]]
    assert robot.paths == [PATHS[kind]]


def test_dingtalk_gets_a_signature_that_it_can_check(robot: FakeRobot) -> None:
    send(channel("dingtalk", f"{robot.url}{PATHS['dingtalk']}&secret={SECRET}"), **TEXT)
    asked = parse_qs(urlsplit(robot.paths[0]).query)  # decoded once, as their server does
    signed = f"{asked['timestamp'][0]}\n{SECRET}".encode()
    assert asked["sign"] == [base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()]
    assert (asked["access_token"], "secret" in asked) == ([TOKEN], False)


@pytest.mark.parametrize(
    ("kind", "answer", "words"),
    [
        ("wecom", {"errcode": 93000, "errmsg": "invalid webhook url"}, "机器人地址无效"),
        ("wecom", {"errcode": 45009}, "过于频繁"),
        ("dingtalk", {"errcode": 310000, "errmsg": "keywords not in content"}, "关键词"),
        ("feishu", {"code": 19024, "msg": "Key Words Not Found"}, "关键词"),
        ("feishu", {"code": 77777, "msg": "so eine"}, "错误码77777"),
        ("wecom", {"errcode": {"a": 1}}, "看不懂"),
        ("dingtalk", b"<html>welcome</html>", "看不懂"),
        ("feishu", [], "看不懂"),
    ],
)
def test_a_robot_that_refuses_with_200_has_refused(robot: FakeRobot, kind: str, answer: Any, words: str) -> None:
    robot.answer = (200, answer)
    assert words in fault(kind, robot.url + PATHS[kind])


@pytest.mark.parametrize("kind", PATHS)
@pytest.mark.parametrize("status", [404, 500])
def test_a_refusal_by_status_is_told(robot: FakeRobot, kind: str, status: int) -> None:
    robot.answer = (status, {"errcode": 0, "code": 0})
    assert f"HTTP {status}" in fault(kind, robot.url + PATHS[kind])


@pytest.mark.parametrize("kind", PATHS)
def test_nothing_is_followed_elsewhere(robot: FakeRobot, kind: str) -> None:
    robot.answer, robot.location = (302, {"errcode": 0}), f"{robot.url}/elsewhere"
    assert "没有跟随" in fault(kind, robot.url + PATHS[kind])
    assert robot.paths == [PATHS[kind]]


@pytest.mark.parametrize("kind", PATHS)
def test_a_server_that_is_not_there_is_told(kind: str) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert "连接不上" in fault(kind, f"http://127.0.0.1:{port}{PATHS[kind]}")


def test_an_endless_answer_is_not_waited_for(robot: FakeRobot) -> None:
    robot.answer = (200, b"x" * 10_000_000)
    assert "看不懂" in fault("wecom", robot.url + PATHS["wecom"])


@pytest.mark.parametrize("kind", PATHS)
def test_a_name_that_leads_inside_is_found_out_on_the_connection_itself(
    robot: FakeRobot, kind: str, settings: Any, monkeypatch: Any
) -> None:
    settings.INTRANET_HOOKS = False
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, port, *a, **k: real("127.0.0.1", robot.server_port, *a, **k)
    )
    assert "通向内网" in fault(kind, HOSTS[kind] + PATHS[kind])
    assert robot.posted == []


INSIDE = ["127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.9", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
          "[::1]", "[fc00::1]", "[fe80::1]", "[::ffff:10.0.0.1]", "[2002:7f00:1::]", "localhost", "db.local"]  # fmt: skip


@pytest.mark.parametrize("host", INSIDE)
def test_addresses_inside_are_refused_when_they_are_typed(host: str, settings: Any) -> None:
    settings.INTRANET_HOOKS = False
    for kind, address in (("webhook", f"https://{host}/x"), ("mail", f"smtps://a%40b.cn:c@{host}")):
        with pytest.raises(BadAddress, match="内网"):
            checked(kind, address)
    settings.INTRANET_HOOKS = True
    assert checked("webhook", f"https://{host}/x")


@pytest.mark.parametrize("address", ["https://oa.example.cn/in", "https://8.8.8.8/in", "https://[2400:3200::1]/in"])
def test_addresses_outside_are_taken(address: str, settings: Any) -> None:
    settings.INTRANET_HOOKS = False
    assert checked("webhook", address).url == address  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", PATHS)
@pytest.mark.parametrize(
    "address",
    ["", "abc", "http://oa.example.cn/x", "ftp://oa.example.cn", "file:///etc/passwd", "https://", "https://a b/",
     "https://[::1", "https://a.cn:99999/", "https://例子.cn/", "https://a.cn/\nx", f"https://a.cn/{'x' * 500}"],
)  # fmt: skip
def test_what_is_no_https_address_is_refused(kind: str, address: str, settings: Any) -> None:
    settings.INTRANET_HOOKS = False
    with pytest.raises(BadAddress):
        checked(kind, address)


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_robots_address_is_that_robots(kind: str, settings: Any) -> None:
    settings.INTRANET_HOOKS = False
    for other in PATHS:
        if other == kind:
            assert checked(kind, HOSTS[kind] + PATHS[kind]).token in (KEY, TOKEN)  # type: ignore[union-attr]
        else:
            with pytest.raises(BadAddress, match="应形如"):
                checked(kind, HOSTS[other] + PATHS[other])


def test_a_mail_arrives_with_its_chinese(post_office: FakeMailServer) -> None:
    send(channel("mail", post_office.url), **TEXT, to="zhou@example.cn")
    (sender, to, message) = post_office.taken[0]
    assert (sender, to, message["Subject"]) == ("office@example.cn", ["zhou@example.cn"], "温馨提示")
    assert message.get_content().strip() == "请县教育体育局登记联络员。"
    assert message.get_content_type() == "text/plain"


def test_what_the_mail_server_refuses_is_told_without_saying_to_whom(post_office: FakeMailServer) -> None:
    post_office.refuse_sign_in = True
    assert "不接受账号或授权码" in fault("mail", post_office.url, to="zhou@example.cn")
    post_office.refuse_sign_in, post_office.refuse_recipient = False, True
    told = fault("mail", post_office.url, to="zhou@example.cn")
    assert ("拒收" in told, "zhou" in told) == (True, False)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert "拒绝连接" in fault("mail", f"smtp://a%40b.cn:c@127.0.0.1:{port}?tls=no", to="zhou@example.cn")
    assert "没有发出" not in told


def test_a_mail_server_inside_is_not_called(post_office: FakeMailServer, settings: Any, monkeypatch: Any) -> None:
    settings.INTRANET_HOOKS = False
    real, port = socket.getaddrinfo, post_office.server_address[1]
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, _, *a, **k: real("127.0.0.1", port, *a, **k))
    assert "在内网" in fault("mail", "smtps://a%40b.cn:c@mail.example.cn", to="zhou@example.cn")
    assert post_office.taken == []


@pytest.mark.parametrize(
    ("address", "host", "port", "secure", "user", "sender"),
    [
        ("smtps://k@qq.com:pw@smtp.qq.com", "smtp.qq.com", 465, "ssl", "k@qq.com", "k@qq.com"),
        ("smtp://k%40b.cn:p%40w@m.b.cn:2587", "m.b.cn", 2587, "starttls", "k@b.cn", "k@b.cn"),
        ("smtps://kepu:pw@m.b.cn?from=kepu@b.cn", "m.b.cn", 465, "ssl", "kepu", "kepu@b.cn"),
    ],
)
def test_mail_servers_are_read_from_their_address(
    address: str, host: str, port: int, secure: str, user: str, sender: str, settings: Any
) -> None:
    settings.INTRANET_HOOKS = False
    server: Any = checked("mail", address)
    assert (server.host, server.port, server.secure, server.user, server.sender) == (host, port, secure, user, sender)


@pytest.mark.parametrize("address", ["smtp://kepu:pw@m.b.cn", "smtps://m.b.cn", "smtp://k@b.cn:p@m.b.cn?tls=no"])
def test_mail_servers_without_sender_or_encryption_are_refused(address: str, settings: Any) -> None:
    settings.INTRANET_HOOKS = False
    with pytest.raises(BadAddress):
        checked("mail", address)


def test_an_address_sealed_by_another_key_is_told(settings: Any) -> None:
    one = channel("webhook", "https://oa.example.cn/in")
    settings.SECRET_KEY = "y" * 40
    with pytest.raises(NotSent, match="重新填写"):
        send(one, **TEXT)


def test_neither_log_nor_fault_holds_a_secret(robot: FakeRobot, post_office: FakeMailServer, caplog: Any) -> None:
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage() + repr(record.args))

    handler = Kept()
    logging.getLogger().addHandler(handler)
    try:
        robot.answer = (500, {})
        post_office.refuse_recipient = True
        told = [fault(kind, robot.url + PATHS[kind]) for kind in PATHS]
        told.append(fault("mail", post_office.url, to="zhou@example.cn"))
        told.append(fault("wecom", "http://127.0.0.1:9" + PATHS["wecom"]))
    finally:
        logging.getLogger().removeHandler(handler)
    everything = "\n".join([*lines, *told])
    assert [s for s in (KEY, TOKEN, "app-password", "zhou@example.cn", "联络员") if s in everything] == []
