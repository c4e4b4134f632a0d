"""Opening a year: what the plan asks becomes the year's lines, with today's units; once only."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from kepu.audit.models import Entry
from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Role, Unit, UnitSuccession
from kepu.plans import verbs
from kepu.plans.models import AnnualItem, AnnualPlan, Plan, Responsibility, Task
from kepu.plans.queries.annual.proposal import means_townships, proposed_items
from kepu.plans.tests import builders, years
from kepu.plans.tests.builders import AT, TITLE

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def test_each_task_in_force_becomes_a_line_with_its_units(version, office):
    annual = years.opened(version, office)
    assert (annual.year, annual.state, annual.version) == (2026, "draft", version)
    rows = annual.items.all()
    assert [(r.title, r.basis, r.audience) for r in rows] == [
        ("办好科学课堂", "task", "youth"),
        ("送健康知识下乡", "task", "elderly"),
    ]
    assert rows[0].text.startswith("每年开展科普进校园不少于12场次")
    assert years.duties(annual, "办好科学课堂") == {"县教育局": "lead", "县科协": "support", "团县委": "support"}
    assert years.duties(annual, "送健康知识下乡") == {"县卫健局": "joint", "县民政局": "joint"}
    assert Entry.objects.get(verb="plans.open_year").object == f"plans.annualplan:{annual.pk}"


def test_a_task_taken_out_in_proofreading_is_no_line(office, units):
    draft = builders.draft(office)
    gone = Task.objects.get(version=draft, title="办好科学课堂")
    verbs.remove(item=gone, revision=0, by=office, at=AT)
    version = verbs.adopt(version=builders.ready(draft, office), seen=draft.revision, by=office, at=AT)
    assert list(years.opened(version, office).items.values_list("title", flat=True)) == ["送健康知识下乡"]


def test_who_goes_on_for_a_reformed_unit_has_its_part(version, office, units):
    old = units["县卫健局"]
    new = builders.unit("县卫生健康委", 9)
    _reform(old, new, "merged")
    annual = years.opened(version, office)
    assert years.duties(annual, "送健康知识下乡") == {"县卫生健康委": "joint", "县民政局": "joint"}


def test_a_unit_merged_into_one_of_the_same_line_stands_once_in_the_stronger_role(version, office, units):
    _reform(units["团县委"], units["县教育局"], "merged")
    _reform(units["县卫健局"], units["县民政局"], "merged")
    annual = years.opened(version, office)
    assert years.duties(annual, "办好科学课堂") == {"县教育局": "lead", "县科协": "support"}
    assert years.duties(annual, "送健康知识下乡") == {"县民政局": "joint"}


def test_a_unit_abolished_without_successor_is_named_as_missing(version, units):
    units["团县委"].until = date(2026, 6, 1)
    units["团县委"].save()
    UnitSuccession.objects.create(old=units["团县委"], change="abolished", on=date(2026, 6, 1), paper="云编〔2026〕1号")
    first = proposed_items(version, TODAY)[0]
    assert [unit.name for unit, _ in first.duties] == ["县教育局", "县科协"]
    assert first.missing == ["团县委（已撤销，没有承接单位）"]


def test_a_name_for_all_townships_means_their_units_and_others_are_remarked(version, office, units):
    task = Task.objects.get(version=version, title="送健康知识下乡")
    for printed in ("各乡镇（街道）", "县级各部门"):
        Responsibility.objects.create(
            version=version, task=task, role="support", printed=printed, collective=True, order=99
        )
    towns = [
        Unit.objects.create(region=version.plan.region, name=name, kind=Unit.Kind.TOWNSHIP, order=order)
        for order, name in enumerate(["柳湾镇", "茶山乡"], 50)
    ]
    row = proposed_items(version, TODAY)[1]
    assert [(unit.name, role) for unit, role in row.duties[-2:]] == [(town.name, "support") for town in towns]
    assert row.missing == ["县级各部门"]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("各乡镇（街道）", True),
        ("各镇人民政府、街道办事处", True),
        ("各乡（镇、街道）", True),
        ("全县各乡镇", True),
        ("各乡镇科协", False),
        ("各乡镇卫生院", False),
        ("县级各部门", False),
        ("各有关单位", False),
        ("柳湾镇", False),
    ],
)
def test_which_names_mean_all_townships(printed, meant):
    assert means_townships(printed) is meant


def test_a_task_without_units_of_its_own_has_those_of_its_part(version, office, units):
    task = Task.objects.get(version=version, title="送健康知识下乡")
    task.responsibilities.update(removed=True)
    Responsibility.objects.create(version=version, part=task.part, role="lead", printed="县科协", unit=units["县科协"])
    assert years.duties(years.opened(version, office), "送健康知识下乡") == {"县科协": "lead"}


def test_a_year_is_opened_once(version, office):
    first = years.opened(version, office)
    with pytest.raises(verbs.YearOpened) as again:
        years.opened(version, office)
    assert again.value.annual == first
    assert AnnualItem.objects.count() == 2


@pytest.mark.parametrize("year", [2025, 2031, 0])
def test_a_year_outside_the_period_is_refused(version, office, year):
    with pytest.raises(ValidationError, match="2026—2030年"):
        years.opened(version, office, year)


def test_it_needs_a_title(version, office):
    with pytest.raises(ValidationError):
        verbs.open_year(plan=version.plan, year=2026, title="  ", by=office, at=AT)
    assert not AnnualPlan.objects.exists()


def test_only_the_own_secretariat_opens_years_of_an_issued_and_adopted_plan(version, office, units):
    for other in (
        builders.liaison(units["县科协"]),
        builders.account("reader", Role.READER),
        builders.account("other", at=builders.region("990124000000", "邻县")),
    ):
        with pytest.raises(NotAllowed):
            years.opened(version, other)
    draft = builders.draft(office)
    with pytest.raises(WrongState):
        years.opened(draft, office)
    Plan.objects.filter(pk=version.plan_id).update(status="ended")
    with pytest.raises(WrongState):
        years.opened(version, office)
    assert TITLE in str(version)


@pytest.mark.parametrize("more", [0, 40])
def test_a_large_plan_is_opened_with_as_many_queries_as_a_small_one(office, units, more, django_assert_num_queries):
    version = builders.adopted(office, more=more)
    version.plan.region  # noqa: B018 — loaded before the count
    with django_assert_num_queries(8):
        proposed_items(version, TODAY)


def _reform(old: Unit, new: Unit, change: str) -> None:
    """What the reform verb leaves behind, from 1 June 2026."""
    old.until = date(2026, 6, 1)
    old.save()
    UnitSuccession.objects.create(old=old, new=new, change=change, on=date(2026, 6, 1), paper="云编〔2026〕1号")
