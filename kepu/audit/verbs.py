"""Writing audit entries: called by every verb, inside its transaction."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from django.db import models, transaction

from kepu.audit.models import Entry, SignIn

KEEP_SIGN_INS = timedelta(days=365)


class Actor(Protocol):
    """Whoever acts: an account, known to the audit by its opaque id alone."""

    pk: int


def reference(thing: models.Model) -> str:
    """Return how an object is named in the audit: ``app.model:id``."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def record(
    *, verb: str, thing: models.Model | str, by: Actor | None, at: datetime, changed: Iterable[str] = ()
) -> Entry:
    """Append one entry. `changed` holds names of fields, never their values.

    Raises RuntimeError outside a transaction: a deed and its entry are written together or not at all.
    """
    (entry,) = record_all(verb=verb, things=[thing], by=by, at=at, changed=changed)
    return entry


def record_all(
    *, verb: str, things: Iterable[models.Model | str], by: Actor | None, at: datetime, changed: Iterable[str] = ()
) -> list[Entry]:
    """Append one entry for each thing that the same deed was done to, at once."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record must be called inside the verb's transaction")
    names, fields = [t if isinstance(t, str) else reference(t) for t in things], sorted(changed)
    who = by.pk if by else None
    return Entry.objects.bulk_create(Entry(at=at, by=who, verb=verb, object=name, changed=fields) for name in names)


def record_sign_in(
    *, event: SignIn.Event, account: int | None, address: str | None, agent: str, at: datetime
) -> SignIn:
    """Append one row to the log of sign-ins; `address` may be None where the server does not tell."""
    return SignIn.objects.create(event=event, account=account, address=address, agent=agent[:200], at=at)


def expire_sign_ins(*, at: datetime) -> int:
    """Delete sign-in rows older than their keeping time (365 days; the law asks for at least 6 months)."""
    deleted, _ = SignIn.objects.filter(at__lt=at - KEEP_SIGN_INS).delete()
    return deleted
