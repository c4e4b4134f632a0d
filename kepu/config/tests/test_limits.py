"""Scripts and stuck keys are stopped, ordinary work is not, and one account's limit is not another's."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kepu.config import limits
from kepu.people.models import Account
from kepu.people.tests.county import County


@pytest.fixture(autouse=True)
def _low(settings: Any, monkeypatch: Any) -> None:
    settings.LIMIT_REQUESTS = True
    monkeypatch.setattr(limits, "WRITES_OF_ACCOUNT", 3)
    monkeypatch.setattr(limits, "COSTLY", 2)
    monkeypatch.setattr(limits.time, "time", lambda: 6_000_000.0)


def client(name: str) -> Client:
    made = Client()
    made.force_login(Account.objects.create(username=name, name=name, created_at=timezone.now()))
    return made


def test_too_many_writes_are_refused_with_the_time_to_wait(db: None) -> None:
    one, other = client("one"), client("other")
    handler = one.handler
    other.handler = handler
    codes = [one.post("/desk/inbox/read/").status_code for _ in range(4)]
    assert codes[:3] == [302, 302, 302]
    assert codes[3] == 429
    refused = one.post("/desk/inbox/read/")
    assert refused.headers["Retry-After"] == "60"
    assert "操作过于频繁，请一分钟后再试" in refused.content.decode()
    assert other.post("/desk/inbox/read/").status_code == 302
    assert one.get("/desk/inbox/").status_code == 200


def test_costly_reads_are_counted_and_pages_are_not(db: None) -> None:
    one = client("one")
    assert [one.get("/desk/search/?q=科普").status_code for _ in range(3)] == [200, 200, 429]
    assert [one.get("/desk/").status_code for _ in range(9)] == [200] * 9


def test_residents_ask_and_look_up_answers_a_few_times_a_minute(db: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(limits, "QUESTIONS_OF_ADDRESS", 2)
    monkeypatch.setattr(limits, "RECEIPTS_OF_ADDRESS", 3)
    County()
    resident, ask = Client(), "/r/990123000000/ask/"
    assert [resident.get(f"{ask}{n:013d}/").status_code for n in range(5)] == [404, 404, 404, 429, 429]
    assert [resident.post(ask, {"text": "短"}).status_code for _ in range(3)] == [422, 422, 429]
    assert [resident.get(ask).status_code for _ in range(9)] == [200] * 9
    assert resident.get("/r/990123000000/answers/").status_code == 200


def test_a_new_minute_begins_anew() -> None:
    counter = limits.Counter()
    assert [counter.add("a", now) for now in (0.0, 59.9, 60.0, 61.0)] == [1, 2, 1, 2]
