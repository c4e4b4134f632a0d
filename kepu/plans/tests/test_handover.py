"""What a successor liaison inherits from plans: told to the page of `people` that asks, as far as the reader may know."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kepu.people.handover import inherited
from kepu.people.models import Role
from kepu.people.verbs import ReformValues, reform
from kepu.plans import verbs
from kepu.plans.hooks.handover import open_work
from kepu.plans.models import Plan
from kepu.plans.tests import builders, years
from kepu.plans.wording import last_day

pytestmark = pytest.mark.django_db


def told(unit, by) -> list[tuple[str, str]]:
    return [(item.kind, item.title) for item in inherited(unit, by)]


def test_tasks_by_role_targets_and_duties(version, units, office):
    assert told(units["县教育局"], office) == [
        ("牵头任务", "办好科学课堂"),
        ("目标任务", "每年开展科普进校园不少于12场次"),
    ]
    assert told(units["县科协"], office) == [("配合任务", "办好科学课堂"), ("职责", "负责统筹协调全县科普工作")]
    assert told(units["县民政局"], office) == [
        ("按职责分工任务", "送健康知识下乡"), ("目标任务", "累计培训老年人5000人次"), ("目标任务", "逐步提高老年人健康素养"),
    ]  # fmt: skip


def test_each_leads_to_its_page_and_says_when_it_is_due(client, version, units, office):
    version.target_set.filter(quote="每年开展科普进校园不少于12场次").update(due="2030")
    lead, target = inherited(units["县教育局"], office)
    duty = inherited(units["县科协"], office)[-1]
    assert (lead.due, target.due) == (None, date(2030, 12, 31))
    client.force_login(office)
    for item in (lead, target, duty):
        address, _, anchor = item.url.partition("#")
        page = client.get(address)
        assert page.status_code == 200
        assert f'id="{anchor}"' in page.content.decode() if anchor else True


def test_the_lines_of_a_year_stand_by_role(version, units, office):
    annual = years.opened(version, office)
    agency = units["县科协"]
    years.deed(annual, office, "送健康知识下乡", {agency: "lead"})
    outside = years.outside(annual, office, title="办好流动科技馆巡展")
    verbs.edit_year_item(
        item=outside, changes={}, roles={units["县教育局"]: "lead", agency: "support"}, revision=outside.revision,
        by=office, at=builders.AT,
    )  # fmt: skip
    years.issued(annual, office)
    assert [(kind, title) for kind, title in told(agency, office) if kind.startswith("2026年度")] == [
        ("2026年度牵头事项", "送健康知识下乡"), ("2026年度配合事项", "办好科学课堂"), ("2026年度配合事项", "办好流动科技馆巡展"),
    ]  # fmt: skip


def test_an_unnamed_unit_inherits_nothing(version, units, office):
    assert told(builders.unit("县气象局"), office) == []


def test_only_issued_plans_in_force_count(version, units, office):
    builders.draft(office)  # a second plan, still being proofread
    assert told(units["县教育局"], office)[:2] == [
        ("牵头任务", "办好科学课堂"),
        ("目标任务", "每年开展科普进校园不少于12场次"),
    ]
    Plan.objects.filter(pk=version.plan_id).update(status=Plan.Status.ENDED)
    assert [kind for kind, _ in told(units["县教育局"], office)] == ["校对稿"]


def test_drafts_are_told_to_the_secretariat_alone(version, units, office):
    amended = builders.amended(version, office)
    verbs.draft_release(version=version, by=office, at=builders.AT)
    liaison = builders.liaison(units["县教育局"])
    drafts = [
        ("校对稿", f"《{builders.TITLE}》第{amended.number}版"),
        ("未发布的公开内容", f"《{builders.TITLE}》待保密审查"),
    ]
    assert told(units["县教育局"], office)[2:] == drafts
    assert told(units["县教育局"], liaison) == told(units["县教育局"], office)[:2]
    assert told(builders.unit("县气象局"), office) == []


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN])
def test_who_reads_no_plan_is_told_nothing(version, units, role):
    admin = builders.account("admin")
    admin.holdings.update(role=role, region=None)
    assert told(units["县教育局"], admin) == []


def test_another_region_is_told_nothing(version, units):
    other = builders.account("other", at=builders.region("990124000000", "邻县"))
    assert told(units["县教育局"], other) == []


def test_what_was_taken_over_says_from_whom(version, units, office):
    values = ReformValues("merged", date(2026, 11, 1), "云委编发〔2026〕3号", new=units["县卫健局"])
    reform(unit=units["县教育局"], values=values, by=office, at=builders.AT)
    units["县教育局"].refresh_from_db()
    assert told(units["县卫健局"], office)[0] == ("牵头任务", "办好科学课堂（承接自县教育局）")
    assert told(units["县教育局"], office) == []


def test_a_unit_abolished_without_a_successor_still_shows_what_nobody_answers_for(version, units, office):
    values = ReformValues("abolished", date(2026, 11, 1), "云委编发〔2026〕3号")
    reform(unit=units["县教育局"], values=values, by=office, at=builders.AT)
    units["县教育局"].refresh_from_db()
    assert told(units["县教育局"], office)[0] == ("牵头任务", "办好科学课堂")


def test_the_pages_of_people_show_it(client, version, units, office):
    client.force_login(office)
    task = reverse("plans:task", args=[version.plan_id, version.task_set.get(title="办好科学课堂").key])
    for page in ("change_member", "unit"):
        html = client.get(reverse(f"people:{page}", args=[units["县教育局"].pk])).content.decode()
        assert f'<a href="{task}">办好科学课堂</a>' in html
        assert '牵头任务 <span class="soft number">1</span>' in html


def test_the_wizard_of_a_reform_shows_what_would_pass_on(client, version, units, office):
    client.force_login(office)
    data = {"change": "merged", "on": "2026-11-20", "paper": "云委编发〔2026〕3号", "new": units["县卫健局"].pk}
    html = client.post(reverse("people:reform", args=[units["县教育局"].pk]), data).content.decode()
    assert "转给承接单位的在办事项" in html
    assert "办好科学课堂" in html


def test_queries_do_not_grow_with_plans_or_tasks(office, units):
    counts = []
    for more in (0, 20):
        builders.adopted(office, more)
        with CaptureQueriesContext(connection) as queries:
            open_work(units["县民政局"], office)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("2030", date(2030, 12, 31)), ("2028-02", date(2028, 2, 29)), ("2030-06-30", date(2030, 6, 30)),
        ("", None), ("长期", None), ("2030-13", None),
    ],
)  # fmt: skip
def test_the_last_day_of_what_a_target_says(due, day):
    assert last_day(due) == day
