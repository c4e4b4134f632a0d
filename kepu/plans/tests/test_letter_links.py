"""A unit without account answers by a one-time link: it reads its own letter, answers once, and nothing else."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import OneTimeLink
from kepu.people.one_time import offered
from kepu.people.verbs import issue_link
from kepu.plans import verbs
from kepu.plans.models import LetterOpinion
from kepu.plans.tests import builders, letters

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


@pytest.fixture
def letter(office, units):
    annual = letters.year(office)
    return letters.consulted(letters.draft(annual, office, units["县民政局"]), office)


def issue(letter, by, unit=None):
    unit = unit or letter.unit
    return issue_link(unit=unit, subject=f"plans.letter:{letter.pk}", by=by, at=timezone.now())


@pytest.fixture
def opened(letter, office):
    """A browser in which the code was given, and the link's address."""
    made = issue(letter, office)
    client, url = Client(), reverse("links:page", args=[made.token])
    client.post(reverse("links:code", args=[made.token]), {"code": made.code})
    return client, url


def test_the_unit_reads_its_letter_and_answers_once(opened, letter):
    client, url = opened
    page = client.get(url)
    assert "累计培训老年人5000人次" in page.text
    assert client.get(f"{url}pdf/").content[:5] == b"%PDF-"
    wrong = client.post(url, {"agrees": "yes", "signer": ""})
    assert (wrong.status_code, LetterOpinion.objects.count()) == (422, 0)
    assert "请填写姓名" in wrong.text
    assert client.post(url, {"agrees": "no", "text": "建议1000人次", "signer": "周末"}).url == reverse("links:done")
    (opinion,) = LetterOpinion.objects.all()
    assert (opinion.agrees, opinion.text, opinion.signer, opinion.by) == (False, "建议1000人次", "周末", None)
    assert OneTimeLink.objects.get().used_at is not None
    assert client.get(url).status_code == 404


def test_once_it_is_approved_the_link_leads_nowhere(opened, letter, office):
    client, url = opened
    letters.approved(letter, office)
    assert client.get(url).status_code == 404
    assert client.post(url, {"agrees": "yes", "signer": "周末"}).status_code == 404
    assert LetterOpinion.objects.count() == 0


def test_it_is_sent_to_the_letters_own_unit_while_it_is_out(letter, office, units):
    from django.http import Http404

    with pytest.raises(Http404):
        issue(letter, office, units["县科协"])
    with pytest.raises(NotAllowed):
        issue(letter, builders.account("far", at=builders.region("990124000000", "邻县")))
    assert [subject for subject, _ in offered(office, letter.unit) if "letter" in subject] == [
        f"plans.letter:{letter.pk}"
    ]
    verbs.return_letter(letter=letter, by=office, at=timezone.now())
    with pytest.raises(WrongState):
        issue(letter, office)
    assert [subject for subject, _ in offered(office, letter.unit) if "letter" in subject] == []


def test_the_page_of_the_letter_leads_to_the_link(client, letter, office):
    client.force_login(office)
    address = reverse("people:issue_link", args=[letter.unit_id, f"plans.letter:{letter.pk}"])
    assert address in client.get(reverse("plans:letter", args=[letter.pk])).text
    assert "县民政局2026年度目标责任书" in client.get(address).text
