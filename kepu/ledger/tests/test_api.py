"""Work records handed in by a program: the same key once, another content refused, nothing without a token that may."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from kepu.audit.models import Entry
from kepu.ledger.models import Fact, IdempotencyKey, WorkRecord
from kepu.ledger.verbs import correct_work, load_catalogue, set_record_policy, void_work
from kepu.ledger.verbs.handing_in import KeyTaken, hand_in
from kepu.ledger.verbs.records import Work
from kepu.people.models import AccessToken, Account, Role, Unit
from kepu.people.tests.county import County
from kepu.people.verbs import make_token

URL = "/api/v1/work-records"


@pytest.fixture
def county(db: None) -> County:
    load_catalogue(at=timezone.now())
    return County()


@pytest.fixture
def liaison(county: County) -> Account:
    return county.account(Role.LIAISON, unit=county.education)


def program(by: Account, scope: str = "write") -> Client:
    text = make_token(name="平台", scope=scope, by=by, at=timezone.now()).text
    return Client(headers={"Authorization": f"Bearer {text}"})


def body(county: County, **changes: Any) -> dict[str, Any]:
    return {
        "unit": county.education.pk, "day": timezone.localdate().isoformat(), "place": county.town.pk, "kind": "lecture",
        "what": "冬季用电安全讲座", "audience": "elderly", "person_times": 40,
    } | changes  # fmt: skip


def send(client: Client, handed: Any, key: str | None = "a-1") -> Any:
    headers = {"Idempotency-Key": key} if key is not None else {}
    return client.post(URL, handed, content_type="application/json", headers=headers)


def test_a_record_is_handed_in_once_however_often_it_is_sent(county: County, liaison: Account) -> None:
    client = program(liaison)
    first, again = send(client, body(county)), send(client, body(county))
    record = WorkRecord.objects.get()
    assert (first.status_code, first.json()) == (201, {"id": record.pk, "state": "counted"})
    assert (again.status_code, again.json()) == (201, first.json())
    assert (first["Idempotency-Replayed"], again["Idempotency-Replayed"]) == ("false", "true")
    assert (record.recorded_by, record.unit, record.person_times) == (liaison, county.education, 40)
    assert sorted(Fact.objects.values_list("quantity", flat=True)) == [1, 40]
    assert Entry.objects.filter(verb="ledger.record_work").count() == 1


def test_the_same_key_with_other_content_is_refused_in_words(county: County, liaison: Account) -> None:
    client = program(liaison)
    send(client, body(county))
    answer = send(client, body(county, person_times=41))
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert "已经用于另一条内容不同的记录" in answer.json()["message"]
    assert WorkRecord.objects.get().person_times == 40


def test_another_key_or_another_person_is_another_record(county: County, liaison: Account) -> None:
    other = county.account(Role.LEADER, unit=county.education)
    sent = [send(program(liaison), body(county)), send(program(liaison), body(county), "a-2"),
            send(program(other), body(county))]  # fmt: skip
    assert len({answer.json()["id"] for answer in sent}) == 3


def test_the_answer_stays_when_the_record_is_corrected_and_voided(county: County, liaison: Account) -> None:
    client, at = program(liaison), timezone.now()
    first = send(client, body(county)).json()
    record, work = WorkRecord.objects.get(), Work(timezone.localdate(), county.town, "lecture", "讲座", "elderly", 9)
    record = correct_work(record=record, work=work, why="核对", seen=0, by=liaison, at=at)
    assert send(client, body(county)).json() == first
    void_work(record=record, why="误记", seen=1, by=liaison, at=at)
    assert send(client, body(county)).json() == first
    assert client.get(f"{URL}/{record.pk}").json() == {
        "id": record.pk, "state": "void", "remark": "误记", "unit": {"id": county.education.pk, "name": county.education.name},
        "partners": [], "day": work.day.isoformat(), "place": {"code": county.town.pk, "name": county.town.name},
        "kind": "lecture", "what": "讲座", "audience": "elderly", "person_times": 9,
    }  # fmt: skip


def test_where_the_office_reviews_it_waits(county: County, liaison: Account) -> None:
    office = county.secretary()
    set_record_policy(region=county.home, review=True, by=office, at=timezone.now())
    assert send(program(liaison), body(county)).json()["state"] == "handed"
    assert not Fact.objects.exists()


def test_nothing_is_handed_in_without_a_token_that_may(county: County, liaison: Account) -> None:
    browser = Client()
    browser.force_login(liaison)
    for client in (program(liaison, "read"), browser):
        answer = send(client, body(county))
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
        assert "读取和填报工作记录" in answer.json()["message"]
    ended = program(liaison)
    AccessToken.objects.update(revoked_at=timezone.now())
    for client in (ended, Client(), Client(headers={"Authorization": "Bearer kepu_wrong"})):
        assert send(client, body(county)).status_code == 401
    assert not WorkRecord.objects.exists()


def test_a_role_that_ended_hands_in_nothing(county: County, liaison: Account) -> None:
    client = program(liaison)
    send(client, body(county))
    liaison.holdings.update(until="2026-01-01", since="2025-01-01")
    answer = send(client, body(county))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "unit")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"unit": 999}, "unit"), ({"place": "990124000000"}, "place"), ({"partners": [999]}, "partners"),
        ({"kind": "party"}, "kind"), ({"audience": "cats"}, "audience"), ({"what": ""}, "what"), ({"what": "长" * 101}, "what"),
        ({"person_times": "40"}, "person_times"), ({"person_times": -1}, "person_times"), ({"day": 1}, "day"),
        ({"day": "2026-02-30"}, "day"), ({"more": 1}, "more"), ({"unit": "1"}, "unit"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_field_by_field(
    county: County, liaison: Account, changes: dict[str, Any], field: str
) -> None:
    answer = send(program(liaison), body(county, **changes))
    assert (answer.status_code, answer.json()["code"]) == (422, "wrong_parameters")
    assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert not IdempotencyKey.objects.exists()


@pytest.mark.parametrize("raw", ["{", "\xff", "[]", '"text"'])
def test_what_is_no_json_is_refused_in_the_one_shape(county: County, liaison: Account, raw: str) -> None:
    answer = send(program(liaison), raw.encode("latin-1"))
    assert answer.status_code in {400, 422}
    assert set(answer.json()) == {"code", "message", "errors"}


@pytest.mark.parametrize("key", [None, "", "x" * 65, "有中文"])
def test_a_key_is_asked_for(county: County, liaison: Account, key: str | None) -> None:
    told = key.encode().decode("latin-1") if key else key
    answer = send(program(liaison), body(county), told)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == ["Idempotency-Key"]


@pytest.mark.parametrize(("day", "words"), [("2999-01-01", "日期还没有到"), ("2001-01-01", "日期超过两年")])
def test_what_makes_no_sense_is_refused_as_on_the_phone(county: County, liaison: Account, day: str, words: str) -> None:
    answer = send(program(liaison), body(county, day=day))
    assert answer.status_code == 422
    assert words in answer.json()["message"]


def test_partners_are_credited(county: County, liaison: Account) -> None:
    other: Unit = county.unit("县图书馆")
    assert send(program(liaison), body(county, partners=[other.pk])).status_code == 201
    assert WorkRecord.objects.get().partnerships.get().unit == other


def test_a_record_that_one_may_not_see_is_not_there(county: County, liaison: Account) -> None:
    send(program(liaison), body(county))
    stranger = county.account(Role.LIAISON, unit=county.unit("县图书馆"))
    assert program(stranger, "read").get(f"{URL}/{WorkRecord.objects.get().pk}").status_code == 404


def test_keys_are_only_ever_added(county: County, liaison: Account) -> None:
    at, work = timezone.now(), Work(timezone.localdate(), county.town, "lecture", "讲座", "elderly", 9)
    made, _ = hand_in(unit=county.education, work=work, key="k", by=liaison, at=at)
    with pytest.raises(KeyTaken):
        hand_in(unit=county.education, work=Work(**{**vars(work), "person_times": 8}), key="k", by=liaison, at=at)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        IdempotencyKey.objects.filter(pk=made.pk).update(state="void")
