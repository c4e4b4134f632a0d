"""What nobody's browser sends but anybody may: no page falls over it."""

import pytest

from kepu.people.requests import whole_number
from kepu.plans.tests import builders

pytestmark = pytest.mark.django_db
ODD = ["²", "-1", "9" * 5000, "99999999999999999999", "1.0", "", "一", "１"]


@pytest.fixture
def version(client):
    builders.region()
    person = builders.account()
    client.force_login(person)
    return builders.draft(person, more=1)


def base(version):
    return f"/desk/plans/{version.plan_id}/"


@pytest.mark.parametrize("text", ODD)
def test_only_a_number_that_a_column_holds_is_one(text):
    assert whole_number(text) is None


def test_a_number_is_a_number():
    assert [whole_number("0"), whole_number("0012"), whole_number("999999999")] == [0, 12, 999_999_999]


@pytest.mark.parametrize("odd", ODD)
def test_a_page_asked_for_in_an_odd_version_shows_the_one_that_stands(client, version, odd):
    assert client.get(base(version), {"version": odd}).status_code == 200


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_revision_is_an_outdated_page(client, version, odd):
    task = version.task_set.first()
    response = client.post(f"{base(version)}proofread/task/{task.key}/remove/", {"revision": odd})
    assert response.status_code == 422
    assert "页面已过期" in response.text
    task.refresh_from_db()
    assert not task.removed


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_place_is_no_selection(client, version, odd):
    page = client.get(f"{base(version)}proofread/add/task/", {"start": odd, "end": odd})
    assert page.status_code == 200
    assert page.context["place"] is None


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_place_splits_nothing(client, version, odd):
    task, before = version.task_set.first(), version.task_set.count()
    address = f"{base(version)}proofread/task/{task.key}/split/"
    assert client.get(address, {"at": odd}).status_code == 200
    response = client.post(address, {"at_offset": odd, "title": "后一项", "revision": "0"})
    assert response.status_code == 422
    assert version.task_set.count() == before


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_unit_is_none_of_the_list(client, version, odd):
    response = client.post(
        f"{base(version)}proofread/names/", {"printed": "县科协", "unit": odd, "unit_name": "无此单位"}
    )
    assert response.status_code == 422
    assert "名录中没有" in response.text


@pytest.mark.parametrize("odd", ODD)
def test_who_has_seen_no_summary_does_not_adopt(client, version, odd):
    builders.ready(version, version.document.uploaded_by)
    response = client.post(f"{base(version)}adopt/", {"seen": odd})
    assert response.status_code == 422
    version.refresh_from_db()
    assert version.state == "proofreading"


@pytest.mark.parametrize("name", ["per", "level"])
def test_a_null_character_is_no_value_to_choose(client, version, name):
    target = version.target_set.first()
    values = {"quote": target.quote, "subject": "事项", "kind": "count", "revision": "0", name: "a\0b"}
    response = client.post(f"{base(version)}proofread/target/{target.key}/", values)
    assert response.status_code == 422


@pytest.mark.parametrize(
    ("address", "values"),
    [
        ("names/", {"printed": "县科协", "unit_name": "a\0b"}),
        ("task/{key}/split/", {"at_offset": "30", "title": "a\0b", "revision": "0"}),
        ("task/{key}/merge/", {"second": "a\0b", "revision": "0", "second_revision": "0"}),
    ],
)
def test_a_null_character_is_refused_in_words(client, version, address, values):
    key = version.task_set.first().key
    response = client.post(f"{base(version)}proofread/{address.format(key=key)}", values)
    assert response.status_code == 422
    assert "无法保存的字符" in response.text


def test_an_odd_due_is_shown_as_it_was_typed(client, version):
    version.target_set.update(due="²年")
    assert "²年" in client.get(f"{base(version)}targets/").text
