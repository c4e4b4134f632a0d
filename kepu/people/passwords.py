"""First passwords: random, easy to read aloud over the telephone, changed at the first sign-in."""

import secrets

_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_DIGITS = "23456789"
_GROUPS = 3


def first_password() -> str:
    """Return a random password such as ``kmtw-7f3e-x9pd``: no letters that look alike, some 57 bits."""
    while True:
        groups = ["".join(secrets.choice(_LETTERS + _DIGITS) for _ in range(4)) for _ in range(_GROUPS)]
        password = "-".join(groups)
        if any(c in _DIGITS for c in password) and any(c in _LETTERS for c in password):
            return password
