"""Tying printed names to units."""

import pytest
from django.core.exceptions import ValidationError

from kepu.audit.models import Entry
from kepu.people.access import NotAllowed
from kepu.people.models import Region, Role, Unit, UnitAlias
from kepu.plans import verbs
from kepu.plans.queries.proofreading import printed_names
from kepu.plans.tests import builders
from kepu.plans.tests.builders import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return builders.account()


@pytest.fixture
def version(by):
    return builders.draft(by)


def match(version, by, printed, unit=None, **more):
    return verbs.match_unit(version=version, printed=printed, unit=unit, by=by, at=AT, **more)


def aliases():
    return sorted(UnitAlias.objects.values_list("unit__name", "name"))


def test_a_name_is_tied_at_every_place_and_kept_as_alias(version, by):
    unit = builders.unit("县科学技术协会")
    assert match(version, by, "县科协", unit) == 2
    assert version.responsibility_set.get(printed="县科协").unit == unit
    assert version.duty_set.get(printed="县科协").unit == unit
    assert aliases() == [("县科学技术协会", "县科协")]


def test_its_own_name_is_no_alias(version, by):
    match(version, by, "县科协", builders.unit("县科协"))
    assert aliases() == []


def test_each_name_is_listed_once_with_its_places(version):
    assert [(n.printed, n.places) for n in printed_names(version)] == [
        ("县科协", 2), ("县卫健局", 1), ("县教育局", 1), ("县民政局", 1), ("团县委", 1),
    ]  # fmt: skip


def test_a_class_of_units_is_no_longer_open(version, by):
    match(version, by, "县民政局", collective=True)
    assert "县民政局" not in {n.printed for n in printed_names(version)}
    match(version, by, "县民政局", collective=False)
    assert "县民政局" in {n.printed for n in printed_names(version)}


def test_a_mistake_takes_its_alias_along(version, by):
    wrong, right = builders.unit("县科技局"), builders.unit("县科学技术协会")
    match(version, by, "县科协", wrong)
    match(version, by, "县科协", right)
    assert aliases() == [("县科学技术协会", "县科协")]


def test_an_alias_that_another_plan_uses_stays(version, by):
    wrong, right = builders.unit("县科技局"), builders.unit("县科学技术协会")
    match(builders.draft(by), by, "县科协", wrong)
    match(version, by, "县科协", wrong)
    match(version, by, "县科协", right)
    assert aliases() == [("县科技局", "县科协")]  # a name has one bearer


def test_a_name_that_stands_nowhere_is_refused(version, by):
    with pytest.raises(ValidationError, match="没有“县气象局”"):
        match(version, by, "县气象局", builders.unit("县气象局"))


def test_a_unit_of_elsewhere_is_refused(version, by):
    other = builders.unit("县科协", at=builders.region("990224000000", "星沙县"))
    with pytest.raises(ValidationError, match="不能对应"):
        match(version, by, "县科协", other)


def test_units_above_and_below_may_answer(version, by):
    city = builders.region("990100000000", "云城市")
    city.level = "prefecture"
    city.save()
    assert match(version, by, "县科协", builders.unit("市科协", at=city)) == 2


def test_others_may_not(version):
    with pytest.raises(NotAllowed):
        match(version, builders.account("reader", Role.READER), "县科协", collective=True)


def test_an_alias_taken_from_a_unit_is_audited(version, by):
    match(version, by, "县科协", builders.unit("县科技局"))
    match(version, by, "县科协", builders.unit("县科学技术协会"))
    assert list(Entry.objects.filter(verb="people.remove_alias").values_list("by", flat=True)) == [by.pk]


def test_the_names_of_a_unit_above_are_not_ours_to_take(version, by):
    city = Region.objects.create(code="990100000000", name="云岭市", level=Region.Level.PREFECTURE)
    above = Unit.objects.create(region=city, name="市科学技术协会", kind=Unit.Kind.MASS)
    UnitAlias.objects.create(unit=above, name="县科协")
    match(version, by, "县科协", above)
    match(version, by, "县科协", None)
    assert aliases() == [("市科学技术协会", "县科协")]
    assert not Entry.objects.filter(verb="people.remove_alias").exists()
