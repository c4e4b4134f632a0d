"""Who asked is forgotten: 90 days after the answer, a year after the question at most, at once when he wishes so."""

from datetime import timedelta

import pytest

from kepu.audit.models import Entry
from kepu.inbox.contacts import opened
from kepu.inbox.models import Question
from kepu.inbox.tests.box import AT, Box
from kepu.inbox.verbs import erase_contact, expire_contacts, reopen_question
from kepu.people.access import NotAllowed


def kept(question: Question) -> bool:
    question.refresh_from_db()
    return bool(question.contact)


@pytest.mark.parametrize("close", ["answered", "declined"])
def test_90_days_after_the_answer_and_not_before(box: Box, close: str) -> None:
    question = getattr(box, close)(box.with_contact(), at=AT)
    assert expire_contacts(at=AT + timedelta(days=90, seconds=-1)) == 0
    assert kept(question)
    at = AT + timedelta(days=90)
    assert expire_contacts(at=at) == 1
    assert not kept(question)
    assert question.contact_erased_at == at
    assert expire_contacts(at=at) == 0
    assert Entry.objects.filter(verb="inbox.expire_contact", by=None).count() == 1


def test_who_waits_for_an_answer_is_kept_but_not_for_ever(box: Box) -> None:
    question = box.with_contact()
    assert expire_contacts(at=AT + timedelta(days=364)) == 0
    assert expire_contacts(at=AT + timedelta(days=365)) == 1
    assert not kept(question)


def test_the_days_count_from_the_last_answer(box: Box) -> None:
    question = box.answered(box.with_contact(), at=AT)
    question = reopen_question(question=question, revision=1, by=box.office, at=AT + timedelta(days=89))
    assert expire_contacts(at=AT + timedelta(days=120)) == 0
    assert kept(question)


def test_whoever_has_the_code_erases_at_once_and_the_office_does_it_for_him(box: Box) -> None:
    for by in (None, box.office):
        question = box.with_contact()
        erase_contact(question=question, by=by, at=AT)
        erase_contact(question=question, by=by, at=AT + timedelta(days=1))
        assert not kept(question)
        assert question.contact_erased_at == AT
        assert question.text
    assert Entry.objects.filter(verb="inbox.erase_contact").count() == 2


def test_nobody_else_erases(box: Box) -> None:
    question = box.with_contact()
    for by in (box.liaison, box.abroad):
        with pytest.raises(NotAllowed):
            erase_contact(question=question, by=by, at=AT)
    assert kept(question)


def test_an_answer_being_written_is_not_disturbed(box: Box) -> None:
    question = box.with_contact()
    erase_contact(question=question, by=None, at=AT)
    assert box.answered(question).state == "answered"


def test_after_the_key_was_lost_the_contact_says_so(box: Box, settings: object) -> None:
    question = box.with_contact()
    settings.SECRET_KEY = "y" * 40  # type: ignore[attr-defined]
    assert not opened(question.contact)
    assert not opened(question.contact).readable
