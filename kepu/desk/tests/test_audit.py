"""The audit's pages: for the auditor, in words, filtered, exported; closed to everyone else."""

import io
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from kepu.audit.models import SignIn
from kepu.audit.verbs import record, record_sign_in
from kepu.people.models import Account, Role
from kepu.plans.tests import builders

pytestmark = pytest.mark.django_db
AT = builders.AT


def holder(role, name="周审"):
    account = Account.objects.create(username=role.value, name=name)
    account.holdings.create(role=role, since=AT.date())
    return account


@pytest.fixture
def auditor(client):
    account = holder(Role.AUDITOR)
    client.force_login(account)
    return account


def write(by, verb="people.create_unit", at=AT):
    with transaction.atomic():
        record(
            verb=verb,
            thing=builders.unit(f"单位{AT.microsecond}{by and by.pk}{at:%d%H}"),
            by=by,
            at=at,
            changed=["name", "kind"],
        )


def rows(client, **query):
    return client.get("/desk/audit/", query).context["lines"]


def test_ids_and_codes_become_words(client, auditor):
    write(auditor)
    line = rows(client)[0]
    assert (line.who, line.deed, line.changed) == ("周审", "新增单位", "类别、名称")


def test_a_thing_leads_to_its_page_where_auditors_have_one(client, auditor):
    someone = Account.objects.create(username="someone", name="某人")
    with transaction.atomic():
        record(verb="people.edit_account", thing=someone, by=auditor, at=AT, changed=["name"])
    write(auditor)
    of_unit, of_account = rows(client)
    assert of_unit.url == ""
    assert client.get(of_account.url).context["account"] == someone


def test_a_deed_of_the_machine_and_one_of_an_erased_person(client, auditor):
    gone = Account.objects.create(username="gone", name="已注销", is_active=False, closed_at=AT)
    write(None)
    write(gone)
    assert [line.who for line in rows(client)] == ["已注销", "系统"]


def test_filters_by_person_deed_and_days(client, auditor):
    other = Account.objects.create(username="zhang", name="张敏")
    write(auditor)
    write(other, at=AT + timedelta(days=1))
    write(other, verb="people.edit_unit", at=AT + timedelta(days=2))
    assert [line.deed for line in rows(client, who="张")] == ["修改单位", "新增单位"]
    assert [line.who for line in rows(client, verb="people.create_unit")] == ["张敏", "周审"]
    assert [line.who for line in rows(client, until="2026-11-22")] == ["周审"]
    assert [line.deed for line in rows(client, since="2026-11-24")] == ["修改单位"]


def test_a_wrong_filter_is_told_and_left_out(client, auditor):
    write(auditor)
    answer = client.get("/desk/audit/", {"since": "2026-12-01", "until": "2026-11-01"})
    assert "截止日期早于起始日期，请调整。" in answer.content.decode()
    assert client.get("/desk/audit/", {"since": "昨天", "page": "x"}).status_code == 200


def test_what_is_shown_is_what_is_exported(client, auditor):
    other = Account.objects.create(username="zhang", name="张敏")
    write(auditor)
    write(other)
    data = client.get("/desk/audit/deeds.xlsx", {"who": "张"}).content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert sheet[0] == ["时间", "办理人", "操作", "对象", "改动内容"]
    assert [row[1:3] for row in sheet[1:]] == [["张敏", "新增单位"]]


def test_sign_ins_show_address_and_result(client, auditor):
    record_sign_in(event=SignIn.Event.FAILED, account=auditor.pk, address="10.0.0.7", agent="Edge", at=AT)
    record_sign_in(event=SignIn.Event.FAILED, account=None, address=None, agent="", at=AT)
    html = client.get("/desk/audit/sign-ins/").content.decode()
    assert "10.0.0.7" in html
    assert "不存在的账号" in html


def test_the_security_administrator_reads_sign_ins_but_not_deeds(client):
    client.force_login(holder(Role.SECURITY_ADMIN))
    assert client.get("/desk/audit/sign-ins/").status_code == 200
    assert client.get("/desk/audit/").status_code == 403


@pytest.mark.parametrize("url", ["/desk/audit/", "/desk/audit/deeds.xlsx", "/desk/audit/sign-ins/"])
@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECRETARIAT])
def test_others_are_refused(client, url, role):
    client.force_login(builders.account() if role == Role.SECRETARIAT else holder(role))
    assert client.get(url).status_code == 403


def test_a_long_trail_comes_in_pages_and_costs_no_more_queries(client, auditor):
    rows(client)  # the first visit of a session is noted once
    counts = []
    for more in (1, 59):
        with transaction.atomic():
            for _ in range(more):
                record(verb="people.edit_unit", thing="people.unit:1", by=auditor, at=AT)
        with CaptureQueriesContext(connection) as queries:
            shown = rows(client)
        counts.append(len(queries))
    assert len(shown) == 50
    assert len(rows(client, page=2)) == 10
    assert counts[0] == counts[1]


def test_what_was_changed_is_told_in_chinese(client, auditor):
    record(verb="people.grant_role", thing=auditor, by=auditor, at=AT, changed=["role:auditor"])
    record(
        verb="people.import_members", thing=auditor, by=auditor, at=AT, changed=["group_post", "liaison", "stand_in"]
    )
    assert {line.changed for line in rows(client)} == {"审计员", "领导小组职务、联络员、备岗人员"}


def test_a_unit_that_acts_by_a_link_is_told_from_the_system(client, auditor):
    record(verb="people.finish_link", thing="people.onetimelink:7", by=None, at=AT)
    record(verb="people.edit_unit", thing="people.unit:1", by=None, at=AT)
    assert {(line.who, line.deed, line.thing) for line in rows(client)} == {
        ("持链接的单位", "通过链接办理完毕", "一次性链接 7"), ("系统", "修改单位", "单位 1"),
    }  # fmt: skip
