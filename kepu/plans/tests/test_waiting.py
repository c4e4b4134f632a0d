"""待办 of the office from plan to plan: what is not settled, and what an amendment asks to look at in breakdowns."""

from decimal import Decimal

import pytest
from django.urls import reverse

from kepu.plans import verbs
from kepu.plans.models import Plan
from kepu.plans.queries import todo
from kepu.plans.queries.next_steps import KIND
from kepu.plans.queries.succession import open_counts
from kepu.plans.tests import builders, parted, periods
from kepu.plans.tests.builders import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    builders.units()
    return builders.account()


def lines(account):
    return [(item.kind, item.title, item.count) for item in waiting(account)]


def waiting(account):
    return [item for item in todo(account) if item.kind != KIND]


def test_what_is_not_settled_waits_until_it_is(client, office):
    plan = periods.linked(office)
    wanted = ("方案", f"核定《{builders.TITLE}》接续上一期的去向", 12)
    assert lines(office) == [wanted]
    assert lines(builders.account("neighbour", at=builders.region("990124000000", "邻县"))) == []
    client.force_login(office)
    (item,) = waiting(office)
    assert item.url == reverse("plans:succession", args=[plan.pk])
    assert client.get(item.url).status_code == 200
    for title in ("办好科学课堂", "送健康知识下乡"):
        verbs.settle(plan=plan, decision=periods.decision(plan, title), by=office, at=AT)
    assert lines(office) == [(*wanted[:2], 8)]
    verbs.move(plan=plan, to=Plan.Status.ENDED, by=office, at=AT)
    assert lines(office) == []


def test_counting_costs_the_same_for_one_plan_and_for_many(office, django_assert_num_queries):
    first = periods.linked(office, more=20)
    with django_assert_num_queries(4):
        assert open_counts([first]) == {first.pk: 92}  # 22 tasks and 24 targets on each side
    new = builders.adopted(office, more=1)
    old = periods.older(office, years=(2016, 2020))
    second = verbs.continue_from(plan=new.plan, old=old.plan, by=office, at=AT)
    with django_assert_num_queries(4):
        assert set(open_counts([first, second, old.plan])) == {first.pk, second.pk}


def amended(version, office, key, **changes):
    draft = builders.amended(version, office)
    item = draft.target_set.get(key=key)
    verbs.edit(item=item, changes=changes, revision=item.revision, by=office, at=AT)
    ready = builders.ready(draft, office)
    return verbs.adopt(version=ready, seen=ready.revision, by=office, at=AT)


def test_parted_values_that_an_amendment_changed_wait_until_confirmed(client, office):
    version = builders.adopted(office)
    row = parted.chosen(parted.target(version), office)
    assert lines(office) == []
    second = amended(version, office, row.target_key, value=Decimal(6000))
    assert lines(office) == [("目标分解", "核对1个目标任务的分解值", 1)]
    client.force_login(office)
    (item,) = waiting(office)
    page = client.get(item.url)
    assert len(page.context["page"].object_list) == 1
    verbs.confirm_breakdown(breakdown=row, seen=second.number, by=office, at=AT)
    assert lines(office) == []


def test_an_amendment_of_something_else_asks_nothing(office):
    version = builders.adopted(office)
    row = parted.chosen(parted.target(version), office)
    amended(version, office, row.target_key, subject="培训老人")
    assert lines(office) == []
