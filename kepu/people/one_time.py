"""What a unit without an account may be sent by a one-time link: apps above register it, `people` only issues and opens.

An app registers one handler a kind of subject in ``AppConfig.ready()``: ``register("plans.letter", Handler(…))``. A link
then leads to one subject, ``plans.letter:7``, for one unit, and shows the handler's page to whoever has link and code.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from kepu.people.models import Account, OneTimeLink, Unit


class LinkClosed(Exception):
    """The link is used, expired, revoked or locked. Whoever holds it is told only whom to call."""


@dataclass(frozen=True)
class Opened:
    """A link whose code was given: all that a page behind it may know of who asks.

    `link` has its unit loaded; `subject_id` is the number behind the kind; `url` the page's own address, so that forms
    post to it and further actions stand at ``{url}{action}/``.
    """

    link: OneTimeLink
    subject_id: int
    url: str

    @property
    def unit(self) -> Unit:
        """The unit the link was issued to: a page shows nothing of any other."""
        return self.link.unit


Page = Callable[[HttpRequest, Opened, str], HttpResponse]


def _offers_nothing(by: Account, unit: Unit) -> Iterable[int]:
    return ()


@dataclass(frozen=True)
class Handler:
    """What there is to know of one kind of subject.

    `title(id)` names the matter in the text for the group chat (《2026年度目标责任书》), or raises Http404.
    `check_may_issue(by, unit, id)` raises NotAllowed, WrongState or Http404 unless `by` may send this unit there now.
    `page(request, opened, action)` answers GET and POST; `action` is "" for the page itself. It writes by verbs with
    ``by=None`` and ends the link by ``verbs.finish_link`` in the same transaction; it raises Http404, NotAllowed or
    WrongState when the matter is no longer this unit's, and the holder then sees the page that tells whom to call.
    `offers(by, unit)` lists the subjects that the unit's own page of links offers to send.
    """

    title: Callable[[int], str]
    check_may_issue: Callable[[Account, Unit, int], None]
    page: Page
    offers: Callable[[Account, Unit], Iterable[int]] = _offers_nothing


_handlers: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> Handler:
    """Let links lead to subjects of a kind, named ``app.model``; registering it again replaces the handler."""
    _handlers[kind] = handler
    return handler


def parse(subject: str) -> tuple[Handler, int]:
    """Return the handler and the number of a subject ``app.model:id``. Raises Http404 for what nobody registered."""
    kind, _, number = subject.partition(":")
    if kind not in _handlers or not (number.isascii() and number.isdecimal() and len(number) <= 18):
        raise Http404
    return _handlers[kind], int(number)


def hash_of(token: str) -> str:
    """Return what is stored in place of a link's token: 32 random bytes need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def title_of(subject: str) -> str:
    """Return what a subject is called. Raises Http404."""
    handler, number = parse(subject)
    return handler.title(number)[:120]


def offered(by: Account, unit: Unit) -> list[tuple[str, str]]:
    """Return subject and title of everything that `by` may send to a unit."""
    return [
        (f"{kind}:{number}", handler.title(number))
        for kind, handler in _handlers.items()
        for number in handler.offers(by, unit)
    ]
