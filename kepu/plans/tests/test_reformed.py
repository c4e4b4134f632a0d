"""A reform after adoption: the plan keeps the names it was adopted with, the pages say who answers now."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from kepu.people.models import Unit
from kepu.people.verbs import ReformValues, reform
from kepu.plans.models import DutyRole, Responsibility
from kepu.plans.queries.reformed import passed_on
from kepu.plans.queries.shares import matrix, plans_of_unit, unit_share
from kepu.plans.tests import builders

pytestmark = pytest.mark.django_db
PAPER = "云委编发〔2026〕3号"
AUTUMN = date(2026, 11, 1)


def merge(old: Unit, new: Unit, office, on: date = AUTUMN) -> None:
    reform(unit=old, values=ReformValues("merged", on, PAPER, new=new), by=office, at=builders.AT)


def rename(old: Unit, name: str, office) -> Unit:
    row = reform(unit=old, values=ReformValues("renamed", AUTUMN, PAPER, new_name=name), by=office, at=builders.AT)
    assert row.new is not None
    return row.new


def see(client, account, name, *args):
    client.force_login(account)
    return client.get(reverse(f"plans:{name}", args=args)).content.decode()


def titles(rows: list[Responsibility]) -> list[tuple[str, str]]:
    return [(row.task.title, row.unit.name) for row in rows if row.task and row.unit]


def test_the_heir_has_what_it_took_over_beside_its_own(version, units, office):
    merge(units["县教育局"], units["县卫健局"], office)
    share = unit_share(version, units["县卫健局"])
    assert [unit.name for unit in share.taken_over] == ["县教育局"]
    assert titles(share.roles[DutyRole.LEAD]) == [("办好科学课堂", "县教育局")]
    assert titles(share.roles[DutyRole.JOINT]) == [("送健康知识下乡", "县卫健局")]
    assert share.total == 2
    assert {t.quote for t in share.targets} == {
        "每年开展科普进校园不少于12场次", "累计培训老年人5000人次", "逐步提高老年人健康素养",
    }  # fmt: skip


def test_duties_pass_as_well(version, units, office):
    merge(units["县科协"], units["县教育局"], office)
    share = unit_share(version, units["县教育局"])
    assert [(duty.text, duty.unit.name) for duty in share.duties] == [("负责统筹协调全县科普工作", "县科协")]


def test_a_task_of_both_stands_once_in_the_stronger_role(version, units, office):
    merge(units["县教育局"], units["县科协"], office)
    share = unit_share(version, units["县科协"])
    assert titles(share.roles[DutyRole.LEAD]) == [("办好科学课堂", "县教育局")]
    assert share.roles[DutyRole.SUPPORT] == []
    assert share.total == 1


def test_in_the_same_role_the_own_name_stands(version, units, office):
    merge(units["团县委"], units["县科协"], office)
    assert titles(unit_share(version, units["县科协"]).roles[DutyRole.SUPPORT]) == [("办好科学课堂", "县科协")]


def test_the_adopted_version_is_not_touched(version, units, office):
    before = list(Responsibility.objects.order_by("pk").values())
    merge(units["县教育局"], units["县卫健局"], office)
    unit_share(version, units["县卫健局"])
    assert list(Responsibility.objects.order_by("pk").values()) == before
    units["县教育局"].refresh_from_db()
    assert titles(unit_share(version, units["县教育局"]).roles[DutyRole.LEAD]) == [("办好科学课堂", "县教育局")]


def test_a_chain_of_reforms_leads_to_who_answers_today(version, units, office):
    merge(units["县教育局"], units["县科协"], office, date(2026, 10, 1))
    units["县科协"].refresh_from_db()
    new = rename(units["县科协"], "县科技协会", office)
    assert [u.name for u in unit_share(version, new).taken_over] == ["县教育局", "县科协"]
    assert [row.passed.words for row in matrix(version).rows if row.passed] == ["现由县科技协会承接"] * 2


def test_before_its_day_a_reform_changes_nothing(version, units, office):
    merge(units["县教育局"], units["县卫健局"], office, date(2027, 1, 1))
    units["县教育局"].refresh_from_db()
    assert unit_share(version, units["县卫健局"], date(2026, 12, 31)).taken_over == []
    assert passed_on([units["县教育局"]], date(2026, 12, 31)) == {}
    assert unit_share(version, units["县卫健局"], date(2027, 1, 1)).taken_over == [units["县教育局"]]


def test_a_function_moved_away_passes_nothing_on(version, units, office):
    values = ReformValues("moved", AUTUMN, PAPER, new=units["县卫健局"])
    reform(unit=units["县教育局"], values=values, by=office, at=builders.AT)
    assert unit_share(version, units["县卫健局"]).taken_over == []
    assert [row.passed for row in matrix(version).rows] == [None] * 5


def test_the_matrix_keeps_its_lines_and_says_who_answers_now(client, version, units, office):
    merge(units["县教育局"], units["县卫健局"], office)
    reform(unit=units["团县委"], values=ReformValues("abolished", AUTUMN, PAPER), by=office, at=builders.AT)
    rows = [(row.name, row.passed.words if row.passed else "") for row in matrix(version).rows]
    assert rows == [
        ("县教育局", "现由县卫健局承接"), ("县科协", ""), ("团县委", "已撤销，没有承接单位"), ("县卫健局", ""), ("县民政局", ""),
    ]  # fmt: skip
    assert see(client, office, "matrix", version.plan_id).count("当时名称，现由县卫健局承接") == 2  # wide and by unit
    data = client.get(reverse("plans:matrix_workbook", args=[version.plan_id])).content
    sheet = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    assert [line[0] for line in sheet[3:6]] == [
        "县教育局（现由县卫健局承接）",
        "县科协",
        "团县委（已撤销，没有承接单位）",
    ]


def test_the_page_of_a_unit_that_is_no_more_leads_to_its_heir(client, version, units, office):
    merge(units["县教育局"], units["县卫健局"], office)
    old, new = (reverse("plans:unit", args=[version.plan_id, units[name].pk]) for name in ("县教育局", "县卫健局"))
    html = see(client, office, "unit", version.plan_id, units["县教育局"].pk)
    assert f'当时为县教育局，现由<a href="{new}">县卫健局</a>承接（{PAPER}，2026年11月1日起）' in html
    assert "办好科学课堂" in html
    assert "承接自" not in html
    html = see(client, office, "unit", version.plan_id, units["县卫健局"].pk)
    assert f'原为<a href="{old}">县教育局</a>（{PAPER}，2026年11月1日起）' in html
    assert html.count("承接自县教育局") == 1


def test_where_a_unit_stands_at_a_task_the_heir_stands_beside(client, version, units, office):
    key = version.task_set.get(title="办好科学课堂").key
    pages = (("tasks", version.plan_id), ("task", version.plan_id, key))
    assert ["现由" in see(client, office, *page) for page in pages] == [False, False]
    merge(units["县教育局"], units["县卫健局"], office)
    assert [see(client, office, *page).count("（现由县卫健局承接）") for page in pages] == [1, 1]


def test_a_part_says_so_as_well(client, version, units, office):
    part = version.part_set.get(audience="youth")
    Responsibility.objects.create(version=version, part=part, role="lead", printed="县教育局", unit=units["县教育局"])
    merge(units["县教育局"], units["县卫健局"], office)
    assert "（现由县卫健局承接）" in see(client, office, "plan", version.plan_id)


def test_the_heir_finds_the_plans_that_name_only_its_predecessor(version, units, office):
    heir = builders.unit("县教育体育局")
    assert list(plans_of_unit(office, heir)) == []
    merge(units["县教育局"], heir, office)
    assert [(v.pk, v.tasks_count) for v in plans_of_unit(office, heir)] == [(version.pk, 1)]


def test_a_unit_of_a_township_that_the_plan_names_has_its_page(client, version, units, office):
    town = builders.unit("城关镇", at=builders.region("990123100000", "城关镇"))
    Responsibility.objects.filter(printed="团县委").update(unit=town)
    assert "办好科学课堂" in see(client, office, "unit", version.plan_id, town.pk)


def count(deed) -> int:
    with CaptureQueriesContext(connection) as queries:
        deed()
    return len(queries)


def test_queries_do_not_grow_with_tasks_or_reformed_units(office, units):
    small, large = builders.adopted(office), builders.adopted(office, more=20)
    merge(units["县教育局"], units["县科协"], office)
    few = [count(lambda v=v: matrix(v)) for v in (small, large)]
    merge(units["团县委"], units["县科协"], office)
    merge(units["县民政局"], units["县卫健局"], office)
    many = [count(lambda v=v: matrix(v)) for v in (small, large)]
    assert few == many == [3, 3]
    shares = [count(lambda v=v, n=n: unit_share(v, units[n])) for v in (small, large) for n in ("县科协", "县卫健局")]
    assert len(set(shares)) == 1
    assert shares[0] <= 5


def test_a_matrix_without_reforms_costs_no_query_more(version):
    assert count(lambda: matrix(version)) == 2
