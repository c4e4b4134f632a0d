"""The HTTP behind apprise's plugins, watched: it goes to no host inside, follows nothing, and keeps the answer.

apprise tells yes or no, and takes 200 for yes. The robots of WeCom, DingTalk and Feishu refuse with 200 and a number in
the body, so the answer itself must be looked at; and the check of the host must be made on the very connection that is
used, since a name may lead elsewhere the next time it is asked for. apprise offers no place for either: a `Watched`
takes the place of `requests` in the modules of its plugins.
"""

import time
from contextvars import ContextVar
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from kepu.inbox.outgoing.addresses import is_outside

PATIENCE = 15.0
MOST_OF_ANSWER = 65_536


class Inside(OSError):
    """The host's name leads into the own network."""


def check_peer(number: str) -> None:
    """Raise Inside for an IP address that is not of the open internet, unless the installation allows such."""
    if not settings.INTRANET_HOOKS and not is_outside(number):
        raise Inside


class _HTTP(HTTPConnection):
    def _new_conn(self) -> Any:
        made = super()._new_conn()
        try:
            check_peer(made.getpeername()[0])
        except Inside:
            made.close()
            raise
        return made


class _HTTPS(_HTTP, HTTPSConnection):
    pass


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _HTTP


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _HTTPS


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}


@dataclass
class Answer:
    """What came of one request: a status and the beginning of the body, or the error that ended it."""

    status: int = 0
    body: bytes = b""
    error: Exception | None = None


last_answer: ContextVar[Answer | None] = ContextVar("last_answer", default=None)


class Watched:
    """Stands in for the module `requests`, as far as apprise's plugins use it."""

    codes = requests.codes
    RequestException = requests.RequestException

    def __getattr__(self, name: str) -> Any:
        """Whatever else a later plugin may ask of `requests` it does not get: it would go around the watch."""
        raise AttributeError(f"the watched transport offers no {name}")

    def post(self, url: str, **options: Any) -> requests.Response:
        return self.request("POST", url, **options)

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        """Make one request and keep its answer in `last_answer`. Raises as `requests` does."""
        last_answer.set(kept := Answer())
        with requests.Session() as session:
            session.trust_env = bool(settings.INTRANET_HOOKS)  # a proxy of the office is a host inside
            session.mount("http://", _Adapter())
            session.mount("https://", _Adapter())
            try:
                response = session.request(method, url, **{**options, "allow_redirects": False, "stream": True})
                kept.body = response._content = _read(response)
            except requests.RequestException as error:
                kept.error = error
                raise
        kept.status = response.status_code
        return response


def _read(response: requests.Response) -> bytes:
    """Return the beginning of the body; a server that sends drop by drop is not waited for."""
    found, deadline = b"", time.monotonic() + PATIENCE
    for part in response.iter_content(4096):
        found += part
        if len(found) >= MOST_OF_ANSWER or time.monotonic() > deadline:
            break
    return found


def watch(module: ModuleType) -> None:
    """Put the watch into a module of apprise. Raises RuntimeError when it no longer speaks HTTP as it did."""
    if not isinstance(module.requests, Watched) and module.requests is not requests:
        raise RuntimeError(f"{module.__name__} no longer uses requests: the watch would be void")
    setattr(module, "requests", Watched())  # noqa: B010 — mypy knows no such attribute
