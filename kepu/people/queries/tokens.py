"""Reads of access tokens: by their text, and the list of one person's."""

from datetime import datetime

from django.db.models import QuerySet

from kepu.people.models import AccessToken, Account
from kepu.people.one_time import hash_of


def token_by_text(text: str, at: datetime) -> AccessToken | None:
    """Return the valid token of that text, its account loaded; None for an unknown, expired or revoked one.

    None too for a token whose account is stopped or closed. One query.
    """
    rows = AccessToken.objects.select_related("account").filter(account__is_active=True)
    token = rows.filter(token_hash=hash_of(text)).first()
    return token if token and token.state_at(at) == AccessToken.State.VALID else None


def tokens_of(account: Account) -> QuerySet[AccessToken]:
    """Return all tokens of a person, the newest first."""
    return AccessToken.objects.filter(account=account)
