"""From plan to plan: which may follow which, what is settled once stays until it is taken back, lines through periods."""

import pytest
from django.core.exceptions import ValidationError

from kepu.audit.models import Entry
from kepu.people.access import WrongState
from kepu.plans import verbs
from kepu.plans.models import Continuation, Target, Task, Version
from kepu.plans.queries.succession import candidates, line_of, open_count, settlement, standing_for
from kepu.plans.tests import builders, periods
from kepu.plans.tests.builders import AT
from kepu.plans.verbs import Decision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("units")]


@pytest.fixture
def plan(office):
    return periods.linked(office)


def settle(plan, decision, by, known=()):
    return verbs.settle(plan=plan, decision=decision, known=known, by=by, at=AT)


def test_a_plan_continues_an_earlier_one_of_its_own_region(office):
    old, new = periods.older(office), builders.draft(office)
    assert [v.pk for v in candidates(new.plan, new)] == [old.pk]
    linked = verbs.continue_from(plan=new.plan, old=old.plan, by=office, at=AT)
    assert linked.continues == old.plan
    assert Entry.objects.filter(verb="plans.continue").count() == 1
    verbs.continue_from(plan=new.plan, old=old.plan, by=office, at=AT)
    assert Entry.objects.filter(verb="plans.continue").count() == 1


def test_not_a_later_one_nor_itself_nor_one_in_another_county(office):
    old, new = periods.older(office), builders.draft(office)
    with pytest.raises(WrongState, match="更早一期"):
        verbs.continue_from(plan=old.plan, old=builders.adopted(office).plan, by=office, at=AT)
    with pytest.raises(WrongState, match="互为前后"):
        verbs.continue_from(plan=new.plan, old=new.plan, by=office, at=AT)
    other = builders.region("990124000000", "邻县")
    theirs = builders.adopted(builders.account("abroad", at=other), at=other)
    with pytest.raises(WrongState, match="本级自己"):
        verbs.continue_from(plan=new.plan, old=theirs.plan, by=office, at=AT)
    assert [v.pk for v in candidates(new.plan, new)] == [old.pk]


def test_no_circle_even_where_periods_were_corrected_later(office, plan):
    third = builders.adopted(office)
    Version.objects.filter(pk=third.pk).update(period_from=2031, period_to=2035)
    verbs.continue_from(plan=third.plan, old=plan, by=office, at=AT)
    old = plan.continues
    Version.objects.filter(plan=old).update(period_from=2036, period_to=2040)
    with pytest.raises(WrongState, match="互为前后"):
        verbs.continue_from(plan=old, old=third.plan, by=office, at=AT)


def test_one_successor_a_plan_unless_it_was_given_up(office):
    old = periods.older(office)
    first = builders.draft(office)
    verbs.continue_from(plan=first.plan, old=old.plan, by=office, at=AT)
    second = builders.draft(office)
    assert candidates(second.plan, second) == []
    with pytest.raises(WrongState, match="已由《"):
        verbs.continue_from(plan=second.plan, old=old.plan, by=office, at=AT)
    verbs.discard(version=first, by=office, at=AT)
    assert [v.pk for v in candidates(second.plan, second)] == [old.pk]
    verbs.continue_from(plan=second.plan, old=old.plan, by=office, at=AT)
    first.plan.refresh_from_db()
    assert first.plan.continues is None


def test_years_must_be_known(office):
    old, new = periods.older(office), builders.draft(office)
    Version.objects.filter(pk=new.pk).update(period_from=None, period_to=None)
    new.refresh_from_db()
    assert candidates(new.plan, new) == []
    with pytest.raises(WrongState, match="起止年份"):
        verbs.continue_from(plan=new.plan, old=old.plan, by=office, at=AT)


def test_what_is_proposed(plan):
    made = settlement(plan)
    assert [(r.kind, r.verdict, r.sure) for r in made.open] == [("task", "carried", True)] * 2 + [
        ("target", "carried", True)
    ] * 4
    assert made.settled == []
    assert open_count(plan) == 12  # two tasks and four targets on each side


def test_a_changed_value_and_other_leads_are_changes(office, plan):
    Target.objects.filter(version__plan=plan, subject="培训老年人").update(value=6000)
    for role, printed in (("support", "县教育局"), ("lead", "县科协")):
        version = standing_for(plan)
        version.responsibility_set.filter(printed=printed).update(role=role)
    rows = {r.old.words: r for r in settlement(plan).open}
    assert (rows["累计培训老年人5000人次"].verdict, rows["累计培训老年人5000人次"].note) == (
        "changed",
        "目标值提高1000人次",
    )
    lesson = rows["办好科学课堂"]
    assert (lesson.verdict, lesson.note) == ("changed", "增加县科协牵头，不再由县教育局牵头")


def test_what_left_and_what_came(office):
    plan = periods.linked(office, more=1)
    Task.objects.filter(version__plan=plan, title="第1件实事").update(
        title="智慧城市驾驶舱", body="无人机巡检河道，人工智能识别"
    )
    Target.objects.filter(version__plan=plan, task__title="智慧城市驾驶舱").update(
        subject="无人机", quote="无人机30架", unit="架", value=30
    )
    rows = [(r.kind, r.verdict, r.sure) for r in settlement(plan).open if r.old is None or r.new is None]
    assert rows == [
        ("task", "ended", False),
        ("task", "new", False),
        ("target", "ended", False),
        ("target", "new", False),
    ]


def test_settling_one_takes_it_from_the_open_and_keeps_who_and_why(office, plan):
    row = settle(plan, periods.decision(plan, "办好科学课堂", reason="继续办好"), office)
    assert (row.verdict, row.reason, row.settled_by, row.settled_at) == ("carried", "继续办好", office, AT)
    made = settlement(plan)
    assert [(s.old.words, s.new.words, s.note) for s in made.settled] == [("办好科学课堂", "办好科学课堂", "继续办好")]
    assert "办好科学课堂" not in {r.old.words for r in made.open}
    assert open_count(plan) == 10


def test_one_who_comes_later_is_told(office, plan):
    other = builders.account("second")
    first = settle(plan, periods.decision(plan, "办好科学课堂"), office)
    with pytest.raises(verbs.SettledMeanwhile) as told:
        settle(plan, periods.decision(plan, "办好科学课堂", verdict="ended"), other)
    assert told.value.current == [first]
    assert Continuation.objects.count() == 1


def test_a_split_and_a_merger_are_settled_knowingly(office, plan):
    first = settle(plan, periods.decision(plan, "办好科学课堂"), office)
    old, new = (
        Task.objects.get(version__plan=p, title=t)
        for p, t in ((plan.continues, "办好科学课堂"), (plan, "送健康知识下乡"))
    )
    split = Decision("task", old.key, new.key, "changed")
    with pytest.raises(verbs.SettledMeanwhile):
        settle(plan, split, office)
    settle(plan, split, office, known=[first.pk])
    assert plan.continuations.filter(old_key=old.key).count() == 2
    with pytest.raises(ValidationError, match="请先撤回"):
        settle(plan, periods.decision(plan, "办好科学课堂", verdict="ended"), office,
               known=plan.continuations.values_list("pk", flat=True))  # fmt: skip


@pytest.mark.parametrize(("old", "new", "verdict"), [
    ("", "", "carried"), ("x", "", "carried"), ("", "x", "ended"), ("x", "x", "ended"), ("x", "x", "new"),
    ("x", "x", "nonsense"), ("x", "x", ""),
])  # fmt: skip
def test_verdict_and_sides_go_together(office, plan, old, new, verdict):
    keys = [Task.objects.filter(version__plan=p)[0].key for p in (plan.continues, plan)]
    decision = Decision("task", keys[0] if old else "", keys[1] if new else "", verdict)
    with pytest.raises(ValidationError):
        settle(plan, decision, office)


def test_an_item_of_another_plan_is_refused(office, plan):
    stranger = builders.adopted(office).task_set.first()
    own = Task.objects.filter(version__plan=plan)[0]
    for decision in (Decision("task", stranger.key, own.key, "carried"), Decision("target", own.key, own.key, "carried"),
                     Decision("phase", own.key, own.key, "carried")):  # fmt: skip
        with pytest.raises(ValidationError):
            settle(plan, decision, office)


def test_many_at_once_pass_over_what_was_settled_meanwhile(office, plan):
    lesson = periods.decision(plan, "办好科学课堂")
    settle(plan, lesson, office)
    wanted = [lesson, periods.decision(plan, "送健康知识下乡"), periods.decision(plan, "送健康知识下乡"),
              Decision("task", "nothing", "nothing", "carried")]  # fmt: skip
    made, passed = verbs.settle_many(plan=plan, decisions=wanted, by=office, at=AT)
    assert (len(made), passed) == (1, 3)
    assert Entry.objects.filter(verb="plans.settle_many").count() == 1


def test_taken_back_it_is_open_again(office, plan):
    row = settle(plan, periods.decision(plan, "办好科学课堂"), office)
    verbs.unsettle(continuation=row, by=office, at=AT)
    verbs.unsettle(continuation=row, by=office, at=AT)
    assert open_count(plan) == 12
    assert Entry.objects.filter(verb="plans.unsettle").count() == 1


def test_the_link_taken_back_takes_what_was_settled_with_it(office, plan):
    settle(plan, periods.decision(plan, "办好科学课堂"), office)
    with pytest.raises(WrongState, match="已有核定过"):
        verbs.continue_from(plan=plan, old=periods.older(office, years=(2016, 2020)).plan, by=office, at=AT)
    assert verbs.stop_continuing(plan=plan, by=office, at=AT) == 1
    plan.refresh_from_db()
    assert (plan.continues, Continuation.objects.count()) == (None, 0)
    with pytest.raises(WrongState):
        verbs.stop_continuing(plan=plan, by=office, at=AT)


def test_an_item_that_left_in_an_amendment_stays_named_as_gone(office, plan):
    settle(plan, periods.decision(plan, "办好科学课堂"), office)
    version = builders.amended(standing_for(plan), office)
    verbs.remove(item=version.task_set.get(title="办好科学课堂"), revision=0, by=office, at=AT)
    version.refresh_from_db()
    verbs.adopt(version=version, seen=version.revision, by=office, at=AT)
    (row,) = settlement(plan).settled
    assert (row.new.gone, row.new.words) == (True, "（已不在方案中）")


def test_a_line_runs_through_all_plans_oldest_first(office, plan):
    third = builders.adopted(office)
    Version.objects.filter(pk=third.pk).update(period_from=2031, period_to=2035)
    later = verbs.continue_from(plan=third.plan, old=plan, by=office, at=AT)
    quote = "累计培训老年人5000人次"
    for at in (plan, later):
        settle(at, periods.decision(at, quote=quote), office)
    keys = [Target.objects.get(version__plan=p, quote=quote).key for p in (plan.continues, plan, later)]
    assert len(set(keys)) == 3
    for key in keys:
        assert [(p.pk, item.key) for p, _, item in line_of(key)] == [
            (p.pk, k) for p, k in zip((plan.continues, plan, later), keys, strict=True)
        ]
    assert [v.period_from for _, v, _ in line_of(keys[0])] == [2021, 2026, 2031]
    assert line_of("no such key") == []


def test_a_line_of_an_item_that_continues_nothing_is_itself(office):
    version = builders.adopted(office)
    task = version.task_set.first()
    assert line_of(task.key) == [(version.plan, version, task)]


def test_what_is_meant_for_the_next_period_is_kept_as_typed(office):
    version = periods.older(office)
    task, target = version.task_set.first(), version.target_set.first()
    row = verbs.intend(plan=version.plan, key=task.key, verdict="carried", revision=0, by=office, at=AT)
    row = verbs.intend(
        plan=version.plan, key=task.key, verdict="changed", reason=" 面更广 ", revision=1, by=office, at=AT
    )
    assert (row.kind, row.verdict, row.reason, row.revision) == ("task", "changed", "面更广", 2)
    again = verbs.intend(
        plan=version.plan, key=task.key, verdict="changed", reason="面更广", revision=2, by=office, at=AT
    )
    assert again.revision == 2
    value = verbs.intend(
        plan=version.plan, key=target.key, verdict="changed", value="20%以上", revision=0, by=office, at=AT
    )
    assert (value.kind, value.value) == ("target", "20%以上")
    with pytest.raises(verbs.StaleIntention) as told:
        verbs.intend(plan=version.plan, key=task.key, verdict="ended", revision=1, by=office, at=AT)
    assert told.value.current.verdict == "changed"
    for key, verdict in (("unknown", "carried"), (task.key, "new"), (task.key, "")):
        with pytest.raises(ValidationError):
            verbs.intend(plan=version.plan, key=key, verdict=verdict, revision=2, by=office, at=AT)


def test_what_was_meant_stands_beside_what_is_proposed(office):
    old = periods.older(office)
    task = old.task_set.get(title="办好科学课堂")
    verbs.intend(plan=old.plan, key=task.key, verdict="ended", reason="转为日常工作", revision=0, by=office, at=AT)
    plan = verbs.continue_from(plan=builders.draft(office).plan, old=old.plan, by=office, at=AT)
    row = next(r for r in settlement(plan).open if r.old.words == "办好科学课堂")
    assert (row.intention.verdict, row.intention.reason) == ("ended", "转为日常工作")
