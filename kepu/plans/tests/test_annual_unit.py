"""What one year asks of one unit: lines in the document's order, its own figures, what has none, what it took over."""

from datetime import date

import pytest

from kepu.people.models import Region, Unit, UnitSuccession
from kepu.plans import verbs
from kepu.plans.models import AnnualDuty, Target, Task
from kepu.plans.queries.annual import unit_year
from kepu.plans.tests import builders, years
from kepu.plans.tests.builders import AT

pytestmark = pytest.mark.django_db
SCIENCE, HEALTH = "办好科学课堂", "送健康知识下乡"


@pytest.fixture
def annual(version, office):
    return years.opened(version, office)


def lines(year):
    return [(line.item.title, line.role) for line in year.items]


def figures(year):
    return [(q.item.title if q.item else None, q.target.subject, q.words) for q in year.quantities]


def test_lines_stand_in_the_documents_order_with_role_and_basis(annual, office, units):
    years.outside(annual, office)
    year = unit_year(annual, units["县教育局"])
    assert lines(year) == [(SCIENCE, "lead"), ("办好流动科技馆巡展", "lead")]
    assert [line.basis for line in year.items] == ["方案任务", "上级部署：安科协发〔2026〕2号"]


def test_a_line_taken_out_is_not_asked_of_anyone(annual, office, units):
    row = years.item(annual, SCIENCE)
    verbs.remove_year_item(item=row, revision=0, by=office, at=AT)
    assert unit_year(annual, units["县教育局"]).items == []


def test_a_yearly_floor_is_a_figure_as_printed_without_breakdown(annual, units):
    year = unit_year(annual, units["县教育局"])
    assert figures(year) == [(SCIENCE, "开展科普进校园", "不少于12场次")]
    assert year.quantities[0].cell is None
    assert year.qualitative == []


def test_a_sum_over_five_years_says_nothing_of_this_year_until_it_is_parted(annual, version, units):
    year = unit_year(annual, units["县民政局"])
    assert figures(year) == []
    assert [line.item.title for line in year.qualitative] == [HEALTH]
    years.cell(version, "培训老年人", 1200)
    years.cell(version, "培训老年人", 900, year=2027)
    year = unit_year(annual, units["县民政局"])
    assert figures(year) == [(HEALTH, "培训老年人", "不少于1200人次")]
    assert year.qualitative == []


def test_what_is_due_this_year_is_this_years_figure(annual, version, units):
    Target.objects.filter(version=version, subject="培训老年人").update(due="2026")
    assert figures(unit_year(annual, units["县民政局"])) == [(HEALTH, "培训老年人", "不少于5000人次")]


def test_of_a_divided_target_a_unit_has_its_own_part_and_only_that(annual, version, units):
    health, civil = units["县卫健局"], units["县民政局"]
    own = years.cell(version, "培训老年人", 700, over="units", unit=health, carried=100)
    assert figures(unit_year(annual, health)) == [(HEALTH, "培训老年人", "不少于700人次")]
    assert unit_year(annual, health).quantities[0].cell == own
    assert figures(unit_year(annual, civil)) == []


def test_a_lead_answers_for_the_sum_that_others_share(annual, version, units):
    AnnualDuty.objects.filter(unit=units["县卫健局"]).update(role="lead")
    years.cell(version, "培训老年人", 700, over="units", unit=units["县民政局"])
    years.cell(version, "培训老年人", 300, over="units", unit=units["团县委"])
    (quantity,) = unit_year(annual, units["县卫健局"]).quantities
    assert (quantity.words, quantity.whole, quantity.cell) == ("不少于1000人次", True, None)


def test_a_supporting_unit_has_no_figure_of_the_county(annual, units):
    year = unit_year(annual, units["县科协"])
    assert (lines(year), figures(year)) == ([(SCIENCE, "support")], [])


def test_a_township_is_asked_what_its_region_is_asked(annual, version, units):
    home = version.plan.region
    towns = [
        Region.objects.create(code=code, name=name, parent=home, level="township")
        for code, name in (("990123101000", "柳湾镇"), ("990123102000", "茶山乡"))
    ]
    unit = Unit.objects.create(region=home, name="柳湾镇人民政府", kind=Unit.Kind.TOWNSHIP)
    AnnualDuty.objects.create(item=years.item(annual, HEALTH), unit=unit, role="joint")
    for town, value in zip(towns, (400, 250), strict=True):
        years.cell(version, "培训老年人", value, over="townships", region=town)
    assert figures(unit_year(annual, unit)) == [(HEALTH, "培训老年人", "不少于400人次")]
    (sum_of_all,) = unit_year(annual, units["县民政局"]).quantities
    assert (sum_of_all.words, sum_of_all.whole) == ("不少于650人次", True)


def test_a_figure_for_each_township_is_neither_said_of_one_nor_of_the_sum(annual, version, units):
    home = version.plan.region
    Target.objects.filter(version=version, subject="培训老年人").update(each="每个乡镇（街道）", value=1, unit="所")
    town = Region.objects.create(code="990123101000", name="柳湾镇", parent=home, level="township")
    unit = Unit.objects.create(region=home, name="柳湾镇人民政府", kind=Unit.Kind.TOWNSHIP)
    AnnualDuty.objects.create(item=years.item(annual, HEALTH), unit=unit, role="joint")
    years.cell(version, "培训老年人", 1, over="townships", region=town)
    assert [q.words for q in unit_year(annual, unit).quantities] == ["不少于1所"]
    assert [q.words for q in unit_year(annual, units["县民政局"]).quantities] == ["不少于1所"]


def test_what_is_parted_among_places_is_no_longer_said_of_each_of_them(annual, version, units):
    Target.objects.filter(version=version, subject="培训老年人").update(each="每个乡镇", kind="coverage")
    home = version.plan.region
    for code, name in (("990123101000", "柳湾镇"), ("990123102000", "茶山乡")):
        town = Region.objects.create(code=code, name=name, parent=home, level="township")
        years.cell(version, "培训老年人", 200, over="townships", region=town)
    unit = Unit.objects.create(region=home, name="柳湾镇人民政府", kind=Unit.Kind.TOWNSHIP)
    (sum_of_all,) = unit_year(annual, units["县民政局"]).quantities
    (own,) = unit_year(annual, unit).quantities
    assert (sum_of_all.words, own.words) == ("不少于400人次", "不少于200人次")


def test_a_county_figure_is_not_asked_of_a_township(annual, version):
    unit = Unit.objects.create(region=version.plan.region, name="柳湾镇", kind=Unit.Kind.TOWNSHIP)
    AnnualDuty.objects.create(item=years.item(annual, HEALTH), unit=unit, role="joint")
    years.cell(version, "培训老年人", 1200)
    year = unit_year(annual, unit)
    assert (figures(year), [line.item.title for line in year.qualitative]) == ([], [HEALTH])


def test_a_share_of_a_goal_of_the_whole_plan_hangs_on_no_line(annual, version, units):
    years.cell(version, "公民具备科学素质的比例", 14, over="units", adding="rate", unit=units["县科协"])
    year = unit_year(annual, units["县科协"])
    assert [(q.target.subject, q.words) for q in year.goals] == [("公民具备科学素质的比例", "不低于14%")]


def test_what_a_reformed_unit_was_to_do_is_its_successors(annual, version, units):
    old, new = units["县卫健局"], units["县科协"]
    years.cell(version, "培训老年人", 700, over="units", unit=old)
    years.cell(version, "培训老年人", 50, over="units", unit=new)
    old.until = date(2026, 9, 1)
    old.save()
    UnitSuccession.objects.create(old=old, new=new, change="merged", on=date(2026, 9, 1), paper="云编〔2026〕5号")
    before, after = date(2026, 8, 31), date(2026, 9, 1)
    assert lines(unit_year(annual, new, before)) == [(SCIENCE, "support")]
    year = unit_year(annual, new, after)
    assert lines(year) == [(SCIENCE, "support"), (HEALTH, "joint")]
    assert [(line.named.name, line.taken_over) for line in year.items] == [("县科协", False), ("县卫健局", True)]
    assert figures(year) == [(HEALTH, "培训老年人", "不少于750人次")]
    assert lines(unit_year(annual, old, after)) == [(HEALTH, "joint")]


def test_a_line_held_twice_stands_once_in_the_stronger_role(annual, units):
    old, new = units["团县委"], units["县科协"]
    AnnualDuty.objects.filter(unit=old).update(role="lead")
    old.until = date(2026, 9, 1)
    old.save()
    UnitSuccession.objects.create(old=old, new=new, change="merged", on=date(2026, 9, 1), paper="云编〔2026〕5号")
    (line,) = unit_year(annual, new, date(2026, 10, 1)).items
    assert (line.role, line.named) == ("lead", old)


@pytest.mark.parametrize("more", [1, 60])
def test_a_long_year_costs_as_many_queries_as_a_short_one(office, units, more, django_assert_num_queries):
    version = builders.adopted(office, more=more)
    annual = years.opened(version, office)
    for n in range(1, more + 1):
        years.cell(version, f"开展第{n}件便民服务", n)
    with django_assert_num_queries(4):
        year = unit_year(annual, units["县民政局"])
    assert len(year.items) == more + 1
    assert len(year.quantities) == more
    assert Task.objects.filter(version=version).count() == more + 2
