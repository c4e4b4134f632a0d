"""What a year asks of a unit or township, and how it is said."""

from decimal import Decimal

import pytest

from kepu.people.models import Region, Unit
from kepu.plans.models import Breakdown, Cell, Target
from kepu.plans.queries.breakdown import cell_words, cells_of
from kepu.plans.tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    builders.units()
    return builders.adopted(builders.account())


def breakdown(version, over="units"):
    target = version.target_set.get(kind="cumulative")
    return Breakdown.objects.create(
        plan=version.plan, version=version, target_key=target.key, over=over, adding="total"
    )


def test_a_year_of_a_unit_is_its_own_cells(version):
    education, health = Unit.objects.get(name="县教育局"), Unit.objects.get(name="县卫健局")
    row = breakdown(version)
    mine = Cell.objects.create(breakdown=row, year=2026, unit=education, value=5)
    Cell.objects.create(breakdown=row, year=2027, unit=education, value=6)
    other = Cell.objects.create(breakdown=row, year=2026, unit=health, value=7)
    assert list(cells_of(version.plan, 2026, unit=education)) == [mine]
    assert list(cells_of(version.plan, 2026)) == [mine, other]


def test_a_townships_unit_is_asked_what_its_township_is_asked(version):
    town = Region.objects.create(code="990123100000", name="城关镇", parent=builders.region(), level="township")
    unit = Unit.objects.create(region=builders.region(), name="城关镇人民政府", kind="township")
    by_town = Cell.objects.create(breakdown=breakdown(version, "townships"), year=2026, region=town, value=5)
    assert list(cells_of(version.plan, 2026, unit=unit)) == [by_town]


def test_all_it_needs_comes_with_one_query(version, django_assert_num_queries):
    row = breakdown(version)
    for unit in Unit.objects.all():
        Cell.objects.create(breakdown=row, year=2026, unit=unit, value=1)
    with django_assert_num_queries(1):
        assert len([(c.breakdown.target_key, c.unit.name, c.region) for c in cells_of(version.plan, 2026)]) == 5


@pytest.mark.parametrize(
    ("target", "value", "carried", "words"),
    [
        ({"subject": "培训老年人", "unit": "人次"}, "1200", "0", "培训老年人 1200人次"),
        ({"subject": "培训老年人", "unit": "人次"}, "1200", "200", "培训老年人 1200人次，其中结转200"),
        ({"subject": "科普教育基地", "level": "省级", "unit": "个"}, "4", "0", "省级科普教育基地 4个"),
        ({"subject": "人均科普经费", "unit": "元/人"}, "2.1", "0", "人均科普经费 每人2.1元"),
        ({"subject": "科普节目", "unit": "期", "per": "week"}, "2", "0", "科普节目 每周2期"),
        ({"subject": "科普进校园", "unit": "场次", "per": "year"}, "12", "0", "科普进校园 12场次"),
        ({"subject": "推出科普内容", "unit": "小时", "comparator": "<="}, "2", "0", "推出科普内容 不超过2小时"),
        ({"subject": "农村居民具备科学素质的比例", "unit": "百分点", "delta": True}, "6", "0",
         "农村居民具备科学素质的比例 增加6个百分点"),
    ],
)  # fmt: skip
def test_a_cell_is_said_as_an_official_would(target, value, carried, words):
    cell = Cell(year=2026, value=Decimal(value), carried=Decimal(carried))
    assert cell_words(cell, Target(**target)) == words
