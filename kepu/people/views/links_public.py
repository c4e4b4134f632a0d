"""What the holder of a one-time link sees: the question for the code, the page behind it, or whom to call.

A referrer goes to our own pages alone: `no-referrer` would make browsers send ``Origin: null`` with every form, which
the check against forged forms refuses; and no page here leads anywhere else.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kepu.people import one_time, queries, verbs
from kepu.people.access import NotAllowed, WrongState
from kepu.people.forms import LinkCodeForm
from kepu.people.link_sessions import admit, is_admitted, leave
from kepu.people.models import OneTimeLink
from kepu.people.one_time import LinkClosed, Opened

HEADERS = {"Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}
View = Callable[..., HttpResponse]


def _unseen(view: View) -> View:
    """Let no cache, search engine or other site learn of the page; whatever is closed looks the same."""

    @wraps(view)
    def respond(request: HttpRequest, *args: str, **parts: str) -> HttpResponse:
        try:
            response = view(request, *args, **parts)
        except (LinkClosed, Http404, NotAllowed, WrongState):
            response = render(request, "people/link_closed.html", status=404)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return respond


def _open_link(token: str, at: datetime) -> OneTimeLink:
    link = queries.link_by_token(token, at)
    if link is None:
        raise LinkClosed
    return link


def _path(token: str) -> str:
    return reverse("links:page", args=[token])


@_unseen
def page(request: HttpRequest, token: str, action: str = "") -> HttpResponse:
    """The page of the link's subject, once the code was given in this browser; before that the question for it."""
    at = timezone.now()
    link = _open_link(token, at)
    if not is_admitted(request, link, at):
        return _ask(request, link, token, LinkCodeForm())
    handler, number = one_time.parse(link.subject)
    response = handler.page(request, Opened(link, number, _path(token)), action)
    link.refresh_from_db(fields=["used_at"])
    (leave(response, _path(token)) if link.used_at else admit(response, link, _path(token), at))
    return response


def _ask(request: HttpRequest, link: OneTimeLink, token: str, form: LinkCodeForm, status: int = 200) -> HttpResponse:
    facts = {"link": link, "form": form, "token": token, "again": request.method == "POST" and status == 200}
    return render(request, "people/link_code.html", facts, status=status)


@_unseen
@require_POST
def code(request: HttpRequest, token: str) -> HttpResponse:
    """Take the code: the right one opens the page for an hour, the fifth wrong one locks the link."""
    at = timezone.now()
    link = _open_link(token, at)
    form = LinkCodeForm(request.POST)
    if form.is_valid():
        if verbs.give_code(link=link, code=form.cleaned_data["code"], at=at):
            response = HttpResponseRedirect(_path(token))
            admit(response, link, _path(token), at)
            return response
        left = OneTimeLink.MOST_TRIES - _open_link(token, at).tries
        form.add_error("code", f"验证码不对，还可以再试{left}次。请向电话告知您的人核对。")
    return _ask(request, link, token, form, status=422)


@_unseen
def done(request: HttpRequest) -> HttpResponse:
    """The deed is done and the link with it. The page is the same for everyone."""
    return render(request, "people/link_done.html")
