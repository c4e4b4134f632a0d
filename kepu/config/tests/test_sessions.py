"""What the settings promise about sessions and passwords, tried on the pages themselves."""

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client
from django.utils import timezone

from kepu.config import testing
from kepu.people.models import Account

PASSWORD, NEW = "qing-he-2026-xian", "liu-he-2027-zhen"
LOGIN, CHANGE, LOGOUT, INSIDE = "/account/login/", "/account/password/change/", "/account/logout/", "/account/2fa/"


@pytest.fixture
def account(db: None) -> Account:
    made = Account(username="zhang", name="某某", created_at=timezone.now())
    made.set_password(PASSWORD)
    made.save()
    return made


def signed_in(account: Account, password: str = PASSWORD) -> Client:
    client = Client()
    client.post(LOGIN, {"login": account.username, "password": password})
    assert client.get(INSIDE).status_code == 200
    return client


def test_signing_in_gives_a_new_token(account: Account) -> None:
    client = signed_in(account)
    first = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(LOGOUT)
    client.post(LOGIN, {"login": "zhang", "password": PASSWORD})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != first
    assert len(first) >= 32


def test_a_token_given_by_somebody_else_is_not_taken(account: Account) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    client.post(LOGIN, {"login": "zhang", "password": PASSWORD})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != "a" * 32


def test_after_signing_out_the_token_opens_nothing(account: Account) -> None:
    client = signed_in(account)
    token = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(LOGOUT)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = token
    assert thief.get(INSIDE).status_code == 302


def test_a_new_password_ends_the_sessions_of_the_old(account: Account) -> None:
    mine, forgotten = signed_in(account), signed_in(account)
    mine.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    account.refresh_from_db()
    assert account.check_password(NEW)
    assert forgotten.get(INSIDE).status_code == 302
    assert mine.get(INSIDE).status_code == 200


def test_a_stopped_account_is_out_at_once(account: Account) -> None:
    client = signed_in(account)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert client.get(INSIDE).status_code == 302


def test_the_cookie_is_out_of_reach_of_scripts_and_lasts_twelve_hours(account: Account) -> None:
    cookie = signed_in(account).cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert settings.SESSION_COOKIE_AGE == 12 * 3600


def test_passwords_are_kept_as_slow_salted_hashes(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", testing.ROUNDS)
    account.set_password(PASSWORD)
    kind, rounds, salt, _ = account.password.split("$")
    assert (kind, int(rounds) >= 600_000, len(salt) >= 16) == ("pbkdf2_sha256", True, True)


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_leads_to_no_foreign_address(account: Account, address: str) -> None:
    answer = Client().post(LOGIN, {"login": "zhang", "password": PASSWORD, "next": address})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '" onmouseover="alert(1)', "'; DROP TABLE people_unit; --"]
)
def test_what_is_searched_for_is_text_and_nothing_else(account: Account, text: str) -> None:
    page = signed_in(account).get("/desk/search/", {"q": text})
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
    assert '" onmouseover="' not in page.content.decode()
