"""Who may do what with messages and questions: the only functions by which a view gets an object."""

from kepu.inbox.access import channels, questions
from kepu.inbox.access.channels import (
    can_on_delivery,
    can_set_channels,
    get_channel_for,
    get_delivery_for,
    listed_deliveries,
    office_of,
)
from kepu.inbox.access.messages import check_own, get_message_for
from kepu.inbox.access.questions import (
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

RULES = (*questions.RULES, *channels.RULES)

__all__ = [
    "RULES",
    "can_enter",
    "can_on_delivery",
    "can_on_question",
    "can_set_channels",
    "can_set_help_lines",
    "check_can_enter",
    "check_can_set_help_lines",
    "check_on_question",
    "check_own",
    "get_channel_for",
    "get_delivery_for",
    "get_message_for",
    "get_question_for",
    "get_slip_for",
    "listed_deliveries",
    "office_of",
    "readable_questions",
    "reads_all",
]
