"""Who asks by an access token: ``Authorization: Bearer kepu_…`` on the addresses of the API, and nowhere else."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from kepu.people.models import AccessToken, Account
from kepu.people.queries.tokens import token_by_text
from kepu.people.sign_ins import client_address
from kepu.people.verbs.tokens import note_token_use
from kepu.ui.problems import is_api

Respond = Callable[[HttpRequest], HttpResponse]
SCHEME = "bearer"


def by_token(get_response: Respond) -> Respond:
    """Let a program ask in the name of the token's person; a token that is not valid makes the request nobody's.

    A session that comes with a token does not count, so that a wrong token is never made good by a cookie.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        if not is_api(request):
            return get_response(request)
        if (text := _given(request)) is not None:
            token = _token(request, text)
            request.access_token = token  # type: ignore[attr-defined]  # what it may do is asked by who lets write
            _become(request, token.account if token else None)
        response = get_response(request)
        patch_vary_headers(response, ["Authorization", "Cookie"])
        return response

    return respond


def _given(request: HttpRequest) -> str | None:
    """Return the token that a request brings, None where it brings none."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    return text.strip() if scheme.lower() == SCHEME else None


def _token(request: HttpRequest, text: str) -> AccessToken | None:
    at = timezone.now()
    if (token := token_by_text(text, at)) is None:
        return None
    if token.last_used_on != timezone.localdate(at):
        agent = request.headers.get("User-Agent", "").replace("\0", "")
        note_token_use(token=token, address=client_address(request), agent=agent, at=at)
    return token


def may_write(request: HttpRequest) -> bool:
    """Answer whether a request came with a token that may hand in, not one that only reads, nor a session."""
    token: AccessToken | None = getattr(request, "access_token", None)
    return token is not None and token.scope == AccessToken.Scope.WRITE


def _become(request: HttpRequest, account: Account | None) -> None:
    user: Account | AnonymousUser = account or AnonymousUser()
    request.user = user
    request._cached_user = user  # type: ignore[attr-defined]  # where Django keeps it: the log names the account by it
