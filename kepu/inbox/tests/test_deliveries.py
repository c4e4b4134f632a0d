"""From message to mail: gathered by rhythm, sent over a real socket, tried again, never lost, never for ever."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kepu.inbox import jobs
from kepu.inbox.models import Channel, Delivery, Message
from kepu.inbox.outgoing.sending import PURPOSE
from kepu.inbox.tests.fakes import FakeMailServer, FakeRobot, running
from kepu.inbox.tests.test_rhythm import at
from kepu.inbox.verbs import (
    PreferenceValues,
    claim,
    due_deliveries,
    expire_deliveries,
    gather,
    post_reminder,
    release_lost,
    retry_delivery,
    save_preference,
    send,
    settle,
)
from kepu.inbox.wording import pieces
from kepu.people.crypto import seal
from kepu.people.models import Account, Role
from kepu.people.tests.county import County
from kepu.people.tests.together import at_once
from kepu.people.verbs import BadInput, disable

NOW = at("2025-09-23 10:00")  # a Tuesday
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _intranet(settings: Any) -> None:
    settings.INTRANET_HOOKS = True
    settings.CSRF_TRUSTED_ORIGINS = ["https://kepu.example.cn"]


@pytest.fixture
def county(db: None) -> County:
    return County()


@pytest.fixture
def post_office() -> Iterator[FakeMailServer]:
    with running(FakeMailServer()) as server:
        yield server


@pytest.fixture
def robot() -> Iterator[FakeRobot]:
    with running(FakeRobot()) as server:
        yield server


def channel(county: County, kind: str, address: str) -> Channel:
    sealed = seal(address, purpose=PURPOSE)
    return Channel.objects.create(region=county.home, kind=kind, name=kind, address=sealed, made_at=NOW)


@pytest.fixture
def server(county: County, post_office: FakeMailServer) -> Channel:
    return channel(county, "mail", post_office.url)


@pytest.fixture
def group(county: County, robot: FakeRobot) -> Channel:
    return channel(county, "wecom", f"{robot.url}/cgi-bin/webhook/send?key=abcdefgh")


def person(
    county: County, rhythm: str = "at_once", quiet: tuple[time, time] | None = None, name: str = "周望"
) -> Account:
    account = county.account(Role.LIAISON, name=name)
    start, end = quiet or (None, None)
    values = PreferenceValues(rhythm, f"p{account.pk}@example.cn", start, end)
    save_preference(values=values, by=account, at=NOW - timedelta(days=30))
    return account


def told(to: Account, title: str, moment: datetime = NOW) -> Message:
    return send(to=[to], title=title, body="详情不外发", url="/desk/", by=None, at=moment)[0]


def waiting(row_channel: Channel, **more: Any) -> Delivery:
    return Delivery.objects.create(
        channel=row_channel, title="温馨提示", body="请登记。", made_at=NOW, not_before=NOW, **more
    )


def test_what_came_since_is_one_text_a_person(county: County, server: Channel) -> None:
    one, other = person(county), person(county, name="吴清")
    for title in ("甲", "乙", "丙"):
        told(one, title)
    told(other, "丁")
    assert (gather(at=NOW), gather(at=NOW)) == (2, 0)
    first, second = Delivery.objects.order_by("id")
    assert (first.account, first.title, second.title) == (one, "【纲要办】3条新消息", "【纲要办】丁")
    assert first.body.splitlines()[:6] == [
        "周望同志：", "", "工作台有3条新消息：", "1. 甲（9月23日 10:00）", "2. 乙（9月23日 10:00）", "3. 丙（9月23日 10:00）",
    ]  # fmt: skip
    assert "https://kepu.example.cn/desk/inbox/" in first.body
    assert "详情不外发" not in first.body
    assert not Message.objects.filter(gathered_at=None).exists()


def test_a_daily_digest_waits_for_half_past_eight_and_takes_what_came_before_it(
    county: County, server: Channel
) -> None:
    one = person(county, "daily")
    told(one, "昨天的", at("2025-09-23 08:30"))
    told(one, "今天的", at("2025-09-23 08:31"))
    assert gather(at=at("2025-09-23 08:29")) == 0
    assert gather(at=at("2025-09-23 08:31")) == 1
    assert Delivery.objects.get().title == "【纲要办】昨天的"
    assert gather(at=at("2025-09-24 08:29")) == 0
    assert gather(at=at("2025-09-26 12:00")) == 1  # the service stood still for two days


def test_quiet_hours_hold_back_and_then_let_go_in_one_text(county: County, server: Channel) -> None:
    one = person(county, "at_once", (time(22), time(7)))
    told(one, "夜里一", at("2025-09-23 22:00"))
    told(one, "夜里二", at("2025-09-24 03:00"))
    assert [gather(at=at(m)) for m in ("2025-09-23 22:00", "2025-09-24 06:59", "2025-09-24 07:00")] == [0, 0, 1]
    assert Delivery.objects.get().title == "【纲要办】2条新消息"


def test_what_was_read_is_not_sent(county: County, server: Channel) -> None:
    one = person(county)
    Message.objects.filter(pk=told(one, "看过的").pk).update(read_at=NOW)
    assert gather(at=NOW) == 0
    assert not Message.objects.filter(gathered_at=None).exists()


def test_nobody_is_told_who_did_not_ask_for_it(county: County, server: Channel) -> None:
    told(county.account(Role.LIAISON), "没有设置的")
    told(person(county, "never"), "只在系统内的")
    stopped = person(county)
    told(stopped, "停用的")
    disable(account=stopped, by=None, at=NOW)
    assert gather(at=NOW) == 0


def test_without_mail_server_messages_wait_but_not_for_ever(county: County, post_office: FakeMailServer) -> None:
    one = person(county)
    told(one, "旧的", NOW - timedelta(days=14))
    told(one, "新的", NOW - timedelta(days=13))
    assert gather(at=NOW) == 0
    channel(county, "mail", post_office.url)
    assert gather(at=NOW) == 1
    assert Delivery.objects.get().title == "【纲要办】新的"


def test_fifty_are_listed_and_the_rest_counted(county: County, server: Channel) -> None:
    one = person(county)
    for number in range(53):
        told(one, f"第{number + 1}条")
    gather(at=NOW)
    body = Delivery.objects.get().body
    assert ("50. 第50条" in body, "第51条" in body, "另有3条" in body) == (True, False, True)


def test_a_title_of_two_lines_makes_a_subject_of_one(county: County, server: Channel) -> None:
    told(person(county), "第一行\r\nBcc: x@example.cn")
    gather(at=NOW)
    assert Delivery.objects.get().title == "【纲要办】第一行 Bcc: x@example.cn"


def test_two_schedulers_make_one_digest(own_database: None) -> None:
    county = County()
    channel(county, "mail", "smtp://a%40b.cn:c@127.0.0.1?tls=no")
    told(person(county), "只发一次")
    at_once(*(lambda: gather(at=NOW) for _ in range(3)))
    assert Delivery.objects.count() == 1


def test_the_chore_gives_out_and_the_job_sends(county: County, server: Channel, post_office: FakeMailServer) -> None:
    one = person(county)
    told(one, "请登记联络员", timezone.now())
    (number,) = jobs.send_messages()
    assert jobs.send_messages() == []  # it waits for a worker already
    assert DBTaskResult.objects.count() == 1
    jobs.deliver.func(number)
    row = Delivery.objects.get()
    assert (row.state, row.tries, row.problem) == ("sent", 1, "")
    ((sender, to, message),) = post_office.taken
    assert (sender, to, message["Subject"]) == (
        "office@example.cn",
        [f"p{one.pk}@example.cn"],
        "【纲要办】请登记联络员",
    )
    jobs.deliver.func(number)  # a job that comes twice
    assert len(post_office.taken) == 1


def test_what_failed_is_tried_after_1_5_and_30_minutes_and_then_told(group: Channel, robot: FakeRobot) -> None:
    robot.answer = (500, {})
    row, moment, waits = waiting(group), NOW, []
    for _ in range(4):
        assert claim(delivery_id=row.pk, at=moment - timedelta(seconds=1)) is None
        taken = claim(delivery_id=row.pk, at=moment)
        row = settle(delivery=taken, problem="连接超时", at=moment)
        waits.append((row.state, row.not_before - moment))
        moment = row.not_before
    assert waits == [("waiting", MINUTE), ("waiting", 5 * MINUTE), ("waiting", 30 * MINUTE), ("failed", timedelta(0))]
    assert (row.tries, row.problem) == (4, "连接超时")
    assert claim(delivery_id=row.pk, at=moment + timedelta(days=9)) is None
    retry_delivery(delivery=row, by=County.secretary(_county_of(group)), at=moment)
    assert claim(delivery_id=row.pk, at=moment).tries == 1


def _county_of(row_channel: Channel) -> Any:
    """What `County.secretary` needs of a county, for one that is there already."""
    county = object.__new__(County)
    county.home = row_channel.region
    return county


def test_a_robot_that_recovers_gets_the_text_once(group: Channel, robot: FakeRobot) -> None:
    robot.answer = (200, {"errcode": 45009})
    row = waiting(group)
    jobs.deliver.func(row.pk)
    row.refresh_from_db()
    assert (row.state, "过于频繁" in row.problem) == ("waiting", True)
    robot.answer = (200, {"errcode": 0})
    Delivery.objects.update(not_before=NOW)
    jobs.deliver.func(row.pk)
    row.refresh_from_db()
    assert (row.state, row.problem, row.tries, len(robot.posted)) == ("sent", "", 2, 2)


def test_a_test_is_tried_once(group: Channel, robot: FakeRobot) -> None:
    robot.answer = (404, {})
    row = waiting(group, is_test=True)
    jobs.deliver.func(row.pk)
    row.refresh_from_db()
    assert (row.state, row.problem) == ("failed", "对方拒绝接收（HTTP 404）")


def test_two_workers_do_not_send_the_same_text(own_database: None) -> None:
    county = County()
    with running(FakeRobot()) as robot:
        row = waiting(channel(county, "wecom", f"{robot.url}/cgi-bin/webhook/send?key=abcdefgh"))
        at_once(*(lambda: jobs.deliver.func(row.pk) for _ in range(4)))
        assert len(robot.posted) == 1


def test_an_error_of_our_own_is_told_and_tried_again(group: Channel, monkeypatch: Any, caplog: Any) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("程望舒 13912345678")

    monkeypatch.setattr(jobs.outgoing, "send", broken)
    row = waiting(group)
    jobs.deliver.func(row.pk)
    row.refresh_from_db()
    assert (row.state, row.problem) == ("waiting", "发送程序出错，请联系系统管理员")
    assert ("ValueError" in caplog.text, "13912345678" in caplog.text) == (True, False)


def test_what_has_nobody_to_go_to_is_given_up_in_words(county: County, server: Channel, group: Channel) -> None:
    stopped, silent = person(county), person(county)
    disable(account=stopped, by=None, at=NOW)
    save_preference(values=PreferenceValues("never"), by=silent, at=NOW)
    Channel.objects.filter(pk=group.pk).update(enabled=False)
    rows = [waiting(server, account=stopped), waiting(server, account=silent), waiting(group)]
    assert [claim(delivery_id=row.pk, at=NOW) for row in rows] == [None] * 3
    kept = Delivery.objects.order_by("id").values_list("state", "problem")
    assert list(kept) == [("dropped", "账号已停用"), ("dropped", "没有填写邮箱"), ("dropped", "渠道已停用")]


def test_a_text_at_which_the_worker_dies_each_time_ends_as_failed(group: Channel) -> None:
    row, moment = waiting(group), NOW
    for _ in range(4):
        assert claim(delivery_id=row.pk, at=moment)
        assert release_lost(at=moment + 10 * MINUTE) == 0
        moment += 11 * MINUTE
        assert release_lost(at=moment) == 1
    row.refresh_from_db()
    assert (row.state, row.tries, row.problem) == ("failed", 4, "上次发送时程序中断，可能已经送达")
    assert not due_deliveries(moment).exists()


def test_one_lost_text_that_cannot_be_taken_up_keeps_no_other_waiting(
    group: Channel, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = waiting(group), waiting(group)
    for row in (first, second):
        claim(delivery_id=row.pk, at=NOW)
    save = Delivery.save

    def fails(self: Delivery, **how: Any) -> None:
        if self.pk == first.pk:
            raise OSError("the disk is full of secrets")
        save(self, **how)

    monkeypatch.setattr(Delivery, "save", fails)
    assert release_lost(at=NOW + 11 * MINUTE) == 1
    assert f"delivery {first.pk} was not taken up again: OSError" in caplog.text
    assert "secrets" not in caplog.text
    assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == ["sending", "waiting"]


def test_a_worker_that_was_given_up_does_not_overwrite_who_came_after(group: Channel) -> None:
    row = waiting(group)
    slow = claim(delivery_id=row.pk, at=NOW)
    release_lost(at=NOW + 11 * MINUTE)
    quick = claim(delivery_id=row.pk, at=NOW + 11 * MINUTE)
    assert settle(delivery=slow, problem="连接超时", at=NOW + 12 * MINUTE).state == "sending"
    assert settle(delivery=quick, problem="", at=NOW + 12 * MINUTE).state == "sent"


def test_a_worker_killed_between_sending_and_noting_loses_nothing(own_database: None) -> None:
    county = County()
    with running(FakeRobot()) as robot:
        row = waiting(channel(county, "wecom", f"{robot.url}/cgi-bin/webhook/send?key=abcdefgh"))
        robot.go_on.clear()
        worker = _worker(row.pk)
        assert robot.arrived.wait(60)
        worker.send_signal(signal.SIGKILL)
        worker.wait(30)
        robot.go_on.set()
        row.refresh_from_db()
        assert row.state == "sending"
        assert release_lost(at=row.claimed_at + 11 * MINUTE) == 1
        Delivery.objects.update(not_before=NOW)
        jobs.deliver.func(row.pk)
        row.refresh_from_db()
        assert (row.state, row.tries) == ("sent", 2)
        assert robot.posted[0] == robot.posted[1]  # it may arrive twice: at least once is what is promised


def _worker(number: int) -> subprocess.Popen[bytes]:
    """A process of its own that does the job on this test's database."""
    name = str(connection.settings_dict["NAME"])
    here = urlsplit(os.environ.get("DATABASE_URL", ""))  # a server may be named by its socket as well
    url = f"sqlite:///{name}" if connection.vendor == "sqlite" else here._replace(path=f"/{name}").geturl()
    code = f"import django; django.setup(); from kepu.inbox import jobs; jobs.deliver.func({number})"
    environment = {**os.environ, "DATABASE_URL": url, "KEPU_INTRANET_HOOKS": "1",
                   "DJANGO_SETTINGS_MODULE": "kepu.config.settings"}  # fmt: skip
    connection.close()
    return subprocess.Popen([sys.executable, "-c", code], env=environment)


def test_a_long_text_goes_out_in_numbered_parts(county: County, group: Channel) -> None:
    names = [f"县第{number}号单位" for number in range(200)]
    text = "以下单位尚未登记：" + "、".join(names) + "。"
    parts = [row.body for row in post_reminder(channel=group, text=text, by=county.secretary(), at=NOW)]
    assert max(len(part.encode()) for part in parts) <= 1800
    assert "".join(part.partition("）")[2] for part in parts) == text
    assert parts[0].startswith("（1/")
    assert all(part.endswith(("、", "。")) for part in parts)
    assert pieces("短", 1800) == ["短"]


def test_two_clicks_post_once(county: County, group: Channel) -> None:
    by = county.secretary()
    post_reminder(channel=group, text="请登记。", by=by, at=NOW)
    with pytest.raises(BadInput, match="没有重复发送"):
        post_reminder(channel=group, text="请登记。", by=by, at=NOW + timedelta(seconds=5))
    assert Delivery.objects.count() == 1


def test_old_rows_go_and_what_is_open_stays(group: Channel) -> None:
    for state, made, sent in (("sent", 91, 91), ("sent", 91, 89), ("failed", 366, None), ("failed", 364, None),
                              ("waiting", 400, None)):  # fmt: skip
        row = waiting(group, state=state, sent_at=NOW - timedelta(days=sent) if sent else None)
        Delivery.objects.filter(pk=row.pk).update(made_at=NOW - timedelta(days=made))
    assert expire_deliveries(at=NOW) == 2
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["failed", "sent", "waiting"]
