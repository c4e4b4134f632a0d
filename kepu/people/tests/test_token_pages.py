"""The pages of one's own access tokens: after the password once more, shown once, revoked with a click."""

import pytest
from django.test import Client
from django.utils import timezone

from kepu.people import verbs
from kepu.people.models import AccessToken
from kepu.people.queries import token_by_text
from kepu.people.tests.county import County

LIST, NEW = "/desk/people/me/tokens/", "/desk/people/me/tokens/new/"
PASSWORD = "kan-yun-ting-yu-36"


@pytest.fixture
def person(county: County):
    account = county.secretary()
    account.set_password(PASSWORD)
    account.save()
    return account


@pytest.fixture
def client(person) -> Client:
    made = Client()
    made.post("/account/login/", {"login": person.username, "password": PASSWORD})
    made.post("/account/reauthenticate/", {"password": PASSWORD})
    return made


def text_of(page) -> str:
    return page.context["text"]


def test_it_is_shown_once_and_kept_by_no_cache(client, person):
    page = client.post(NEW, {"name": "县政务数据平台", "days": "30"})
    text = text_of(page)
    assert (page.status_code, page["Cache-Control"]) == (200, "no-store")
    assert f"Authorization: Bearer {text}" in page.content.decode().replace("&quot;", '"')
    assert token_by_text(text, timezone.now()).account == person
    listed = client.get(LIST).content.decode()
    assert text not in listed
    assert text[:9] in listed
    assert "县政务数据平台" in listed


def test_the_password_is_given_once_more_before(person):
    client = Client()
    client.post("/account/login/", {"login": person.username, "password": PASSWORD})
    for answer in (client.get(NEW), client.post(NEW, {"name": "平台", "days": "30"})):
        assert answer.status_code == 302
        assert answer.url.startswith("/account/reauthenticate/")
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize(("values", "words"), [({"days": "30"}, "用途"), ({"name": "平台", "days": "9999"}, "有效期")])
def test_what_is_wrong_comes_back_with_what_was_typed(client, values, words):
    page = client.post(NEW, values)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert values.get("name", "") in page.content.decode()


def test_the_eleventh_is_refused_in_words(client, person):
    for _ in range(10):
        verbs.make_token(name="平台", by=person, at=timezone.now())
    page = client.post(NEW, {"name": "第十一个", "days": "30"})
    assert page.status_code == 422
    assert "最多同时有10个有效的令牌" in page.content.decode()
    assert "第十一个" in page.content.decode()


def test_revoked_with_a_click_and_anothers_is_not_there(client, person, county):
    own = verbs.make_token(name="平台", by=person, at=timezone.now()).token
    other = verbs.make_token(name="平台", by=county.secretary(), at=timezone.now()).token
    page = client.post(f"{LIST}{own.pk}/revoke/", follow=True)
    assert "令牌已作废" in page.content.decode()
    assert "已作废" in client.get(LIST).content.decode()
    assert client.post(f"{LIST}{own.pk}/revoke/", follow=True).status_code == 200  # a second click says so in words
    assert client.post(f"{LIST}{other.pk}/revoke/").status_code == 404
    other.refresh_from_db()
    assert other.revoked_at is None


def test_an_empty_list_says_what_a_token_is_for(client):
    page = client.get(LIST).content.decode()
    assert "没有访问令牌" in page
    assert NEW in page
    assert LIST in client.get("/desk/people/me/").content.decode()


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_costs_the_same_for_one_and_twenty(client, person, number, django_assert_num_queries):
    for _ in range(number):
        one = verbs.make_token(name="平台", by=person, at=timezone.now())
        AccessToken.objects.filter(pk=one.token.pk).update(revoked_at=timezone.now())
    client.get(LIST)
    with django_assert_num_queries(6):
        client.get(LIST)
