"""One-time links: no log holds the way in, and asking for one too often is refused."""

import logging
from typing import Any

import pytest
from django.test import Client

from kepu.config import limits
from kepu.config.logs import JsonLines, Plain
from kepu.people.models import OneTimeLink
from kepu.people.tests.county import County
from kepu.people.tests.test_link_pages import issued, url, with_code
from kepu.people.verbs import Issued


@pytest.fixture
def made(db: None) -> Issued:
    county = County()
    return issued(county.education, county.secretary())


def test_no_log_holds_the_token(made: Issued, caplog: Any) -> None:
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            record.request_id = "-"
            lines.extend([Plain("{message}", style="{").format(record), JsonLines().format(record)])

    handler = Kept(level=logging.DEBUG)
    root, ours, django = (logging.getLogger(name) for name in ("", "kepu", "django"))
    levels = [(logger, logger.level) for logger in (root, ours, django)]
    for logger, _ in levels:
        logger.setLevel(logging.INFO)
    root.addHandler(handler)
    try:
        with_code(made).get(url(made))
        Client().get(url(made) + "missing/deep/")
        OneTimeLink.objects.update(tries=5)
        Client().get(url(made))
        logging.getLogger("kepu.some").warning("failed: %s", url(made))
    finally:
        root.removeHandler(handler)
        for logger, level in levels:
            logger.setLevel(level)
    assert len(lines) >= 8
    assert [line for line in lines if made.token in line] == []
    assert any("/link/…/" in line for line in lines)


def test_asking_too_often_is_refused(made: Issued, settings: Any, monkeypatch: Any) -> None:
    settings.LIMIT_REQUESTS = True
    monkeypatch.setattr(limits, "LINKS_OF_ADDRESS", 2)
    monkeypatch.setattr(limits.time, "time", lambda: 6_000_000.0)
    client = Client()
    assert [client.get(url(made)).status_code for _ in range(3)] == [200, 200, 429]
    assert client.get("/account/login/").status_code == 200
