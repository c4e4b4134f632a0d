"""A year drafted before its plan was amended: brought up to the version in force without losing what was written."""

import pytest
from django.urls import reverse

from kepu.audit.models import Entry
from kepu.people.access import NotAllowed, WrongState
from kepu.plans import verbs
from kepu.plans.models import Target, Task
from kepu.plans.queries.annual import unit_year
from kepu.plans.tests import builders, years
from kepu.plans.tests.builders import AT

pytestmark = pytest.mark.django_db
SCIENCE, HEALTH, NEW = "办好科学课堂", "送健康知识下乡", "建设科普长廊"


@pytest.fixture
def annual(office, units):
    made = years.opened(builders.adopted(office), office)
    years.deed(made, office, HEALTH, text="今年改写过的")
    return made


@pytest.fixture
def second(annual, office, units):
    """A second version: one task gone, one new."""
    draft = builders.amended(annual.version, office)
    gone = Task.objects.get(version=draft, title=SCIENCE)
    verbs.remove(item=gone, revision=gone.revision, by=office, at=AT)
    values = {"title": NEW, "part": Task.objects.get(version=draft, title=HEALTH).part, "start": 0, "end": 4}
    task = verbs.add(version=draft, kind="task", values=values, by=office, at=AT)
    answering = {"task": task, "role": "lead", "printed": "县科协", "unit": units["县科协"]}
    verbs.add(version=draft, kind="responsibility", values=answering, by=office, at=AT)
    draft.refresh_from_db()
    return verbs.adopt(version=draft, seen=draft.revision, by=office, at=AT)


def test_new_tasks_come_in_gone_ones_out_and_what_was_written_stays(annual, second, office):
    done = verbs.follow_plan(annual=annual, by=office, at=AT)
    assert done.version == second
    rows = {row.title: row for row in done.items.all()}
    assert {title: row.removed for title, row in rows.items()} == {SCIENCE: True, HEALTH: False, NEW: False}
    assert (rows[HEALTH].text, rows[HEALTH].resident_deed) == ("今年改写过的", True)
    assert years.duties(done, NEW) == {"县科协": "lead"}
    assert Entry.objects.filter(verb="plans.follow_annualplan").count() == 1


def test_figures_are_read_from_the_version_now_in_force(annual, second, office, units):
    Target.objects.filter(version=second, subject="培训老年人").update(due="2026", value=7000)
    assert unit_year(annual, units["县民政局"]).quantities == []
    done = verbs.follow_plan(annual=annual, by=office, at=AT)
    assert [q.words for q in unit_year(done, units["县民政局"]).quantities] == ["不少于7000人次"]


def test_a_line_taken_out_by_hand_does_not_come_back(annual, second, office):
    row = years.item(annual, HEALTH)
    verbs.remove_year_item(item=row, revision=row.revision, by=office, at=AT)
    done = verbs.follow_plan(annual=annual, by=office, at=AT)
    assert [row.title for row in done.items.filter(removed=False)] == [NEW]


def test_once_is_enough(annual, second, office):
    verbs.follow_plan(annual=annual, by=office, at=AT)
    with pytest.raises(WrongState, match="现行的一版"):
        verbs.follow_plan(annual=annual, by=office, at=AT)


def test_an_issued_year_rests_on_what_it_was_issued_from(annual, second, office, units):
    years.issued(annual, office)
    with pytest.raises(WrongState):
        verbs.follow_plan(annual=annual, by=office, at=AT)
    with pytest.raises(NotAllowed):
        verbs.follow_plan(annual=annual, by=builders.liaison(units["县科协"]), at=AT)


def test_through_the_page(client, annual, second, office):
    client.force_login(office)
    assert "按第2版更新" in client.get(reverse("plans:year", args=[annual.pk])).content.decode()
    for _ in range(2):
        page = client.post(reverse("plans:follow_plan", args=[annual.pk]), follow=True)
    assert "不用更新" in page.content.decode()
    assert "方案已调整为" not in page.content.decode()
