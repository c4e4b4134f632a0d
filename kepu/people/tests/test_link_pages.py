"""The pages of a one-time link: nothing before the code, one page behind it, one plain answer when it is closed."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kepu.people import link_sessions
from kepu.people.models import Account, Membership, OneTimeLink, Role, Unit
from kepu.people.tests.county import County
from kepu.people.tests.test_links import wrong
from kepu.people.tests.test_unit_pages import client_of
from kepu.people.verbs import Issued, finish_link, issue_link, revoke_link

LINE = {"leader": "吴副局长", "liaison": "周小雨", "phone": "0990-5551234"}


@pytest.fixture
def office(county: County) -> Account:
    return county.secretary()


@pytest.fixture
def made(county: County, office: Account) -> Issued:
    return issued(county.education, office)


def issued(unit: Unit, by: Account) -> Issued:
    return issue_link(unit=unit, subject=f"people.liaison:{unit.pk}", by=by, at=timezone.now())


def url(made: Issued) -> str:
    return reverse("links:page", args=[made.token])


def with_code(made: Issued) -> Client:
    client = Client()
    answer = client.post(url(made) + "code/", {"code": made.code})
    assert (answer.status_code, answer.headers["Location"]) == (302, url(made))
    return client


def text_of(answer: Any) -> str:
    return answer.content.decode()


def test_nothing_but_unit_and_matter_is_shown_before_the_code(made: Issued, county: County) -> None:
    county.education.memberships.create(liaison="周小雨", phone="13800001111", since="2026-01-01")
    page = text_of(Client().get(url(made)))
    assert [word in page for word in ("县教育体育局", "登记分管领导和联络员", "周小雨", "13800001111")] == [
        True, True, False, False,
    ]  # fmt: skip
    refused = Client().post(url(made), LINE)
    assert "填写的内容在本机上仍保留着" in text_of(refused)
    assert county.education.memberships.get().leader == ""


def test_with_the_code_the_unit_fills_in_its_line_and_the_link_is_done(made: Issued, county: County) -> None:
    client = with_code(made)
    assert 'name="liaison"' in text_of(client.get(url(made)))
    answer = client.post(url(made), LINE)
    assert answer.headers["Location"] == "/link/done/"
    assert answer.cookies["link"].value == ""
    assert "已经收到" in text_of(client.get("/link/done/"))
    assert county.education.memberships.get().liaison == "周小雨"
    assert client.get(url(made)).status_code == 404
    assert client.post(url(made), LINE | {"liaison": "别人"}).status_code == 404
    assert county.education.memberships.get().liaison == "周小雨"


def test_what_is_wrong_is_told_and_kept_as_typed(made: Issued) -> None:
    answer = with_code(made).post(url(made), LINE | {"phone": "无"})
    assert answer.status_code == 422
    page = text_of(answer)
    assert ("联络员电话“无”有误" in page, 'value="周小雨"' in page) == (True, True)
    assert not OneTimeLink.objects.exclude(used_at=None).exists()


CLOSED: dict[str, Callable[[Issued, Account], object]] = {
    "expired": lambda made, by: OneTimeLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1)),
    "used": lambda made, by: finish_link(link=made.link, at=timezone.now()),
    "revoked": lambda made, by: revoke_link(link=made.link, by=by, at=timezone.now()),
    "locked": lambda made, by: OneTimeLink.objects.update(tries=5),
}


@pytest.mark.parametrize("how", ["expired", "used", "revoked", "locked"])
def test_whatever_closed_it_the_answer_is_the_same_as_for_an_unknown_one(
    made: Issued, office: Account, how: str, settings: Any
) -> None:
    settings.HOTLINE = "0990-7654321"
    unknown = Client().get(reverse("links:page", args=["x" * 43]))
    inside = with_code(made)
    CLOSED[how](made, office)
    answers = [
        Client().get(url(made)), Client().post(url(made) + "code/", {"code": made.code}),
        Client().post(url(made) + "code/", {"code": wrong(made.code)}), inside.get(url(made)),
        inside.post(url(made), LINE), inside.get(url(made) + "more/"),
    ]  # fmt: skip
    assert {(a.status_code, a.content) for a in answers} == {(404, unknown.content)}
    assert ("纲要办" in text_of(unknown), "0990-7654321" in text_of(unknown)) == (True, True)


def test_tries_are_told_and_the_fifth_ends_them(made: Issued) -> None:
    client = Client()
    answers = [client.post(url(made) + "code/", {"code": wrong(made.code)}) for _ in range(5)]
    assert [a.status_code for a in answers] == [422, 422, 422, 422, 404]
    assert "还可以再试4次" in text_of(answers[0])
    assert client.post(url(made) + "code/", {"code": made.code}).status_code == 404


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "一二三四五六", "12 34 5"])
def test_what_is_no_code_costs_no_try(made: Issued, typed: str) -> None:
    assert Client().post(url(made) + "code/", {"code": typed}).status_code == 422
    assert OneTimeLink.objects.get().tries == 0


def test_a_code_is_taken_as_persons_type_it(made: Issued) -> None:
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in made.code)
    assert Client().post(url(made) + "code/", {"code": f"{wide[:3]} {wide[3:]} "}).status_code == 302


def test_the_stay_opens_this_link_alone_and_is_no_sign_in(made: Issued, county: County, office: Account) -> None:
    other = issued(county.health, office)
    client = with_code(made)
    client.cookies["link"]["path"] = "/"  # a browser would not even send it there
    assert "请输入验证码" in text_of(client.get(url(other)))
    assert client.get("/desk/").headers["Location"].startswith("/account/login/")
    cookie = with_code(made).cookies["link"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (url(made), True, "Strict")
    assert int(cookie["max-age"]) == 3600


def test_a_stay_ends_an_hour_after_the_last_page_and_cannot_be_made(made: Issued, monkeypatch: Any) -> None:
    monkeypatch.setattr(link_sessions, "STAY", timedelta(seconds=-1))
    assert "请输入验证码" in text_of(with_code(made).get(url(made)))
    forged = Client()
    for value in ("1", made.link.token_hash, f'{{"link": "{made.link.token_hash}"}}:x'):
        forged.cookies["link"] = value
        assert "请输入验证码" in text_of(forged.get(url(made)))


def test_two_browsers_may_look_and_the_first_to_send_is_taken(made: Issued, county: County) -> None:
    one, two = with_code(made), with_code(made)
    assert (one.get(url(made)).status_code, two.get(url(made)).status_code) == (200, 200)
    assert two.post(url(made), LINE).status_code == 302
    assert one.post(url(made), LINE | {"liaison": "晚到"}).status_code == 404
    assert county.education.memberships.get().liaison == "周小雨"


def test_issuing_again_closes_the_page_that_is_open(made: Issued, county: County, office: Account) -> None:
    client = with_code(made)
    again = issued(county.education, office)
    assert client.get(url(made)).status_code == 404
    assert Client().post(url(again) + "code/", {"code": again.code}).status_code == 302


def test_every_answer_keeps_itself_to_itself(made: Issued) -> None:
    for answer in (Client().get(url(made)), with_code(made).get(url(made)), Client().get("/link/unknown-token/")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert 'content="noindex, nofollow"' in text_of(answer)
        assert not re.search(r'(href|src|action)="(https?:)?//', text_of(answer))


def test_a_forged_form_is_refused(made: Issued) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(url(made) + "code/", {"code": made.code}).status_code == 403


def test_the_office_issues_sees_what_became_of_it_and_revokes(county: County, office: Account) -> None:
    client = client_of(office)
    address = reverse("people:issue_link", args=[county.education.pk, f"people.liaison:{county.education.pk}"])
    assert "县教育体育局" in text_of(client.get(address))
    shown = client.post(address, {"days": "3"})
    page = text_of(shown)
    token = re.search(r"http://testserver/link/([\w-]{43})/", page)[1]  # type: ignore[index]
    code = re.search(r'<code class="code-large">(\d{6})</code>', page)[1]  # type: ignore[index]
    link = OneTimeLink.objects.get()
    assert f"县教育体育局：请打开 http://testserver/link/{token}/ 办理“登记分管领导和联络员”" in page
    assert "验证码由纲要办电话告知" in page
    assert "还没有登记联络员，请先问清由谁承办" in page
    assert shown.headers["Cache-Control"] == "no-store"
    assert Client().post(f"/link/{token}/code/", {"code": code}).status_code == 302
    listed = text_of(client.get(reverse("people:unit_links", args=[county.education.pk])))
    assert ("已打开" in listed, token in listed, code in listed) == (True, False, False)
    client.post(reverse("people:revoke_link", args=[link.pk]))
    assert "已作废" in text_of(client.get(reverse("people:links"), {"state": "revoked"}))
    assert Client().get(f"/link/{token}/").status_code == 404


def test_whom_to_telephone_stands_beside_the_code(county: County, office: Account) -> None:
    Membership.objects.create(unit=county.education, since=date(2020, 1, 1), liaison="许青禾", phone="0990-0000011")
    address = reverse("people:issue_link", args=[county.education.pk, f"people.liaison:{county.education.pk}"])
    page = text_of(client_of(office).post(address, {"days": "3"}))
    assert "联络员 许青禾" in page
    assert 'href="tel:0990-0000011"' in page


@pytest.mark.parametrize("days", ["0", "61", "七", "", "1.5", "9" * 40])
def test_a_nonsensical_number_of_days_is_told(county: County, office: Account, days: str) -> None:
    address = reverse("people:issue_link", args=[county.education.pk, f"people.liaison:{county.education.pk}"])
    assert client_of(office).post(address, {"days": days}).status_code == 422
    assert not OneTimeLink.objects.exists()


def test_links_to_one_subject_are_listed_apart(made: Issued, county: County, office: Account) -> None:
    issued(county.health, office)
    page = text_of(client_of(office).get(reverse("people:links"), {"subject": made.link.subject}))
    assert ("县教育体育局" in page, "县卫生健康局" in page) == (True, False)


def test_as_many_queries_for_thirty_links_as_for_one(county: County, office: Account) -> None:
    client, counts = client_of(office), []
    client.get(reverse("people:links"))
    for number in (1, 29):
        for _ in range(number):
            unit, now = county.unit(f"县{OneTimeLink.objects.count()}局"), timezone.now()
            OneTimeLink.objects.create(
                unit=unit, subject="people.liaison:1", title="登记", token_hash=unit.pk, made_by=office, made_at=now,
                expires_at=now + timedelta(days=1),
            )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("people:links"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_neighbouring_office_finds_none_of_ours(made: Issued, county: County) -> None:
    neighbour = client_of(county.account(Role.SECRETARIAT, region=county.other))
    assert "县教育体育局" not in text_of(neighbour.get(reverse("people:links")))
    assert neighbour.get(reverse("people:unit_links", args=[county.education.pk])).status_code == 404
    assert neighbour.post(reverse("people:revoke_link", args=[made.link.pk])).status_code == 404
    assert "还没有发过链接" in text_of(neighbour.get(reverse("people:links")))
