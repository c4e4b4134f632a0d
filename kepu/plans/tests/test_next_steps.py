"""待办 after a plan is adopted: part its targets, open the year; a warning where two plans are in force for one period."""

import pytest
from django.utils import timezone

from kepu.plans import verbs
from kepu.plans.models import Plan, Version
from kepu.plans.queries import todo
from kepu.plans.queries.next_steps import KIND, next_steps
from kepu.plans.tests import builders, parted, years
from kepu.plans.tests.builders import AT, TITLE

pytestmark = pytest.mark.django_db
TO_PART, TO_OPEN = f"分解《{TITLE}》的目标任务", "开2026年度：《" + TITLE + "》"


@pytest.fixture(autouse=True)
def in_2026(monkeypatch):
    """The plans of the tests run from 2026 to 2030."""
    monkeypatch.setattr(timezone, "localdate", lambda value=None, *_: AT.date())


@pytest.fixture
def office():
    builders.units()
    return builders.account()


def steps(account):
    return [(item.title, item.warning) for item in todo(account) if item.kind == KIND]


def test_an_adopted_plan_asks_to_be_parted_and_its_year_to_be_opened(client, office):
    builders.draft(office)
    assert steps(office) == []
    version = builders.adopted(office)
    assert steps(office) == [(TO_PART, False), (TO_OPEN, False)]
    client.force_login(office)
    assert [client.get(item.url).status_code for item in todo(office) if item.kind == KIND] == [200, 200]
    assert steps(builders.liaison(builders.unit("县气象局"))) == []
    other = builders.account("other", at=builders.region("990124000000", "邻县"))
    assert steps(other) == [("上传实施方案", False)]
    parted.chosen(parted.target(version), office)
    assert steps(office) == [(TO_OPEN, False)]
    years.opened(version, office)
    assert steps(office) == []


def test_an_office_without_a_plan_is_asked_for_one(client, office):
    assert steps(office) == [("上传实施方案", False)]
    client.force_login(office)
    assert [client.get(item.url).status_code for item in todo(office) if item.kind == KIND] == [200]


def test_next_years_opening_does_not_do_for_this_year(office):
    version = builders.adopted(office)
    years.opened(version, office, year=2027)
    assert (TO_OPEN, False) in steps(office)


@pytest.mark.parametrize(
    ("begin", "end", "asked"), [(2027, 2031, [TO_PART]), (2020, 2025, []), (2026, 2026, [TO_PART, TO_OPEN])]
)
def test_a_plan_is_asked_for_in_its_years_alone(office, begin, end, asked):
    version = builders.adopted(office)
    Version.objects.filter(pk=version.pk).update(period_from=begin, period_to=end)
    assert [title for title, _ in steps(office)] == asked


def test_a_plan_that_ended_asks_nothing(office):
    plan = builders.adopted(office).plan
    verbs.move(plan=plan, to=Plan.Status.ENDED, by=office, at=AT)
    assert steps(office) == []


def test_a_second_plan_for_the_same_period_is_a_yellow_line_until_one_has_ended(client, office):
    first, second = builders.adopted(office), builders.adopted(office)
    client.force_login(office)
    (warning,) = [item for item in todo(office) if item.warning]
    assert warning.title == f"核对《{TITLE}》是否仍然有效"
    assert "2026—2030年有两份方案同时有效" in warning.why
    assert warning.url == f"/desk/plans/{first.plan_id}/"
    assert 'class="warning"' in client.get("/desk/").content.decode()
    verbs.move(plan=first.plan, to=Plan.Status.ENDED, by=office, at=AT)
    assert [item for item in todo(office) if item.warning] == []
    assert second.plan.status == Plan.Status.ISSUED


@pytest.mark.parametrize(("begin", "end", "warned"), [(2030, 2034, True), (2031, 2035, False)])
def test_periods_that_share_a_year_overlap(office, begin, end, warned):
    builders.adopted(office)
    later = builders.adopted(office)
    Version.objects.filter(pk=later.pk).update(period_from=begin, period_to=end)
    assert any(warning for _, warning in steps(office)) is warned


def test_many_plans_cost_one_query(office, django_assert_num_queries):
    for _ in range(4):
        builders.adopted(office)
    code = builders.region().pk
    with django_assert_num_queries(1):
        assert len(next_steps([code])) == 4 * 2 + 6
