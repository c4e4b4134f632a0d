"""Accounts: made, changed, stopped and closed by the system administrator."""

import re
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kepu.audit.lasting import Deed
from kepu.audit.verbs import record
from kepu.people import erasure
from kepu.people.access import check_on_account, rules
from kepu.people.models import Account
from kepu.people.passwords import first_password
from kepu.people.verbs.errors import BadInput
from kepu.people.verbs.tokens import end_tokens

_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]{2,39}")
_PHONE = re.compile(r"[0-9+][0-9 -]{5,28}")
ERASED = "已注销"


@transaction.atomic
def create_account(
    *, username: str, name: str, phone: str = "", by: Account | None, at: datetime, password: str | None = None
) -> tuple[Account, str]:
    """Make an account and return it with its first password, which must be changed at the first sign-in.

    Without `password` a random one is made. Raises BadInput for a bad or taken user name, an empty name, a bad phone
    or a password that the rules refuse.
    """
    check_on_account(rules.CREATE_ACCOUNT, by)
    username = username.strip()
    if not _USERNAME.fullmatch(username):
        raise BadInput("登录名应以字母开头，3至40位，只用字母、数字、点、横线和下划线。")
    if Account.objects.filter(username__iexact=username).exists():
        raise BadInput(f"登录名“{username}”已被使用，请换一个。")
    account = Account(username=username, created_at=at, must_change_password=True)
    _set_person(account, name, phone)
    password = _set_password(account, password)
    account.save()
    record(verb=rules.CREATE_ACCOUNT.verb, thing=account, by=by, at=at, changed=["username", "name", "phone"])
    return account, password


@transaction.atomic
def edit_account(*, account: Account, name: str, phone: str, by: Account | None, at: datetime) -> Account:
    """Change a person's name or phone. Raises BadInput for an empty name or a bad phone."""
    check_on_account(rules.EDIT_ACCOUNT, by, account)
    before = {"name": account.name, "phone": account.phone}
    _set_person(account, name, phone)
    changed = [field for field, value in before.items() if getattr(account, field) != value]
    if changed:
        account.save(update_fields=["name", "phone"])
        record(verb=rules.EDIT_ACCOUNT.verb, thing=account, by=by, at=at, changed=changed)
    return account


def _set_person(account: Account, name: str, phone: str) -> None:
    name, phone = name.strip(), phone.strip()
    if not 1 <= len(name) <= 40 or name == ERASED:
        raise BadInput("请填写姓名（40字以内）。")
    if phone and not _PHONE.fullmatch(phone):
        raise BadInput("电话只能用数字、空格和横线。")
    account.name, account.phone = name, phone


def _set_password(account: Account, password: str | None) -> str:
    if password is not None:
        try:
            validate_password(password, account)
        except ValidationError as error:
            raise BadInput("".join(error.messages)) from error
    password = password or first_password()
    account.set_password(password)
    return password


@transaction.atomic
def reset_password(*, account: Account, by: Account | None, at: datetime, password: str | None = None) -> str:
    """Give a new first password, end all sessions, tokens and the lock-out, and return the password."""
    check_on_account(rules.RESET_PASSWORD, by, account)
    password = _set_password(account, password)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    ended = _end_sessions(account, at)
    _forget_failures(account)
    record(verb=rules.RESET_PASSWORD.verb, thing=account, by=by, at=at, changed=["password", *ended])
    return password


@transaction.atomic
def reset_second_factor(*, account: Account, by: Account | None, at: datetime) -> None:
    """Forget the second factor of someone who lost telephone and recovery codes. Raises BadInput when there is none."""
    check_on_account(rules.RESET_SECOND_FACTOR, by, account)
    deleted, _ = Authenticator.objects.filter(user=account).delete()
    if not deleted:
        raise BadInput("该账号没有启用动态口令。")
    ended = _end_sessions(account, at)
    record(verb=rules.RESET_SECOND_FACTOR.verb, thing=account, by=by, at=at, changed=["second_factor", *ended])


@transaction.atomic
def unlock(*, account: Account, by: Account | None, at: datetime) -> None:
    """End the lock-out after failed tries before its time."""
    check_on_account(rules.UNLOCK, by, account)
    _forget_failures(account)
    record(verb=rules.UNLOCK.verb, thing=account, by=by, at=at)


@transaction.atomic
def disable(*, account: Account, by: Account | None, at: datetime) -> None:
    """Stop an account: it cannot sign in, open sessions and tokens end, roles stay."""
    check_on_account(rules.DISABLE, by, account)
    account.is_active = False
    account.save(update_fields=["is_active"])
    ended = _end_sessions(account, at)
    record(verb=rules.DISABLE.verb, thing=account, by=by, at=at, changed=["is_active", *ended])


@transaction.atomic
def enable(*, account: Account, by: Account | None, at: datetime) -> None:
    """Let a stopped account sign in again."""
    check_on_account(rules.ENABLE, by, account)
    account.is_active = True
    account.save(update_fields=["is_active"])
    record(verb=rules.ENABLE.verb, thing=account, by=by, at=at, changed=["is_active"])


@transaction.atomic
def close(*, account: Account, by: Account | None, at: datetime) -> None:
    """Close an account for good and erase the person: name, phone, user name, second factor; roles end the day before.

    The row and its number stay, so that what was done can still be told apart; it shows as 已注销 everywhere.
    """
    check_on_account(rules.CLOSE, by, account)
    _close(account, at)
    record(verb=rules.CLOSE.verb, thing=account, by=by, at=at, changed=["name", "phone", "username", "closed_at"])


def _close(account: Account, at: datetime) -> None:
    today = timezone.localdate(at)
    account.holdings.filter(since__gte=today).delete()
    account.holdings.filter(until__isnull=True).update(until=today - timedelta(days=1))
    account.holdings.filter(until__gte=today).update(until=today - timedelta(days=1))
    _end_sessions(account, at)
    account.tokens.all().delete()
    _forget_failures(account)
    Authenticator.objects.filter(user=account).delete()
    erasure.erase(account)
    account.username, account.name, account.phone = f"closed-{account.pk}", ERASED, ""
    account.is_active, account.closed_at, account.must_change_password = False, at, False
    account.set_unusable_password()
    account.save()


def close_again(deed: Deed) -> bool:
    """After an older backup was restored: close an account, as was done before."""
    account = Account.objects.filter(pk=deed.id, closed_at=None).first()
    if account:
        _close(account, deed.at)
    return account is not None


def disable_again(deed: Deed) -> bool:
    """After an older backup was restored: stop an account, as was done before."""
    account = Account.objects.filter(pk=deed.id, is_active=True).first()
    if account:
        _end_sessions(account, deed.at)
        Account.objects.filter(pk=account.pk).update(is_active=False)
    return account is not None


def enable_again(deed: Deed) -> bool:
    """After an older backup was restored: let an account sign in that was stopped and then enabled after the backup."""
    return Account.objects.filter(pk=deed.id, is_active=False, closed_at=None).update(is_active=True) > 0


def _end_sessions(account: Account, at: datetime) -> list[str]:
    """End sessions and tokens; return what is to be named of it."""
    sessions = UserSession.objects.filter(user=account)
    Session.objects.filter(session_key__in=sessions.values("session_key")).delete()
    sessions.delete()
    return end_tokens(account=account, at=at)


def _forget_failures(account: Account) -> None:
    AccessAttempt.objects.filter(username__iexact=account.username).delete()
