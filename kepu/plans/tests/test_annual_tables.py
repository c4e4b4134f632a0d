"""The 任务分工表: by line and by unit, narrowed, as a workbook; one unit's page and the ways to it."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from kepu.people.models import Region, Unit, UnitSuccession
from kepu.people.unit_doors import doors_of
from kepu.plans.hooks.handover import open_work
from kepu.plans.models import AnnualDuty
from kepu.plans.queries import mine
from kepu.plans.queries.annual import all_unit_years, unit_year
from kepu.plans.queries.annual.own import open_duties
from kepu.plans.tests import builders, years

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk")]
SCIENCE, HEALTH = "办好科学课堂", "送健康知识下乡"
TODAY = date(2026, 11, 22)


@pytest.fixture
def annual(version, office):
    made = years.opened(version, office)
    years.outside(made, office)
    return made


def table(client, annual, **query):
    return client.get(reverse("plans:year_table", args=[annual.pk]), query)


def sheet(answer, name):
    return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_name(name).to_python()


def shown(response):
    return [line.item.title for group in response.context["groups"] for line in group.lines]


def by_unit(response):
    return [(year.unit.name, [row.item.title for row in year.items]) for year in response.context["shown"].object_list]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, [SCIENCE, HEALTH, "办好流动科技馆巡展"]),
        ({"part": "outside"}, ["办好流动科技馆巡展"]),
        ({"role": "joint"}, [HEALTH]),
        ({"q": "团县委"}, [SCIENCE]),
        ({"q": "团县委", "role": "lead"}, []),
        ({"q": "巡展"}, ["办好流动科技馆巡展"]),
        ({"role": "boss", "part": "", "page": "x"}, [SCIENCE, HEALTH, "办好流动科技馆巡展"]),
        ({"q": "%27; drop"}, []),
    ],
)
def test_the_table_by_line_is_narrowed(client, annual, query, titles):
    answer = table(client, annual, **query)
    assert shown(answer) == titles
    assert titles or "没有符合条件的分工" in answer.content.decode()


def test_the_table_by_unit_stands_in_the_official_order(client, annual):
    assert by_unit(table(client, annual, by="unit")) == [
        ("县教育局", [SCIENCE, "办好流动科技馆巡展"]),
        ("县科协", [SCIENCE]),
        ("团县委", [SCIENCE]),
        ("县卫健局", [HEALTH]),
        ("县民政局", [HEALTH]),
    ]
    assert by_unit(table(client, annual, by="unit", role="lead", q="县教育")) == [
        ("县教育局", [SCIENCE, "办好流动科技馆巡展"])
    ]


def test_the_workbook_holds_both_sheets_and_only_text(client, annual, version, units):
    years.cell(version, "培训老年人", 700, over="units", unit=units["县卫健局"])
    row = annual.items.get(title=HEALTH)
    type(row).objects.filter(pk=row.pk).update(title='=HYPERLINK("x")', due=date(2026, 10, 1))
    answer = client.get(reverse("plans:year_workbook", args=[annual.pk]))
    assert "attachment" in answer.headers["Content-Disposition"]
    lines, of_units = sheet(answer, "按事项"), sheet(answer, "按单位")
    assert lines[2][0] == "青少年科学素质提升行动"
    assert lines[3][:2] == [1, SCIENCE]
    assert lines[3][3:] == ["开展科普进校园：不少于12场次", "县教育局", "", "县科协、团县委", "", "方案任务"]
    assert lines[5][1] == '=HYPERLINK("x")'  # as text: a formula would come back as its value
    assert lines[5][3:8] == ["培训老年人：不少于700人次", "", "县卫健局、县民政局", "", "2026-10-01"]
    assert lines[7][8] == "安科协发〔2026〕2号"
    assert of_units[6] == [
        "县卫健局",
        "按职责分工",
        '=HYPERLINK("x")',
        "培训老年人：不少于700人次",
        "2026-10-01",
        "方案任务",
    ]
    assert of_units[7][3] == ""  # the other unit has no figure of its own


def test_the_workbook_follows_the_filters(client, annual):
    answer = client.get(reverse("plans:year_workbook", args=[annual.pk]), {"part": "outside"})
    assert [row[1] for row in sheet(answer, "按事项")[3:]] == ["办好流动科技馆巡展"]


def test_all_units_at_once_say_what_each_says_alone(annual, version, units):
    home = version.plan.region
    towns = [
        Region.objects.create(code=code, name=name, parent=home, level="township")
        for code, name in (("990123101000", "柳湾镇"), ("990123102000", "茶山乡"))
    ]
    rows = [Unit.objects.create(region=home, name=town.name, kind="township", order=80) for town in towns]
    AnnualDuty.objects.create(item=annual.items.get(title=HEALTH), unit=rows[0], role="joint")
    for town, value in zip(towns, (400, 250), strict=True):
        years.cell(version, "培训老年人", value, over="townships", region=town)
    old = units["县卫健局"]
    old.until = date(2026, 9, 1)
    old.save()
    UnitSuccession.objects.create(
        old=old, new=units["县科协"], change="merged", on=date(2026, 9, 1), paper="云编〔2026〕5号"
    )
    together = all_unit_years(annual, TODAY)
    assert [year.unit.name for year in together] == ["县教育局", "县科协", "团县委", "县民政局", "柳湾镇", "茶山乡"]
    for year in together:
        alone = unit_year(annual, year.unit, TODAY)
        assert [(r.item.pk, r.role, r.taken_over) for r in year.items] == [
            (r.item.pk, r.role, r.taken_over) for r in alone.items
        ]
        assert [(q.target.pk, q.words, q.whole) for q in year.quantities] == [
            (q.target.pk, q.words, q.whole) for q in alone.quantities
        ]
    assert [q.words for q in together[-1].quantities] == ["不少于250人次"]  # asked of it though no line names it


def test_a_unit_abolished_without_successor_keeps_its_lines(annual, units):
    old = units["团县委"]
    old.until = date(2026, 9, 1)
    old.save()
    UnitSuccession.objects.create(old=old, change="abolished", on=date(2026, 9, 1), paper="云编〔2026〕5号")
    assert [row.item.title for year in all_unit_years(annual, TODAY) if year.unit == old for row in year.items] == [
        SCIENCE
    ]


@pytest.mark.parametrize("more", [1, 60])
def test_all_units_cost_the_same_for_few_and_many_lines(office, units, more):
    annual = years.opened(builders.adopted(office, more=more), office)
    with CaptureQueriesContext(connection) as caught:
        all_unit_years(annual, TODAY)
    assert len(caught) == 7


def unit_page(client, annual, unit):
    return client.get(reverse("plans:year_unit", args=[annual.pk, unit.pk]))


def test_a_liaison_sees_the_own_units_lines_of_an_issued_year(client, annual, units, office):
    liaison = builders.liaison(units["县教育局"])
    client.force_login(liaison)
    assert unit_page(client, annual, units["县教育局"]).status_code == 404
    years.issued(annual, office)
    html = unit_page(client, annual, units["县教育局"]).content.decode()
    assert SCIENCE in html
    assert "不少于12场次" in html
    assert HEALTH not in html


def test_a_unit_without_lines_is_told_so(client, annual):
    assert "没有县气象局的分工" in unit_page(client, annual, builders.unit("县气象局")).content.decode()


def test_a_unit_of_another_county_has_no_page_here(client, annual):
    foreign = builders.unit("邻县教育局", at=builders.region("990124000000", "邻县"))
    assert unit_page(client, annual, foreign).status_code == 404


def test_the_page_says_who_became_whom(client, annual, units):
    old, new = units["团县委"], units["县科协"]
    old.until = date(2026, 9, 1)
    old.save()
    UnitSuccession.objects.create(old=old, new=new, change="merged", on=date(2026, 9, 1), paper="云编〔2026〕5号")
    assert "现由" in unit_page(client, annual, old).content.decode()
    AnnualDuty.objects.filter(unit=new).delete()
    assert "承接自团县委" in unit_page(client, annual, new).content.decode()
    assert "现由县科协承接" in table(client, annual).content.decode()


def test_ways_to_the_units_page(client, annual, units, office):
    unit = units["县教育局"]
    liaison = builders.liaison(unit)
    way = reverse("plans:year_unit", args=[annual.pk, unit.pk])
    assert way not in [door.url for door in doors_of(unit, liaison)]
    years.issued(annual, office)
    assert [(d.label, d.url, d.count) for d in doors_of(unit, liaison)][1:] == [("2026年度任务", way, 2)]
    assert way in [page.url for page in mine(liaison)]
    client.force_login(liaison)
    assert way in client.get(reverse("plans:unit", args=[annual.plan_id, unit.pk])).content.decode()
    assert doors_of(builders.unit("县气象局"), liaison) == []


def test_a_successor_inherits_the_lines_of_the_year(annual, units, office):
    years.issued(annual, office)
    found = [(row.kind, row.title, row.due) for row in open_work(units["县教育局"], office) if "年度" in row.kind]
    assert found == [("2026年度牵头事项", SCIENCE, None), ("2026年度牵头事项", "办好流动科技馆巡展", None)]


@pytest.mark.parametrize(
    ("on", "open_years"),
    [(date(2026, 11, 22), {2026, 2027}), (date(2027, 1, 1), {2027}), (date(2031, 5, 1), {2027})],
)
def test_the_running_year_stays_open_when_the_next_one_is_issued(annual, units, office, on, open_years):
    years.issued(annual, office)
    years.issued(years.opened(annual.version, office, year=2027), office)
    years.opened(annual.version, office, year=2028)  # drafted, asks nothing yet
    assert {duty.item.annual.year for duty in open_duties([units["县教育局"]], office, on)} == open_years
