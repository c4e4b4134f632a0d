"""The log of sign-ins and the lock-out: what the libraries report, written down; names typed are never kept.

Signals are used here alone, because they are how Django, allauth and axes tell of what happened in their own code.
"""

import ipaddress
import math
from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from axes.models import AccessAttempt
from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kepu.audit.models import SignIn
from kepu.audit.verbs import record_sign_in
from kepu.people.models import Account
from kepu.people.verbs.own import note_own_password, note_second_factor


def client_address(request: HttpRequest) -> str | None:
    """Return where a request came from: in production what the nearest proxy says (the last forwarded address)."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.PRODUCTION else ""
    text = forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None


def lock_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str | None:
    """Return the user name under which failures are counted, in small letters: ZhangSan and zhangsan are one account."""
    given = credentials or {}
    name = given.get("username") or given.get("login") or request.POST.get("login")
    if not name and request.user.is_authenticated:
        name = request.user.get_username()
    return str(name).strip().lower()[:255] if name else None


def minutes_left(name: str | None) -> int:
    """Return how many minutes a name stays locked; 0 when it is not."""
    tries = AccessAttempt.objects.filter(username=name)
    last = tries.aggregate(last=Max("attempt_time"))["last"]
    if last is None or sum(tries.values_list("failures_since_start", flat=True)) < settings.AXES_FAILURE_LIMIT:
        return 0
    left = (last + settings.AXES_COOLOFF_TIME - timezone.now()).total_seconds()
    return max(0, math.ceil(left / 60))


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None = None) -> HttpResponse:
    """Answer 429 with the time left, whether or not such an account exists."""
    facts = {"minutes": max(1, minutes_left(lock_name(request, credentials))), "limit": settings.AXES_FAILURE_LIMIT}
    return render(request, "account/locked_out.html", facts, status=429)


def connect() -> None:
    """Listen to the libraries; called once, when the app is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="kepu.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="kepu.signed_out")
    user_login_failed.connect(_failed, dispatch_uid="kepu.failed")
    user_locked_out.connect(_locked, dispatch_uid="kepu.locked")
    authentication_failed.connect(_second_factor_failed, dispatch_uid="kepu.second_factor_failed")
    password_changed.connect(_password_changed, dispatch_uid="kepu.password_changed")
    for signal in (authenticator_added, authenticator_removed, authenticator_reset):
        signal.connect(_second_factor_changed, dispatch_uid="kepu.second_factor_changed")


def _write(event: SignIn.Event, request: HttpRequest | None, account: int | None) -> None:
    if request is not None:
        agent = request.META.get("HTTP_USER_AGENT", "").replace("\0", "")
        record_sign_in(event=event, account=account, address=client_address(request), agent=agent, at=timezone.now())


def _account_called(name: str | None) -> int | None:
    return Account.objects.filter(username__iexact=name).values_list("pk", flat=True).first() if name else None


def _signed_in(request: HttpRequest | None = None, user: Any = None, **_: Any) -> None:
    _write(SignIn.Event.IN, request, user.pk)


def _signed_out(request: HttpRequest | None = None, user: Any = None, **_: Any) -> None:
    if user is not None:
        _write(SignIn.Event.OUT, request, user.pk)


def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    if request is not None and not getattr(request, "axes_locked_out", False):
        _write(SignIn.Event.FAILED, request, _account_called(lock_name(request, credentials)))


def _locked(request: HttpRequest, username: str | None = None, **_: Any) -> None:
    _write(SignIn.Event.LOCKED, request, _account_called(username))


def _second_factor_failed(request: HttpRequest, user: Any, **_: Any) -> None:
    """A wrong code counts as a failed try: Django's own signal tells axes and this log."""
    user_login_failed.send(sender=__name__, credentials={"username": user.get_username()}, request=request)


def _password_changed(request: HttpRequest, user: Any, **_: Any) -> None:
    note_own_password(account=user, by=user, at=timezone.now())


def _second_factor_changed(request: HttpRequest, user: Any, **_: Any) -> None:
    note_second_factor(account=user, by=user, at=timezone.now())
