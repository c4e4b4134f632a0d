"""From a unit's page in the list of units to its tasks: a door only where there is something behind it."""

from datetime import date

import pytest
from django.urls import reverse

from kepu.people.models import Role
from kepu.people.unit_doors import doors_of
from kepu.people.verbs import ReformValues, reform
from kepu.plans import verbs
from kepu.plans.hooks.unit_doors import year_door
from kepu.plans.models import AnnualPlan, Plan
from kepu.plans.queries import mine
from kepu.plans.queries.shares import plans_of_unit
from kepu.plans.tests import builders, periods, years
from kepu.plans.tests.builders import AT

pytestmark = pytest.mark.django_db


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


@pytest.fixture
def ended(office, units):
    """The plan of the period before, over, with an issued year of its own."""
    old = periods.older(office)
    annual = years.issued(years.opened(old, office, year=2025), office)
    verbs.move(plan=old.plan, to=Plan.Status.ENDED, by=office, at=AT)
    return annual


def test_a_plan_whose_period_is_over_does_not_stand_beside_the_one_in_force(client, ended, version, units, office):
    unit = units["县民政局"]
    assert [v.pk for v in plans_of_unit(office, unit)] == [version.pk]
    assert [v.plan_id for v in plans_of_unit(office, unit, ended=True)] == [ended.plan_id]
    assert "方案任务（1项）" in page(client, office, unit)  # not those of both
    answer = client.get(reverse("plans:unit_plans", args=[unit.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("plans:unit", args=[version.plan_id, unit.pk]), 302)]
    assert reverse("plans:unit", args=[ended.plan_id, unit.pk]) in answer.content.decode()


def test_a_liaison_comes_to_what_is_in_force_and_to_its_newest_year_alone(ended, version, units, office):
    unit = units["县民政局"]
    for year in (2026, 2027):
        years.issued(years.opened(version, office, year=year), office)
    ways = [found.url for found in mine(builders.liaison(unit))]
    newest = AnnualPlan.objects.get(plan=version.plan, year=2027)
    assert ways == [
        reverse("plans:year_unit", args=[newest.pk, unit.pk]), reverse("plans:unit", args=[version.plan_id, unit.pk])
    ]  # fmt: skip
    door = year_door(unit, office)
    assert door is not None
    assert door.label == "2027年度任务"


def test_between_two_periods_the_page_tells_of_the_plan_that_is_over(client, ended, units, office):
    client.force_login(office)
    html = client.get(reverse("plans:unit_plans", args=[units["县民政局"].pk])).content.decode()
    assert "现行方案没有点到县民政局" in html
    assert "已结束的方案" in html
    assert reverse("plans:unit", args=[ended.plan_id, units["县民政局"].pk]) in html
    assert doors_of(units["县民政局"], office) == []
