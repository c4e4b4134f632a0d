"""Secrets at rest: what is sealed opens only with the key and for the purpose, and the database holds no secret plainly."""

import base64
import zlib
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client

from kepu.people.crypto import SUITES, Unreadable, seal, unseal
from kepu.people.models import Account
from kepu.people.tests.county import County
from kepu.people.tests.test_second_factor import ACTIVATE, AUTHENTICATE, code, confirm, enrolled
from kepu.people.tests.test_sign_in import person, sign_in

FOR = "second_factor"
OTHER_KEY = "an entirely different key of the installation"


def test_what_is_sealed_opens_again_and_never_looks_the_same() -> None:
    one, two = seal("秘密 JBSWY3DP", purpose=FOR), seal("秘密 JBSWY3DP", purpose=FOR)
    assert one != two
    assert "JBSWY3DP" not in one
    assert {unseal(sealed, purpose=FOR) for sealed in (one, two)} == {"秘密 JBSWY3DP"}


def test_another_purpose_has_another_key() -> None:
    with pytest.raises(Unreadable):
        unseal(seal("x", purpose=FOR), purpose="session")


def test_what_was_changed_does_not_open() -> None:
    name, _, token = seal("secret", purpose=FOR).partition(":")
    raw = bytearray(base64.urlsafe_b64decode(token))
    raw[-40] ^= 1
    with pytest.raises(Unreadable):
        unseal(f"{name}:{base64.urlsafe_b64encode(bytes(raw)).decode()}", purpose=FOR)


@pytest.mark.parametrize("text", ["", "JBSWY3DPEHPK3PXP", "fernet:", "fernet:JBSWY3DP", "sm4:JBSWY3DP", "fernet:密"])
def test_what_is_not_sealed_does_not_pass_for_sealed(text: str) -> None:
    with pytest.raises(Unreadable):
        unseal(text, purpose=FOR)


def test_a_former_key_still_opens_and_no_longer_seals(settings: Any) -> None:
    former = settings.SECRET_KEY
    sealed = seal("secret", purpose=FOR)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OTHER_KEY, [former]
    assert unseal(sealed, purpose=FOR) == "secret"
    new = seal("secret", purpose=FOR)
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(new, purpose=FOR) == "secret"
    with pytest.raises(Unreadable):
        unseal(sealed, purpose=FOR)


def test_a_suite_that_joins_later_leaves_the_old_one_readable(monkeypatch: pytest.MonkeyPatch) -> None:
    class Backwards:
        def seal(self, secret: str, purpose: str, data: bytes) -> bytes:
            return base64.b16encode(data)[::-1]

        def unseal(self, secret: str, purpose: str, sealed: bytes) -> bytes:
            return base64.b16decode(sealed[::-1])

    old = seal("secret", purpose=FOR)
    monkeypatch.setitem(SUITES, "backwards", Backwards())
    monkeypatch.setattr("kepu.people.crypto.CURRENT", "backwards")
    new = seal("secret", purpose=FOR)
    assert new.startswith("backwards:")
    assert [unseal(sealed, purpose=FOR) for sealed in (old, new)] == ["secret", "secret"]


def everything_in_the_database() -> str:
    """Every row of every table as text, and what is packed in base64 with it unpacked."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found + [unpacked(value) for value in found])


def unpacked(value: str) -> str:
    """The payload of a value signed as sessions are: ``.`` if packed, base64, then time and signature."""
    packed, payload = value.startswith("."), value.lstrip(".").partition(":")[0]
    try:
        data = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        return (zlib.decompress(data) if packed else data).decode("latin-1")
    except (ValueError, zlib.error):
        return ""


def test_a_secret_being_set_up_is_nowhere_plain(county: County, client: Client) -> None:
    sign_in(client, person(county))
    confirm(client)
    secret = client.get(ACTIVATE).context["form"].secret
    assert client.session["mfa.totp.secret"] == secret
    assert secret not in everything_in_the_database()


def test_secret_and_seed_of_an_enrolled_person_are_nowhere_plain(county: County, client: Client) -> None:
    account, secret = enrolled(county, client)
    held = {a.type: a for a in Authenticator.objects.filter(user=account)}
    seed = unseal(held["recovery_codes"].data["seed"], purpose=FOR)
    assert unseal(held["totp"].data["secret"], purpose=FOR) == secret
    all_text = everything_in_the_database()
    assert account.username in all_text
    assert [plain for plain in (secret, seed) if plain in all_text] == []


def test_after_a_change_of_key_nothing_passes_and_the_page_says_what_to_do(
    county: County, client: Client, settings: Any
) -> None:
    account, secret = enrolled(county, client)
    settings.SECRET_KEY = OTHER_KEY
    sign_in(client, account)
    answer = client.post(AUTHENTICATE, {"code": code(secret, 1)})
    assert answer.status_code == 403
    assert "请安全管理员重置动态口令" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_session_sealed_with_another_key_is_no_session(county: County, client: Client, settings: Any) -> None:
    sign_in(client, person(county))
    assert client.session["_auth_user_id"] == str(Account.objects.get().pk)
    settings.SECRET_KEY = OTHER_KEY
    assert client.get("/desk/").status_code == 302
