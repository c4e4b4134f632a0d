"""单位进展: units × tasks with their lights by hand, for those who may see them, on the page, on the unit's and in Excel."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from kepu.ledger.models import Measure
from kepu.ledger.verbs import Work, record_work
from kepu.people.models import Account, Region, Role, Unit
from kepu.plans import verbs
from kepu.plans.models import DutyRole, Responsibility, Target, Task, TaskMove, Version
from kepu.plans.queries.progress import Heat, heat_of, lights_of_unit, lines_of_unit
from kepu.plans.tests import builders, parted
from kepu.plans.verbs import Counting

AT = datetime(2026, 7, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 7, 2)
YOUTH, OLD = "办好科学课堂", "送健康知识下乡"


@pytest.fixture
def version(office: Account) -> Version:
    """The small plan, its names tied to units: 县教育局 leads one task, 县卫健局 and 县民政局 answer jointly for the other."""
    builders.units()
    parted.townships()
    return builders.adopted(office)


def bind(version: Version, office: Account, kind: str, measure: str, span: str) -> Target:
    row = version.target_set.get(kind=kind)
    counting = Counting(measure=Measure.objects.get(code=measure), span=span)
    verbs.bind(target=row, counting=counting, seen=None, by=office, at=AT)
    return row


def trained(office: Account, unit: str, people: int) -> None:
    told = Work(TODAY, Region.objects.get(name="城关镇"), "training", "智能手机培训", "elderly", people)
    record_work(unit=Unit.objects.get(name=unit), work=told, once=f"{unit}{people}", by=office, at=AT)


def lights(heat: Heat) -> dict[str, list[str]]:
    return {row.name: [cell.light for cell in row.cells] for row in heat.rows}


def test_a_task_stands_as_its_worst_target_for_every_unit(version: Version, office: Account) -> None:
    """5,000 person-times by the end of 2030: on 2 July 2026 183 of 1,826 days are gone, 501 were to be expected."""
    bind(version, office, "cumulative", "training.person_times", "period")
    bind(version, office, "floor", "visit.sessions", "year")  # 科普进校园: none recorded
    trained(office, "县卫健局", 480)
    assert lights(heat_of(version, TODAY)) == {
        "县教育局": ["grey", ""], "县科协": ["grey", ""], "团县委": ["grey", ""],
        "县卫健局": ["", "green"], "县民政局": ["", "green"],
    }  # fmt: skip
    second = version.target_set.get(kind="level")
    Target.objects.filter(pk=second.pk).update(
        task=Task.objects.get(version=version, title=OLD), value=Decimal(9000), unit="人次", kind="count"
    )
    bind(version, office, "count", "training.person_times", "period")  # 480 of 902 that were to be expected: 0.53
    assert lights(heat_of(version, TODAY))["县民政局"] == ["", "red"]


def test_a_unit_with_a_share_is_judged_by_what_it_did_itself(version: Version, office: Account) -> None:
    row = bind(version, office, "cumulative", "training.person_times", "period")
    units = {name: Unit.objects.get(name=name) for name in ("县卫健局", "县民政局")}
    shared = parted.chosen(row, office, over="units", adding="total")
    parted.save(shared, office, {(2026, f"u{units['县卫健局'].pk}"): 300, (2026, f"u{units['县民政局'].pk}"): 200})
    trained(office, "县卫健局", 480)  # 300 were asked by the end of the year
    heat = heat_of(version, TODAY)
    assert lights(heat)["县卫健局"] == ["", "blue"]
    assert lights(heat)["县民政局"] == ["", "grey"]
    assert [cell.own for cell in heat.rows[3].cells] == [False, True]
    tasks = list(version.task_set.all())
    own = lights_of_unit(version, units["县民政局"], tasks, TODAY)
    assert [cell.light for cell in own.values()] == ["grey"]


def test_units_see_their_own_lights_and_the_office_all(version: Version, office: Account, client: Client) -> None:
    bind(version, office, "cumulative", "training.person_times", "period")
    own = Unit.objects.get(name="县卫健局")
    at = f"/desk/plans/{version.plan_id}"
    city = Region.objects.create(code="990100000000", name="示范市", level=Region.Level.PREFECTURE)
    above = builders.account("above", Role.READER, at=city)
    for person, seen in ((office, 2), (above, 2), (builders.liaison(own), 1)):
        client.force_login(person)
        page = client.get(f"{at}/progress/units/")
        assert page.status_code == 200
        rows = {row.name: row for row in page.context["heat"].rows}
        assert sum(1 for row in rows.values() if row.lights) == seen
        assert page.content.decode().count('<span class="hidden">，未启动</span>') == seen
        assert ("其他单位只列分工" in page.content.decode()) == (seen == 1)
        other = client.get(f"{at}/units/{Unit.objects.get(name='县民政局').pk}/").content.decode()
        assert ('<span class="light grey">' in other) == (seen == 2)
        assert '<span class="light grey">' in client.get(f"{at}/units/{own.pk}/").content.decode()
    assert rows["县卫健局"].lights == [("grey", 1)]
    assert rows["县民政局"].hidden
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{at}/progress/units.xlsx").content))
    lines = book.get_sheet_by_index(0).to_python()
    assert ["县卫健局", "老年人科学素质提升行动", OLD, "按职责分工", "未启动", "任务的目标"] in lines
    assert ["县民政局", "老年人科学素质提升行动", OLD, "按职责分工", "", ""] in lines
    assert ["县教育局", "青少年科学素质提升行动", YOUTH, "牵头", "", ""] in lines


def test_the_page_is_filtered_by_action_and_says_when_it_is_empty(
    version: Version, office: Account, client: Client
) -> None:
    client.force_login(office)
    at = f"/desk/plans/{version.plan_id}/progress/units/"
    part = version.part_set.get(audience="elderly")
    assert [row.name for row in client.get(at, {"part": part.key}).context["heat"].rows] == ["县卫健局", "县民政局"]
    assert len(client.get(at, {"part": "x" * 300}).context["heat"].rows) == 5
    Responsibility.objects.all().delete()
    assert "还没有责任单位" in client.get(at).content.decode()
    assert "这一部分没有责任单位" in client.get(at, {"part": part.key}).content.decode()


def test_seventy_units_and_a_hundred_tasks_cost_the_same_queries(office: Account, client: Client) -> None:
    parted.townships()
    builders.units()
    version = builders.adopted(office, more=98)
    row = bind(version, office, "cumulative", "training.person_times", "period")
    shared = parted.chosen(row, office, over="units", adding="total")
    client.force_login(office)
    at, asked = f"/desk/plans/{version.plan_id}/progress/units/", []
    for number in (1, 65):
        made = Unit.objects.bulk_create(
            Unit(region=builders.region(), name=f"第{number}批{n}局", kind=Unit.Kind.GOVERNMENT) for n in range(number)
        )
        Responsibility.objects.bulk_create(
            Responsibility(version=version, task=task, unit=unit, role=DutyRole.SUPPORT, printed=unit.name, order=n)
            for n, unit in enumerate(made) for task in version.task_set.all()
        )  # fmt: skip
        parted.save(shared, office, {(2026, f"u{unit.pk}"): 10 for unit in made})
        client.get(at)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(at)
        asked.append(len(queries))
    assert len(page.context["heat"].rows) == 71
    assert len(page.context["heat"].tasks) == 100
    assert asked[0] == asked[1] <= 40


def test_a_task_without_a_number_stands_as_its_deeds_say_and_is_counted_apart(
    version: Version, office: Account
) -> None:
    task = version.task_set.get(title=YOUTH)
    version.target_set.filter(task=task).update(value=None)
    TaskMove.objects.create(
        plan=version.plan,
        task_key=task.key,
        before="not_begun",
        after="routine",
        why="各校已常年开展",
        by=office,
        at=AT,
    )
    bind(version, office, "cumulative", "training.person_times", "period")
    rows = {row.name: row for row in heat_of(version, TODAY).rows}
    assert rows["县教育局"].cells[0].light == "green"
    assert rows["县教育局"].lights == []
    assert rows["县教育局"].states == [("routine", 1)]
    assert (rows["县卫健局"].lights, rows["县卫健局"].states) == ([("grey", 1)], [])


def test_the_page_of_a_unit_tells_its_own_figure_beside_the_whole(
    version: Version, office: Account, client: Client
) -> None:
    """600 person-times in all, 480 of them the health bureau's; only the unit itself and the office read it."""
    promise = bind(version, office, "cumulative", "training.person_times", "period")
    trained(office, "县卫健局", 480)
    trained(office, "县民政局", 120)
    health = Unit.objects.get(name="县卫健局")
    page = f"/desk/plans/{version.plan_id}/units/{health.pk}/"
    asked = "/desk/ledger/figures/990123000000/training.person_times/?since=2026-01-01&amp;until="
    readers = {builders.account("health", Role.LIAISON, of=health): True, office: True}
    readers[builders.account("civil", Role.LIAISON, of=Unit.objects.get(name="县民政局"))] = False
    for by, sees in readers.items():
        client.force_login(by)
        text = client.get(page).content.decode()
        assert (">480人次</a>" in text, ">600人次</a>" in text, asked in text) == (sees, sees, sees)
        assert (f"&amp;unit={health.pk}" in text) == sees
    own = lines_of_unit(version, health, [promise], TODAY)[promise.key].own
    assert own is not None
    assert (own.done, own.asked) == (480, None)


def test_the_page_of_a_unit_asks_as_much_for_few_targets_as_for_many(
    version: Version, office: Account, client: Client
) -> None:
    promise = bind(version, office, "cumulative", "training.person_times", "period")
    unit = Unit.objects.get(name="县卫健局")
    asked = []
    for more in (1, 40):
        fields = {f.attname: getattr(promise, f.attname) for f in Target._meta.concrete_fields if f.name != "id"}
        rows = [Target(**fields | {"key": f"{more:04}{at:08}", "order": 100 + at}) for at in range(more)]
        Target.objects.bulk_create(rows)
        for row in rows:
            counting = Counting(measure=Measure.objects.get(code="training.person_times"), span="period")
            verbs.bind(target=row, counting=counting, seen=None, by=office, at=AT)
        client.force_login(office)
        client.get(f"/desk/plans/{version.plan_id}/units/{unit.pk}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/desk/plans/{version.plan_id}/units/{unit.pk}/")
        asked.append(len(queries))
    assert asked[0] == asked[1]
