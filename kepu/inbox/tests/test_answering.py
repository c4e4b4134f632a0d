"""From the office's desk back to the resident: given out, drafted, answered, declined, taken up again; stale and at once."""

from datetime import date, timedelta

import pytest

from kepu.audit.models import Entry
from kepu.inbox.models import Message, Question
from kepu.inbox.tests.box import ANSWER, AT, Box
from kepu.inbox.verbs import (
    Stale,
    answer_question,
    assign_question,
    decline_question,
    draft_answer,
    reopen_question,
)
from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Role, Unit, UnitSuccession
from kepu.people.tests.together import at_once
from kepu.people.verbs import BadInput

DRAFT = "建议答复：不会得结石，可以放心喝。"


def given_out(box: Box, unit: Unit | None = None) -> Question:
    question = box.asked()
    return assign_question(question=question, unit=unit or box.unit, revision=0, by=box.office, at=AT)


def test_a_unit_drafts_and_the_office_answers(box: Box) -> None:
    question = given_out(box)
    told = Message.objects.get(account=box.liaison)
    assert "请代拟来信答复（10月12日前" in told.title
    assert told.url == f"/desk/questions/{question.pk}/"
    question = draft_answer(question=question, text=DRAFT, revision=1, by=box.liaison, at=AT)
    assert (question.state, question.answer, question.drafted_by) == ("open", DRAFT, box.liaison)
    assert "县教育体育局已代拟" in Message.objects.get(account=box.office).title
    question = answer_question(question=question, text=ANSWER, revision=2, by=box.office, at=AT)
    question.refresh_from_db()
    assert (question.state, question.answer, question.answered_by, question.answered_at) == (
        "answered", ANSWER, box.office, AT,
    )  # fmt: skip
    verbs = Entry.objects.filter(object=f"inbox.question:{question.pk}").values_list("verb", flat=True)
    assert sorted(verbs) == ["inbox.answer_question", "inbox.ask", "inbox.assign_question", "inbox.draft_answer"]


def test_no_word_of_letters_or_answers_is_in_the_audit(box: Box) -> None:
    draft_answer(question=given_out(box), text=DRAFT, revision=1, by=box.liaison, at=AT)
    for entry in Entry.objects.all():
        assert "结石" not in f"{entry.verb}{entry.object}{entry.changed}"


def test_only_the_unit_that_was_asked_drafts(box: Box) -> None:
    other = box.county.account(Role.LIAISON, unit=box.county.health)
    for by in (other, box.office, box.abroad):
        with pytest.raises(NotAllowed):
            draft_answer(question=given_out(box), text=DRAFT, revision=1, by=by, at=AT)
    with pytest.raises(NotAllowed):
        draft_answer(question=box.asked(), text=DRAFT, revision=0, by=box.liaison, at=AT)


def test_who_goes_on_for_a_reformed_unit_drafts_in_its_place(box: Box) -> None:
    question = given_out(box)
    heir = box.county.unit("县教育和科技局")
    UnitSuccession.objects.create(
        old=box.unit, new=heir, change="merged", on=date(2026, 9, 30), paper="清编〔2026〕3号"
    )
    Unit.objects.filter(pk=box.unit.pk).update(until=date(2026, 9, 30))
    by = box.county.account(Role.LIAISON, unit=heir)
    assert draft_answer(question=question, text=DRAFT, revision=1, by=by, at=AT).drafted_by == by


def test_a_question_is_given_to_standing_units_of_the_region_alone(box: Box) -> None:
    foreign = box.county.unit("邻县教育局", region=box.other)
    ended = box.county.unit("县某局")
    Unit.objects.filter(pk=ended.pk).update(until=date(2026, 1, 1))
    ended.refresh_from_db()
    for unit in (foreign, ended):
        with pytest.raises(BadInput, match="清禾县现有的单位"):
            given_out(box, unit)


def test_the_office_takes_a_question_back(box: Box) -> None:
    question = assign_question(question=given_out(box), unit=None, revision=1, by=box.office, at=AT)
    assert (question.unit, question.assigned_at) == (None, None)


def test_declining_needs_a_reason_which_the_resident_reads(box: Box) -> None:
    with pytest.raises(BadInput, match="请填写不予受理的理由"):
        decline_question(question=box.asked(), reason=" ", revision=0, by=box.office, at=AT)
    question = box.declined()
    assert (question.state, question.answer, question.answered_by) == ("declined", "不属于科普工作。", box.office)


@pytest.mark.parametrize(
    ("text", "why"), [("", "请填写答复"), ("  \n", "请填写答复"), ("字" * 2001, "最多2000字，现在有2001字")]
)
def test_an_answer_is_words_and_not_too_many(box: Box, text: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        answer_question(question=box.asked(), text=text, revision=0, by=box.office, at=AT)


def test_taken_up_again_it_has_five_working_days_and_keeps_its_answer_as_a_draft(box: Box) -> None:
    question = reopen_question(question=box.answered(), revision=1, by=box.office, at=AT + timedelta(days=20))
    assert (question.state, question.answer, question.answered_at) == ("open", ANSWER, None)
    assert str(question.due) == "2026-10-26"  # asked again on Monday the 19th
    declined = reopen_question(question=box.declined(), revision=1, by=box.office, at=AT)
    assert declined.answer == ""


def test_while_the_public_sees_it_it_is_not_taken_up_again(box: Box) -> None:
    with pytest.raises(WrongState, match="请先撤下"):
        reopen_question(question=box.released(), revision=2, by=box.office, at=AT)


def test_whoever_saw_an_older_state_changes_nothing_and_is_shown_the_newer(box: Box) -> None:
    question = given_out(box)
    with pytest.raises(Stale) as stale:
        answer_question(question=question, text=ANSWER, revision=0, by=box.office, at=AT)
    assert stale.value.current.unit == box.unit
    question.refresh_from_db()
    assert (question.state, question.answer) == ("open", "")


def test_a_stranger_learns_nothing_by_being_late(box: Box) -> None:
    with pytest.raises(NotAllowed):
        answer_question(question=given_out(box), text=ANSWER, revision=0, by=box.abroad, at=AT)


def test_of_two_who_answer_at_once_one_does_and_the_other_is_shown_it(own_database: None) -> None:
    box = Box()
    question, second = box.asked(), box.county.secretary()
    texts = {box.office: "甲的答复", second: "乙的答复"}
    results = at_once(
        *(
            lambda by=by, text=text: answer_question(question=question, text=text, revision=0, by=by, at=AT)
            for by, text in texts.items()
        )
    )
    won = [r for r in results if isinstance(r, Question)]
    lost = [r for r in results if isinstance(r, Stale)]
    assert (len(won), len(lost)) == (1, 1)
    question.refresh_from_db()
    assert question.answer == won[0].answer == lost[0].current.answer
    assert Entry.objects.filter(verb="inbox.answer_question").count() == 1
