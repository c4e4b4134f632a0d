"""Who sees which page of a plan: the right role, the wrong region, nobody; one plan and thirty cost the same queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kepu.people.models import Role
from kepu.plans import verbs
from kepu.plans.models import Plan
from kepu.plans.tests import builders

pytestmark = pytest.mark.django_db

PAGES = ("plan", "tasks", "targets", "matrix", "source", "versions", "matrix_workbook", "targets_workbook")


def see(client, account, name, *args, **query):
    client.force_login(account)
    return client.get(reverse(f"plans:{name}", args=args), query)


@pytest.mark.parametrize("name", PAGES)
def test_the_secretariat_sees_each_page(client, office, version, name):
    assert see(client, office, name, version.plan_id).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_a_liaison_of_the_county_sees_each_page(client, units, version, name):
    assert see(client, builders.liaison(units["县教育局"]), name, version.plan_id).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_the_secretariat_of_another_region_finds_nothing(client, version, name):
    other = builders.account("other", at=builders.region("990124000000", "邻县"))
    assert see(client, other, name, version.plan_id).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_who_is_not_signed_in_is_sent_to_sign_in(client, version, name):
    response = client.get(reverse(f"plans:{name}", args=[version.plan_id]))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", PAGES)
def test_a_draft_is_for_the_own_secretariat_alone(client, office, units, name):
    draft = builders.draft(office)
    reader = builders.account("reader", Role.READER)
    assert see(client, office, name, draft.plan_id).status_code == 200
    assert see(client, builders.liaison(units["县教育局"]), name, draft.plan_id).status_code == 404
    assert see(client, reader, name, draft.plan_id).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_an_amendment_in_the_making_is_for_the_own_secretariat_alone(client, office, units, version, name):
    builders.amended(version, office)
    assert see(client, office, name, version.plan_id, version=2).status_code == 200
    assert see(client, builders.liaison(units["县教育局"]), name, version.plan_id, version=2).status_code == 404


def test_the_list_shows_a_liaison_the_version_in_force_and_no_draft(client, office, units, version):
    draft = builders.amended(version, office)
    type(draft).objects.filter(pk=draft.pk).update(title="还没有采用的标题")
    builders.draft(office)
    page = see(client, builders.liaison(units["县教育局"]), "plans").content.decode()
    assert builders.TITLE in page
    assert "还没有采用的标题" not in page
    assert "校对中" not in page
    assert page.count("plan-name") == 1


def test_the_list_counts_tasks_and_targets_that_stand(client, office, version):
    draft = builders.amended(version, office)
    task = draft.task_set.first()
    verbs.remove(item=task, revision=task.revision, by=office, at=builders.AT)
    verbs.adopt(version=draft, seen=draft.revision + 1, by=office, at=builders.AT)
    other = builders.adopted(office, more=3)
    rows = {row.plan.pk: row.version for row in see(client, office, "plans").context["rows"]}
    assert {pk: (v.number, v.tasks_count, v.targets_count) for pk, v in rows.items()} == {
        version.plan_id: (2, 1, 3), other.plan_id: (1, 5, 7),
    }  # fmt: skip


def test_the_list_is_filtered_by_status(client, office, version):
    assert builders.TITLE in see(client, office, "plans", status="issued").content.decode()
    assert builders.TITLE not in see(client, office, "plans", status="ended").content.decode()


def test_without_plans_the_secretariat_is_led_to_the_upload_and_a_liaison_is_not(client, office, units):
    upload = reverse("plans:upload")
    assert upload in see(client, office, "plans").content.decode()
    assert upload not in see(client, builders.liaison(units["县教育局"]), "plans").content.decode()


def queries_of(client, url):
    client.get(url)  # the first request of a session writes it down
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_the_list_of_one_plan_and_of_thirty_costs_the_same(client, office, version):
    client.force_login(office)
    one = queries_of(client, reverse("plans:plans"))
    for _ in range(29):
        builders.adopted(office)
    assert Plan.objects.count() == 30
    assert queries_of(client, reverse("plans:plans")) == one


@pytest.mark.parametrize("name", PAGES)
def test_a_plan_of_three_tasks_and_of_thirty_costs_the_same(client, office, units, name):
    client.force_login(office)
    small, large = builders.adopted(office, more=1), builders.adopted(office, more=30)
    few = queries_of(client, reverse(f"plans:{name}", args=[small.plan_id]))
    assert queries_of(client, reverse(f"plans:{name}", args=[large.plan_id])) == few


def test_a_task_among_thirty_costs_what_it_costs_among_three(client, office, units):
    client.force_login(office)
    counts = []
    for more in (1, 30):
        task = builders.adopted(office, more=more).task_set.first()
        counts.append(queries_of(client, reverse("plans:task", args=[task.version.plan_id, task.key])))
    assert counts[0] == counts[1]


def test_the_share_of_a_unit_costs_the_same_with_one_task_and_thirty(client, office, units):
    client.force_login(office)
    counts = [
        queries_of(client, reverse("plans:unit", args=[builders.adopted(office, more=n).plan_id, units["县民政局"].pk]))
        for n in (0, 29)
    ]
    assert counts[0] == counts[1]


def test_what_may_be_done_is_offered_to_the_secretariat_only(client, office, units, version):
    amend = reverse("plans:amend", args=[version.plan_id])
    assert amend in see(client, office, "plan", version.plan_id).content.decode()
    assert amend not in see(client, builders.liaison(units["县教育局"]), "plan", version.plan_id).content.decode()
