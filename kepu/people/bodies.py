"""Uploads with a limit: a body too large is poured away before anything parses it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from kepu.people.requests import whole_number

MEGABYTE = 1024 * 1024
_MOST_POURED = 200  # megabytes; a body without end is cut

View = Callable[..., HttpResponse]


def at_most(megabytes: int, refusal: View) -> Callable[[View], View]:
    """Let a view have bodies of at most `megabytes`; for a larger one answer `refusal(request, …)`.

    Outermost of a view's decorators but for `login_required`. The token stands in the body, so it is checked after the
    length; the view needs no further protection. Views without it take no large body at all (`small_bodies`).
    """

    def decorate(view: View) -> View:
        checked = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def respond(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if length_of(request) <= megabytes * MEGABYTE:
                return checked(request, *args, **kwargs)
            pour_away(request)
            return refusal(request, *args, **kwargs)

        respond.takes_bodies = True  # type: ignore[attr-defined]
        return respond

    return decorate


def length_of(request: HttpRequest) -> int:
    """Return the length that the sender tells; one that is no number, or endless, counts as too much."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    length = whole_number(told)
    return 2**31 if length is None else length


def pour_away(request: HttpRequest) -> None:
    """Take the body in without keeping it, so that the browser is ready to hear the answer."""
    for _ in range(_MOST_POURED):
        if not request.read(MEGABYTE):
            return
