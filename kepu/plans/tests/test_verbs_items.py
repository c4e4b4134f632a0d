"""Correcting one item: edit, add, remove, restore."""

import pytest
from django.core.exceptions import ValidationError

from kepu.audit.models import Entry
from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Role
from kepu.plans import verbs
from kepu.plans.models import DutyRole, Remark, Version
from kepu.plans.queries.changes import changes_of
from kepu.plans.queries.proofreading import printed_names, structure
from kepu.plans.tests import builders
from kepu.plans.tests.builders import AT, TEXT, span

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return builders.account()


@pytest.fixture
def version(by):
    return builders.draft(by)


def edit(item, by, **changes):
    return verbs.edit(item=item, changes=changes, revision=item.revision, by=by, at=AT)


def add(version, what, by, **values):
    return verbs.add(version=version, kind=what, values=values, by=by, at=AT)


def test_edit_counts_and_is_recorded_by_field(version, by):
    task = version.task_set.first()
    edited = edit(task, by, title="办好科学课")
    assert (edited.title, edited.revision) == ("办好科学课", 1)
    entry = Entry.objects.first()
    assert (entry.verb, entry.changed) == ("plans.edit_task", ["title"])
    version.refresh_from_db()
    assert version.revision == 1


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("part", {"title": "青少年行动", "audience": "general"}),
        ("responsibility", {"role": DutyRole.LEAD, "collective": True}),
        ("target", {"subject": "比例", "value": None, "due": "2028"}),
        ("duty", {"text": "牵头协调"}),
        ("phase", {"name": "起步阶段", "to_year": 2027}),
        ("reporting", {"who": "成员单位", "due": ""}),
        ("remark", {"state": Remark.State.KEPT}),
    ],
)
def test_every_kind_can_be_edited(version, by, kind, changes):
    item = getattr(version, f"{kind}_set").first()
    edit(item, by, **changes)
    item.refresh_from_db()
    assert {name: getattr(item, name) for name in changes} == changes


def test_saving_without_a_change_is_no_change(version, by):
    task = version.task_set.first()
    assert edit(task, by, title=task.title).revision == 0
    assert not Entry.objects.filter(verb="plans.edit_task").exists()


def test_what_others_changed_meanwhile_is_not_overwritten(version, by):
    task = version.task_set.first()
    edit(task, builders.account("second"), title="别人的标题")
    with pytest.raises(verbs.Stale) as caught:
        edit(task, by, title="我的标题")
    assert caught.value.current.title == "别人的标题"


def test_a_removed_item_is_not_edited(version, by):
    task = version.task_set.first()
    removed = verbs.remove(item=task, revision=0, by=by, at=AT)
    with pytest.raises(WrongState, match="已被删除"):
        edit(removed, by, title="新标题")


def test_only_the_own_secretariat_and_only_in_proofreading(version, by):
    task = version.task_set.first()
    with pytest.raises(NotAllowed):
        edit(task, builders.account("reader", Role.READER), title="新标题")
    Version.objects.filter(pk=version.pk).update(state="discarded")
    with pytest.raises(WrongState):
        edit(task, by, title="新标题")


@pytest.mark.parametrize("changes", [{"key": "x"}, {"version": None}, {"title": ""}, {"title": "长" * 201}])
def test_bad_values_are_refused(version, by, changes):
    with pytest.raises(ValidationError):
        edit(version.task_set.first(), by, **changes)


@pytest.mark.parametrize("place", [(10, 10), (10, 5), (0, 10**6), (-1, 5), (5, None)])
def test_a_place_outside_the_text_is_refused(version, by, place):
    with pytest.raises(ValidationError, match="文字范围"):
        edit(version.task_set.first(), by, start=place[0], end=place[1])


def test_a_part_of_another_version_is_refused(version, by):
    other = builders.draft(by).part_set.first()
    with pytest.raises(ValidationError, match="不属于这个版本"):
        edit(version.task_set.first(), by, part=other)
    with pytest.raises(ValidationError, match="不属于这个版本"):
        add(version, "task", by, title="新任务", part=other, start=0, end=5)


def test_a_remark_goes_back_before_it_is_settled_otherwise(version, by):
    remark = edit(version.remark_set.get(), by, state="kept")
    with pytest.raises(ValidationError):
        edit(remark, by, state="settled")
    assert edit(remark, by, state="open").state == "open"


def test_the_body_follows_the_span(version, by):
    task = version.task_set.first()
    start, end = span("1.办好科学课堂。每年开展科普进校园")
    edit(task, by, start=start, end=end)
    task.refresh_from_db()
    assert task.body == "每年开展科普进校园"


def test_add_from_selected_text_stands_in_its_place(version, by):
    start, end = span("到2030年，全县公民")
    task = add(version, "task", by, title="新任务", start=start, end=end)
    assert [t.title for t in version.task_set.all()] == ["新任务", "办好科学课堂", "送健康知识下乡"]
    assert task.as_read is None
    assert [(c.kind, c.what) for c in changes_of(version)] == [("task", "新增")]


def test_a_target_needs_a_basis_in_the_text(version, by):
    with pytest.raises(ValidationError, match="选取对应的文字"):
        add(version, "target", by, kind="count", quote="建成3个", subject="建成")
    start, end = span("每年12月20日前")
    target = add(version, "target", by, kind="floor", quote=TEXT[start:end], subject="报送", start=start, end=end)
    assert target.task is None


def test_an_amendments_paper_is_a_basis(by):
    version = builders.amended(builders.adopted(by), by)
    assert add(version, "target", by, kind="count", quote="新增3个", subject="新增").start is None


def test_a_unit_is_added_to_a_task(version, by):
    task = version.task_set.first()
    row = add(version, "responsibility", by, task=task, role="support", printed="县文旅委")
    assert list(task.responsibilities.values_list("printed", flat=True))[-1] == row.printed


def test_remove_and_restore_bring_all_back(version, by):
    task = version.task_set.first()
    before = changes_of(version)
    removed = verbs.remove(item=task, revision=0, by=by, at=AT)
    assert [n.task.title for n in structure(version).tasks] == ["送健康知识下乡"]
    assert structure(version).targets == list(version.target_set.filter(task=None))
    assert {n.printed for n in printed_names(version)} == {"县卫健局", "县民政局", "县科协"}
    assert [(c.kind, c.what) for c in changes_of(version)] == [("task", "删除")]
    verbs.restore(item=removed, revision=1, by=by, at=AT)
    assert changes_of(version) == before
    assert len(structure(version).tasks[0].responsibilities) == 3


def test_remove_minds_the_revision(version, by):
    task = version.task_set.first()
    edit(task, by, title="新标题")
    with pytest.raises(verbs.Stale):
        verbs.remove(item=task, revision=0, by=by, at=AT)


def test_a_remark_is_settled_not_removed(version, by):
    remark = version.remark_set.get()
    with pytest.raises(ValidationError, match="提示不能删除"):
        verbs.remove(item=remark, revision=remark.revision, by=by, at=AT)
    assert not version.remark_set.get().removed


def test_tasks_of_a_removed_part_stand_outside(version, by):
    part = version.part_set.first()
    verbs.remove(item=part, revision=0, by=by, at=AT)
    tree = structure(version)
    assert [(node.part and node.part.title, len(node.tasks)) for node in tree.parts] == [
        ("老年人科学素质提升行动", 1), (None, 1),
    ]  # fmt: skip


def test_a_corrected_name_no_longer_means_the_old_unit(version, by):
    row = version.responsibility_set.get(printed="县教育局")
    verbs.match_unit(version=version, printed="县教育局", unit=builders.unit("县教育局"), by=by, at=AT)
    row.refresh_from_db()
    edited = edit(row, by, printed="县教科局")
    assert (edited.unit, edited.collective) == (None, False)
    assert "县教科局" in {n.printed for n in printed_names(version)}


def test_a_corrected_name_means_what_it_means_elsewhere_in_the_version(version, by):
    unit = builders.unit("县科学技术协会")
    verbs.match_unit(version=version, printed="县科协", unit=unit, by=by, at=AT)
    assert edit(version.responsibility_set.get(printed="团县委"), by, printed="县科协").unit == unit
