"""Channels: who sets them, that their address never comes back, stale forms, tests, the list."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kepu.audit.models import Entry
from kepu.inbox.access.channels import RULES
from kepu.inbox.models import Channel, Delivery
from kepu.inbox.outgoing.addresses import MailServer, checked
from kepu.inbox.outgoing.sending import PURPOSE
from kepu.inbox.queries import todo
from kepu.inbox.verbs import (
    ChannelValues,
    PreferenceValues,
    add_channel,
    drop_delivery,
    edit_channel,
    post_reminder,
    retry_delivery,
    save_preference,
    test_channel,
)
from kepu.people.access import NotAllowed, WrongState
from kepu.people.crypto import unseal
from kepu.people.models import Account, Role
from kepu.people.tests.county import AT, County
from kepu.people.tests.test_unit_pages import client_of
from kepu.people.tests.together import at_once
from kepu.people.verbs import BadInput

test_channel.__test__ = False  # type: ignore[attr-defined]

KEY = "693axxx6-7aoc-4bc4"
ADDRESS = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"
GROUP = ChannelValues("wecom", "联络员工作群", ADDRESS)
PAGE = "/desk/inbox/channels/"


@pytest.fixture
def county(db: None) -> County:
    return County()


@pytest.fixture
def office(county: County) -> Account:
    return county.secretary()


def made(county: County, by: Account, values: ChannelValues = GROUP) -> Channel:
    return add_channel(region=county.home, values=values, by=by, at=AT)


def failed(channel: Channel, **more: Any) -> Delivery:
    return Delivery.objects.create(
        channel=channel, title="温馨提示", body="正文", made_at=AT, not_before=AT, state="failed", problem="连接超时", tries=4,
        **more,
    )  # fmt: skip


DEEDS: dict[str, Any] = {
    "inbox.add_channel": lambda c, by, _: made(c, by, ChannelValues("wecom", "又一个群", ADDRESS)),
    "inbox.edit_channel": lambda c, by, one: edit_channel(channel=one, values=GROUP, revision=0, by=by, at=AT),
    "inbox.test_channel": lambda c, by, one: test_channel(channel=one, by=by, at=AT),
    "inbox.retry_delivery": lambda c, by, one: retry_delivery(delivery=failed(one), by=by, at=AT),
    "inbox.drop_delivery": lambda c, by, one: drop_delivery(delivery=failed(one), by=by, at=AT),
    "inbox.post_reminder": lambda c, by, one: post_reminder(channel=one, text="请登记。", by=by, at=AT),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.verb)
def test_each_deed_is_for_the_roles_of_its_rule(county: County, office: Account, role: Role, rule: Any) -> None:
    one, by = made(county, office), county.account(role)
    if role in rule.roles:
        DEEDS[rule.verb](county, by, one)
        return
    with pytest.raises(NotAllowed):
        DEEDS[rule.verb](county, by, one)


@pytest.mark.parametrize("verb", DEEDS)
def test_the_neighbouring_office_sets_none_of_ours(county: County, office: Account, verb: str) -> None:
    one = made(county, office)
    with pytest.raises(NotAllowed):
        DEEDS[verb](county, county.account(Role.SECRETARIAT, region=county.other), one)


def test_every_rule_has_its_deed() -> None:
    assert {rule.verb for rule in RULES} == set(DEEDS)


def test_the_address_is_sealed_and_never_shown_again(county: County, office: Account) -> None:
    client = client_of(office)
    answer = client.post(PAGE + "new/", {"kind": "wecom", "name": "联络员工作群", "address": ADDRESS, "enabled": "on"})
    one = Channel.objects.get()
    assert (KEY in one.address, unseal(one.address, purpose=PURPOSE)) == (False, ADDRESS)
    pages = [client.get(url).content.decode() for url in (answer.headers["Location"], PAGE, "/desk/inbox/deliveries/")]
    assert [KEY in page for page in pages] == [False, False, False]
    assert [e.changed for e in Entry.objects.filter(verb="inbox.add_channel")] == [
        ["address", "enabled", "kind", "name"]
    ]


def test_an_address_left_empty_stays(county: County, office: Account) -> None:
    one = made(county, office)
    client_of(office).post(f"{PAGE}{one.pk}/", {"name": "改名的群", "address": "", "revision": "0"})
    changed = Channel.objects.get()
    assert (changed.name, changed.enabled, changed.address) == ("改名的群", False, one.address)
    assert Entry.objects.get(verb="inbox.edit_channel").changed == ["enabled", "name"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"address": "http://10.0.0.1/x"}, "内网"),
        ({"address": "https://oa.example.cn/x"}, "应形如"),
        ({"address": ""}, "address"),
        ({"name": ""}, "name"),
        ({"name": "群" * 41}, "name"),
        ({"kind": "pigeon"}, "kind"),
        ({"name": "已有的群"}, "已有名为“已有的群”的渠道"),
    ],
)
def test_a_wrong_form_says_why(county: County, office: Account, changes: dict[str, str], words: str) -> None:
    made(county, office, ChannelValues("wecom", "已有的群", ADDRESS))
    form = {"kind": "wecom", "name": "联络员工作群", "address": ADDRESS, "enabled": "on"}
    answer = client_of(office).post(PAGE + "new/", form | changes)
    assert (answer.status_code, words in answer.content.decode(), Channel.objects.count()) == (422, True, 1)


def test_a_stale_form_says_what_changed_and_keeps_what_was_typed(county: County, office: Account) -> None:
    one, client = made(county, office), client_of(office)
    edit_channel(channel=one, values=ChannelValues("wecom", "新名称", enabled=False), revision=0, by=office, at=AT)
    form = {"name": "我的名称", "address": "", "enabled": "on", "revision": "0"}
    answer = client.post(f"{PAGE}{one.pk}/", form)
    page = answer.content.decode()
    assert (answer.status_code, "名称现为“新名称”，停用" in page, 'value="我的名称"' in page) == (422, True, True)
    assert client.post(f"{PAGE}{one.pk}/", form | {"revision": "1"}).status_code == 302
    assert Channel.objects.get().name == "我的名称"
    for nonsense in ("", "-1", "x", "9" * 30):
        assert client.post(f"{PAGE}{one.pk}/", form | {"revision": nonsense}).status_code == 422


def test_of_two_channels_of_one_name_one_is_refused(own_database: None) -> None:
    county = County()
    by = county.secretary()
    results = at_once(*(lambda: made(county, by) for _ in range(2)))
    assert sum(isinstance(r, BadInput) for r in results) == 1
    assert Channel.objects.count() == 1


def test_a_test_by_mail_goes_to_who_asked(county: County, office: Account) -> None:
    server = made(county, office, ChannelValues("mail", "邮件", "smtps://a%40b.cn:c@mail.example.cn"))
    with pytest.raises(BadInput, match="填写并保存自己的邮箱"):
        test_channel(channel=server, by=office, at=AT)
    save_preference(values=PreferenceValues("never", "me@example.cn"), by=office, at=AT)
    assert test_channel(channel=server, by=office, at=AT).account == office
    with pytest.raises(BadInput, match="一分钟"):
        test_channel(channel=server, by=office, at=AT)


def test_what_failed_is_one_line_of_the_offices_list(county: County, office: Account) -> None:
    assert todo(office) == []
    one = made(county, office)
    failed(one)
    row = failed(one)
    failed(one, is_test=True)
    (line,) = todo(office)
    assert (line.title, line.count, line.url) == ("处理2条没有发出的通知", 2, "/desk/inbox/deliveries/?state=failed")
    assert todo(county.account(Role.LIAISON)) == []
    assert todo(county.account(Role.SECRETARIAT, region=county.other)) == []
    client = client_of(office)
    assert "连接超时" in client.get(line.url).content.decode()
    client.post(f"/desk/inbox/deliveries/{row.pk}/retry/")
    row.refresh_from_db()
    assert (row.state, row.tries) == ("waiting", 0)
    client.post(f"/desk/inbox/deliveries/{failed(one).pk}/drop/")
    assert todo(office)[0].count == 1


@pytest.mark.parametrize("state", ["waiting", "sending", "sent", "dropped"])
def test_only_what_failed_is_sent_again_or_given_up(county: County, office: Account, state: str) -> None:
    row = failed(made(county, office))
    Delivery.objects.update(state=state)
    for deed in (retry_delivery, drop_delivery):
        with pytest.raises(WrongState):
            deed(delivery=row, by=office, at=AT)


def test_the_office_does_not_read_what_went_to_a_person(county: County, office: Account) -> None:
    server = made(county, office, ChannelValues("mail", "邮件", "smtps://a%40b.cn:c@mail.example.cn"))
    row = failed(server, account=county.account(name="周小雨"))
    Delivery.objects.filter(pk=row.pk).update(body="只给本人看的话")
    page = client_of(office).get("/desk/inbox/deliveries/").content.decode()
    assert ("周小雨" in page, "只给本人看的话" in page) == (True, False)


@pytest.mark.parametrize("page", [PAGE, "/desk/inbox/deliveries/"])
def test_as_many_queries_for_thirty_rows_as_for_one(county: County, office: Account, page: str) -> None:
    client, counts = client_of(office), []
    client.get(page)
    for number in (1, 29):
        for _ in range(number):
            one = made(county, office, ChannelValues("wecom", f"群{Channel.objects.count()}", ADDRESS))
            failed(one, account=county.account())
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_pages_for_others_are_refused_with_a_reason(county: County) -> None:
    client = client_of(county.account(Role.LIAISON))
    for page in (PAGE, PAGE + "new/", "/desk/inbox/deliveries/", "/desk/inbox/reminders/"):
        answer = client.get(page)
        assert (answer.status_code, "没有这项权限" in answer.content.decode()) == (403, True)


def test_empty_pages_say_what_to_do(county: County, office: Account) -> None:
    client = client_of(office)
    assert "还没有通知渠道" in client.get(PAGE).content.decode()
    assert "还没有发送过" in client.get("/desk/inbox/deliveries/").content.decode()
    assert "没有这种状态" in client.get("/desk/inbox/deliveries/?state=failed").content.decode()


MAIL = {
    "kind": "mail", "name": "单位邮箱", "host": "smtp.example.cn", "secure": "ssl", "port": "", "user": "kepu@example.cn",
    "password": "p@ss:w/o?rd#1", "sender": "", "enabled": "on",
}  # fmt: skip


def server_of(channel):
    """The mail server that the sender would speak to."""
    return checked("mail", unseal(channel.address, purpose=PURPOSE))


@pytest.mark.parametrize(
    ("changed", "server"),
    [
        ({}, MailServer("smtp.example.cn", 465, "ssl", "kepu@example.cn", "p@ss:w/o?rd#1", "kepu@example.cn")),
        ({"secure": "starttls", "sender": "a+b@example.cn"},
         MailServer("smtp.example.cn", 587, "starttls", "kepu@example.cn", "p@ss:w/o?rd#1", "a+b@example.cn")),
        ({"port": "994", "user": "kepu", "sender": "kepu@example.cn"},
         MailServer("smtp.example.cn", 994, "ssl", "kepu", "p@ss:w/o?rd#1", "kepu@example.cn")),
    ],
)  # fmt: skip
def test_a_mail_server_is_told_in_plain_fields(office, changed, server):
    client = client_of(office)
    answer = client.post(PAGE + "new/", MAIL | changed)
    assert answer.status_code == 302
    one = Channel.objects.get()
    assert server_of(one) == server
    page = client.get(answer.url).content.decode()
    assert "p@ss" not in page
    assert "kepu@example.cn" not in page
    client.post(answer.url, {"name": "新名称", "revision": one.revision})
    kept = Channel.objects.get()
    assert (kept.name, server_of(kept)) == ("新名称", server)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"host": ""}, "请填写服务器"),
        ({"password": ""}, "请填写授权码"),
        ({"port": "七"}, "端口请填数字"),
        ({"sender": "不是邮箱"}, "发件地址应是一个邮箱"),
        ({"user": "kepu"}, "发件邮箱"),
        ({"host": "10.0.0.8"}, "内网"),
        ({"secure": "insecure"}, "不加密"),
        ({"whole": "smtps://a@example.cn:b@smtp.example.cn"}, "请留空"),
    ],
)
def test_a_mail_server_that_is_half_told_is_refused_and_keeps_what_is_no_secret(office, changed, says):
    answer = client_of(office).post(PAGE + "new/", MAIL | changed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "单位邮箱" in page
    assert "p@ss" not in page
    assert not Channel.objects.exists()


def test_the_whole_address_is_still_a_way(office):
    whole = {
        "kind": "mail",
        "name": "邮箱",
        "whole": "smtp://kepu%40example.cn:x@smtp.example.cn:2525",
        "enabled": "on",
    }
    assert client_of(office).post(PAGE + "new/", whole).status_code == 302
    server = server_of(Channel.objects.get())
    assert (server.port, server.secure, server.sender) == (2525, "starttls", "kepu@example.cn")
