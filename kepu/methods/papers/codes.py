"""Check codes: ten characters that a person can read over the telephone, the last of which tells a slip of the pen.

The alphabet has 31 characters, a prime number: a weighted sum modulo 31 with weights 1 to 10 catches every single wrong
character and every swap of two different ones.
"""

import io
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import segno

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH: Final = 10
_VALUE: Final = {character: value for value, character in enumerate(ALPHABET)}
_WIDE: Final = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
_BETWEEN: Final = dict.fromkeys(map(ord, " -_.·\u2010\u2011\u2012\u2013\u2014\u2212\u00a0\t\n\r"))


def _sum(characters: str) -> int:
    return sum(weight * _VALUE[c] for weight, c in enumerate(characters, start=1)) % len(ALPHABET)


def _check_character(first: str) -> str:
    """The character that brings the weighted sum of nine and itself to nothing."""
    wanted = -_sum(first) * pow(LENGTH, -1, len(ALPHABET))
    return ALPHABET[wanted % len(ALPHABET)]


def new_code(below: Callable[[int], int]) -> str:
    """Return a new code; `below(n)` gives a random integer from 0 to n - 1, e.g. ``secrets.randbelow``."""
    first = "".join(ALPHABET[below(len(ALPHABET))] for _ in range(LENGTH - 1))
    return first + _check_character(first)


def normal(text: str) -> str | None:
    """Return the code that someone typed, or None where it cannot be one.

    Small letters, full-width characters, spaces and hyphens are taken as they are meant.
    """
    code = text.translate(_WIDE).translate(_BETWEEN).upper()
    if len(code) != LENGTH or not set(code) <= _VALUE.keys() or _sum(code):
        return None
    return code


def grouped(code: str) -> str:
    """Return the code as it is printed: two groups of five."""
    return f"{code[:5]}-{code[5:]}"


@lru_cache(maxsize=128)
def _symbol(text: str) -> segno.QRCode:
    return segno.make(text, error="h", micro=False, boost_error=False)


def qr_svg(text: str) -> bytes:
    """Return a QR code (of the highest error correction, with a little of its quiet zone) as SVG."""
    out = io.BytesIO()
    _symbol(text).save(out, kind="svg", border=1, xmldecl=False, unit="mm", svgclass=None, lineclass=None)
    return out.getvalue()


def qr_png(text: str, scale: int = 12) -> bytes:
    """Return a QR code as PNG, `scale` pixels a module."""
    out = io.BytesIO()
    _symbol(text).save(out, kind="png", border=1, scale=scale)
    return out.getvalue()
