"""对照上级: what is proposed for each target of the upper plan, what a person settles, and that nobody is overruled."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from kepu.people.access import WrongState
from kepu.plans import jobs, queries, verbs
from kepu.plans.models import Document, Plan, Target, UpperAnswer, Version
from kepu.plans.queries.succession import standing_for
from kepu.plans.queries.upper import around, check_of
from kepu.plans.tests import builders, periods
from kepu.plans.tests.builders import AT
from kepu.plans.verbs import Answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(office):
    return periods.following(office)


def lines(plan):
    return check_of(plan, standing_for(plan)).lines


def answer(plan, by, *fields, seen=None):
    return verbs.answer_upper(plan=plan, answer=Answer(*fields), seen=seen, by=by, at=AT)


def test_a_share_below_the_upper_one_is_lower_a_sum_is_not_compared_what_is_not_there_is_missing(plan):
    rate, trained, clinic = lines(plan)
    assert (rate.verdict, rate.own.value) == ("lower", 16)
    assert (trained.verdict, trained.own.value, trained.remark) == (
        "covered", 5000, "总量不与上级直接比较，请按本级应承担的数核对")  # fmt: skip
    assert (clinic.verdict, clinic.own) == ("missing", None)


def test_reached_it_is_covered_and_another_unit_is_not_compared(plan):
    Target.objects.filter(version__plan=plan, kind="level").update(value=18)
    assert lines(plan)[0].verdict == "covered"
    Target.objects.filter(version__plan=plan, kind="level").update(unit="百分点")
    rate = lines(plan)[0]
    assert (rate.verdict, rate.own) == ("missing", None)
    assert rate.remark == "有相近的“公民具备科学素质的比例达到16%以上”，但计量单位不同"


def test_the_printed_sentence_stands_around_the_words(plan):
    rate, trained, _ = (line.upper for line in lines(plan))
    assert (rate.before, rate.quote, rate.after) == ("到2030年，全市", "公民具备科学素质的比例达到18%以上", "。")
    assert (trained.before, trained.after, trained.task) == (
        "",
        "，每年为老年人开展义诊不少于30场次。",
        "送健康知识下乡",
    )


@pytest.mark.parametrize(("text", "place", "expected"), [
    ("一。二三四。五", (3, 4), ("二", "四。")), ("甲\n乙丙\n丁", (2, 3), ("", "丙")), ("甲乙", (0, 2), ("", "")),
    ("甲乙", (2, 9), ("", "")), ("甲乙", (1, 1), ("", "")),
])  # fmt: skip
def test_a_sentence_ends_where_it_is_printed_to_end(text, place, expected):
    assert around(text, *place) == expected


def test_a_person_settles_and_the_count_of_missing_follows(office, plan):
    check = check_of(plan, standing_for(plan))
    assert (len(check.missing), len(check.lower), len(check.open)) == (1, 1, 3)
    own = check.own[0]
    row = answer(plan, office, 2, "covered", own.key, "并入本级培训")
    assert (row.own_key, row.reason, row.settled_by) == (own.key, "并入本级培训", office)
    check = check_of(plan, standing_for(plan))
    assert (len(check.missing), len(check.open)) == (0, 2)


@pytest.mark.parametrize(("fields", "words"), [
    ((0, "covered"), "请选择本级的哪一条"), ((0, "lower", "nothing"), "请选择本级的哪一条"), ((0, ""), "请选择结论"),
    ((0, "maybe"), "请选择结论"), ((0, "not_ours"), "请写明为什么"), ((0, "not_ours", "", "  "), "请写明为什么"),
    ((3, "missing"), "没有这一条"), ((-1, "missing"), "没有这一条"),
])  # fmt: skip
def test_what_a_verdict_needs(office, plan, fields, words):
    with pytest.raises(ValidationError, match=words):
        answer(plan, office, *fields)
    assert not UpperAnswer.objects.exists()


def test_one_who_comes_later_is_told(office, plan):
    first = answer(plan, office, 0, "missing")
    for seen in (None, first.pk + 1):
        with pytest.raises(verbs.AnsweredMeanwhile) as told:
            answer(plan, builders.account(f"second{seen}"), 0, "not_ours", "", "市本级承担", seen=seen)
        assert told.value.current == first
    second = answer(plan, office, 0, "not_ours", "", "市本级承担", seen=first.pk)
    assert list(UpperAnswer.objects.all()) == [second]


def test_taken_back_it_is_open_again(office, plan):
    answer(plan, office, 0, "missing")
    for _ in range(2):
        verbs.take_back_answer(plan=plan, number=0, by=office, at=AT)
    assert lines(plan)[0].answer is None


def test_many_at_once_pass_over_what_is_answered(office, plan):
    answer(plan, office, 0, "missing")
    wanted = [Answer(0, "not_ours", "", "x"), Answer(2, "missing"), Answer(2, "missing"), Answer(9, "missing")]
    assert verbs.answer_many(plan=plan, answers=wanted, by=office, at=AT) == (1, 3)


def test_an_own_target_that_left_is_flagged(office):
    plan = periods.following(office, draft=True)
    own = Target.objects.get(version__plan=plan, kind="level")
    answer(plan, office, 0, "covered", own.key)
    Target.objects.filter(pk=own.pk).update(removed=True)
    line = lines(plan)[0]
    assert (line.own, line.remark) == (None, "原对应的目标任务已不在方案中，请重新核定")


def test_another_upper_plan_has_answers_of_its_own(office, plan):
    answer(plan, office, 0, "missing")
    second = periods.upper(office, "省方案.txt")
    plan = verbs.follow_upper(plan=plan, document=second, by=office, at=AT)
    assert all(line.answer is None for line in lines(plan))


def test_only_an_upper_plan_of_the_own_office_is_followed(office):
    version = builders.adopted(office)
    with pytest.raises(WrongState, match="本级上传的上级规划"):
        verbs.follow_upper(plan=version.plan, document=version.document, by=office, at=AT)
    foreign = periods.upper(office)
    Document.objects.filter(pk=foreign.pk).update(region=builders.region("990124000000", "邻县"))
    with pytest.raises(WrongState, match="本级上传的上级规划"):
        verbs.follow_upper(plan=version.plan, document=Document.objects.get(pk=foreign.pk), by=office, at=AT)


def test_before_it_is_read_nothing_can_be_settled(office, plan):
    Document.objects.filter(pk=plan.upper_id).update(state=Document.State.READING)
    with pytest.raises(WrongState, match="等读取完成"):
        answer(plan, office, 0, "missing")
    assert check_of(Plan.objects.get(pk=plan.pk), standing_for(plan)) is None


def upload(by, purpose, data="县实施方案\n到2030年，公民具备科学素质的比例达到20%以上。"):
    return verbs.upload(region=builders.region(), name="上级.txt", data=data.encode(), text=data, format="txt",
                        purpose=purpose, by=by, at=timezone.now())  # fmt: skip


def test_the_job_reads_an_upper_plan_and_opens_none(office):
    document = upload(office, Document.Purpose.UPPER)
    jobs.read_document.call(document.pk)
    document.refresh_from_db()
    assert (document.state, Version.objects.exists()) == ("read", False)
    assert [item.title for item in queries.todo(office)] == ["上传实施方案"]
    with pytest.raises(WrongState, match="不建立本级方案"):
        verbs.open_plan(document=document, by=office, at=AT)


def test_while_it_waits_it_is_on_the_list_with_its_own_words(office):
    upload(office, Document.Purpose.UPPER)
    waiting, _ = queries.todo(office)  # the own plan is still to be brought in
    assert waiting.why == "读完后可以对照上级规划。"


def test_one_file_may_be_our_plan_and_an_upper_plan(office):
    first = upload(office, Document.Purpose.OWN)
    second = upload(office, Document.Purpose.UPPER)
    assert first.pk != second.pk
    with pytest.raises(verbs.AlreadyUploaded):
        upload(office, Document.Purpose.UPPER)
    with pytest.raises(verbs.Secret):
        upload(office, Document.Purpose.UPPER, "秘密★1年\n市方案")
