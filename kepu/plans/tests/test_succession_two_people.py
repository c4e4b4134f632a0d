"""Two people settling at the same moment, in real transactions: exactly one wins, the other is told."""

import pytest

from kepu.people.access import WrongState
from kepu.people.tests.together import at_once
from kepu.plans import verbs
from kepu.plans.models import Continuation, Intention, Plan, UpperAnswer
from kepu.plans.tests import builders, periods
from kepu.plans.tests.builders import AT

pytestmark = [pytest.mark.usefixtures("own_database")]


def people():
    builders.units()
    return builders.account(), builders.account("second")


def refused(results, kind):
    return [r for r in results if isinstance(r, kind)]


def test_one_item_is_settled_once():
    one, other = people()
    plan = periods.linked(one)
    kept, ended = periods.decision(plan, "办好科学课堂"), periods.decision(plan, "办好科学课堂", verdict="ended")
    results = at_once(
        lambda: verbs.settle(plan=plan, decision=kept, by=one, at=AT),
        lambda: verbs.settle(plan=plan, decision=ended, by=other, at=AT),
    )
    assert len(refused(results, verbs.SettledMeanwhile)) == 1
    assert Continuation.objects.count() == 1


def test_two_plans_cannot_continue_the_same():
    one, other = people()
    old = periods.older(one).plan
    new = [builders.draft(one).plan, builders.draft(one).plan]
    results = at_once(*[
        lambda plan=plan, by=by: verbs.continue_from(plan=plan, old=old, by=by, at=AT)
        for plan, by in zip(new, (one, other), strict=True)
    ])  # fmt: skip
    assert len(refused(results, WrongState)) == 1
    assert Plan.objects.filter(continues=old).count() == 1


def test_one_line_of_the_working_sheet_is_saved_once():
    one, other = people()
    version = periods.older(one)
    key = version.task_set.first().key
    results = at_once(*[
        lambda by=by, v=verdict: verbs.intend(plan=version.plan, key=key, verdict=v, revision=0, by=by, at=AT)
        for by, verdict in ((one, "carried"), (other, "ended"))
    ])  # fmt: skip
    assert len(refused(results, verbs.StaleIntention)) == 1
    assert Intention.objects.count() == 1


def test_one_target_of_the_upper_plan_is_answered_once():
    one, other = people()
    plan = periods.following(one)
    results = at_once(*[
        lambda by=by: verbs.answer_upper(plan=plan, answer=verbs.Answer(0, "missing"), seen=None, by=by, at=AT)
        for by in (one, other)
    ])  # fmt: skip
    assert len(refused(results, verbs.AnsweredMeanwhile)) == 1
    assert UpperAnswer.objects.count() == 1
