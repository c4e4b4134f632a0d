"""Who may ask the API, how every refusal reads, and what its description says."""

import json
import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kepu.audit.models import SignIn
from kepu.config import limits
from kepu.config.api import api
from kepu.config.logs import JsonLines, Plain
from kepu.people import verbs
from kepu.people.api import routes
from kepu.people.models import AccessToken, Account, Role
from kepu.people.tests.county import County

ME = "/api/v1/me"


@pytest.fixture
def county(db: None) -> County:
    return County()


@pytest.fixture
def by(county: County) -> Account:
    return county.secretary()


@pytest.fixture
def made(by: Account) -> verbs.Made:
    return verbs.make_token(name="平台", by=by, at=timezone.now())


def program(text: str, **more: Any) -> Client:
    return Client(headers={"Authorization": f"Bearer {text}"}, **more)


def browser(account: Account, **more: Any) -> Client:
    client = Client(**more)
    client.force_login(account)
    return client


def refused(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The body of a refusal, of the one shape."""
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (status, "application/json")
    told = answer.json()
    assert (set(told), told["code"]) == ({"code", "message", "errors"}, code)
    assert re.search(r"[\u4e00-\u9fff]", told["message"])
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    return told


def test_a_session_and_a_token_ask_in_the_name_of_the_person(by: Account, made: verbs.Made) -> None:
    told = {"id": by.pk, "name": "程望", "roles": [{
        "role": "secretariat", "unit": None, "region": {"code": "990123000000", "name": "清禾县"}, "until": None,
    }]}  # fmt: skip
    assert browser(by).get(ME).json() == program(made.text).get(ME).json() == told


def test_nobody_is_told_how_to_ask(county: County) -> None:
    answer = Client().get(ME)
    assert "Authorization: Bearer" in refused(answer, 401, "not_signed_in")["message"]
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_token_that_is_not_valid_opens_nothing_even_beside_a_session(by: Account, county: County) -> None:
    at = timezone.now()
    texts = ["", "kepu_wrong", "x" * 500, "令牌"]
    for change in ({"expires_at": at}, {"revoked_at": at}):
        one = verbs.make_token(name="平台", by=by, at=at)
        AccessToken.objects.filter(pk=one.token.pk).update(**change)
        texts.append(one.text)
    stopped = county.secretary()
    texts.append(verbs.make_token(name="平台", by=stopped, at=at).text)
    verbs.disable(account=stopped, by=county.account(Role.SYSTEM_ADMIN), at=at)
    client = browser(by)
    for text in texts:
        header = f"Bearer {text}".encode().decode("latin-1")
        refused(client.get(ME, headers={"Authorization": header}), 401, "not_signed_in")
    assert client.get(ME).status_code == 200
    assert client.get(ME, headers={"Authorization": "Basic eDp5"}).status_code == 200


def test_a_token_opens_no_page(made: verbs.Made) -> None:
    for url in ("/desk/", "/desk/people/me/", "/account/password/change/"):
        assert program(made.text).get(url).status_code == 302


def test_roles_that_ended_open_nothing_any_more(by: Account, made: verbs.Made) -> None:
    assert program(made.text).get("/api/v1/units").json()["count"] == 2
    by.holdings.update(until=timezone.localdate() - timedelta(days=1))
    assert program(made.text).get("/api/v1/units").json()["count"] == 0


def test_use_is_noted_once_a_day_and_a_wrong_one_never(made: verbs.Made) -> None:
    client = program(made.text)
    assert [client.get(ME, headers={"User-Agent": "curl/8"}).status_code for _ in range(2)] == [200, 200]
    program("kepu_wrong").get(ME)
    assert list(SignIn.objects.values_list("event", "account", "address", "agent")) == [
        ("token", made.token.account_id, "127.0.0.1", "curl/8")
    ]


def test_what_comes_first_in_the_browser_comes_first_here(by: Account, made: verbs.Made, settings: Any) -> None:
    Account.objects.filter(pk=by.pk).update(must_change_password=True)
    assert "设置密码" in refused(program(made.text).get(ME), 403, "not_allowed")["message"]
    Account.objects.filter(pk=by.pk).update(must_change_password=False)
    settings.SECOND_FACTOR = True
    assert program(made.text).get(ME).status_code == 200
    by.holdings.update(role=Role.AUDITOR, region=None)
    refused(program(made.text).get(ME), 403, "not_allowed")


def test_every_refusal_has_one_shape(made: verbs.Made, monkeypatch: Any) -> None:
    client = program(made.text, raise_request_exception=False)
    refused(client.get("/api/v1/nowhere"), 404, "not_found")
    refused(client.get("/api/"), 404, "not_found")
    refused(client.get("/api/v1/plans/7"), 404, "not_found")
    answer = client.post(ME)
    refused(answer, 405, "method_not_allowed")
    assert answer["Allow"] == "GET"
    refused(client.get("/api/v1/units?q=%00"), 400, "bad_request")
    monkeypatch.setattr(routes, "holdings", lambda account: 1 / 0)
    answer = client.get(ME)
    refused(answer, 500, "server_error")
    assert len(answer["X-Request-ID"]) == 32


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("limit=0", ("limit", "不能小于1")), ("limit=201", ("limit", "不能大于200")), ("offset=-1", ("offset", "不能小于0")),
        ("limit=many", ("limit", "应为整数")), ("kind=alien", ("kind", "不是可用的取值")),
        ("region=99", ("region", "不是可用的取值")), (f"q={'长' * 41}", ("q", "最多40个字")),
    ],
)  # fmt: skip
def test_each_wrong_parameter_is_named(made: verbs.Made, query: str, wrong: tuple[str, str]) -> None:
    told = refused(program(made.text).get(f"/api/v1/units?{query}"), 422, "wrong_parameters")
    assert [(one["field"], one["message"]) for one in told["errors"]] == [wrong]


def test_too_many_are_refused_with_the_time_to_wait(
    by: Account, made: verbs.Made, settings: Any, monkeypatch: Any
) -> None:
    settings.LIMIT_REQUESTS = True
    monkeypatch.setattr(limits, "READS_OF_PROGRAM", 3)
    monkeypatch.setattr(limits, "READS_OF_ADDRESS", 2)
    monkeypatch.setattr(limits.time, "time", lambda: 6_000_000.0)
    one, nobody = program(made.text), program("kepu_wrong")
    nobody.handler = one.handler  # one process, one counter
    assert [one.get(ME).status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = one.get(ME)
    refused(answer, 429, "too_many_requests")
    assert answer["Retry-After"] == "60"
    assert [nobody.get("/api/v1/open/regions").status_code for _ in range(3)] == [200, 200, 429]


def test_what_has_not_changed_is_not_sent_again_and_kept_by_nobody_between(made: verbs.Made) -> None:
    client = program(made.text)
    first = client.get("/api/v1/units")
    again = client.get("/api/v1/units", headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert first["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie"} <= set(re.split(r",\s*", first["Vary"]))
    assert "sessionid" not in first.cookies


def test_no_log_holds_the_token(made: verbs.Made) -> None:
    for formatter in (Plain("{message}", style="{"), JsonLines()):
        record = logging.LogRecord("kepu.some", 20, __file__, 1, "asked by %s", (made.text,), None)
        record.request_id = "-"
        assert made.text not in formatter.format(record)
        assert "kepu_…" in formatter.format(record)


def described() -> dict[str, Any]:
    return json.loads(json.dumps(api.get_openapi_schema()))


def operations() -> dict[str, dict[str, Any]]:
    return {path: one for path, methods in described()["paths"].items() for one in methods.values()}


def test_every_operation_and_every_field_is_described_in_chinese(db: None) -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    told = operations()
    assert len(told) > 20
    silent = [
        path
        for path, one in told.items()
        if not chinese.search(one["summary"]) or not chinese.search(one["description"])
    ]
    silent += [f"{path} {p['name']}" for path, one in told.items() for p in one["parameters"]
               if not chinese.search(p.get("description", ""))]  # fmt: skip
    for name, shape in described()["components"]["schemas"].items():
        fields = shape.get("properties", {}).items()
        silent += [f"{name}.{field}" for field, its in fields if not chinese.search(its.get("description", ""))]
    assert silent == []


def test_operations_have_names_of_their_own_and_say_how_they_refuse(db: None) -> None:
    told = operations()
    assert len({one["operationId"] for one in told.values()}) == len(told)
    for path, one in told.items():
        public = path.startswith("/api/v1/open/")
        assert ("security" in one) != public
        writes = {"201", "409", "413"} if "requestBody" in one else {"200"}
        refused = {"400", "404", "422", "429"} | (set() if public else {"401", "403"})
        assert set(one["responses"]) == writes | refused


def test_the_description_is_made_once(db: None) -> None:
    assert api.get_openapi_schema() is api.get_openapi_schema()


def test_the_page_names_every_address_and_every_field_and_loads_nothing_foreign(county: County) -> None:
    answer = Client().get("/api/v1/")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert [path for path in operations() if path not in html] == []
    fields = {field for shape in described()["components"]["schemas"].values() for field in shape.get("properties", {})}
    assert [field for field in fields if f"<code>{field}</code>" not in html] == []
    assert re.findall(r"(?:src|href)=\"(?!/|#|tel:)[^\"]*", html) == []
    assert "<script" not in html
    assert answer["Content-Security-Policy"].startswith("default-src 'self'")
    assert Client().get("/api/v1/openapi.json").json()["openapi"] == "3.1.0"


@pytest.mark.parametrize("path", [ME, "/api/v1/openapi.json", "/api/v1/plans?limit=5"])
def test_head_answers_as_get_without_the_body(made: verbs.Made, path: str) -> None:
    client = program(made.text)
    got, told = client.get(path), client.head(path)
    assert (got.status_code, told.status_code) == (200, 200)
    assert (len(got.content) > 0, told.content) == (True, b"")
    assert told.headers["Content-Type"] == got.headers["Content-Type"]
    assert told.headers["Content-Length"] == str(len(got.content))
    assert client.head(path, headers={"If-None-Match": got.headers["ETag"]}).status_code == 304


def test_head_is_refused_as_get_is(county: County) -> None:
    assert Client().head(ME).status_code == 401
    assert Client().post(ME).status_code == 405
