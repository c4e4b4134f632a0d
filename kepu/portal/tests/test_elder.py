"""长辈版: one tap, it stays, and one tap back."""

import pytest

pytestmark = pytest.mark.django_db
SHEET = "ui/elder.css"


def switch(client, value, target="/"):
    return client.post("/elder/", {"elder": value, "next": target})


def test_one_tap_and_it_stays(client):
    assert SHEET not in client.get("/", follow=True).content.decode()
    assert switch(client, "1").url == "/"
    assert SHEET in client.get("/", follow=True).content.decode()
    assert client.cookies["elder"]["max-age"] == 365 * 24 * 3600


def test_one_tap_back(client):
    switch(client, "1")
    switch(client, "0")
    assert SHEET not in client.get("/", follow=True).content.decode()


def test_it_shows_at_most_four_choices_with_the_phone_and_reading_aloud(client, settings):
    settings.HOTLINE = "0999-5551234"
    switch(client, "1")
    html = client.get("/", follow=True).content.decode()
    assert html.count("<a ") - 2 + html.count("<button") <= 4  # the skip link and the name lead nowhere else
    assert 'class="phone" href="tel:0999-5551234"' in html
    assert "data-read-aloud hidden" in html  # shown by script where the browser can speak


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "", "javascript:alert(1)"])
def test_it_never_leads_to_another_host(client, target):
    assert switch(client, "1", target).url == "/"


def test_only_a_tap_switches(client):
    assert client.get("/elder/").status_code == 405
