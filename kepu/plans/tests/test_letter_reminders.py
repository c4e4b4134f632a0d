"""Who is reminded of a letter: units that have not answered, units that have not signed, under the name of today."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kepu.inbox.reminders import reminders_of, sentence
from kepu.people.models import Unit, UnitSuccession
from kepu.plans import verbs
from kepu.plans.hooks.reminders import letters_not_answered
from kepu.plans.models import Letter
from kepu.plans.tests import builders, letters

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


@pytest.fixture
def annual(office):
    builders.units()
    return letters.year(office)


def told(annual, today=None):
    found = reminders_of(annual.plan.region, today or timezone.localdate())
    return [one for one in found if one.title.startswith("责任书")]


def consulted(annual, office, *names):
    units = [Unit.objects.get(name=name) for name in names]
    return [letters.consulted(letters.draft(annual, office, unit), office) for unit in units]


def answered(letter):
    return verbs.give_opinion(letter=letter, agrees=True, signer="经办人", by=None, at=timezone.now())


def test_who_has_not_answered_is_named_in_one_sentence(annual, office):
    one, two = consulted(annual, office, "县民政局", "县教育局")
    (reminder,) = told(annual)
    assert sorted(reminder.units) == ["县教育局", "县民政局"]
    words = sentence(reminder, timezone.localdate())
    assert f"尚未对{annual.year}年度目标责任书反馈意见" in words
    answered(one)
    assert told(annual)[0].units == ["县教育局"]
    answered(two)
    assert told(annual) == []


def test_the_letters_own_day_stands_until_it_is_past(annual, office):
    (letter,) = consulted(annual, office, "县民政局")
    until = timezone.localdate() + timedelta(days=3)
    Letter.objects.filter(pk=letter.pk).update(consult_until=until)
    assert [told(annual, until)[0].due, told(annual, until + timedelta(days=1))[0].due] == [until, None]


def test_a_letter_that_is_printed_waits_for_its_signature(annual, office):
    (letter,) = consulted(annual, office, "县民政局")
    answered(letter)
    letter.refresh_from_db()
    letters.printed(letters.approved(letter, office), office)
    (reminder,) = told(annual)
    assert (reminder.title, reminder.units) == (f"责任书未签订（{annual.year}年）", ["县民政局"])
    Letter.objects.update(state="signed")
    assert told(annual) == []


def test_the_successor_is_named_for_a_unit_that_is_no_more(annual, office):
    (letter,) = consulted(annual, office, "县民政局")
    today = timezone.localdate()
    heir = Unit.objects.get(name="县教育局")
    UnitSuccession.objects.create(old=letter.unit, new=heir, change="merged", on=today, paper="号")
    Unit.objects.filter(pk=letter.unit_id).update(until=today)
    assert told(annual)[0].units == ["县教育局"]


def test_as_many_queries_for_many_letters_as_for_one(annual, office):
    counts = []
    for names in (["县民政局"], list(Unit.objects.exclude(name="县民政局").values_list("name", flat=True)[:8])):
        consulted(annual, office, *names)
        with CaptureQueriesContext(connection) as queries:
            letters_not_answered(annual.plan.region, timezone.localdate())
        counts.append(len(queries))
    assert counts[0] == counts[1]
