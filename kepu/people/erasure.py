"""What apps above keep of a person and must forget when the account is closed: they register, `people` calls.

An app registers one function in ``AppConfig.ready()``: ``register(erase)``, where ``erase(account)`` deletes what the app
keeps for this person alone; it is part of the transaction that closes the account.
"""

from collections.abc import Callable

from kepu.people.models import Account

Eraser = Callable[[Account], None]
_erasers: list[Eraser] = []


def register(eraser: Eraser) -> Eraser:
    """Add a function that forgets a person; adding it again changes nothing."""
    if eraser not in _erasers:
        _erasers.append(eraser)
    return eraser


def erase(account: Account) -> None:
    """Let every app forget the person."""
    for eraser in _erasers:
        eraser(account)
