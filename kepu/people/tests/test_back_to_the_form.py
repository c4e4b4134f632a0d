"""A form posted after the session has expired: through sign-in back to the page it stood on."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from kepu.people.models import Role
from kepu.people.tests.county import County

EXPIRED = "登录已过期，刚才的内容没有保存"


def sent(client: Client, url: str, **headers: str) -> tuple[str, str]:
    """Where a post without a session leads: the path and, behind sign-in, the page."""
    answer = client.post(url, {"name": "教育局"}, headers=headers)
    assert answer.status_code == 302
    goal = urlsplit(answer.headers["Location"])
    return goal.path, parse_qs(goal.query)["next"][0]


@pytest.fixture
def alias(county: County) -> tuple[str, str]:
    """The address that the form of aliases is sent to, and the page it stands on."""
    return reverse("people:add_alias", args=[county.education.pk]), reverse("people:unit", args=[county.education.pk])


def test_the_page_of_the_form_is_where_sign_in_leads(alias: tuple[str, str], client: Client) -> None:
    url, page = alias
    told = sent(client, url, referer=f"http://testserver{page}?tab=names")
    assert told == (reverse("account_login"), f"{page}?tab=names")
    assert EXPIRED in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example/x/", "//elsewhere.example/", "http://[bad"])
def test_a_foreign_or_missing_page_leads_to_the_forms_own_address(
    alias: tuple[str, str], client: Client, referer: str
) -> None:
    url, _ = alias
    assert sent(client, url, referer=referer)[1] == url


def test_what_is_asked_for_by_script_is_told_by_script(alias: tuple[str, str], client: Client) -> None:
    url, page = alias
    client.post(url, {}, headers={"HX-Request": "true", "referer": f"http://testserver{page}"})
    assert EXPIRED not in client.get(reverse("account_login")).content.decode()


def test_opening_an_address_that_is_only_sent_to_says_so(alias: tuple[str, str], county: County) -> None:
    client = Client()
    client.force_login(county.account(Role.SECRETARIAT))
    answer = client.get(alias[0])
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "只用来提交表单" in answer.content.decode()
