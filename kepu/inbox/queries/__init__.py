"""Reads of `inbox`; the desk asks `search` and `todo`."""

from kepu.inbox.queries import messages, questions
from kepu.inbox.queries.help_lines import help_line_for, help_lines
from kepu.inbox.queries.messages import messages_of, unread_count
from kepu.inbox.queries.people import accounts_of_office, liaisons_of
from kepu.inbox.queries.questions import digits_of, found_by_code, released_questions, todo
from kepu.people.models import Account
from kepu.ui.shapes import Found

__all__ = [
    "accounts_of_office",
    "digits_of",
    "found_by_code",
    "help_line_for",
    "help_lines",
    "liaisons_of",
    "messages_of",
    "released_questions",
    "search",
    "todo",
    "unread_count",
]


def search(user: Account, text: str) -> list[Found]:
    """Return the person's own messages and the questions he may see that hold the text."""
    return [*messages.search(user, text), *questions.search(user, text)]
