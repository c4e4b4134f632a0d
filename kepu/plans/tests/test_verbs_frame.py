"""The head of a plan, and its status."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from kepu.audit.models import Entry
from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Role
from kepu.plans import verbs
from kepu.plans.models import Plan
from kepu.plans.queries.changes import changes_of
from kepu.plans.tests import builders
from kepu.plans.tests.builders import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return builders.account()


@pytest.fixture
def version(by):
    return builders.draft(by)


def edit(version, by, changes, seen=None):
    return verbs.edit_frame(version=version, changes=changes, seen=seen or {}, by=by, at=AT)


def test_edit_saves_and_shows_as_a_change(version, by):
    edited = edit(version, by, {"issuer": "云汀县人民政府", "issued_on": date(2026, 3, 6), "upper_plan": "省实施方案"})
    edited.refresh_from_db()
    assert (edited.issuer, edited.issued_on, edited.revision) == ("云汀县人民政府", date(2026, 3, 6), 1)
    assert [(c.kind, c.label) for c in changes_of(edited)] == [("frame", "发文机关"), ("frame", "成文日期")]


def test_only_the_fields_both_touched_collide(version, by):
    seen = {"issuer": version.issuer}
    edit(version, builders.account("second"), {"title": "新标题"}, {"title": version.title})
    assert edit(version, by, {"issuer": "县政府"}, seen).title == "新标题"
    with pytest.raises(verbs.StaleFrame) as caught:
        edit(version, by, {"title": "我的标题"}, {"title": version.title})
    assert caught.value.current.title == "新标题"


@pytest.mark.parametrize(
    "changes",
    [{"state": "adopted"}, {"title": ""}, {"period_from": 2031}, {"publicity": "half"}, {"issuer": "长" * 101}],
)
def test_bad_values_are_refused(version, by, changes):
    with pytest.raises(ValidationError):
        edit(version, by, changes)


def test_the_head_of_an_amendment_can_be_edited(by):
    version = builders.amended(builders.adopted(by), by)
    edit(version, by, {"document_number": "云政办发〔2027〕2号"})
    version.refresh_from_db()
    assert [c.label for c in changes_of(version)] == ["发文字号"]


def test_not_by_others_and_not_once_adopted(version, by):
    with pytest.raises(NotAllowed):
        edit(version, builders.account("reader", Role.READER), {"title": "新"})
    builders.ready(version, by)
    adopted = verbs.adopt(version=version, seen=version.revision, by=by, at=AT)
    with pytest.raises(WrongState):
        edit(adopted, by, {"title": "新"})


def test_a_plan_moves_along_its_life(version, by):
    Plan.objects.filter(pk=version.plan_id).update(status="drafting")
    plan = Plan.objects.get(pk=version.plan_id)
    for to in ("for_comment", "for_approval", "issued", "ended"):
        plan = verbs.move(plan=plan, to=to, by=by, at=AT)
        assert plan.status == to
    with pytest.raises(WrongState):
        verbs.move(plan=plan, to="drafting", by=by, at=AT)


def test_a_plan_ended_by_a_slip_is_brought_back(version, by):
    adopted = verbs.move(plan=version.plan, to="ended", by=by, at=AT)
    assert verbs.move(plan=adopted, to="issued", by=by, at=AT).status == "issued"
    assert Entry.objects.filter(verb="plans.move").count() == 2


def test_an_issued_plan_does_not_go_back(version, by):
    with pytest.raises(WrongState, match="已印发"):
        verbs.move(plan=version.plan, to="drafting", by=by, at=AT)
    with pytest.raises(NotAllowed):
        verbs.move(plan=version.plan, to="ended", by=builders.account("reader", Role.READER), at=AT)
