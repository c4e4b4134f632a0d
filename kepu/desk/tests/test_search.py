"""Search over everything: what the apps find, by kind, as a page and as a fragment."""

import pytest

from kepu.plans.tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    account = builders.account()
    builders.units()
    builders.adopted(account)
    client.force_login(account)
    return account


def found(answer):
    return {kind: [hit.title for hit in hits] for kind, hits in answer.context["groups"]}


def test_a_task_is_found_by_its_name(client, office):
    hits = found(client.get("/desk/search/", {"q": "科学课堂"}))
    assert hits["任务"] == ["办好科学课堂"]


def test_the_dialog_gets_a_fragment(client, office):
    html = client.get("/desk/search/", {"q": "科学课堂"}, headers={"HX-Request": "true"}).content.decode()
    assert "办好科学课堂" in html
    assert "<html" not in html


def test_another_region_finds_nothing(client, office):
    client.force_login(builders.account("elsewhere", at=builders.region("990124000000", "邻溪县")))
    assert found(client.get("/desk/search/", {"q": "科学课堂"})) == {}


def test_nothing_found_says_what_to_try(client, office):
    html = client.get("/desk/search/", {"q": "没有的词"}).content.decode()
    assert "没有找到“没有的词”" in html


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_search_asks_no_app(client, office, text):
    answer = client.get("/desk/search/", {"q": text})
    assert found(answer) == {}
    assert "写下要找的" in answer.content.decode()


def test_what_is_typed_is_shown_as_text_in_heading_and_tab(client, office):
    html = client.get("/desk/search/", {"q": "<b>甲"}).content.decode()
    assert "<title>搜索“&lt;b&gt;甲”" in html
    assert "<b>甲" not in html
