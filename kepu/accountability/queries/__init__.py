"""Reads of reporting: who must answer a cycle, what it costs them, how it stands."""

from kepu.accountability.queries.own_reports import reports_todo, search_reports
from kepu.people.models import Account
from kepu.ui.shapes import Found, Todo

__all__ = ["search", "todo"]


def todo(user: Account) -> list[Todo]:
    """Return what reporting asks of a person."""
    return reports_todo(user)


def search(user: Account, text: str) -> list[Found]:
    """Return reports that the person reads and that hold the text."""
    return search_reports(user, text)
