"""Adopting, giving up and amending a version."""

import pytest
from django.core.exceptions import ValidationError

from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Role
from kepu.plans import verbs
from kepu.plans.models import Plan, Version
from kepu.plans.queries.changes import changes_of
from kepu.plans.queries.proofreading import obstacles, structure
from kepu.plans.tests import builders
from kepu.plans.tests.builders import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return builders.account()


@pytest.fixture
def version(by):
    return builders.draft(by)


def adopt(version, by, seen=None):
    version.refresh_from_db()
    return verbs.adopt(version=version, seen=version.revision if seen is None else seen, by=by, at=AT)


def test_adopted_says_who_when_and_what_was_changed(version, by):
    verbs.edit(item=version.task_set.first(), changes={"title": "新标题"}, revision=0, by=by, at=AT)
    adopted = adopt(builders.ready(version, by), by)
    assert (adopted.state, adopted.adopted_by, adopted.adopted_at) == ("adopted", by, AT)
    assert adopted.summary["counts"] == {"任务": {"修改": 1}}
    assert adopted.summary["lines"][0]["fields"] == ("任务",)


def test_what_is_left_keeps_it_from_being_adopted(version, by):
    with pytest.raises(WrongState, match="还有1条提示没有处理；还有5个单位名称没有对应"):
        adopt(version, by)


def test_each_obstacle_is_named(version, by):
    builders.ready(version, by)
    version.task_set.update(removed=True)
    Version.objects.filter(pk=version.pk).update(period_to=None, publicity="")
    version.refresh_from_db()
    assert obstacles(version) == ["方案中没有任务", "没有填写起止年份", "没有选择公开属性"]


def test_only_an_issued_plan(version, by):
    builders.ready(version, by)
    Plan.objects.filter(pk=version.plan_id).update(status="for_approval")
    with pytest.raises(WrongState, match="只有已印发"):
        adopt(version, by)


def test_a_summary_that_is_no_longer_true_is_not_signed(version, by):
    builders.ready(version, by)
    seen = version.revision
    verbs.edit(item=version.task_set.first(), changes={"title": "新标题"}, revision=0, by=by, at=AT)
    with pytest.raises(WrongState, match="又有改动"):
        adopt(version, by, seen)


def test_not_by_others_not_twice_and_then_immutable(version, by):
    builders.ready(version, by)
    with pytest.raises(NotAllowed):
        adopt(version, builders.account("reader", Role.READER))
    adopted = adopt(version, by)
    with pytest.raises(WrongState):
        adopt(adopted, by)
    task = adopted.task_set.first()
    with pytest.raises(WrongState):
        verbs.edit(item=task, changes={"title": "新"}, revision=0, by=by, at=AT)


def test_discard_gives_up_and_keeps_the_rest(version, by):
    with pytest.raises(NotAllowed):
        verbs.discard(version=version, by=builders.account("reader", Role.READER), at=AT)
    assert verbs.discard(version=version, by=by, at=AT).state == "discarded"
    assert version.task_set.count() == 2
    with pytest.raises(WrongState):
        verbs.discard(version=version, by=by, at=AT)


def shape(version):
    """The tree of a version by keys: which task in which part, which target and unit at which task."""
    tree = structure(version)
    return [
        (p.part and p.part.key, [(n.task.key, [r.key for r in n.responsibilities], [t.key for t in n.targets])
                                 for n in p.tasks]) for p in tree.parts
    ]  # fmt: skip


def test_an_amendment_is_a_copy_with_the_same_keys_and_no_change(by):
    builders.units()
    base = builders.adopted(by, more=2)
    version = builders.amended(base, by)
    assert (version.number, version.origin, version.state) == (2, base, "proofreading")
    assert shape(version) == shape(base)
    assert {r.unit_id for r in version.responsibility_set.all()} == {r.unit_id for r in base.responsibility_set.all()}
    assert changes_of(version) == []


def test_what_was_taken_out_is_not_copied(version, by):
    verbs.remove(item=version.task_set.first(), revision=0, by=by, at=AT)
    verbs.remove(item=version.part_set.last(), revision=0, by=by, at=AT)
    copy = builders.amended(adopt(builders.ready(version, by), by), by)
    assert [(t.title, t.part) for t in copy.task_set.all()] == [("送健康知识下乡", None)]
    assert {r.printed for r in copy.responsibility_set.all()} == set(builders.JOINT)
    assert changes_of(copy) == []


def test_a_change_in_an_amendment_is_told_against_the_base(by):
    version = builders.amended(builders.adopted(by), by)
    verbs.edit(item=version.task_set.first(), changes={"part": None}, revision=0, by=by, at=AT)
    assert [(c.what, c.fields) for c in changes_of(version)] == [("修改", ("所属部分",))]
    assert adopt(version, by).number == 2


def test_amending_needs_reason_and_paper_and_one_at_a_time(by):
    plan = builders.adopted(by).plan
    with pytest.raises(ValidationError, match="调整原因"):
        verbs.amend(plan=plan, reason=" ", paper="云科组发〔2027〕1号", by=by, at=AT)
    verbs.amend(plan=plan, reason="机构改革", paper="云科组发〔2027〕1号", by=by, at=AT)
    with pytest.raises(WrongState, match="正在校对"):
        verbs.amend(plan=plan, reason="又改", paper="云科组发〔2027〕2号", by=by, at=AT)


def test_amending_is_for_adopted_plans_of_ones_own(version, by):
    with pytest.raises(WrongState, match="正在校对"):
        verbs.amend(plan=version.plan, reason="改", paper="号", by=by, at=AT)
    verbs.discard(version=version, by=by, at=AT)
    with pytest.raises(WrongState, match="尚未采用"):
        verbs.amend(plan=version.plan, reason="改", paper="号", by=by, at=AT)
    with pytest.raises(NotAllowed):
        verbs.amend(plan=version.plan, reason="改", paper="号", by=builders.account("r", Role.READER), at=AT)
