"""How many writes and costly reads one account, or one address, may ask for in a minute; more is answered 429.

Counted in each web process, so the true limit is that many times higher: this stops scripts and stuck keys, while
the proxy limits floods. A whole county may sit behind one address, so addresses may do more than accounts. Failed
sign-ins are counted elsewhere, in the database, by account.
"""

import re
import time
from collections.abc import Callable
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kepu.people.sign_ins import client_address
from kepu.ui.problems import is_api

WINDOW = 60.0
WRITES_OF_ACCOUNT, WRITES_OF_ADDRESS, COSTLY = 120, 300, 60
QUESTIONS_OF_ADDRESS, RECEIPTS_OF_ADDRESS = 10, 30  # residents: new questions, and tries of a code
READS_OF_PROGRAM, READS_OF_ADDRESS = 300, 600  # the API: of one account, and of one address without signing in
LINKS_OF_ADDRESS = 120  # one-time links: a code is checked by a slow hash, and whole offices share an address
_ASKING = re.compile(r"/r/[^/]+/ask/(.*)", re.DOTALL)
_COSTLY_ENDS = (".xlsx", "/search/")

Respond = Callable[[HttpRequest], HttpResponse]


class Counter:
    """Counts by key in windows of a minute; forgets all when a new window begins, so it stays small."""

    def __init__(self) -> None:
        self._lock, self._window, self._counts = Lock(), 0, dict[str, int]()

    def add(self, key: str, now: float) -> int:
        """Count one more for `key` at `now` (seconds) and return how many there are in this window."""
        with self._lock:
            if (window := int(now // WINDOW)) != self._window:
                self._window, self._counts = window, {}
            self._counts[key] = self._counts.get(key, 0) + 1
            return self._counts[key]


def limited(get_response: Respond) -> Respond:
    """Refuse what is too much, in words; needs the account, so it stands after sign-in."""
    counter = Counter()

    def respond(request: HttpRequest) -> HttpResponse:
        if settings.LIMIT_REQUESTS and (found := _limit(request)):
            key, most = found
            if counter.add(key, time.time()) > most:
                return _too_many(request)
        return get_response(request)

    return respond


def _limit(request: HttpRequest) -> tuple[str, int] | None:
    """Return under which name a request is counted and the limit; None for an ordinary page."""
    if request.path_info.startswith("/link/"):
        return f"link {client_address(request)}", LINKS_OF_ADDRESS
    if is_api(request):
        return _limit_of_program(request)
    writes = request.method not in {"GET", "HEAD", "OPTIONS"}
    if (asking := _ASKING.match(request.path_info)) and (writes or asking[1]):
        kind, most = ("receipt", RECEIPTS_OF_ADDRESS) if asking[1] else ("question", QUESTIONS_OF_ADDRESS)
        return f"{kind} {client_address(request)}", most
    if not writes and not request.path_info.endswith(_COSTLY_ENDS):
        return None
    if request.user.is_authenticated:
        return (f"write {request.user.pk}", WRITES_OF_ACCOUNT) if writes else (f"read {request.user.pk}", COSTLY)
    return f"address {client_address(request)}", WRITES_OF_ADDRESS


def _limit_of_program(request: HttpRequest) -> tuple[str, int]:
    if request.user.is_authenticated:
        return f"program {request.user.pk}", READS_OF_PROGRAM
    return f"program {client_address(request)}", READS_OF_ADDRESS


def _too_many(request: HttpRequest) -> HttpResponse:
    text = "操作过于频繁，请一分钟后再试。刚才的内容没有保存，请不要关闭页面，返回上一页可重新提交。"
    response = render(request, "ui/error.html", {"title": "操作过于频繁", "text": text}, status=429)
    response.headers["Retry-After"] = str(int(WINDOW))
    return response
