"""The log says what failed, where, in which request and for which account, and nothing that a person typed."""

import io
import json
import logging
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from kepu.config.logs import JsonLines
from kepu.people.models import Account, Region

SECRETS = ("程望舒", "13912345678", "清禾", "query-text", "typed-in-form", "secret-path")


def fails(request: HttpRequest, name: str) -> HttpResponse:
    """A page that fails in its own words, quoting everything, because of a database that quotes the row."""
    try:
        Region.objects.create(code="990123000000", name="程望舒13912345678", level="county")
        Region(code="990123000000", name="清禾", level="county").save(force_insert=True)
    except Exception as error:
        raise ValueError(f"程望舒 13912345678 {request.GET} {request.POST} {name}") from error
    return HttpResponse("")


urlpatterns = [path("fails/<str:name>/", fails, name="fails"), path("", include("kepu.config.urls"))]


@pytest.fixture
def lines() -> Any:
    """What the log of production writes, as objects."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root, ours = logging.getLogger(), logging.getLogger("kepu")
    level = ours.level
    root.addHandler(handler)
    ours.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    ours.setLevel(level)


@pytest.mark.urls(__name__)
def test_a_failed_request_leaves_no_name_telephone_or_query(lines: Any, db: None) -> None:
    client = Client(raise_request_exception=False, headers={"X-Request-ID": "abcdef-0123456789"})
    answer = client.post("/fails/secret-path/?q=query-text", {"name": "typed-in-form", "phone": "13912345678"})
    assert answer.status_code == 500
    assert answer.headers["X-Request-ID"] == "abcdef-0123456789"
    written = lines()
    assert [secret for secret in SECRETS if secret in json.dumps(written, ensure_ascii=False)] == []
    failed = next(line for line in written if line["logger"] == "django.request")
    assert [e["kind"] for e in failed["errors"]][:2] == ["ValueError", "IntegrityError"]
    assert "test_logs.py" in failed["errors"][0]["places"][-1]
    assert {line["request"] for line in written} == {"abcdef-0123456789"}
    ended = written[-1]
    assert (ended["method"], ended["route"], ended["status"], ended["account"]) == ("POST", "fails", 500, None)


def test_a_page_not_found_is_logged_without_its_address(lines: Any, db: None) -> None:
    Client().get("/desk/程望舒/?q=13912345678")
    assert [s for s in SECRETS if s in json.dumps(lines(), ensure_ascii=False)] == []
    ended, warned = lines()
    assert (ended["status"], ended["route"]) == (404, "-")
    assert (warned["event"], warned["request"]) == ("%s: %s", ended["request"])


def test_the_account_is_logged_by_its_opaque_id(lines: Any, db: None, account: Account) -> None:
    client = Client()
    client.force_login(account)
    client.get("/desk/")
    assert lines()[-1]["account"] == account.pk
    assert account.username not in json.dumps(lines())


def test_an_id_that_is_no_id_is_replaced(db: None) -> None:
    answer = Client(headers={"X-Request-ID": "程望舒 <script>"}).get("/account/login/")
    assert len(answer.headers["X-Request-ID"]) == 32


def test_libraries_are_logged_by_pattern(lines: Any) -> None:
    logging.getLogger("some.library").warning("login of %s failed", "程望舒")
    logging.getLogger("django.security.DisallowedHost").error("Invalid HTTP_HOST header: '13912345678'")
    assert [line["event"] for line in lines()] == ["login of %s failed", "django.security.DisallowedHost"]
    assert connection.vendor


@pytest.fixture
def account(db: None) -> Account:
    from django.utils import timezone

    return Account.objects.create(username="zhang-san", name="张三", created_at=timezone.now())
