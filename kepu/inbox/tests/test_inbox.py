"""Messages: sent once to each, read by their recipient alone, leading only to pages of ours."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kepu.audit.models import Entry
from kepu.inbox.models import Message
from kepu.inbox.queries import search, unread_count
from kepu.inbox.verbs import BadMessage, mark_all_read, mark_read, send
from kepu.people.access import NotAllowed
from kepu.people.models import Account, Role
from kepu.people.tests.county import AT, County
from kepu.people.verbs import disable


@pytest.fixture
def county(db: None) -> County:
    return County()


@pytest.fixture
def person(county: County) -> Account:
    return county.account(Role.LIAISON)


@pytest.fixture
def browser(person: Account) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def told(*to: Account, title: str = "方案已采用", url: str = "/desk/") -> list[Message]:
    return send(to=to, title=title, body="请查看分工。", url=url, by=None, at=AT)


def test_each_gets_it_once_and_who_is_stopped_gets_none(county: County, person: Account) -> None:
    stopped = county.account()
    disable(account=stopped, by=None, at=AT)
    told(person, person, stopped)
    assert [m.account for m in Message.objects.all()] == [person]
    assert Entry.objects.filter(verb="inbox.send").count() == 1


@pytest.mark.parametrize(
    "url", ["https://example.org/", "//example.org", "javascript:alert(1)", "/\\example.org", "/" * 201]
)
def test_a_link_leads_to_a_page_of_ours(person: Account, url: str) -> None:
    with pytest.raises(BadMessage, match="本系统"):
        told(person, url=url)


@pytest.mark.parametrize("title", [" ", "长" * 121])
def test_a_title_is_needed_and_short(person: Account, title: str) -> None:
    with pytest.raises(BadMessage, match="标题"):
        told(person, title=title)


def test_the_recipient_alone_reads_it(county: County, person: Account) -> None:
    message = told(person)[0]
    with pytest.raises(NotAllowed, match="自己"):
        mark_read(message=message, by=county.account(), at=AT)
    mark_read(message=message, by=person, at=AT)
    message.refresh_from_db()
    assert (message.read_at, unread_count(person)) == (AT, 0)


def test_being_done_with_all_leaves_others_theirs(county: County, person: Account) -> None:
    other = county.account()
    told(person, other)
    told(person)
    assert (mark_all_read(by=person, at=AT), unread_count(other)) == (2, 1)


def test_the_page_opens_marks_and_leads_on(browser: Client, person: Account) -> None:
    message = told(person)[0]
    assert "（未读）" in browser.get(reverse("inbox:list")).content.decode()
    response = browser.post(reverse("inbox:open", args=[message.pk]))
    assert response.url == "/desk/"
    page = browser.get(reverse("inbox:list")).content.decode()
    assert ("方案已采用" in page, "（未读）" in page) == (True, False)
    assert "没有未读消息" in browser.get(reverse("inbox:list"), {"unread": "1"}).content.decode()


def test_someone_elses_message_does_not_exist(browser: Client, county: County) -> None:
    message = told(county.account(), title="给别人的")[0]
    assert browser.post(reverse("inbox:open", args=[message.pk])).status_code == 404
    assert "给别人的" not in browser.get(reverse("inbox:list")).content.decode()


def test_all_at_once_by_the_page(browser: Client, person: Account) -> None:
    told(person)
    browser.post(reverse("inbox:read_all"))
    assert unread_count(person) == 0


def test_as_many_queries_for_thirty_messages_as_for_one(browser: Client, person: Account) -> None:
    counts = []
    browser.get(reverse("inbox:list"))
    for number in (1, 29):
        for _ in range(number):
            told(person)
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("inbox:list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_search_finds_own_messages_only(county: County, person: Account) -> None:
    told(person)
    assert [f.title for f in search(person, "采用")] == ["方案已采用"]
    assert (search(county.account(), "采用"), search(person, " ")) == ([], [])
