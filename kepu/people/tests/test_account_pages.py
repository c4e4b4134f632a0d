"""The pages about accounts and roles, and one's own page."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kepu.audit.models import Entry
from kepu.people.access import roles
from kepu.people.models import Account, Role
from kepu.people.queries import search, todo
from kepu.people.tests.county import AT, County
from kepu.people.tests.test_unit_pages import client_of, page
from kepu.people.verbs import MemberValues, change_member, close


@pytest.fixture
def system(county: County) -> Client:
    return client_of(county.account(Role.SYSTEM_ADMIN, name="顾维"))


@pytest.fixture
def security(county: County) -> Client:
    return client_of(county.account(Role.SECURITY_ADMIN, name="宋严"))


def test_an_account_is_made_and_its_password_shown_once(county: County, system: Client) -> None:
    response = system.post(reverse("people:create_account"), {"username": "zhangsan", "name": "张三", "phone": ""})
    account = Account.objects.get(username="zhangsan")
    password = response.context["password"]
    assert (account.check_password(password), response["Cache-Control"]) == (True, "no-store")
    assert password not in page(system, "account", account.pk)
    again = system.post(reverse("people:create_account"), {"username": "zhangsan", "name": "张三", "phone": ""})
    assert (again.status_code, "已被使用" in again.content.decode()) == (422, True)


def test_roles_are_granted_and_ended_by_the_security_administrator_alone(
    county: County, system: Client, security: Client
) -> None:
    account = county.account(name="张三")
    form = {"role": "liaison", "unit": county.education.pk, "since": "2026-03-05"}
    url = reverse("people:grant_role", args=[account.pk])
    assert system.post(url, form).status_code == 403
    assert "须指定单位" in security.post(url, form | {"unit": ""}).content.decode()
    assert security.post(url, form).status_code == 302
    assert account.holdings.get().unit == county.education
    assert system.post(reverse("people:end_role", args=[account.holdings.get().pk])).status_code == 403
    security.post(reverse("people:end_role", args=[account.holdings.get().pk]))
    assert roles(Account.objects.get(pk=account.pk)) == set()


def test_roles_that_must_be_apart_are_refused_on_the_form(county: County, security: Client) -> None:
    auditor = county.account(Role.AUDITOR)
    response = security.post(
        reverse("people:grant_role", args=[auditor.pk]), {"role": "system_admin", "since": "2026-03-05"}
    )
    assert (response.status_code, "三员分立" in response.content.decode()) == (422, True)


def test_the_steps_on_an_account(county: County, system: Client) -> None:
    account = county.account(name="张三")
    for name, state in (("disable", "disabled"), ("enable", "active"), ("close", "closed")):
        system.post(reverse("people:account_step", args=[account.pk, name]))
        account.refresh_from_db()
        assert account.state == state
    assert account.name == "已注销"
    assert system.post(reverse("people:account_step", args=[account.pk, "vanish"])).status_code == 404
    response = system.post(reverse("people:account_step", args=[account.pk, "enable"]), follow=True)
    assert "当前状态下不能" in response.content.decode()


def test_a_reset_shows_the_new_password(county: County, system: Client) -> None:
    account = county.account(name="张三")
    password = system.post(reverse("people:reset_password", args=[account.pk])).context["password"]
    account.refresh_from_db()
    assert account.check_password(password)


def test_an_edit_by_the_form(county: County, system: Client) -> None:
    account = county.account(name="张三")
    system.post(reverse("people:edit_account", args=[account.pk]), {"name": "张三丰", "phone": "0990"})
    account.refresh_from_db()
    assert account.name == "张三"
    system.post(reverse("people:edit_account", args=[account.pk]), {"name": "张三丰", "phone": "0990-123456"})
    account.refresh_from_db()
    assert (account.name, account.phone) == ("张三丰", "0990-123456")


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.LIAISON, Role.READER])
def test_accounts_do_not_exist_for_others(county: County, role: Role) -> None:
    client = client_of(county.account(role))
    assert client.get(reverse("people:accounts")).status_code == 403
    assert client.get(reverse("people:account", args=[county.account().pk])).status_code == 404


def test_buttons_are_those_that_work(county: County, system: Client, security: Client) -> None:
    account = county.account(name="张三")
    seen = {who: page(client, "account", account.pk) for who, client in (("system", system), ("security", security))}
    assert {w: (">停用<" in t, ">重置密码<" in t, ">授予<" in t) for w, t in seen.items()} == {
        "system": (True, True, False), "security": (False, False, True),
    }  # fmt: skip


def test_as_many_queries_for_thirty_accounts_as_for_one(county: County, system: Client) -> None:
    counts = []
    page(system, "accounts")
    for number in (1, 29):
        for _ in range(number):
            county.account(Role.LIAISON)
        with CaptureQueriesContext(connection) as queries:
            page(system, "accounts")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_list_is_narrowed_by_name_and_state(county: County, system: Client) -> None:
    gone = county.account(name="李四")
    close(account=gone, by=None, at=AT)
    county.account(name="张三")
    assert ("张三" in page(system, "accounts", q="张"), "顾维</a>" in page(system, "accounts", q="张")) == (True, False)
    assert (f"closed-{gone.pk}" in page(system, "accounts"), "李四" in page(system, "accounts", state="closed")) == (
        False, False,
    )  # fmt: skip
    assert f"closed-{gone.pk}" in page(system, "accounts", state="closed")


def test_everyone_has_a_page_of_his_own(county: County) -> None:
    text = page(client_of(county.account(Role.LIAISON, name="周小雨")), "me")
    assert ("周小雨" in text, "联络员（县教育体育局）" in text) == (True, True)


def test_looking_leaves_no_trace_in_the_audit(county: County, system: Client) -> None:
    page(system, "accounts")
    assert Entry.objects.count() == 0


def test_search_finds_units_for_readers_and_persons_for_their_office_only(county: County) -> None:
    change_member(unit=county.education, values=MemberValues(liaison="周小雨"), by=None, at=AT)
    secretary, reader = county.secretary(), county.account(Role.LIAISON)
    stranger = county.account(Role.SECRETARIAT, region=county.other)
    assert [(f.kind, f.title) for f in search(secretary, "小雨")] == [("人员", "周小雨")]
    assert [(f.kind, f.title) for f in search(reader, "教育")] == [("单位", "县教育体育局")]
    assert (search(reader, "小雨"), search(stranger, "教育"), search(secretary, " ")) == ([], [], [])


def test_missing_liaisons_are_to_do_for_the_office_alone(county: County) -> None:
    why = "县教育体育局、县卫生健康局还没有联络员，收不到任务和温馨提示。"
    (line,) = todo(county.secretary())
    assert (line.title, line.count, line.why, line.warning) == ("登记2个单位的联络员", 2, why, True)
    assert todo(county.account(Role.LIAISON)) == []
