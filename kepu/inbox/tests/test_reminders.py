"""Sentences for the group chat: they name units, never persons, and say what to do by when."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kepu.audit.models import Entry
from kepu.inbox import reminders
from kepu.inbox.models import Channel, Delivery
from kepu.inbox.outgoing.sending import PURPOSE
from kepu.inbox.reminders import Reminder, reminders_of, sentence
from kepu.people.crypto import seal
from kepu.people.models import Account, Membership, OneTimeLink, Role
from kepu.people.tests.county import County
from kepu.people.tests.test_unit_pages import client_of
from kepu.people.verbs import issue_link

PAGE = "/desk/inbox/reminders/"


@pytest.fixture
def county(db: None) -> County:
    return County()


@pytest.fixture
def office(county: County) -> Account:
    return county.secretary()


def test_the_sentence_says_who_what_by_when_and_whom_to_ask(settings: Any) -> None:
    settings.HOTLINE = "0990-7654321"
    one = Reminder("没有联络员", ["县教育局", "县卫健局"], "尚未登记联络员", "将联络员姓名和电话报纲要办", "/")
    assert sentence(one, date(2026, 3, 12)) == (
        "【温馨提示】截至目前，以下单位尚未登记联络员：县教育局、县卫健局（共2个单位）。请于2026年3月12日前将联络员姓名和电话报纲要办。"
        "已办理的不必重复；有困难请与纲要办联系，电话0990-7654321。谢谢支持！"
    )
    settings.HOTLINE = ""
    single = Reminder("没有联络员", ["县教育局"], "尚未登记联络员", "报送", "/", due=date(2026, 3, 9))
    assert "以下单位尚未登记联络员：县教育局。请于2026年3月9日前报送。" in sentence(single, date(2026, 3, 12))
    assert "电话" not in sentence(single, date(2026, 3, 12))


def test_units_without_liaison_and_units_with_an_open_link_are_named(county: County, office: Account) -> None:
    today = timezone.localdate()
    Membership.objects.create(unit=county.health, liaison="周小雨", phone="13800001111", since=today)
    issue_link(unit=county.education, subject=f"people.liaison:{county.education.pk}", by=office, at=timezone.now())
    found = reminders_of(county.home, today)
    assert [(one.title, list(one.units)) for one in found] == [
        ("没有联络员", ["县教育体育局"]), ("链接尚未办理：登记分管领导和联络员", ["县教育体育局"]),
    ]  # fmt: skip
    assert found[1].due == today + timedelta(days=7)
    page = client_of(office).get(PAGE).content.decode()
    assert ("县教育体育局" in page, "周小雨" in page, "13800001111" in page) == (True, False, False)


def test_other_apps_add_theirs_and_one_without_units_is_left_out(county: County, monkeypatch: Any) -> None:
    monkeypatch.setattr(reminders, "_providers", [])
    reminders.register(
        lambda region, today: [Reminder("空的", [], "", "", "/"), Reminder("有的", ["甲局"], "", "", "/")]
    )
    assert [one.title for one in reminders_of(county.home, timezone.localdate())] == ["有的"]


def test_the_day_is_the_offices_choice_unless_it_is_past_or_no_day(county: County, office: Account) -> None:
    client, later = client_of(office), timezone.localdate() + timedelta(days=40)
    words = f"请于{later.year}年{later.month}月{later.day}日前"
    assert words in client.get(PAGE, {"by": later.isoformat()}).content.decode()
    for nonsense in ("2020-01-01", "2026-02-31", "x", "9999-99-99"):
        answer = client.get(PAGE, {"by": nonsense})
        assert (answer.status_code, words in answer.content.decode()) == (200, False)


def test_a_robot_posts_it_after_a_click(county: County, office: Account) -> None:
    client = client_of(office)
    assert "发到“" not in client.get(PAGE).content.decode()
    address = seal("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcdefgh", purpose=PURPOSE)
    group = Channel.objects.create(
        region=county.home, kind="wecom", name="联络员群", address=address, made_at=timezone.now()
    )
    assert "发到“联络员群”" in client.get(PAGE).content.decode()
    client.post(PAGE + "post/", {"channel": group.pk, "text": "【温馨提示】请登记。"})
    row = Delivery.objects.get()
    assert (row.channel, row.account, row.body, row.state) == (group, None, "【温馨提示】请登记。", "waiting")
    assert Entry.objects.filter(verb="inbox.post_reminder", by=office.pk).count() == 1


@pytest.mark.parametrize("changes", [{"channel": "0"}, {"channel": "x"}, {"channel": "9" * 30}])
def test_a_group_that_is_not_ours_does_not_exist(county: County, office: Account, changes: dict[str, str]) -> None:
    assert client_of(office).post(PAGE + "post/", {"text": "请登记。"} | changes).status_code == 404


@pytest.mark.parametrize("text", ["", "  ", "长" * 5001])
def test_nothing_and_too_much_is_refused(county: County, office: Account, text: str) -> None:
    address = seal("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcdefgh", purpose=PURPOSE)
    group = Channel.objects.create(region=county.home, kind="wecom", name="群", address=address, made_at=timezone.now())
    answer = client_of(office).post(PAGE + "post/", {"channel": group.pk, "text": text}, follow=True)
    assert ("5000字以内" in answer.content.decode(), Delivery.objects.exists()) == (True, False)


def test_as_many_queries_for_forty_units_as_for_one(county: County, office: Account) -> None:
    client, counts = client_of(office), []
    client.get(PAGE)
    for number in (1, 39):
        for _ in range(number):
            unit, now = county.unit(f"县{number}{_}局"), timezone.now()
            OneTimeLink.objects.create(
                unit=unit, subject="x", title="登记", token_hash=unit.pk, made_by=office, made_at=now,
                expires_at=now + timedelta(days=1),
            )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_nothing_to_remind_of_is_said(county: County, office: Account) -> None:
    today = timezone.localdate()
    for unit in (county.education, county.health):
        Membership.objects.create(unit=unit, liaison="某某", since=today)
    assert "眼下没有要提醒的" in client_of(office).get(PAGE).content.decode()


def test_the_page_is_for_the_office_alone(county: County) -> None:
    assert client_of(county.account(Role.SYSTEM_ADMIN)).get(PAGE).status_code == 403
