"""Words typed into the forms of a letter, sent when somebody else was quicker: told, kept, nothing overwritten."""

import pytest
from django.urls import reverse

from kepu.plans import verbs
from kepu.plans.models import Letter
from kepu.plans.tests import builders, letters
from kepu.plans.tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


@pytest.fixture
def letter(office, units):
    return letters.draft(letters.year(office), office, units["县民政局"])


def test_an_opinion_that_comes_after_the_approval_is_shown_to_be_copied(client, letter, office, units):
    letters.consulted(letter, office)
    client.force_login(builders.liaison(units["县民政局"]))
    letters.approved(Letter.objects.get(pk=letter.pk), office)
    answer = client.post(reverse("plans:give_opinion", args=[letter.pk]), {"agrees": "no", "text": "二至四季度<开展>"})
    assert answer.status_code == 409
    assert "您填写的内容没有保存" in answer.text
    assert "二至四季度&lt;开展&gt;" in answer.text
    assert letter.opinions.count() == 0


def replied(desk, letter, **data):
    return desk.post(reverse("plans:reply_opinion", args=[letter.opinions.get().pk]), data)


def test_of_two_who_reply_the_second_sees_the_first_and_loses_nothing(desk, letter, office, units):
    letters.consulted(letter, office)
    by = builders.liaison(units["县民政局"])
    verbs.give_opinion(letter=letter, agrees=False, text="请减少", by=by, at=AT)
    assert replied(desk, letter, seen="", reply="已采纳").status_code == 302
    late = replied(desk, letter, seen="", reply="不采纳，理由是任务未变")
    assert late.status_code == 422
    assert "同事已答复为“已采纳”" in late.text
    assert "不采纳，理由是任务未变</textarea>" in late.text
    assert letter.opinions.get().reply == "已采纳"
    assert replied(desk, letter, seen="已采纳", reply="不采纳，理由是任务未变").status_code == 302
    assert letter.opinions.get().reply == "不采纳，理由是任务未变"


def test_a_reply_that_is_refused_stays_in_its_field(desk, letter, office, units):
    letters.consulted(letter, office)
    verbs.give_opinion(letter=letter, agrees=False, text="请减少", by=builders.liaison(units["县民政局"]), at=AT)
    assert "长" * 301 + "</textarea>" in replied(desk, letter, seen="", reply="长" * 301).text


def test_a_reason_to_adjust_that_comes_too_late_is_shown_to_be_copied(desk, letter, office):
    letters.brought(letter, "signed", office)
    address = reverse("plans:adjust_letter", args=[letter.pk])
    desk.post(address, {"reason": "甲"})
    late = desk.post(address, {"reason": "上级又调增"})
    assert late.status_code == 409
    assert "上级又调增" in late.text
