"""Who may do what with messages and questions: the only functions by which a view gets an object."""

from kepu.inbox.access.messages import check_own, get_message_for
from kepu.inbox.access.questions import (
    RULES,
    can_enter,
    can_on_question,
    can_set_help_lines,
    check_can_enter,
    check_can_set_help_lines,
    check_on_question,
    get_question_for,
    get_slip_for,
    readable_questions,
    reads_all,
)

__all__ = [
    "RULES",
    "can_enter",
    "can_on_question",
    "can_set_help_lines",
    "check_can_enter",
    "check_can_set_help_lines",
    "check_on_question",
    "check_own",
    "get_message_for",
    "get_question_for",
    "get_slip_for",
    "readable_questions",
    "reads_all",
]
