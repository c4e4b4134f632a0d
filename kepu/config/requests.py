"""Each request has an id: in every line of the log it causes, in its answer, and in one line that says how it ended."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kepu.config.logs import request_id

logger = logging.getLogger("kepu.request")
HEADER = "X-Request-ID"
_FROM_PROXY = re.compile(r"[0-9A-Za-z-]{8,64}")

Respond = Callable[[HttpRequest], HttpResponse]


def numbered(get_response: Respond) -> Respond:
    """Give the request the proxy's id, or a new one; log route, status, time and the opaque id of the account."""

    def respond(request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        name = given if _FROM_PROXY.fullmatch(given) else uuid.uuid4().hex
        request.kepu_id = name  # type: ignore[attr-defined]
        token, begin = request_id.set(name), time.perf_counter()
        try:
            response = get_response(request)
            logger.info("request", extra={"fields": _fields(request, response, time.perf_counter() - begin)})
        finally:
            request_id.reset(token)
        response.headers[HEADER] = name
        return response

    return respond


def _fields(request: HttpRequest, response: HttpResponse, seconds: float) -> dict[str, object]:
    """Return what the line says: the route's name stands for the address, which may hold what was typed."""
    match, user = request.resolver_match, request.__dict__.get("_cached_user")
    return {
        "method": request.method if request.method in {"GET", "HEAD", "POST", "OPTIONS"} else "?",
        "route": match.view_name if match else "-",
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
        "account": getattr(user, "pk", None),
    }
