"""Codes by SMS, against a fake gateway: a small HTTP server that only notes what it was asked to send."""

import json
import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.test import Client

from kepu.people.models import Account
from kepu.people.sms import HttpGateway, NotSent, accepts, send_code
from kepu.people.tests.county import AT, County
from kepu.people.tests.test_second_factor import AUTHENTICATE, enrolled
from kepu.people.tests.test_sign_in import sign_in


class FakeGateway(HTTPServer):
    """A fake: takes messages and sends nothing."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taker)
        self.taken: list[dict[str, str]] = []
        self.status = 200

    def code(self) -> str:
        return re.search(r"\d{6}", self.taken[-1]["text"])[0]  # type: ignore[index]


class _Taker(BaseHTTPRequestHandler):
    server: FakeGateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append(json.loads(body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def fake(settings: object) -> Iterator[FakeGateway]:
    cache.clear()
    server = FakeGateway()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_URL = f"http://127.0.0.1:{server.server_port}/send"  # type: ignore[attr-defined]
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def account(county: County) -> Account:
    account = county.account(name="张三")
    account.phone = "13800001234"
    account.save()
    return account


def test_the_code_opens_once_and_for_five_minutes(fake: FakeGateway, account: Account, county: County) -> None:
    session = SessionStore()
    send_code(account=account, session=session, at=AT)
    assert fake.taken[0]["phone"] == "13800001234"
    code = fake.code()
    assert code not in str(session["sms_code"])
    late, other = AT + timedelta(minutes=5, seconds=1), county.account()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert not accepts(account=account, session=session, code=code, at=late)
    assert not accepts(account=account, session=session, code=wrong, at=AT)
    assert not accepts(account=other, session=session, code=code, at=AT)
    assert accepts(account=account, session=session, code=code, at=AT)
    assert not accepts(account=account, session=session, code=code, at=AT)


def test_not_twice_within_a_minute(fake: FakeGateway, account: Account) -> None:
    session = SessionStore()
    send_code(account=account, session=session, at=AT)
    with pytest.raises(NotSent, match="一分钟"):
        send_code(account=account, session=session, at=AT + timedelta(seconds=59))
    send_code(account=account, session=session, at=AT + timedelta(seconds=60))
    assert len(fake.taken) == 2


def test_without_telephone_gateway_or_answer_it_says_so(fake: FakeGateway, account: Account, settings: object) -> None:
    fake.status = 500
    with pytest.raises(NotSent, match="没有发出"):
        send_code(account=account, session=SessionStore(), at=AT)
    settings.SMS_URL = ""  # type: ignore[attr-defined]
    with pytest.raises(NotSent, match="没有短信网关"):
        send_code(account=account, session=SessionStore(), at=AT)
    with pytest.raises(NotSent, match="http"):
        HttpGateway("file:///etc/passwd")


def test_a_code_by_sms_takes_the_place_of_the_application(fake: FakeGateway, county: County, client: Client) -> None:
    account, _ = enrolled(county, client)
    Account.objects.filter(pk=account.pk).update(phone="13800001234")
    sign_in(client, account)
    page = client.post("/account/2fa/sms/", follow=True).content.decode()
    assert ("尾号1234" in page, "用短信接收验证码" in page) == (True, True)
    client.post(AUTHENTICATE, {"code": fake.code()})
    assert client.session["_auth_user_id"] == str(account.pk)


def test_nobody_gets_a_code_without_the_password(fake: FakeGateway, county: County, client: Client) -> None:
    assert client.post("/account/2fa/sms/").url == "/account/login/"
    assert fake.taken == []


def test_it_is_offered_only_where_there_is_a_gateway(county: County, client: Client) -> None:
    account, _ = enrolled(county, client)
    sign_in(client, account)
    assert "用短信接收" not in client.get(AUTHENTICATE).content.decode()
