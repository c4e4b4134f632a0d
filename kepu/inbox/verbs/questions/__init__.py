"""The question box: asked, given out, drafted, answered or declined, reopened, made public; who asked is forgotten."""

from kepu.inbox.verbs.questions.answering import (
    answer_question,
    assign_question,
    decline_question,
    draft_answer,
    reopen_question,
)
from kepu.inbox.verbs.questions.asking import CODE_DIGITS, WORKDAYS_TO_ANSWER, QuestionValues, ask, enter_question
from kepu.inbox.verbs.questions.forgetting import erase_contact, erase_contact_again, expire_contacts
from kepu.inbox.verbs.questions.releasing import ReleaseValues, release_question, take_back_again, take_back_question
from kepu.inbox.verbs.questions.standing import Stale

__all__ = [
    "CODE_DIGITS",
    "WORKDAYS_TO_ANSWER",
    "QuestionValues",
    "ReleaseValues",
    "Stale",
    "answer_question",
    "ask",
    "assign_question",
    "decline_question",
    "draft_answer",
    "enter_question",
    "erase_contact",
    "erase_contact_again",
    "expire_contacts",
    "release_question",
    "reopen_question",
    "take_back_again",
    "take_back_question",
]
