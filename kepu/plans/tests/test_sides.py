"""方案比较: what stands only on the left, in both, only on the right; how much; who leads; and who may look."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from kepu.people.models import Region, Role
from kepu.plans import verbs
from kepu.plans.models import DutyRole
from kepu.plans.queries.sides import choices_for, side_by_side
from kepu.plans.tests import builders
from kepu.plans.tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("units")]


@pytest.fixture
def first(office):
    return builders.adopted(office, more=1)


@pytest.fixture
def second(office, first):
    """The next wording: 5000 人次 becomes 6000, 12 visits become 40 pupils, the education office leads no more."""
    version = builders.amended(first, office)
    trained = version.target_set.get(subject="培训老年人")
    verbs.edit(item=trained, changes={"value": Decimal(6000)}, revision=0, by=office, at=AT)
    visits = version.target_set.get(subject="开展科普进校园")
    verbs.edit(item=visits, changes={"value": Decimal(40), "unit": "名"}, revision=0, by=office, at=AT)
    lead = version.responsibility_set.get(printed="县教育局")
    verbs.edit(item=lead, changes={"role": DutyRole.SUPPORT}, revision=0, by=office, at=AT)
    support = version.responsibility_set.get(printed="县科协")
    verbs.edit(item=support, changes={"role": DutyRole.LEAD}, revision=0, by=office, at=AT)
    verbs.remove(item=version.task_set.get(title="第1件实事"), revision=0, by=office, at=AT)
    version.refresh_from_db()
    return verbs.adopt(version=version, seen=version.revision, by=office, at=AT)


def page(client, by, left=None, right=None, **more):
    client.force_login(by)
    asked = {name: f"{v.plan_id}-{v.number}" for name, v in (("left", left), ("right", right)) if v}
    return client.get(reverse("plans:sides"), asked | more)


def test_how_much_and_never_different_units(first, second):
    sides = side_by_side(first, second)
    trained, visits = (
        next(p for p in sides.both_targets if p.left.subject == s) for s in ("培训老年人", "开展科普进校园")
    )
    assert trained.standing is not None
    assert trained.standing.difference == 1000
    assert (visits.standing, visits.why_not) == (None, "计量单位不同")


def test_who_leads(first, second):
    sides = side_by_side(first, second)
    (changed,) = [p for p in sides.both_tasks if p.differs]
    assert (changed.left.task.title, changed.gained, changed.lost) == ("办好科学课堂", ["县科协"], ["县教育局"])
    lines = {line.name: line.change for line in sides.units}
    assert lines["县科协"] == "牵头多1项，其他少1项"
    assert lines["县教育局"] == "牵头少1项，其他多1项"
    assert lines["县民政局"] == "其他少1项"
    assert lines["县卫健局"] == "不变"


def test_what_stands_on_one_side_alone(first, second):
    sides = side_by_side(first, second)
    assert [n.task.title for n in sides.only_left_tasks] == ["第1件实事"]
    assert [t.quote for t in sides.only_left_targets] == ["开展第1件便民服务至少1次"]
    assert (sides.only_right_tasks, sides.only_right_targets) == ([], [])
    back = side_by_side(second, first)
    assert [n.task.title for n in back.only_right_tasks] == ["第1件实事"]


def test_two_plans_are_paired_by_their_words(office, first):
    other = builders.adopted(office)
    sides = side_by_side(first, other)
    assert {(p.left.key == p.right.key, p.left.quote == p.right.quote) for p in sides.both_targets} == {(False, True)}
    assert len(sides.both_tasks) == 2
    assert [n.task.title for n in sides.only_left_tasks] == ["第1件实事"]


def test_the_page_says_it(client, office, first, second):
    html = page(client, office, first, second).content.decode()
    assert "不少于5000人次 → 不少于6000人次" in html
    assert "提高1000人次" in html
    assert "不作比较：计量单位不同" in html
    tasks = page(client, office, first, second, show="tasks").content.decode()
    assert "增加牵头：县科协" in tasks
    assert "不再牵头：县教育局" in tasks
    units = page(client, office, first, second, show="units").content.decode()
    assert "牵头多1项，其他少1项" in units


def test_only_what_differs(client, office, first, second):
    html = page(client, office, first, second, differing="1").content.decode()
    assert "培训老年人" in html
    assert "公民具备科学素质的比例达到16%以上" not in html


def test_the_workbook_has_the_same(client, office, first, second):
    client.force_login(office)
    asked = {"left": f"{first.plan_id}-1", "right": f"{second.plan_id}-2"}
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(reverse("plans:sides_workbook"), asked).content))
    assert book.sheet_names == ["目标任务", "任务", "单位"]
    rows = book.get_sheet_by_name("目标任务").to_python()
    assert [
        "都有",
        "累计培训老年人5000人次",
        "不少于5000人次",
        "累计培训老年人5000人次",
        "不少于6000人次",
        "提高1000人次",
    ] in rows
    assert [r[1] for r in rows if r[0] == "只在甲"] == ["开展第1件便民服务至少1次"]


def test_before_two_are_chosen_the_page_asks(client, office, first, second):
    html = page(client, office).content.decode()
    assert "选择两份方案或两个版本" in html
    assert html.count("<option") == 4
    client.force_login(office)
    assert client.get(reverse("plans:sides_workbook")).url == reverse("plans:sides")


def test_with_one_plan_there_is_nothing_to_compare(client, office, first):
    assert "还没有可以比较的方案" in page(client, office).content.decode()


@pytest.mark.parametrize("asked", ["x", "1", "1-", "-1", "1-1-1", "99999-1", "9" * 40 + "-1", "1-99"])
def test_nonsense_in_the_address(client, office, first, asked):
    client.force_login(office)
    assert client.get(reverse("plans:sides"), {"left": asked, "right": asked}).status_code == 404


def test_others_see_what_they_may_read(client, office, first, second):
    draft = builders.draft(office)
    liaison = builders.liaison(first.responsibility_set.get(printed="县教育局").unit)
    assert {v.pk for v in choices_for(liaison)} == {first.pk, second.pk}
    assert page(client, liaison, first, second).status_code == 200
    assert page(client, liaison, first, draft).status_code == 404
    assert page(client, office, first, draft).status_code == 200
    abroad = builders.account("abroad", at=builders.region("990124000000", "邻县"))
    assert page(client, abroad, first, second).status_code == 404
    above = Region.objects.create(code="990100000000", name="安澜市", level=Region.Level.PREFECTURE)
    city = builders.account("city", Role.READER, at=above)
    assert page(client, city, first, second).status_code == 200


@pytest.mark.parametrize("more", [0, 30])
@pytest.mark.parametrize("show", ["targets", "tasks", "units"])
def test_it_costs_the_same_for_two_tasks_and_thirty(client, office, more, show, django_assert_num_queries):
    one, other = builders.adopted(office, more=more), builders.adopted(office, more=more)
    page(client, office, one, other, show=show)
    with django_assert_num_queries(36):
        page(client, office, one, other, show=show)
