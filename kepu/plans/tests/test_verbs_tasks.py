"""Splitting and merging tasks, and taking a merge back."""

import pytest
from django.core.exceptions import ValidationError

from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Role
from kepu.plans import verbs
from kepu.plans.models import Target
from kepu.plans.queries.changes import read_values
from kepu.plans.tests import builders
from kepu.plans.tests.builders import AT, TEXT, span

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return builders.account()


@pytest.fixture
def version(by):
    return builders.draft(by)


def split(task, by, at_text, title="后一项", revision=0):
    offset = span(at_text)[0]
    return verbs.split_task(task=task, at_offset=offset, title=title, revision=revision, by=by, at=AT)


def merge(version, by, revisions=(0, 0)):
    one, two = version.task_set.filter(removed=False)[:2]
    return verbs.merge_tasks(
        first=one, second=two, first_revision=revisions[0], second_revision=revisions[1], by=by, at=AT
    )


def state(version):
    """Everything of a version that a merge may touch."""
    rows = [*version.task_set.all(), *version.responsibility_set.all(), *version.target_set.all()]
    return [
        (row.key, row.removed, row.start, row.end, getattr(row, "task_id", None), read_values(row),
         getattr(row, "clause_start", None), getattr(row, "clause_end", None)) for row in rows
    ]  # fmt: skip


def test_split_parts_text_clause_and_targets_and_copies_units(version, by):
    second = split(version.task_set.get(title="送健康知识下乡"), by, "逐步提高老年人健康素养", "提高健康素养")
    first = version.task_set.get(title="送健康知识下乡")
    assert (first.body, second.body) == ("累计培训老年人5000人次，", "逐步提高老年人健康素养。")
    assert (first.clause_start, TEXT[second.clause_start : second.clause_start + 5]) == (None, "（县卫健局")
    assert [t.kind for t in first.targets.all()] == ["cumulative"]
    assert [t.kind for t in second.targets.all()] == ["trend"]
    assert [r.printed for r in second.responsibilities.all()] == [r.printed for r in first.responsibilities.all()]
    assert (second.part, second.open_ended) == (first.part, True)
    assert [t.title for t in version.task_set.all()] == ["办好科学课堂", "送健康知识下乡", "提高健康素养"]


def test_split_after_the_clause_leaves_it_with_the_first(version, by):
    task = version.task_set.get(title="办好科学课堂")
    second = split(task, by, "、团县委）")
    task.refresh_from_db()
    assert (second.clause_start, task.clause_start is not None) == (None, True)


@pytest.mark.parametrize("place", ["1.办好", "二、老年人"])
def test_split_outside_the_task_is_refused(version, by, place):
    with pytest.raises(ValidationError, match="文字之内"):
        split(version.task_set.first(), by, place)


def test_split_needs_a_title_and_the_revision_seen(version, by):
    task = version.task_set.first()
    with pytest.raises(ValidationError, match="标题"):
        split(task, by, "联系电话", title="　")
    verbs.edit(item=task, changes={"title": "新标题"}, revision=0, by=by, at=AT)
    with pytest.raises(verbs.Stale):
        split(task, by, "联系电话")


def test_merge_joins_text_units_and_targets(version, by):
    merged = merge(version, by).task
    assert (merged.start, merged.end) == (span("1.办好科学课堂")[0], span("按职责分工负责）")[1])
    assert TEXT[merged.clause_start : merged.clause_end].startswith("（县卫健局")
    assert merged.open_ended
    assert {r.printed for r in merged.responsibilities.all()} == {*builders.LEADS, *builders.JOINT}
    assert merged.targets.count() == 3
    assert [t.removed for t in version.task_set.all()] == [False, True]


def test_in_a_merge_a_lead_stays_lead(version, by):
    two = version.task_set.last()
    verbs.add(
        version=version, kind="responsibility", values={"task": two, "role": "lead", "printed": "县科协"}, by=by, at=AT
    )
    merged = merge(version, by).task
    assert merged.responsibilities.get(printed="县科协").role == "lead"
    assert merged.responsibilities.filter(printed="县科协").count() == 1


def test_merge_refuses_what_is_gone_or_changed(version, by):
    one, two = version.task_set.all()
    with pytest.raises(ValidationError, match="两项任务"):
        verbs.merge_tasks(first=one, second=one, first_revision=0, second_revision=0, by=by, at=AT)
    with pytest.raises(verbs.Stale):
        merge(version, by, revisions=(0, 7))
    removed = verbs.remove(item=two, revision=0, by=by, at=AT)
    with pytest.raises(ValidationError, match="两项任务"):
        verbs.merge_tasks(first=one, second=removed, first_revision=0, second_revision=1, by=by, at=AT)


def test_unmerge_takes_a_merge_back_exactly(version, by):
    two = version.task_set.last()
    verbs.add(
        version=version, kind="responsibility", values={"task": two, "role": "lead", "printed": "县科协"}, by=by, at=AT
    )
    before = state(version)
    undo = merge(version, by).undo
    assert state(version) != before
    verbs.unmerge_tasks(version=version, undo=undo, by=by, at=AT)
    assert state(version) == before


def test_unmerge_minds_what_was_changed_since(version, by):
    merged = merge(version, by)
    verbs.edit(item=merged.task, changes={"title": "新标题"}, revision=merged.task.revision, by=by, at=AT)
    with pytest.raises(verbs.Stale):
        verbs.unmerge_tasks(version=version, undo=merged.undo, by=by, at=AT)
    assert Target.objects.filter(version=version, task=merged.task).count() == 3


def test_others_may_not(version, by):
    reader = builders.account("reader", Role.READER)
    with pytest.raises(NotAllowed):
        split(version.task_set.first(), reader, "联系电话")
    with pytest.raises(NotAllowed):
        merge(version, reader)


def test_a_merge_of_another_plan_cannot_be_taken_back_here(version, by):
    undo = merge(version, by).undo
    with pytest.raises(ValidationError, match="不属于这个版本"):
        verbs.unmerge_tasks(version=builders.draft(by, more=1), undo=undo, by=by, at=AT)


def test_a_task_taken_out_is_not_split(version, by):
    task = verbs.remove(item=version.task_set.first(), revision=0, by=by, at=AT)
    with pytest.raises(WrongState, match="先恢复"):
        verbs.split_task(task=task, at_offset=task.start + 5, title="后一项", revision=1, by=by, at=AT)
