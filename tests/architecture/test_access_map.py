"""Every address × every role: whoever is not meant by the decision is kept out, whoever is meant is let in.

The addresses come from the URL map, so a new one without a decision fails here. Region and unit are tested with people
who hold the same roles in the neighbouring county.
"""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kepu.people.models import Role
from kepu.people.verbs import make_token
from tests.architecture.access_decisions import BY_STATE, DECISIONS, OWNER, PUBLIC, SIGNED_IN
from tests.architecture.access_map import Sample, addresses, of_role, person, status

OUT = {401, 403, 404}
BY_TOKEN = {"api:hand_in_work_record"}  # writes, and so asks for a token that may


@pytest.fixture
def sample(db: None) -> Sample:
    return Sample()


def client_for(sample: Sample, role: Role | None, *, abroad: bool = False) -> Client:
    client = Client()
    client.force_login(person(sample, role, abroad=abroad))
    return client


def test_every_address_has_a_decision_and_every_decision_an_address() -> None:
    assert sorted(DECISIONS) == sorted({a.name for a in addresses()})


@pytest.mark.engineless
def test_without_signing_in_only_public_addresses_answer(sample: Sample) -> None:
    client, wrong = Client(), []
    for address in addresses():
        url, private = sample.url(address), DECISIONS[address.name] != PUBLIC
        for answer in (client.get(url), client.post(url, sample.body())):
            to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith("/account/login/")
            if private and not (to_sign_in or answer.status_code in {401, 404, 405}):
                wrong.append((address.name, answer.status_code))
            if not private and to_sign_in:
                wrong.append((address.name, "public, but asks to sign in"))
    assert wrong == []


@pytest.mark.parametrize("role", [None, *Role], ids=of_role)
def test_a_role_at_home_gets_what_is_decided_and_no_more(sample: Sample, role: Role | None) -> None:
    client, wrong = client_for(sample, role), []
    for address in addresses():
        decision: Any = DECISIONS[address.name]
        if address.name in BY_STATE:
            continue
        code = status(client, sample.url(address), sample.body())
        if (code in OUT) == (decision == PUBLIC or role in decision) or code >= 500:
            wrong.append((address.name, code))
    assert wrong == []


@pytest.mark.engineless
@pytest.mark.parametrize("role", [Role.LIAISON, Role.SECRETARIAT], ids=of_role)  # others away: test_access_scopes
def test_the_same_role_in_the_neighbouring_county_finds_nothing_of_ours(sample: Sample, role: Role) -> None:
    client, wrong = client_for(sample, role, abroad=True), []
    for address in addresses():
        if not address.parts or DECISIONS[address.name] in (PUBLIC, SIGNED_IN):
            continue
        for code in (client.get(url := sample.url(address)).status_code, client.post(url, sample.body()).status_code):
            if code not in {*OUT, 405}:
                wrong.append((address.name, code))
    assert wrong == []


@pytest.mark.engineless
def test_lists_show_the_neighbouring_county_nothing_of_ours(sample: Sample) -> None:
    client = client_for(sample, Role.SECRETARIAT, abroad=True)
    for address in addresses():
        if not address.parts and DECISIONS[address.name] != PUBLIC and address.name != "desk:parts":  # invented parts
            answer = client.get(sample.url(address), {"q": "教育局"}, follow=True)
            text = answer.content.decode(errors="ignore").replace("邻县教育局", "")
            assert "县教育局" not in text, address.name


def test_what_is_of_one_person_is_for_its_owner(sample: Sample) -> None:
    client = Client()
    client.force_login(sample.office)
    own = [a for a in addresses() if DECISIONS[a.name] == OWNER and a.name not in BY_TOKEN]
    assert [status(client, sample.url(address), {}) for address in own] == [302, 302]


@pytest.mark.engineless
@pytest.mark.parametrize("role", [None, Role.LIAISON, Role.SECRETARIAT, Role.READER], ids=of_role)
def test_a_token_opens_of_the_api_what_its_person_opens_and_nothing_else(sample: Sample, role: Role | None) -> None:
    by = person(sample, role)
    text = make_token(name="试用", by=by, at=timezone.now()).text
    program, browser = Client(headers={"Authorization": f"Bearer {text}"}), Client()
    browser.force_login(by)
    wrong = []
    for address in addresses():
        url, api = sample.url(address), address.name.startswith("api:")
        if api and program.get(url).status_code != browser.get(url).status_code:
            wrong.append(address.name)
        if not api and DECISIONS[address.name] != PUBLIC and program.get(url).status_code not in {302, 404, 405}:
            wrong.append(address.name)
    assert wrong == []


def test_a_session_only_reads_of_the_api(sample: Sample) -> None:
    """What writes asks for a token of another scope, so that no form of another site can: `BY_TOKEN` is all there is."""
    client, urls = (
        client_for(sample, Role.SECRETARIAT),
        [(a.name, sample.url(a)) for a in addresses() if a.name.startswith("api:")],
    )
    assert len(urls) > 20
    for name, url in urls:
        refused = {403, 405} if name in BY_TOKEN else {404, 405}
        assert {getattr(client, method)(url).status_code for method in ("post", "put", "patch", "delete")} <= refused
