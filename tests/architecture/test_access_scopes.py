"""Every address × everybody who holds the right role somewhere else, or not today: each gets what is decided and no more."""

import pytest
from django.test import Client

from tests.architecture.access_decisions import BY_STATE, DECISIONS, PUBLIC, SIGNED_IN
from tests.architecture.access_map import Sample, addresses, status
from tests.architecture.access_scopes import AWAY, OF_ONE_UNIT, OF_TOWNSHIPS_TOO, STRANGERS, Places, is_open

OUT = {403, 404}


@pytest.fixture
def sample(db: None) -> Sample:
    return Sample()


def test_what_belongs_to_one_unit_is_an_address_that_names_a_thing() -> None:
    named = {a.name: a.parts for a in addresses()}
    assert all(named[name] for name in OF_ONE_UNIT | OF_TOWNSHIPS_TOO)
    assert set(STRANGERS) >= AWAY


@pytest.mark.parametrize("name", STRANGERS)
def test_a_stranger_gets_what_is_decided_and_no_more(sample: Sample, name: str) -> None:
    client, wrong = Client(), []
    client.force_login(Places(sample).account(name))
    for address in addresses():
        expected = is_open(name, address)
        if expected is None or address.name in BY_STATE:
            continue
        code = status(client, sample.url(address), sample.body())
        if (code in OUT) == expected or code >= 500:
            wrong.append((address.name, code))
    assert wrong == []


@pytest.mark.parametrize("name", sorted(AWAY))
def test_nothing_that_is_posted_from_away_is_done(sample: Sample, name: str) -> None:
    client, wrong = Client(), []
    client.force_login(Places(sample).account(name))
    for address in addresses():
        if not address.parts or DECISIONS[address.name] in (PUBLIC, SIGNED_IN):
            continue
        code = client.post(sample.url(address), sample.body()).status_code
        if code not in {*OUT, 405} and not is_open(name, address):
            wrong.append((address.name, code))
    assert wrong == []


def test_an_account_that_was_stopped_is_out_at_its_next_click(sample: Sample) -> None:
    account = Places(sample).account("reader of the county")
    client = Client()
    client.force_login(account)
    assert client.get("/desk/").status_code == 200
    account.is_active = False
    account.save()
    still = [
        a.name for a in addresses() if DECISIONS[a.name] != PUBLIC and client.get(sample.url(a)).status_code == 200
    ]
    assert still == []
