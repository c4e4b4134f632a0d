"""Reforms: who ends, who takes over, what goes with it; and what cannot be."""

from datetime import date

import pytest

from kepu.audit.models import Entry
from kepu.people.handover import Inherited, _providers, inherited, register
from kepu.people.models import Account, Holding, Membership, Role, Unit, UnitSuccession
from kepu.people.queries import current_successors, effects_of_reform, predecessors_of
from kepu.people.tests.county import AT, TODAY, County
from kepu.people.verbs import BadInput, MemberValues, ReformValues, change_member, reform

PAPER = "清委办发〔2026〕5号"
SPRING = date(2026, 3, 1)
LINE = MemberValues(leader="李卫国", liaison="周小雨")


def names(units: list[Unit]) -> list[str]:
    return [u.name for u in units]


def test_renaming_hands_list_roles_and_children_to_the_new_name(county: County) -> None:
    by, liaison = county.secretary(), county.account(Role.LIAISON)
    child = county.unit("县教研室")
    Unit.objects.filter(pk=child.pk).update(parent=county.education)
    change_member(unit=county.education, values=LINE, by=by, at=AT, on=date(2025, 1, 1))
    values = ReformValues("renamed", SPRING, PAPER, new_name="县教育科技体育局")
    row = reform(unit=county.education, values=values, by=by, at=AT)
    new = row.new
    assert (new.name, new.kind, new.order, new.since) == ("县教育科技体育局", "government", 10, SPRING)
    county.education.refresh_from_db()
    assert county.education.until == SPRING
    assert [(m.unit.name, m.liaison, m.since, m.until) for m in Membership.objects.order_by("since")] == [
        ("县教育体育局", "周小雨", date(2025, 1, 1), date(2026, 2, 28)), ("县教育科技体育局", "周小雨", SPRING, None),
    ]  # fmt: skip
    assert [(h.unit.name, h.until) for h in liaison.holdings.order_by("id")] == [
        ("县教育体育局", date(2026, 2, 28)), ("县教育科技体育局", None),
    ]  # fmt: skip
    assert Unit.objects.get(pk=child.pk).parent == new
    assert names(current_successors(county.education, TODAY)) == ["县教育科技体育局"]
    assert Entry.objects.filter(verb="people.reform").count() == 1


def test_merging_ends_list_and_roles_and_passes_the_work_on(county: County) -> None:
    by, liaison = county.secretary(), county.account(Role.LIAISON)
    change_member(unit=county.education, values=LINE, by=by, at=AT, on=date(2025, 1, 1))
    reform(unit=county.education, values=ReformValues("merged", SPRING, PAPER, new=county.health), by=by, at=AT)
    assert Membership.objects.get().until == date(2026, 2, 28)
    assert liaison.holdings.get().until == date(2026, 2, 28)
    assert names(current_successors(county.education, TODAY)) == ["县卫生健康局"]


def test_abolishing_may_leave_nobody(county: County) -> None:
    reform(unit=county.health, values=ReformValues("abolished", SPRING, PAPER), by=county.secretary(), at=AT)
    assert current_successors(county.health, TODAY) == []


def test_moving_a_function_ends_nobody(county: County) -> None:
    values = ReformValues("moved", SPRING, PAPER, new_name="县老龄办", remark="老龄工作")
    reform(unit=county.health, values=values, by=county.secretary(), at=AT)
    county.health.refresh_from_db()
    assert (county.health.until, names(current_successors(county.health, TODAY))) == (None, ["县卫生健康局"])


def test_a_reform_may_be_noted_before_its_day(county: County) -> None:
    values = ReformValues("merged", date(2026, 7, 1), PAPER, new=county.health)
    reform(unit=county.education, values=values, by=county.secretary(), at=AT)
    assert names(current_successors(county.education, TODAY)) == ["县教育体育局"]
    assert names(current_successors(county.education, date(2026, 7, 1))) == ["县卫生健康局"]


def bad_values(county: County) -> list[tuple[ReformValues, str]]:
    abroad = county.unit("县外局", region=county.other)
    gone = Unit.objects.create(region=county.home, name="县旧局", kind="government", until=date(2020, 1, 1))
    both = ReformValues("merged", SPRING, PAPER, new=county.health, new_name="县新局")
    return [
        (ReformValues("split", SPRING, PAPER), "变动类型"),
        (ReformValues("abolished", SPRING, " "), "文号"),
        (ReformValues("abolished", date(2029, 1, 1), PAPER), "生效日期"),
        (ReformValues("abolished", date(1026, 3, 5), PAPER), "写成了1026年，请核对年份"),
        (ReformValues("renamed", SPRING, PAPER), "新名称"),
        (ReformValues("renamed", SPRING, PAPER, new_name="县卫生健康局"), "已有"),
        (ReformValues("merged", SPRING, PAPER), "承接单位"),
        (ReformValues("merged", SPRING, PAPER, new=county.education), "本单位"),
        (ReformValues("merged", SPRING, PAPER, new=abroad), "同一区域"),
        (ReformValues("merged", SPRING, PAPER, new=gone), "不存在"),
        (both, "二选一"),
        (ReformValues("abolished", SPRING, PAPER, remark="长" * 201), "说明"),
    ]


def test_what_cannot_be_is_refused_with_its_reason(county: County) -> None:
    by = county.secretary()
    for values, says in bad_values(county):
        with pytest.raises(BadInput, match=says):
            reform(unit=county.education, values=values, by=by, at=AT)
    assert UnitSuccession.objects.count() == 0


def test_a_unit_ends_only_once(county: County) -> None:
    by, values = county.secretary(), ReformValues("abolished", SPRING, PAPER)
    reform(unit=county.education, values=values, by=by, at=AT)
    county.education.refresh_from_db()
    with pytest.raises(BadInput, match="已于2026-03-01撤销"):
        reform(unit=county.education, values=values, by=by, at=AT)


def test_no_circle_even_by_dates_entered_out_of_order(county: County) -> None:
    by = county.secretary()
    reform(unit=county.education, values=ReformValues("merged", SPRING, PAPER, new=county.health), by=by, at=AT)
    county.education.refresh_from_db()
    with pytest.raises(BadInput, match="循环"):
        reform(
            unit=county.health,
            values=ReformValues("merged", date(2025, 1, 1), PAPER, new=county.education),
            by=by,
            at=AT,
        )


def test_predecessors_are_the_successors_the_other_way_round(county: County) -> None:
    by = county.secretary()
    merged = reform(
        unit=county.education, values=ReformValues("merged", SPRING, PAPER, new=county.health), by=by, at=AT
    )
    assert merged.new is not None
    later = ReformValues("renamed", date(2026, 5, 1), PAPER, new_name="县卫生健康委员会")
    new = reform(unit=county.health, values=later, by=by, at=AT).new
    moved = reform(
        unit=county.unit("县老龄办"), values=ReformValues("moved", date(2026, 5, 1), PAPER, new=new), by=by, at=AT
    )
    units = list(Unit.objects.all())
    for day in (date(2026, 2, 28), SPRING, date(2026, 4, 30), date(2026, 5, 1)):
        before = {unit.pk: {p.pk for p in predecessors_of(unit, day)} for unit in units}
        expected = {u.pk: {p.pk for p in units if p != u and u in current_successors(p, day)} for u in units}
        assert before == expected
    assert new is not None
    assert names(predecessors_of(new, date(2026, 5, 1))) == ["县教育体育局", "县卫生健康局"]
    assert moved.old not in predecessors_of(new, date(2026, 5, 1))


def test_the_preview_shows_list_roles_children_and_open_work(county: County) -> None:
    def open_work(unit: Unit, by: Account) -> list[Inherited]:
        return [Inherited("任务", "建设科普馆", "/desk/x/")] if unit == county.education else []

    by, liaison = county.secretary(), county.account(Role.LIAISON)
    change_member(unit=county.education, values=LINE, by=by, at=AT, on=date(2025, 1, 1))
    register(open_work)
    register(open_work)
    try:
        effects = effects_of_reform(county.education, SPRING, by)
        assert inherited(county.health, by) == []
    finally:
        _providers.remove(open_work)
    assert [line.liaison for line in effects.lines] == ["周小雨"]
    assert [h.account for h in effects.holdings] == [liaison]
    assert [item.title for item in effects.work] == ["建设科普馆"]
    assert Holding.objects.filter(until__isnull=False).count() == 0
