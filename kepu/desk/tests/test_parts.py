"""The living page of parts shows every component there is."""

import re
from pathlib import Path

import pytest

from kepu import ui
from kepu.people.models import Account

COMPONENTS = {path.stem for path in (Path(ui.__file__).parent / "templates" / "cotton").glob("*.html")}
PAGE = (Path(__file__).parents[1] / "templates" / "desk" / "parts.html").read_text("utf-8")

pytestmark = pytest.mark.django_db


def test_every_component_stands_on_the_page():
    shown = {name.replace("-", "_") for name in re.findall(r"<c-([a-z-]+)", PAGE)} - {"vars", "slot"}
    assert shown == COMPONENTS


@pytest.mark.parametrize("query", [{}, {"try": "1"}])
def test_the_page_renders(client, query):
    client.force_login(Account.objects.create(username="u", name="张敏"))
    answer = client.get("/desk/parts/", query)
    assert answer.status_code == 200
    assert "<c-" not in answer.content.decode()


def test_a_stranger_does_not_see_it(client):
    assert client.get("/desk/parts/").status_code == 302
