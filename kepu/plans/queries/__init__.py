"""Reads of `plans` that cross tables."""

from kepu.people.models import Account
from kepu.plans.queries import plans
from kepu.plans.queries.letters.waiting import letters_todo, search_letters
from kepu.plans.queries.own import mine
from kepu.plans.queries.plans import released
from kepu.ui.shapes import Found, Todo

__all__ = ["mine", "released", "search", "todo"]


def todo(user: Account) -> list[Todo]:
    """Return what plans, and letters, ask of a person."""
    return [*plans.todo(user), *letters_todo(user)]


def search(user: Account, text: str) -> list[Found]:
    """Return plans, tasks, targets and letters that the person reads and that hold the text."""
    return [*plans.search(user, text), *search_letters(user, text)]
