"""All writes of `inbox`."""

from kepu.inbox.verbs.help_lines import LineValues, StaleLines, import_help_lines, set_help_lines
from kepu.inbox.verbs.messages import BadMessage, mark_all_read, mark_read, send
from kepu.inbox.verbs.questions import (
    CODE_DIGITS,
    WORKDAYS_TO_ANSWER,
    QuestionValues,
    ReleaseValues,
    Stale,
    answer_question,
    ask,
    assign_question,
    decline_question,
    draft_answer,
    enter_question,
    erase_contact,
    expire_contacts,
    release_question,
    reopen_question,
    take_back_question,
)

__all__ = [
    "CODE_DIGITS",
    "WORKDAYS_TO_ANSWER",
    "BadMessage",
    "LineValues",
    "QuestionValues",
    "ReleaseValues",
    "Stale",
    "StaleLines",
    "answer_question",
    "ask",
    "assign_question",
    "decline_question",
    "draft_answer",
    "enter_question",
    "erase_contact",
    "expire_contacts",
    "import_help_lines",
    "mark_all_read",
    "mark_read",
    "release_question",
    "reopen_question",
    "send",
    "set_help_lines",
    "take_back_question",
]
