"""A cycle drafted, changed, opened, with exceptions, archived; who may, in which state, and what is refused."""

from datetime import date, datetime

import pytest

from kepu.accountability import verbs
from kepu.accountability.models import Cycle, Report, ReportMove
from kepu.accountability.prompts import SHIPPED, Asking
from kepu.accountability.queries.days import last_day
from kepu.accountability.tests.cycles import AT, BEIJING, VALUES, drafted, opened, township
from kepu.accountability.verbs import CycleDrafted, CycleValues
from kepu.audit.models import Entry
from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Account, HolidayNotice, Unit
from kepu.people.verbs import BadInput
from kepu.plans.models import Plan, Version
from kepu.plans.tests import builders

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("due", "included", "moves", "last"),
    [
        (date(2026, 12, 18), True, True, date(2026, 12, 18)),  # a Friday
        (date(2026, 12, 20), True, True, date(2026, 12, 21)),  # a Sunday goes over to Monday
        (date(2026, 12, 20), True, False, date(2026, 12, 20)),
        (date(2026, 12, 20), False, True, date(2026, 12, 21)),  # the last day is Saturday the 19th, which goes over
        (date(2026, 12, 22), False, True, date(2026, 12, 21)),
        (date(2026, 12, 22), False, False, date(2026, 12, 21)),
    ],
)
def test_the_last_day_in_time(due: date, included: bool, moves: bool, last: date) -> None:
    assert last_day(due, included=included, moves=moves) == last


def test_a_worked_sunday_is_a_day_in_time(office: Account) -> None:
    HolidayNotice.objects.create(
        year=2026, text="12月20日（星期日）上班。", days=[["2026-12-20", True, ""]], entered_by=office, entered_at=AT
    )
    assert last_day(date(2026, 12, 20), included=True, moves=True) == date(2026, 12, 20)


def test_it_begins_with_the_shipped_headings_then_with_the_last_ones(office: Account, version: Version) -> None:
    first = drafted(office)
    assert [p.title for p in first.prompts.order_by("order")] == [one.title for one in SHIPPED]
    asked = [Asking("task", "effect", "一句话说成效", limit=100), Asking("page", "practice", "做法")]
    verbs.set_prompts(cycle=first, asked=asked, seen=0, by=office, at=AT)
    Cycle.objects.filter(pk=first.pk).update(year=2025)
    second = drafted(office)
    assert {(p.form, p.title, p.limit) for p in second.prompts.all()} == {
        ("task", "一句话说成效", 100),
        ("page", "做法", 500),
    }


def test_headings_keep_their_key_when_they_change(office: Account, version: Version) -> None:
    cycle = drafted(office)
    kept = cycle.prompts.get(form="task", kind="effect")
    asked = [Asking("task", "effect", "成效", key=kept.key), Asking("page", "next", "打算")]
    cycle = verbs.set_prompts(cycle=cycle, asked=asked, seen=0, by=office, at=AT)
    assert cycle.prompts.get(key=kept.key).title == "成效"
    assert cycle.prompts.count() == 2
    with pytest.raises(WrongState, match="已被改动"):
        verbs.set_prompts(cycle=cycle, asked=asked, seen=0, by=office, at=AT)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ([], "至少保留一个"),
        ([Asking("task", "effect", " ")], "要有名称"),
        ([Asking("task", "effect", "名" * 41)], "不超过40字"),
        ([Asking("poem", "effect", "成效")], "选择表单"),
        ([Asking("task", "effect", "成效", limit=20)], "字数上限"),
    ],
)
def test_odd_headings_are_told(office: Account, version: Version, asked: list[Asking], reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        verbs.set_prompts(cycle=drafted(office), asked=asked, seen=0, by=office, at=AT)


def test_one_annual_cycle_a_year_and_more_only_with_a_paper(office: Account, version: Version) -> None:
    first = drafted(office)
    with pytest.raises(CycleDrafted) as told:
        drafted(office)
    assert told.value.cycle == first
    with pytest.raises(BadInput, match="检查计划"):
        drafted(office, kind="special")
    assert drafted(office, kind="special", paper="云督查〔2026〕7号").paper == "云督查〔2026〕7号"
    assert drafted(office, kind="special", paper="云督查〔2026〕9号").pk
    with pytest.raises(BadInput, match="类别"):
        drafted(office, kind="weekly")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"title": " "}, "名称"),
        ({"since": date(2026, 12, 16)}, "早于统计起始"),
        ({"cutoff": date(2026, 12, 21)}, "晚于报送截止"),
        ({"rest_until": date(2026, 12, 20)}, "补报截止"),
        ({"since": date(2024, 1, 1), "cutoff": date(2024, 12, 15)}, "不在2026年"),
        ({"joint_as": "nobody"}, "按职责分工"),
    ],
)
def test_days_that_do_not_go_together_are_told(
    office: Account, version: Version, values: dict[str, object], reason: str
) -> None:
    with pytest.raises(BadInput, match=reason):
        drafted(office, **values)


def test_a_year_outside_the_plan_is_told(office: Account, version: Version) -> None:
    values = CycleValues(title="总结", since=date(2035, 1, 1), cutoff=date(2035, 12, 1), due=date(2035, 12, 20))
    with pytest.raises(BadInput, match="2026—2030"):
        verbs.draft_cycle(plan=version.plan, year=2035, kind="annual", paper="", values=values, by=office, at=AT)


def test_opening_asks_every_unit_once_and_keeps_what_it_costs(office: Account, version: Version) -> None:
    town = township()
    cycle = opened(office)
    assert (cycle.state, cycle.due_on) == ("open", date(2026, 12, 21))
    assert cycle.cost is not None
    assert cycle.cost["units"] == 6
    reports = {report.unit.name: report for report in Report.objects.select_related("unit")}
    assert set(reports) == {*builders.LEADS, *builders.JOINT, town.name}
    assert {report.due_on for report in reports.values()} == {date(2026, 12, 21)}
    assert {report.state for report in reports.values()} == {"due"}
    assert [line.role for line in reports["县教育局"].lines.all()] == ["lead"]
    with pytest.raises(WrongState):
        verbs.open_cycle(cycle=cycle, seen=cycle.revision, by=office, at=AT)
    assert Report.objects.count() == 6
    assert Entry.objects.filter(verb="accountability.open_cycle").count() == 1


def test_a_day_that_is_past_and_a_plan_without_units_are_told(office: Account, version: Version) -> None:
    cycle = drafted(office, towns=False)
    late = datetime(2026, 12, 22, 9, 0, tzinfo=BEIJING)
    with pytest.raises(BadInput, match="已经过去"):
        verbs.open_cycle(cycle=cycle, seen=0, by=office, at=late)
    version.responsibility_set.update(unit=None)
    with pytest.raises(BadInput, match="没有需要报送的单位"):
        verbs.open_cycle(cycle=cycle, seen=0, by=office, at=AT)
    assert Report.objects.count() == 0


def test_exceptions(office: Account, version: Version, units: dict[str, Unit]) -> None:
    cycle = opened(office)
    let_off = verbs.make_exception(
        cycle=cycle, unit=units["县民政局"], exempt=True, due_on=None, why="机构整合中", seen=0, by=office, at=AT
    )
    assert (let_off.exempt, let_off.exception) == (True, "机构整合中")
    later = verbs.make_exception(
        cycle=cycle,
        unit=units["县教育局"],
        exempt=False,
        due_on=date(2026, 12, 28),
        why="考试周",
        seen=0,
        by=office,
        at=AT,
    )
    assert (later.exempt, later.due_on) == (False, date(2026, 12, 28))
    with pytest.raises(WrongState, match="已被改动"):
        verbs.make_exception(
            cycle=cycle, unit=units["县教育局"], exempt=True, due_on=None, why="又改", seen=0, by=office, at=AT
        )
    asked = builders.unit("县气象局")
    more = verbs.make_exception(
        cycle=cycle, unit=asked, exempt=False, due_on=date(2026, 12, 25), why="新增成员单位", seen=0, by=office, at=AT
    )
    assert (more.form, more.lines.count()) == ("page", 0)
    far = builders.unit("邻县教育局", at=builders.region("990124000000", "邻县"))
    for unit, day, why, reason in (
        (units["县科协"], None, "忙", "报送期限"),
        (units["县科协"], date(2026, 12, 1), "忙", "早于数据截止"),
        (units["县科协"], date(2026, 12, 28), " ", "原因"),
        (far, date(2026, 12, 28), "忙", "本级和所辖"),
    ):
        with pytest.raises(BadInput, match=reason):
            verbs.make_exception(cycle=cycle, unit=unit, exempt=False, due_on=day, why=why, seen=0, by=office, at=AT)


def test_who_has_reported_is_not_let_off(office: Account, version: Version, units: dict[str, Unit]) -> None:
    cycle = opened(office)
    _in(cycle, units["县科协"], "accepted")
    with pytest.raises(WrongState, match="已经报送"):
        verbs.make_exception(
            cycle=cycle, unit=units["县科协"], exempt=True, due_on=None, why="忙", seen=0, by=office, at=AT
        )


def test_archiving_waits_for_what_is_to_be_looked_at(office: Account, version: Version, units: dict[str, Unit]) -> None:
    cycle = opened(office)
    _in(cycle, units["县科协"], "in")
    _in(cycle, units["县教育局"], "accepted")
    with pytest.raises(WrongState, match="1个单位的报告待审核"):
        verbs.close_cycle(cycle=cycle, seen=cycle.revision, by=office, at=AT)
    Report.objects.filter(unit=units["县科协"]).update(state="accepted")
    cycle = verbs.close_cycle(cycle=cycle, seen=cycle.revision, by=office, at=AT)
    assert cycle.state == "closed"
    states = dict(Report.objects.values_list("unit__name", "state"))
    assert (states["县科协"], states["县教育局"], states["团县委"]) == ("archived", "archived", "due")
    assert ReportMove.objects.filter(before="accepted", after="archived", by=office).count() == 2
    with pytest.raises(WrongState):
        verbs.close_cycle(cycle=cycle, seen=cycle.revision, by=office, at=AT)


def test_a_draft_can_be_dropped_an_open_cycle_cannot(office: Account, version: Version) -> None:
    cycle = drafted(office)
    verbs.drop_cycle(cycle=cycle, seen=0, by=office, at=AT)
    assert not Cycle.objects.exists()
    again = opened(office)
    with pytest.raises(WrongState):
        verbs.drop_cycle(cycle=again, seen=again.revision, by=office, at=AT)
    with pytest.raises(WrongState):
        verbs.edit_cycle(cycle=again, values=CycleValues(**VALUES), seen=again.revision, by=office, at=AT)


def test_a_drafted_cycle_follows_the_version_in_force(office: Account, version: Version) -> None:
    cycle = drafted(office)
    Version.objects.filter(pk=version.pk).update(number=1)
    cycle = verbs.edit_cycle(
        cycle=cycle, values=CycleValues(**(VALUES | {"title": "新题目"})), seen=0, by=office, at=AT
    )
    assert (cycle.title, cycle.version) == ("新题目", version)


def test_others_than_the_own_secretariat_do_none_of_it(
    office: Account, version: Version, units: dict[str, Unit]
) -> None:
    cycle = drafted(office)
    other = builders.account("elsewhere", at=builders.region("990124000000", "邻县"))
    liaison = builders.liaison(units["县教育局"])
    for who in (other, liaison):
        with pytest.raises(NotAllowed):
            drafted(who, Plan.objects.get(), kind="midyear")
        with pytest.raises(NotAllowed):
            verbs.open_cycle(cycle=cycle, seen=0, by=who, at=AT)
        with pytest.raises(NotAllowed):
            verbs.drop_cycle(cycle=cycle, seen=0, by=who, at=AT)


def _in(cycle: Cycle, unit: Unit, state: str) -> None:
    """A report that has come in; how it comes in is told by the tests of reports."""
    Report.objects.filter(cycle=cycle, unit=unit).update(
        state=state, content={}, in_at=AT, first_in_on=AT.date(), way="kepu"
    )
