"""What every response carries."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

Respond = Callable[[HttpRequest], HttpResponse]


def content_security_policy(get_response: Respond) -> Respond:
    """Forbid inline script and anything from another host, and the devices of the reader, on every page."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    return respond


def kept_private(get_response: Respond) -> Respond:
    """What a signed-in person sees is kept by no cache between, asked for anew each time, and forgotten on leaving."""

    def respond(request: HttpRequest) -> HttpResponse:
        before = request.user.is_authenticated
        response = get_response(request)
        if before and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "private, no-cache"
        if before and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"cache"'
        return response

    return respond


def without_null(get_response: Respond) -> Respond:
    """Refuse an address with a null character in it with 400: PostgreSQL keeps no such text, and no browser sends it."""

    def respond(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("null character in the address")
        return get_response(request)

    return respond
