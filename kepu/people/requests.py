"""The request of a signed-in person, as the middleware and ``login_required`` leave it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from kepu.people.models import Account


class SignedIn(HttpRequest):
    """A request behind ``login_required``: its user is an account; ``htmx`` tells whether a part of a page is asked for."""

    user: Account
    htmx: HtmxDetails


def whole_number(text: str) -> int | None:
    """Return the number that an address or a form sent, None for what is no number, or is one that no column holds."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None
