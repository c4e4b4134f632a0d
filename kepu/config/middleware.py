"""What every response carries."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from kepu.people.bodies import MEGABYTE, length_of, pour_away

LARGEST_FORM = 6  # megabytes of a body where no file is awaited: the largest form, and how it is packed
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


def small_bodies(get_response: Respond) -> Respond:
    """Pour away a body larger than any form, unless it goes to a view that takes files and says how much (`at_most`).

    Else whoever knows an address, signed in or not, could have the disk filled while the form is taken apart.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        if length_of(request) <= LARGEST_FORM * MEGABYTE or _takes_bodies(request):
            return get_response(request)
        pour_away(request)
        text = f"提交的内容超过 {LARGEST_FORM} MB，没有保存。这里不接收文件，请返回上一页，减少内容后重新提交。"
        return render(request, "ui/error.html", {"title": "内容过大", "text": text}, status=413)

    return respond


def _takes_bodies(request: HttpRequest) -> bool:
    try:
        return hasattr(resolve(request.path_info).func, "takes_bodies")
    except Resolver404:
        return False


def head_like_get(get_response: Respond) -> Respond:
    """Answer HEAD under the API as GET without its body (RFC 9110, section 9.3.2): the library knows GET alone."""

    def respond(request: HttpRequest) -> HttpResponse:
        if request.method != "HEAD" or not request.path_info.startswith("/api/"):
            return get_response(request)
        request.method = "GET"
        response = get_response(request)
        request.method = "HEAD"
        response.headers.setdefault("Content-Length", str(len(response.content)))
        response.content = b""
        return response

    return respond
