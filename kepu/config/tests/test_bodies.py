"""How much a request may carry: where no file is awaited, a large body is poured away before anything parses it."""

import pytest
from django.test import Client

from kepu.people.tests.pouring import Pouring
from kepu.plans.tests import builders

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024
FORM = "/desk/people/units/new/"


def poured(client, address, length=50 * MEGABYTE):
    body = Pouring()
    more = {"CONTENT_LENGTH": str(length), "wsgi.input": body}
    return client.generic("POST", address, b"x", "multipart/form-data; boundary=b", **more), body


@pytest.mark.parametrize("address", [FORM, "/account/login/", "/api/v1/plans", "/nowhere/", "/desk/plans/1/adopt/"])
@pytest.mark.parametrize("signed_in", [True, False])
def test_where_no_file_is_awaited_a_large_body_is_poured_away_unparsed(address, signed_in):
    client = Client()
    if signed_in:
        client.force_login(builders.account())
    answer, body = poured(client, address)
    assert answer.status_code == 413
    assert (body.left, body.largest) == (0, MEGABYTE)
    assert "请返回上一页，减少内容后重新提交" in answer.text or '"code": "too_large"' in answer.text


def test_who_is_not_signed_in_sends_no_file_either():
    """A view that takes files asks first who it is."""
    answer, body = poured(Client(), "/desk/plans/upload/")
    assert answer.status_code == 302
    assert body.largest == 0


def test_a_form_that_is_just_small_enough_comes_in(client):
    client.force_login(builders.account())
    answer = client.post(FORM, {"name": "县水利局", "kind": "government", "note": "长" * (MEGABYTE // 3)})
    assert answer.status_code in {200, 302, 422}
