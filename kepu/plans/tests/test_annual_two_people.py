"""Two people at one year at the same moment, in real transactions: exactly one wins, nothing is lost."""

import pytest

from kepu.audit.models import Entry
from kepu.people.tests.together import at_once
from kepu.plans import verbs
from kepu.plans.models import AnnualItem, AnnualPlan
from kepu.plans.tests import builders, years
from kepu.plans.tests.builders import AT

pytestmark = [pytest.mark.usefixtures("own_database")]


@pytest.fixture
def people(own_database):
    return builders.account(), builders.account("second")


@pytest.fixture
def version(people):
    builders.units()
    return builders.adopted(people[0])


def test_of_two_who_open_the_same_year_one_does(people, version):
    results = at_once(lambda: years.opened(version, people[0]), lambda: years.opened(version, people[1]))
    assert sorted(type(r).__name__ for r in results) == ["AnnualPlan", "YearOpened"]
    assert (AnnualPlan.objects.count(), AnnualItem.objects.count()) == (1, 2)
    assert Entry.objects.filter(verb="plans.open_year").count() == 1


def test_of_two_at_one_line_one_wins_and_the_other_is_shown_it(people, version):
    row = years.item(years.opened(version, people[0]), "办好科学课堂")
    results = at_once(*[
        lambda by=by, title=title: verbs.edit_year_item(item=row, changes={"title": title}, revision=0, by=by, at=AT)
        for by, title in zip(people, ("甲", "乙"), strict=True)
    ])  # fmt: skip
    won = [r for r in results if isinstance(r, AnnualItem)]
    lost = [r for r in results if isinstance(r, verbs.StaleYear)]
    assert (len(won), len(lost)) == (1, 1)
    row.refresh_from_db()
    assert row.title == won[0].title == lost[0].current.title


def test_what_is_issued_is_what_was_seen(people, version):
    annual = years.opened(version, people[0])
    row = years.item(annual, "办好科学课堂")
    results = at_once(
        lambda: verbs.edit_year_item(item=row, changes={"title": "甲"}, revision=0, by=people[1], at=AT),
        lambda: verbs.issue_year(
            annual=annual, document_number=years.NUMBER, issued_on=years.DAY, revision=0, by=people[0], at=AT
        ),
    )
    assert sum(isinstance(r, Exception) for r in results) == 1
    row.refresh_from_db()
    annual.refresh_from_db()
    assert (row.title == "甲") != (annual.state == "issued")
