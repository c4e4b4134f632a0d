"""The second factor: set up, asked for, counted when wrong, replaced by a recovery code, kept by administrators."""

import base64
import hmac
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from kepu.people.models import Account, Role
from kepu.people.tests.county import AT, County
from kepu.people.tests.test_sign_in import PASSWORD, events, person, sign_in
from kepu.people.verbs import reset_second_factor

ACTIVATE = "/account/2fa/totp/activate/"
AUTHENTICATE = "/account/2fa/authenticate/"


def code(secret: str, shift: int = 0) -> str:
    """RFC 6238 by hand: HMAC-SHA1 of the half-minute, cut to six digits."""
    moment = struct.pack(">Q", int(time.time()) // 30 + shift)
    digest = hmac.digest(base64.b32decode(secret), moment, "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def confirm(client: Client) -> None:
    """What guards an account changes only after the password was given once more."""
    assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302


def enrolled(county: County, client: Client, *roles: Role) -> tuple[Account, str]:
    """An account that has set up the second factor by its pages, signed out again."""
    account = person(county, *roles)
    sign_in(client, account)
    confirm(client)
    secret = client.get(ACTIVATE).context["form"].secret
    assert client.post(ACTIVATE, {"code": code(secret)}).url == "/account/2fa/recovery-codes/"
    client.post("/account/logout/")
    return account, secret


@pytest.fixture(autouse=True)
def _forget_used_codes() -> None:
    from django.core.cache import cache

    cache.clear()


def test_the_second_step_is_asked_for_and_the_code_opens(county: County, client: Client) -> None:
    _, secret = enrolled(county, client)
    account = Account.objects.get()
    assert sign_in(client, account).url == AUTHENTICATE
    assert "_auth_user_id" not in client.session
    client.post(AUTHENTICATE, {"code": code(secret, 1)})
    assert client.session["_auth_user_id"] == str(account.pk)


def test_a_recovery_code_opens_once(county: County, client: Client) -> None:
    account, _ = enrolled(county, client)
    recovery = Authenticator.objects.get(user=account, type="recovery_codes").wrap().get_unused_codes()[0]
    sign_in(client, account)
    client.post(AUTHENTICATE, {"code": recovery})
    assert client.session["_auth_user_id"] == str(account.pk)
    again = Client()
    sign_in(again, account)
    assert "验证码不正确" in again.post(AUTHENTICATE, {"code": recovery}).content.decode()


def test_wrong_codes_count_towards_the_lock_out_and_then_the_right_one_waits(county: County, client: Client) -> None:
    account, secret = enrolled(county, client)
    sign_in(client, account)
    answers = [client.post(AUTHENTICATE, {"code": "000000"}).status_code for _ in range(5)]
    assert answers == [200] * 4 + [429]
    client.post(AUTHENTICATE, {"code": code(secret, 1)})
    assert "_auth_user_id" not in client.session
    assert ("locked", account.pk) in events()


@pytest.mark.parametrize(("demanded", "where"), [(True, ACTIVATE), (False, None)])
def test_an_administrator_sets_it_up_before_anything_else(
    county: County, client: Client, settings: object, demanded: bool, where: str | None
) -> None:
    settings.SECOND_FACTOR = demanded  # type: ignore[attr-defined]
    sign_in(client, person(county, Role.SYSTEM_ADMIN))
    response = client.get(reverse("usersessions_list"))
    assert getattr(response, "url", None) == where


def test_nothing_is_set_up_without_the_password_once_more(county: County, client: Client) -> None:
    sign_in(client, person(county))
    assert client.get(ACTIVATE).url.startswith("/account/reauthenticate/")


def test_others_need_none(county: County, client: Client, settings: object) -> None:
    settings.SECOND_FACTOR = True  # type: ignore[attr-defined]
    sign_in(client, person(county, Role.LIAISON))
    assert client.get(reverse("usersessions_list")).status_code == 200


def test_an_administrator_cannot_give_it_up_others_can(county: County, client: Client, settings: object) -> None:
    settings.SECOND_FACTOR = True  # type: ignore[attr-defined]
    for role, left in ((Role.SYSTEM_ADMIN, 1), (Role.LIAISON, 0)):
        one = Client()
        account, secret = enrolled(county, one, role)
        sign_in(one, account)
        one.post(AUTHENTICATE, {"code": code(secret, 1)})
        confirm(one)
        one.post("/account/2fa/totp/deactivate/")
        assert Authenticator.objects.filter(user=account, type="totp").count() == left


def test_the_security_administrator_resets_a_lost_one(county: County, client: Client) -> None:
    account, _ = enrolled(county, client)
    reset_second_factor(account=account, by=county.account(Role.SECURITY_ADMIN), at=AT)
    assert sign_in(client, account).url == reverse("desk:home")


def test_recovery_codes_are_shown_for_printing(county: County, client: Client) -> None:
    account, secret = enrolled(county, client)
    sign_in(client, account)
    client.post(AUTHENTICATE, {"code": code(secret, 1)})
    confirm(client)
    codes = Authenticator.objects.get(user=account, type="recovery_codes").wrap().get_unused_codes()
    page = client.get("/account/2fa/recovery-codes/").content.decode()
    assert (len(codes), all(one in page for one in codes)) == (10, True)


@pytest.mark.parametrize("path", ["2fa/", "2fa/recovery-codes/generate/", "2fa/totp/deactivate/", "reauthenticate/"])
def test_pages_are_chinese_and_carry_no_inline_style(county: County, client: Client, path: str) -> None:
    account, secret = enrolled(county, client)
    sign_in(client, account)
    client.post(AUTHENTICATE, {"code": code(secret, 1)})
    confirm(client)
    page = client.get(f"/account/{path}").content.decode()
    assert ("Recovery" in page, "Authenticator" in page, " style=" in page, "<script>" in page) == (False,) * 4
    assert PASSWORD not in page
