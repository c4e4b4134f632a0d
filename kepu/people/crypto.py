"""Secrets at rest: one small interface, `seal` and `unseal`; which ciphers stand behind it is named in each sealed text.

Keys are derived from Django's ``SECRET_KEY`` (and, to read only, ``SECRET_KEY_FALLBACKS``), another one for each purpose.
A suite of the SM series (SM4 with SM3) joins as one more entry of `SUITES`; `CURRENT` says which one seals from then on,
and what an older one sealed stays readable, since every sealed text begins with the name of its suite.
"""

import base64
from functools import lru_cache
from typing import Final, Protocol

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):
    """A sealed text was not sealed with a key of this installation, or was damaged."""


class Suite(Protocol):
    """A way of sealing: authenticated, so that what was changed does not open."""

    def seal(self, secret: str, purpose: str, data: bytes) -> bytes:
        """Seal data with a key derived from `secret` for a purpose; ASCII."""

    def unseal(self, secret: str, purpose: str, sealed: bytes) -> bytes:
        """Return what was sealed. Raises Unreadable."""


class FernetSuite:
    """Fernet (AES-128-CBC and HMAC-SHA256), its key derived by HKDF-SHA256 (RFC 5869)."""

    def seal(self, secret: str, purpose: str, data: bytes) -> bytes:
        return _fernet(secret, purpose).encrypt(data)

    def unseal(self, secret: str, purpose: str, sealed: bytes) -> bytes:
        try:
            return _fernet(secret, purpose).decrypt(sealed)
        except InvalidToken as wrong:
            raise Unreadable from wrong


@lru_cache(maxsize=32)
def _fernet(secret: str, purpose: str) -> Fernet:
    derived = HKDF(hashes.SHA256(), length=32, salt=None, info=f"kepu.{purpose}".encode()).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


SUITES: Final[dict[str, Suite]] = {"fernet": FernetSuite()}
CURRENT: Final = "fernet"


def seal(text: str, *, purpose: str) -> str:
    """Return a text sealed for a purpose, as ASCII; the same text never looks the same twice."""
    sealed = SUITES[CURRENT].seal(settings.SECRET_KEY, purpose, text.encode())
    return f"{CURRENT}:{sealed.decode('ascii')}"


def unseal(sealed: str, *, purpose: str) -> str:
    """Return a text that was sealed for the same purpose. Raises Unreadable; what is not sealed is unreadable too."""
    name, _, rest = sealed.partition(":")
    if (suite := SUITES.get(name)) is None:
        raise Unreadable
    for secret in (settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)):
        try:
            return suite.unseal(secret, purpose, rest.encode()).decode()
        except Unreadable:
            continue
    raise Unreadable
