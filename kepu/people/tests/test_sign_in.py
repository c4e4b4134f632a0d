"""Signing in: the password, the lock-out, what must be done first, the log."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kepu.audit.models import Entry, SignIn
from kepu.people.models import Account, Role
from kepu.people.tests.county import County

PASSWORD = "qing-he-2026-xian"
LOGIN = "/account/login/"


def person(county: County, *roles: Role, **fields: object) -> Account:
    account = county.account(*roles)
    account.set_password(PASSWORD)
    for name, value in fields.items():
        setattr(account, name, value)
    account.save()
    return account


def sign_in(client: Client, account: Account, password: str = PASSWORD, name: str = "") -> object:
    return client.post(LOGIN, {"login": name or account.username, "password": password})


def events() -> list[tuple[str, int | None]]:
    return list(SignIn.objects.order_by("id").values_list("event", "account"))


def test_the_right_password_leads_to_the_desk_and_is_logged(county: County, client: Client) -> None:
    account = person(county, Role.SECRETARIAT)
    response = sign_in(client, account)
    assert (response.status_code, response.url) == (302, reverse("desk:home"))
    row = SignIn.objects.get()
    assert (row.event, row.account, row.address) == ("in", account.pk, "127.0.0.1")


def test_empty_fields_are_named_in_chinese(county: County, client: Client) -> None:
    answer = client.post(LOGIN, {"login": "", "password": ""})
    assert {name: list(texts) for name, texts in answer.context["form"].errors.items()} == {
        "login": ["请填写这一项。"],
        "password": ["请填写这一项。"],
    }
    assert " novalidate>" in answer.content.decode()


def test_a_wrong_password_says_so_in_chinese_and_is_logged_without_the_name_typed(
    county: County, client: Client
) -> None:
    account = person(county)
    page = sign_in(client, account, "wrong").content.decode()
    assert "登录名或密码不正确" in page
    sign_in(client, account, name="my-password-typed-here")
    assert events() == [("failed", account.pk), ("failed", None)]
    assert "my-password" not in str(SignIn.objects.values())


def test_after_five_failures_even_the_right_password_waits_and_the_page_says_how_long(
    county: County, client: Client
) -> None:
    account = person(county)
    for _ in range(4):
        sign_in(client, account, "wrong")
    fifth = sign_in(client, account, "wrong", name=account.username.upper())
    assert (fifth.status_code, "<strong>15分钟</strong>" in fifth.content.decode()) == (429, True)
    assert sign_in(Client(), account).status_code == 429
    assert [event for event, _ in events()] == ["failed"] * 5 + ["locked", "locked"] or (
        [event for event, _ in events()] == ["failed"] * 4 + ["locked", "locked"]
    )


def test_tries_while_locked_do_not_make_it_longer(county: County, client: Client) -> None:
    account = person(county)
    for _ in range(5):
        sign_in(client, account, "wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=10))
    assert "<strong>5分钟</strong>" in sign_in(client, account).content.decode()
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(client, account).status_code == 302


def test_an_unknown_name_locks_just_the_same(county: County, client: Client) -> None:
    answers = [client.post(LOGIN, {"login": "nobody", "password": "x"}).status_code for _ in range(5)]
    assert answers == [200] * 4 + [429]


def test_another_person_at_the_same_address_still_signs_in(county: County, client: Client) -> None:
    locked, other = person(county), person(county)
    for _ in range(5):
        sign_in(client, locked, "wrong")
    assert sign_in(Client(), other).status_code == 302


def test_a_disabled_account_does_not_sign_in(county: County, client: Client) -> None:
    account = person(county, is_active=False)
    response = sign_in(client, account)
    assert "_auth_user_id" not in client.session
    assert response.status_code in (200, 302)


def test_a_first_password_is_changed_before_anything_else(county: County, client: Client) -> None:
    account = person(county, Role.SECRETARIAT, must_change_password=True)
    sign_in(client, account)
    change = reverse("account_change_password")
    assert client.get(reverse("desk:home")).url == change
    new = {"oldpassword": PASSWORD, "password1": "xin-mima-2026", "password2": "xin-mima-2026"}
    assert client.post(change, new).status_code == 302
    account.refresh_from_db()
    assert (account.must_change_password, account.check_password("xin-mima-2026")) == (False, True)
    assert client.get(change).status_code == 200
    assert Entry.objects.get().verb == "people.change_own_password"


@pytest.mark.parametrize(
    ("new", "again", "says"),
    [
        (PASSWORD, PASSWORD, "不能与原密码相同"),
        ("12345678901", "12345678901", "数字"),
        ("short", "short", "10"),
        ("xin-mima-2026", "xin-mima-2027", "同"),
    ],
)
def test_bad_new_passwords_are_refused(county: County, client: Client, new: str, again: str, says: str) -> None:
    account = person(county, must_change_password=True)
    sign_in(client, account)
    form = {"oldpassword": PASSWORD, "password1": new, "password2": again}
    response = client.post(reverse("account_change_password"), form)
    account.refresh_from_db()
    assert (response.status_code, says in response.content.decode()) == (200, True)
    assert account.check_password(PASSWORD)


def test_signing_out_is_logged(county: County, client: Client) -> None:
    account = person(county)
    sign_in(client, account)
    client.post("/account/logout/")
    assert events() == [("in", account.pk), ("out", account.pk)]


def test_other_sessions_are_ended(county: County, client: Client) -> None:
    account, other = person(county), Client()
    sign_in(other, account)
    sign_in(client, account)
    page = client.get(reverse("usersessions_list")).content.decode()
    assert (page.count("127.0.0.1"), page.count("本机</td>")) == (2, 1)
    client.post(reverse("usersessions_list"))
    assert other.get(reverse("usersessions_list")).status_code == 302
    assert client.get(reverse("usersessions_list")).status_code == 200


@pytest.mark.parametrize("path", ["signup/", "email/", "password/reset/", "password/set/", "confirm-email/", "login/code/",
                                  "2fa/webauthn/", "2fa/trust/", "phone/verify/"])  # fmt: skip
def test_pages_of_the_library_that_are_not_ours_do_not_exist(client: Client, db: None, path: str) -> None:
    assert client.get(f"/account/{path}").status_code == 404


@pytest.mark.parametrize("path", ["login/", "inactive/"])
def test_pages_before_signing_in_are_chinese(client: Client, db: None, path: str) -> None:
    page = client.get(f"/account/{path}").content.decode()
    assert ("登录" in page, "Sign In" in page, "style=" in page) == (True, False, False)
