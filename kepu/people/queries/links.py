"""Reads of one-time links: by their token, and narrowed by what they are at a moment."""

from datetime import datetime

from django.db.models import Q, QuerySet

from kepu.people.models import OneTimeLink
from kepu.people.one_time import hash_of

_State = OneTimeLink.State


def link_by_token(token: str, at: datetime) -> OneTimeLink | None:
    """Return the open link that a token belongs to, with its unit; None for an unknown, used, expired, locked one."""
    link = OneTimeLink.objects.select_related("unit__region").filter(token_hash=hash_of(token)).first()
    return link if link and link.is_open(at) else None


def links_in_state(links: QuerySet[OneTimeLink], state: str, at: datetime) -> QuerySet[OneTimeLink]:
    """Narrow links to those that are in a state at a moment (`OneTimeLink.state_at`); all for an unknown state."""
    alive = Q(used_at=None, revoked_at=None)
    valid, tries = alive & Q(expires_at__gt=at), OneTimeLink.MOST_TRIES
    conditions = {
        _State.USED: Q(used_at__isnull=False),
        _State.REVOKED: Q(used_at=None, revoked_at__isnull=False),
        _State.EXPIRED: alive & Q(expires_at__lte=at),
        _State.LOCKED: valid & Q(tries__gte=tries),
        _State.OPENED: valid & Q(tries__lt=tries, opened_at__isnull=False),
        _State.UNOPENED: valid & Q(tries__lt=tries, opened_at=None),
    }
    return links.filter(conditions[_State(state)]) if state in _State.values else links
