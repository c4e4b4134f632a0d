"""The short stay behind a link after its code: a signed cookie that opens this one link and nothing else.

It is no sign-in: it names the link, goes to the link's own address alone, and ends an hour after the last page.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from kepu.people.models import OneTimeLink

STAY = timedelta(hours=1)
_SIGNER = Signer(salt="kepu.people.one_time")


def cookie_name() -> str:
    """Return the cookie's name; over TLS browsers hold the prefix to `Secure`."""
    return "__Secure-link" if settings.PRODUCTION else "link"


def admit(response: HttpResponse, link: OneTimeLink, path: str, at: datetime) -> None:
    """Let the browser that gets the response stay behind the link for an hour from `at`."""
    until = min(at + STAY, link.expires_at)
    response.set_cookie(
        cookie_name(), _SIGNER.sign_object({"link": link.token_hash, "until": until.timestamp()}), path=path,
        max_age=int((until - at).total_seconds()), secure=settings.PRODUCTION, httponly=True, samesite="Strict",
    )  # fmt: skip


def is_admitted(request: HttpRequest, link: OneTimeLink, at: datetime) -> bool:
    """Answer whether the browser gave this very link's code within the last hour."""
    try:
        kept = _SIGNER.unsign_object(request.COOKIES.get(cookie_name(), ""))
    except (BadSignature, ValueError):
        return False
    return isinstance(kept, dict) and kept.get("link") == link.token_hash and float(kept["until"]) > at.timestamp()


def leave(response: HttpResponse, path: str) -> None:
    """End the stay."""
    response.delete_cookie(cookie_name(), path=path, samesite="Strict")
