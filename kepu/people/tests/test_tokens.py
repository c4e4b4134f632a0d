"""Access tokens: made by their person for that person, kept as a hash, ended by time, by hand, or with the account."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.http import Http404

from kepu.audit.lasting import Deed
from kepu.audit.models import Entry, SignIn
from kepu.people import verbs
from kepu.people.access import NotAllowed, WrongState, get_token_for
from kepu.people.models import AccessToken, Account, Role
from kepu.people.queries import token_by_text, tokens_of
from kepu.people.tests.county import AT, County
from kepu.people.tests.together import at_once
from kepu.people.verbs.again import AGAIN

DAY = timedelta(days=1)


@pytest.fixture
def by(county: County) -> Account:
    return county.secretary()


def made(by: Account, **more: int) -> verbs.Made:
    return verbs.make_token(name=" 县政务数据平台 ", by=by, at=AT, **more)


def test_it_is_kept_as_a_hash_and_recognised_by_its_first_characters(by: Account) -> None:
    one = made(by)
    assert (one.text.startswith("kepu_"), len(one.text)) == (True, 48)  # 32 bytes in base64url are 43 characters
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_accesstoken")
        row = repr(cursor.fetchall())
    assert one.text not in row
    assert one.text[5:] not in row
    assert (one.token.name, one.token.head, one.token.scope) == ("县政务数据平台", one.text[:9], "read")
    assert token_by_text(one.text, AT) == one.token
    assert made(by).text != one.text


def test_making_and_revoking_leave_an_entry_each_without_the_words(by: Account) -> None:
    one = made(by)
    verbs.revoke_token(token=one.token, by=by, at=AT)
    told = Entry.objects.order_by("id").values_list("verb", "by", "object", "changed")
    thing = f"people.accesstoken:{one.token.pk}"
    assert list(told) == [
        ("people.make_token", by.pk, thing, []),
        ("people.revoke_token", by.pk, thing, ["revoked_at"]),
    ]


def test_it_opens_to_the_end_of_its_last_day_and_not_a_moment_longer(by: Account) -> None:
    one = made(by, days=30)
    end = datetime(2026, 4, 4, 16, 0, tzinfo=UTC)  # the midnight after 4 April in Shanghai; made on 5 March
    assert (one.token.expires_at, one.token.last_day.isoformat()) == (end, "2026-04-04")
    assert token_by_text(one.text, end - timedelta(microseconds=1)) == one.token
    assert token_by_text(one.text, end) is None


def test_revoked_it_opens_nothing_and_is_revoked_once(by: Account) -> None:
    one, other = made(by), made(by)
    verbs.revoke_token(token=one.token, by=by, at=AT)
    assert token_by_text(one.text, AT) is None
    assert token_by_text(other.text, AT) == other.token
    with pytest.raises(WrongState, match="已经作废"):
        verbs.revoke_token(token=one.token, by=by, at=AT)


@pytest.mark.parametrize("text", ["", "kepu_", "x" * 48, "kepu_" + "A" * 43, "\u0000", "令牌" * 20])
def test_what_nobody_made_opens_nothing(by: Account, text: str) -> None:
    made(by)
    assert token_by_text(text, AT) is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": "  "}, "用途"),
        ({"name": "x" * 41}, "40字以内"),
        ({"days": 0}, "1至365天"),
        ({"days": 366}, "1至365天"),
    ],
)
def test_nonsense_is_refused(by: Account, values: dict, words: str) -> None:
    with pytest.raises(verbs.BadInput, match=words):
        verbs.make_token(**{"name": "平台", "days": 90, "by": by, "at": AT, **values})
    assert not AccessToken.objects.exists()


def test_ten_valid_ones_are_enough(by: Account, county: County) -> None:
    tokens = [made(by).token for _ in range(10)]
    with pytest.raises(WrongState, match="最多同时有10个"):
        made(by)
    made(county.secretary())
    verbs.revoke_token(token=tokens[0], by=by, at=AT)
    assert made(by).token.pk


def test_nobody_revokes_or_sees_anothers(by: Account, county: County) -> None:
    token, other = made(by).token, county.account(Role.SECURITY_ADMIN)
    with pytest.raises(NotAllowed):
        verbs.revoke_token(token=token, by=other, at=AT)
    with pytest.raises(Http404):
        get_token_for(other, token.pk)
    assert get_token_for(by, token.pk) == token
    assert list(tokens_of(other)) == []


def deeds(admin: Account, security: Account, by: Account) -> dict:
    return {
        "disable": lambda: verbs.disable(account=by, by=admin, at=AT),
        "reset_password": lambda: verbs.reset_password(account=by, by=admin, at=AT),
        "close": lambda: verbs.close(account=by, by=admin, at=AT),
    }


@pytest.mark.parametrize("deed", ["disable", "reset_password", "close"])
def test_what_ends_the_sessions_ends_the_tokens(by: Account, county: County, deed: str) -> None:
    one, others = made(by), made(county.secretary())
    admin = county.account(Role.SYSTEM_ADMIN)
    deeds(admin, admin, by)[deed]()
    assert token_by_text(one.text, AT) is None
    assert token_by_text(others.text, AT) == others.token
    if deed == "disable":
        verbs.enable(account=Account.objects.get(pk=by.pk), by=admin, at=AT)
        assert token_by_text(one.text, AT) is None  # coming back does not bring the tokens back
        assert Entry.objects.get(verb="people.disable").changed == ["is_active", "tokens"]
    assert AccessToken.objects.filter(account=by).exists() == (deed != "close")


def test_a_stopped_account_asks_for_nothing_whatever_its_tokens_say(by: Account) -> None:
    one = made(by)
    Account.objects.filter(pk=by.pk).update(is_active=False)  # behind the back of the verbs
    assert token_by_text(one.text, AT) is None


def test_the_first_use_of_a_day_is_written_down_with_where_it_came_from(by: Account) -> None:
    token = made(by).token
    for at in (AT, AT + timedelta(hours=1), AT + DAY):
        verbs.note_token_use(token=token, address="192.0.2.7", agent="curl/8", at=at)
    rows = SignIn.objects.order_by("id").values_list("event", "account", "address", "agent", "at")
    assert list(rows) == [("token", by.pk, "192.0.2.7", "curl/8", at) for at in (AT, AT + DAY)]
    token.refresh_from_db()
    assert token.last_used_on == (AT + DAY).date()


def test_of_many_at_the_same_moment_one_writes_it_down(own_database: None) -> None:
    token = made(County().secretary()).token
    use = {"token": token, "address": None, "agent": "", "at": AT}
    assert at_once(*(lambda: verbs.note_token_use(**use) for _ in range(4))) == [None] * 4
    assert SignIn.objects.count() == 1


def test_two_at_the_same_moment_are_not_more_than_ten(own_database: None) -> None:
    by = County().secretary()
    for _ in range(9):
        made(by)
    results = at_once(*(lambda: made(by) for _ in range(3)))
    assert sum(isinstance(r, WrongState) for r in results) == 2


def test_a_restored_backup_brings_no_revoked_token_back(by: Account) -> None:
    one = made(by)
    deed = Deed(at=AT, by=by.pk, verb="people.revoke_token", object=f"people.accesstoken:{one.token.pk}")
    assert AGAIN[deed.verb](deed)
    assert token_by_text(one.text, AT) is None
    assert not AGAIN[deed.verb](deed)
