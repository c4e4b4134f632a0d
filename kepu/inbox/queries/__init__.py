"""Reads of `inbox`; the desk asks `search` and `todo`."""

from kepu.inbox.queries import deliveries, messages, questions
from kepu.inbox.queries.deliveries import channels_of, group_channels, in_state, is_late, last_test, own_deliveries
from kepu.inbox.queries.help_lines import help_line_for, help_lines
from kepu.inbox.queries.messages import messages_of, unread_count
from kepu.inbox.queries.people import accounts_of_office, liaisons_of
from kepu.inbox.queries.questions import digits_of, found_by_code, released_questions
from kepu.people.models import Account
from kepu.ui.shapes import Found, Todo

__all__ = [
    "accounts_of_office",
    "channels_of",
    "digits_of",
    "found_by_code",
    "group_channels",
    "help_line_for",
    "help_lines",
    "in_state",
    "is_late",
    "last_test",
    "liaisons_of",
    "messages_of",
    "own_deliveries",
    "released_questions",
    "search",
    "todo",
    "unread_count",
]


def search(user: Account, text: str) -> list[Found]:
    """Return the person's own messages and the questions he may see that hold the text."""
    return [*messages.search(user, text), *questions.search(user, text)]


def todo(user: Account) -> list[Todo]:
    """Return the questions that wait for the person, and what could not be sent."""
    return [*questions.todo(user), *deliveries.todo(user)]
