"""How a person wants to be told: one's own choice, sealed, sensible, and forgotten with the account."""

from datetime import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from kepu.audit.models import Entry
from kepu.inbox.models import Channel, Delivery, Message, Preference
from kepu.inbox.outgoing.sending import PURPOSE
from kepu.inbox.verbs import PreferenceValues, gather, save_preference, send, values_of
from kepu.people.crypto import seal
from kepu.people.models import Account, Role
from kepu.people.tests.county import AT, County
from kepu.people.tests.test_unit_pages import client_of
from kepu.people.tests.together import at_once
from kepu.people.verbs import BadInput, close

VALUES = PreferenceValues("daily", "zhou@example.cn", time(22), time(7))
FORM = {"rhythm": "daily", "mail": "zhou@example.cn", "quiet_from": "22:00", "quiet_to": "07:00"}
PAGE = "/desk/inbox/settings/"


@pytest.fixture
def county(db: None) -> County:
    return County()


@pytest.fixture
def person(county: County) -> Account:
    return county.account(Role.LIAISON)


@pytest.fixture
def server(county: County) -> Channel:
    address = seal("smtps://a%40b.cn:c@mail.example.cn", purpose=PURPOSE)
    return Channel.objects.create(region=county.home, kind="mail", name="邮件", address=address, made_at=AT)


def test_the_address_is_sealed_and_the_audit_names_fields_alone(person: Account) -> None:
    save_preference(values=VALUES, by=person, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT mail FROM inbox_preference")
        kept = cursor.fetchone()[0]
    assert ("zhou" in kept, kept.startswith("fernet:")) == (False, True)
    assert values_of(Preference.objects.get()) == VALUES
    entry = Entry.objects.get(verb="inbox.save_preference")
    assert (entry.by, entry.changed) == (person.pk, ["mail", "quiet_from", "quiet_to"])


def test_the_same_again_changes_nothing(person: Account) -> None:
    first = save_preference(values=VALUES, by=person, at=AT)
    again = save_preference(values=VALUES, by=person, at=AT)
    assert (again.pk, Entry.objects.count()) == (first.pk, 1)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (PreferenceValues("hourly", "a@b.cn"), "发送方式"),
        (PreferenceValues("daily", ""), "请填写邮箱"),
        (PreferenceValues("daily", "周@例子"), "邮箱地址有误"),
        (PreferenceValues("daily", "a@b.cn\nbcc: c@d.cn"), "邮箱地址有误"),
        (PreferenceValues("daily", f"{'a' * 60}@{'b' * 60}.example.cn"), "邮箱地址有误"),
        (PreferenceValues("daily", "a@b.cn", time(22), None), "都填"),
        (PreferenceValues("daily", "a@b.cn", None, time(7)), "都填"),
        (PreferenceValues("daily", "a@b.cn", time(7), time(7)), "不能相同"),
        (PreferenceValues("daily", "a@b.cn", time(7), time(6, 59)), "最长20小时"),
        (PreferenceValues("daily", "a@b.cn", time(0), time(20, 1)), "最长20小时"),
    ],
)
def test_nonsense_is_refused(person: Account, values: PreferenceValues, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        save_preference(values=values, by=person, at=AT)
    assert not Preference.objects.exists()


def test_closing_the_account_leaves_its_name_in_no_text(person: Account, county: County, server: Channel) -> None:
    save_preference(values=PreferenceValues("at_once", "a@b.cn"), by=person, at=AT)
    send(to=[person], title="请反馈", by=None, at=AT)
    assert gather(at=AT) == 1
    name = person.name
    assert name in Delivery.objects.get().body
    close(account=person, by=county.account(Role.SYSTEM_ADMIN), at=AT)
    assert name not in Delivery.objects.get().body


def test_only_here_needs_no_address(person: Account) -> None:
    save_preference(values=PreferenceValues("never"), by=person, at=AT)
    assert Preference.objects.get().mail == ""


def test_who_begins_to_be_told_is_not_sent_what_came_before(person: Account, county: County) -> None:
    other = county.account()
    send(to=[person, other], title="早先的", by=None, at=AT)
    save_preference(values=VALUES, by=person, at=AT.replace(hour=2))
    assert list(Message.objects.filter(gathered_at=None)) == [Message.objects.get(account=other)]


def test_closing_the_account_forgets_the_address(person: Account, county: County) -> None:
    save_preference(values=VALUES, by=person, at=AT)
    close(account=person, by=county.account(Role.SYSTEM_ADMIN), at=AT)
    assert not Preference.objects.exists()


def test_two_tabs_at_once_keep_one_choice(own_database: None) -> None:
    person = County().account(Role.LIAISON)
    results = at_once(*(lambda r=r: save_preference(values=PreferenceValues(r, "a@b.cn"), by=person, at=AT)
                        for r in ("daily", "weekly")))  # fmt: skip
    assert all(isinstance(r, Preference) for r in results)
    assert Preference.objects.count() == 1


def test_the_page_shows_the_owner_alone_his_address(person: Account, county: County) -> None:
    mine, other = client_of(person), client_of(county.account(Role.SYSTEM_ADMIN))
    assert mine.post(PAGE, FORM).headers["Location"] == PAGE
    assert 'value="zhou@example.cn"' in mine.get(PAGE).content.decode()
    assert "zhou@example.cn" not in other.get(PAGE).content.decode()


@pytest.mark.parametrize("changes", [{"quiet_from": "25:00"}, {"quiet_from": ""}, {"mail": "x"}, {"rhythm": "x"},
                                     {"mail": ""}, {"quiet_to": "22:00"}])  # fmt: skip
def test_a_wrong_form_says_why_and_keeps_what_was_typed(person: Account, changes: dict[str, str]) -> None:
    answer = client_of(person).post(PAGE, FORM | {"mail": "typed@example.cn"} | changes)
    page = answer.content.decode()
    assert (answer.status_code, "没有保存" in page, Preference.objects.exists()) == (422, True, False)
    assert "mail" in changes or "typed@example.cn" in page


def test_without_a_mail_server_the_page_says_so(person: Account) -> None:
    client = client_of(person)
    assert "还没有设置邮件服务器" in client.get(PAGE).content.decode()
    client.post(PAGE + "test/")
    assert not Delivery.objects.exists()


def test_a_test_goes_to_ones_own_address_and_not_every_second(person: Account, server: Channel) -> None:
    client = client_of(person)
    assert "请先在" in client.post(PAGE + "test/", follow=True).content.decode()
    client.post(PAGE, FORM)
    client.post(PAGE + "test/")
    assert "一分钟后再试" in client.post(PAGE + "test/", follow=True).content.decode()
    made = Delivery.objects.get()
    assert (made.account, made.is_test, "zhou" in made.body) == (person, True, False)


def test_what_became_of_it_is_told_to_its_owner_alone(person: Account, server: Channel, county: County) -> None:
    save_preference(values=VALUES, by=person, at=AT)
    row = Delivery.objects.create(channel=server, account=person, title="测试消息", body="x", made_at=AT, not_before=AT,
                                  state="failed", problem="邮件服务器拒绝连接", is_test=True)  # fmt: skip
    url = f"/desk/inbox/deliveries/{row.pk}/"
    assert "邮件服务器拒绝连接" in client_of(person).get(url).content.decode()
    assert client_of(county.account(Role.LIAISON)).get(url).status_code == 404
    assert Client().get(url).status_code == 302
    states: dict[str, Any] = {"sent": "请查收", "sending": "hx-get", "waiting": "后台服务可能没有运行"}
    for state, words in states.items():
        Delivery.objects.update(state=state, sent_at=AT)
        assert words in client_of(person).get(url).content.decode()
