"""待办: what is mine to do, and nothing of others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kepu.people.models import Account
from kepu.plans.tests import builders

pytestmark = pytest.mark.django_db
URL = "/desk/"


def page(client, account):
    client.force_login(account)
    return client.get(URL)


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get(URL).url == f"{reverse('account_login')}?next=/desk/"


def test_what_waits_is_shown_under_its_heading(client):
    office = builders.account()
    version = builders.draft(office)
    answer = page(client, office)
    assert [(kind, [item.title for item in items]) for kind, items in answer.context["groups"]] == [
        ("下一步", ["建立单位名录"]),
        ("方案", [f"校对《{builders.TITLE}》"]),
    ]
    assert reverse("plans:proofread", args=[version.plan_id]) in answer.content.decode()


def test_another_region_sees_none_of_it(client):
    builders.draft(builders.account())
    elsewhere = builders.account("elsewhere", at=builders.region("990124000000", "邻溪县"))
    answer = page(client, elsewhere)
    assert [(kind, [item.title for item in items]) for kind, items in answer.context["groups"]] == [
        ("下一步", ["建立单位名录", "上传实施方案"])
    ]


def test_without_a_role_one_is_told_whom_to_ask(client, settings):
    settings.HOTLINE = "0999-5551234"
    html = page(client, Account.objects.create(username="new", name="新来")).content.decode()
    assert "您的账号还没有分配角色" in html
    assert 'href="tel:0999-5551234"' in html


def test_an_empty_day_leads_to_daily_work(client):
    builders.units()
    html = page(client, builders.liaison(builders.unit("县气象局"))).content.decode()
    assert "眼下没有要您办理的事" in html
    assert f'<a class="button" href="{reverse("plans:plans")}">方案任务</a>' in html


def test_a_liaison_is_led_to_the_list_of_the_own_unit_in_each_plan(client):
    units, office = builders.units(), builders.account()
    first, second = builders.adopted(office), builders.adopted(office)
    html = page(client, builders.liaison(units["县教育局"])).content.decode()
    own, nothing = html.index("本单位任务清单"), html.index("眼下没有要您办理的事")
    assert own < nothing
    for version in (first, second):
        assert reverse("plans:unit", args=[version.plan_id, units["县教育局"].pk]) in html
    assert html.count("县教育局承担1项任务") == 2


def test_a_unit_that_no_plan_names_has_no_list(client):
    builders.units()
    builders.adopted(builders.account())
    html = page(client, builders.liaison(builders.unit("县档案馆"))).content.decode()
    assert "本单位任务清单" not in html


def test_more_to_do_needs_no_more_queries(client):
    office = builders.account()
    client.force_login(office)
    client.get(URL)  # the first visit of a session is noted once
    counts = []
    for more in (1, 2):
        for _ in range(more):
            builders.draft(office)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20
