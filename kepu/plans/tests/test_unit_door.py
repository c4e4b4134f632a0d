"""From a unit's page in the list of units to its tasks: a door only where there is something behind it."""

from datetime import date

import pytest
from django.urls import reverse

from kepu.people.models import Role
from kepu.people.unit_doors import doors_of
from kepu.people.verbs import ReformValues, reform
from kepu.plans.tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return builders.account()


@pytest.fixture
def units():
    return builders.units()


@pytest.fixture
def version(office, units):
    return builders.adopted(office)


def page(client, account, unit) -> str:
    client.force_login(account)
    return client.get(reverse("people:unit", args=[unit.pk])).content.decode()


def test_the_page_of_a_unit_leads_to_its_tasks(client, version, units, office):
    builders.adopted(office, more=2)
    way = reverse("plans:unit_plans", args=[units["县民政局"].pk])
    assert f'<a class="button" href="{way}">方案任务（4项）</a>' in page(client, office, units["县民政局"])
    assert client.get(way).status_code == 200


def test_a_unit_that_no_plan_names_has_no_door(client, version, office):
    idle = builders.unit("县气象局")
    assert doors_of(idle, office) == []
    assert "方案任务（" not in page(client, office, idle)


def test_who_reads_no_plan_has_no_door(client, version, units):
    admin = builders.account("admin")
    admin.holdings.update(role=Role.SYSTEM_ADMIN, region=None)
    assert "方案任务（" not in page(client, admin, units["县民政局"])


def test_a_draft_alone_opens_no_door(units, office):
    builders.draft(office)
    assert doors_of(units["县民政局"], office) == []


def test_after_a_reform_old_and_new_unit_both_lead_on(version, units, office):
    values = ReformValues("renamed", date(2026, 11, 1), "云委编发〔2026〕3号", new_name="县教育体育局")
    new = reform(unit=units["县教育局"], values=values, by=office, at=builders.AT).new
    units["县教育局"].refresh_from_db()
    assert [door.count for unit in (units["县教育局"], new) for door in doors_of(unit, office)] == [1, 1]
