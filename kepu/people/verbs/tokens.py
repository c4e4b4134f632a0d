"""Access tokens: made and revoked by their person, ended with the account's sessions, noted once a day when used."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from kepu.audit.lasting import Deed
from kepu.audit.models import SignIn
from kepu.audit.verbs import record, record_sign_in
from kepu.people.access import NotAllowed, WrongState
from kepu.people.expiry import end_of
from kepu.people.models import AccessToken, Account
from kepu.people.one_time import hash_of
from kepu.people.verbs.errors import BadInput

HEAD = "kepu_"  # by which a token that lies about is known for what it is
REVOKE = "people.revoke_token"
READ = AccessToken.Scope.READ.value
DAYS, MOST_DAYS, MOST_TOKENS = 90, 365, 10
SHOWN = len(HEAD) + 4


@dataclass(frozen=True)
class Made:
    """A new token with `text`, which is shown once and never again."""

    token: AccessToken
    text: str


@transaction.atomic
def make_token(*, name: str, days: int = DAYS, scope: str = READ, by: Account, at: datetime) -> Made:
    """Make a token that reads (and, as `scope` says, hands in work records) in the name of `by` until `days` on.

    Raises BadInput without a name or for an impossible number of days, WrongState when there are ten valid ones.
    """
    Account.objects.select_for_update(no_key=True).get(pk=by.pk)  # one person, at most ten
    name = name.strip()
    if not 1 <= len(name) <= 40:
        raise BadInput("请写明用途（40字以内），例如“县政务数据平台”。")
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(f"有效期应为1至{MOST_DAYS}天。")
    if scope not in AccessToken.Scope.values:
        raise BadInput("请选择令牌的权限。")
    if valid_tokens(by, at).count() >= MOST_TOKENS:
        raise WrongState(f"每人最多同时有{MOST_TOKENS}个有效的令牌，请先作废不用的。")
    text = HEAD + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        account=by, name=name, scope=scope, token_hash=hash_of(text), head=text[:SHOWN], made_at=at,
        expires_at=end_of(at, days),
    )  # fmt: skip
    record(verb="people.make_token", thing=token, by=by, at=at)
    return Made(token, text)


def valid_tokens(account: Account, at: datetime) -> QuerySet[AccessToken]:
    """Return the tokens of an account that open something at a moment."""
    return AccessToken.objects.filter(account=account, revoked_at=None, expires_at__gt=at)


@transaction.atomic
def revoke_token(*, token: AccessToken, by: Account, at: datetime) -> AccessToken:
    """End one of one's own tokens at once. Raises NotAllowed for another person's, WrongState for one revoked already."""
    locked = AccessToken.objects.select_for_update().get(pk=token.pk)
    if locked.account_id != by.pk:
        raise NotAllowed("只能作废自己的访问令牌。")
    if locked.revoked_at:
        raise WrongState("这个令牌已经作废。")
    locked.revoked_at = at
    locked.save(update_fields=["revoked_at"])
    record(verb=REVOKE, thing=locked, by=by, at=at, changed=["revoked_at"])
    return locked


def revoke_token_again(deed: Deed) -> bool:
    """After an older backup was restored: end a token that was revoked after the backup."""
    return AccessToken.objects.filter(pk=deed.id, revoked_at=None).update(revoked_at=deed.at) > 0


def end_tokens(*, account: Account, at: datetime) -> list[str]:
    """End all tokens of an account, as part of a deed that ends its sessions; return what that deed's entry names."""
    ended = valid_tokens(account, at).update(revoked_at=at)
    return ["tokens"] if ended else []


@transaction.atomic
def note_token_use(*, token: AccessToken, address: str | None, agent: str, at: datetime) -> None:
    """Write down the day's first use of a token, with where it came from, in the log of sign-ins."""
    today = timezone.localdate(at)
    before = Q(last_used_on=None) | Q(last_used_on__lt=today)
    if AccessToken.objects.filter(before, pk=token.pk).update(last_used_on=today):
        record_sign_in(event=SignIn.Event.TOKEN, account=token.account_id, address=address, agent=agent, at=at)
