"""Deeds that take something away for good: an older backup that is restored must not bring it back.

An app registers in ``AppConfig.ready()`` how to do such a deed again over older rows: ``register(verb, again)``, where
``again(deed)`` changes the rows, writes no audit entry, and answers whether there was anything left to take away. What
a later deed gave back (an account enabled again) is registered the same way, so that all are done in their order.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kepu.audit.models import Entry


@dataclass(frozen=True)
class Deed:
    """A deed as the audit has it: opaque ids and names of fields, nothing personal."""

    at: datetime
    by: int | None
    verb: str
    object: str
    changed: tuple[str, ...] = ()

    @property
    def id(self) -> int:
        """The id of what it was done to."""
        return int(self.object.rpartition(":")[2])


Again = Callable[[Deed], bool]
_known: dict[str, Again] = {}


def register(verb: str, again: Again) -> None:
    """Say how a deed is done again; registering it again changes nothing."""
    _known[verb] = again


def verbs() -> list[str]:
    """Return the verbs of all such deeds."""
    return sorted(_known)


def do_again(deed: Deed) -> bool:
    """Do a deed again unless the audit has it; return whether it took anything away. Part of the caller's transaction.

    It stands in the audit as it did: the same person, the same moment. A verb that no app knows any more does nothing.
    """
    same = Entry.objects.filter(at=deed.at, verb=deed.verb, object=deed.object)
    if deed.verb not in _known or same.exists() or not _known[deed.verb](deed):
        return False
    Entry.objects.create(at=deed.at, by=deed.by, verb=deed.verb, object=deed.object, changed=list(deed.changed))
    return True
