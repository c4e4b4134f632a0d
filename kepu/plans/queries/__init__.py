"""Reads of `plans` that cross tables."""

from kepu.people.models import Account
from kepu.plans.queries import plans
from kepu.plans.queries.annual.found import search_items
from kepu.plans.queries.breakdown.waiting import breakdown_todo
from kepu.plans.queries.deeds import deeds_todo
from kepu.plans.queries.letters.waiting import letters_todo, search_letters
from kepu.plans.queries.next_steps import next_steps
from kepu.plans.queries.own import mine
from kepu.plans.queries.plans import released
from kepu.plans.queries.succession import succession_todo
from kepu.ui.shapes import Found, Todo

__all__ = ["mine", "released", "search", "todo"]


def todo(user: Account) -> list[Todo]:
    """Return what plans, their way from one to the next, their next steps, breakdowns, deeds and letters ask of a person."""
    own = [h.region_id for h in plans.holdings_of_secretariat(user)]
    after = [*succession_todo(own), *breakdown_todo(own), *next_steps(own)] if own else []
    return [*plans.todo(user), *after, *deeds_todo(user), *letters_todo(user)]


def search(user: Account, text: str) -> list[Found]:
    """Return plans, tasks, targets, lines of years and letters that the person reads and that hold the text."""
    return [*plans.search(user, text), *search_items(user, text), *search_letters(user, text)]
