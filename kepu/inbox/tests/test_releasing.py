"""What of the question box is public: other words, a statement, a name under it; and it can be taken back at once."""

import pytest

from kepu.audit.models import Entry
from kepu.inbox.models import Question
from kepu.inbox.queries import released_questions
from kepu.inbox.tests.box import AT, Box
from kepu.inbox.verbs import ReleaseValues, release_question, take_back_question
from kepu.people.access import WrongState
from kepu.people.verbs import BadInput

WORDS = {"text": "水垢会不会致病？", "answer": "不会。", "statement": True}


def release(box: Box, question: Question | None = None, **changed: object) -> Question:
    question = question or box.answered()
    values = ReleaseValues(**{**WORDS, **changed})
    return release_question(question=question, values=values, revision=question.revision, by=box.office, at=AT)


def test_released_words_are_public_in_the_name_of_a_person(box: Box) -> None:
    question = release(box)
    (public,) = released_questions(box.home)
    assert (public.pk, public.public_text, public.public_answer) == (question.pk, "水垢会不会致病？", "不会。")
    assert (question.released_by, question.released_at) == (box.office, AT)
    assert Entry.objects.get(verb="inbox.release_question").changed == ["public_answer", "public_text", "released_by"]
    assert list(released_questions(box.other)) == []


@pytest.mark.parametrize("state", ["open", "declined"])
def test_only_what_was_answered_can_be_public(box: Box, state: str) -> None:
    with pytest.raises(WrongState):
        release(box, box.in_state(state))


@pytest.mark.parametrize(
    ("changed", "refused", "why"),
    [
        ({"statement": False}, BadInput, "保密审查意见"),
        ({"text": " "}, BadInput, "公开的问题"),
        ({"answer": ""}, BadInput, "公开的答复"),
        ({"answer": "字" * 2001}, BadInput, "最多2000字"),
        ({"answer": "秘密★1年"}, WrongState, "“秘密★1年”字样"),
        ({"text": "证件11010119900307123X怎么办"}, BadInput, "身份证号"),
        ({"text": "证件11010119900307123X怎么办", "kept": True}, BadInput, "身份证号"),
        ({"answer": "请打13912345678"}, BadInput, "“13912345678”像是个人信息"),
    ],
)
def test_what_must_not_be_public_is_refused(box: Box, changed: dict, refused: type, why: str) -> None:
    with pytest.raises(refused, match=why):
        release(box, **changed)
    assert not released_questions(box.home).exists()


def test_the_telephone_of_an_office_may_be_public_once_it_was_seen(box: Box) -> None:
    assert release(box, answer="请打0990-1234567问。", kept=True).released_at


def test_what_is_taken_back_is_gone_and_its_words_wait_for_another_time(box: Box) -> None:
    question = take_back_question(question=release(box), revision=2, by=box.office, at=AT)
    assert not released_questions(box.home).exists()
    assert (question.released_by, question.public_text) == (None, "水垢会不会致病？")
    with pytest.raises(WrongState, match="没有公开"):
        take_back_question(question=question, revision=3, by=box.office, at=AT)


def test_what_is_public_is_not_released_again(box: Box) -> None:
    with pytest.raises(WrongState, match="请先撤下"):
        release(box, release(box))
