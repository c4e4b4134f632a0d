"""From a reading to a version that can be proofread."""

import time
from decimal import Decimal

import pytest

from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Role, Unit, UnitAlias
from kepu.plans import verbs
from kepu.plans.models import Document, Plan, Version
from kepu.plans.queries.changes import changes_of
from kepu.plans.tests import builders
from kepu.plans.tests.builders import AT
from kepu.plans.verbs.reading import publicity_of

pytestmark = pytest.mark.django_db


def opened(reading=None, text=None, name="office"):
    by = builders.account(name)
    document = builders.document(by)
    document.reading = reading or document.reading
    document.text = text or document.text
    document.save()
    return verbs.open_plan(document=document, by=by, at=AT)


def test_the_head_is_taken_over():
    version = opened()
    assert (version.title, version.document_number) == (builders.TITLE, "云政办发〔2026〕8号")
    assert (version.period_from, version.period_to, version.publicity) == (2026, 2030, "public")
    assert version.plan.status == Plan.Status.ISSUED


def test_without_number_and_date_a_plan_is_a_draft():
    version = opened({**builders.reading(), "number": None, "date": None, "title": None, "period": None})
    assert (version.plan.status, version.title) == (Plan.Status.DRAFTING, "实施方案.txt")
    assert version.period_from is None


def test_a_fresh_reading_shows_no_change_by_hand():
    assert changes_of(opened()) == []


def test_a_promise_without_a_number_has_no_value():
    trend = opened().target_set.get(kind="trend")
    assert (trend.value, trend.subject, trend.comparator) == (None, "老年人健康素养", "")


def test_a_target_keeps_its_number_and_task():
    target = opened().target_set.get(kind="cumulative")
    assert (target.value, target.unit, target.task.title) == (Decimal(5000), "人次", "送健康知识下乡")


def test_two_parts_of_one_title_both_stand():
    reading = builders.reading()
    reading["actions"].append({**reading["actions"][0], "span": builders.span("三、职责分工")})
    assert opened(reading).part_set.count() == 3


def test_values_longer_than_a_column_are_cut_not_refused():
    reading = builders.reading()
    reading["targets"][0] |= {"unit": "人" * 40, "every": "每" * 40, "hedge": "力" * 40, "due": "2030-12-31前后"}
    assert len(opened(reading).target_set.get(kind="level").unit) == 12


def test_years_the_wrong_way_round_and_empty_spans_do_not_stop_the_plan():
    reading = builders.reading()
    reading |= {"period": [2030, 2026]}
    reading["milestones"][0] |= {"from": 2030, "to": 2026, "span": [5, 5]}
    version = opened(reading)
    phase = version.phase_set.get()
    assert (version.period_from, phase.from_year, phase.to_year, phase.start) == (2026, 2026, 2030, None)


def test_names_are_tied_to_units_and_aliases():
    units = builders.units()
    UnitAlias.objects.create(unit=units["县科协"], name="团县委")
    Unit.objects.filter(name="团县委").delete()
    version = opened()
    tied = {r.printed: r.unit and r.unit.name for r in version.responsibility_set.select_related("unit")}
    assert tied == {
        "县教育局": "县教育局",
        "县科协": "县科协",
        "团县委": "县科协",
        "县卫健局": "县卫健局",
        "县民政局": "县民政局",
    }


def test_a_name_that_two_units_go_by_is_left_to_a_person():
    for name in ("县文旅委", "县文旅局"):
        UnitAlias.objects.create(unit=builders.unit(name), name="团县委")
    assert opened().responsibility_set.get(printed="团县委").unit is None


def test_the_same_document_is_opened_once():
    version = opened()
    with pytest.raises(verbs.AlreadyOpened) as caught:
        verbs.open_plan(document=version.document, by=version.document.uploaded_by, at=AT)
    assert caught.value.plan == version.plan


def test_after_giving_up_it_can_be_opened_again():
    version = opened()
    by = version.document.uploaded_by
    verbs.discard(version=version, by=by, at=AT)
    again = verbs.open_plan(document=version.document, by=by, at=AT)
    assert (again.number, again.state) == (1, Version.State.PROOFREADING)
    assert again.plan != version.plan


def test_not_by_others_and_not_before_it_was_read():
    by = builders.account()
    document = builders.document(by)
    with pytest.raises(NotAllowed):
        verbs.open_plan(document=document, by=builders.account("reader", Role.READER), at=AT)
    Document.objects.filter(pk=document.pk).update(state="reading", reading=None)
    with pytest.raises(WrongState, match="还没有读取完"):
        verbs.open_plan(document=document, by=by, at=AT)


@pytest.mark.parametrize(
    ("text", "publicity"),
    [
        ("……通知\n（此件公开发布）\n附件", "public"),
        ("……\n（此件主动公开）", "public"),
        ("信息公开选项：\n主动公开\n", "public"),
        ("公开属性：依申请公开", "on_request"),
        ("（此件不予公开）", "closed"),
        ("（此件不予主动公开）", "closed"),
        ("推动政府信息主动公开，提高透明度。", ""),
        ("（此件公开发布）\n……\n（此件不予公开）", ""),
    ],
)
def test_publicity_is_what_the_document_says_of_itself(text: str, publicity: str) -> None:
    assert publicity_of(text) == publicity


@pytest.mark.parametrize("text", ["\n" * 100_000, f"公开属性{' ' * 100_000}", " " * 100_000])
def test_the_time_that_publicity_takes_is_linear(text: str) -> None:
    begin = time.process_time()
    assert publicity_of(text) == ""
    assert time.process_time() - begin < 2  # one that tries again at each place takes minutes


def test_a_plan_of_another_region_is_doubted():
    reading = {**builders.reading(), "region": {"name": "山后县", "level": "county"}}
    doubts = opened(reading=reading).remark_set.filter(code="other_region")
    assert [d.message for d in doubts] == ["文件中的地区是“山后县”，本级是“云汀县”。请确认没有传错文件。"]


def test_a_document_without_tasks_is_doubted():
    version = opened(reading={"title": "一份通知", "tasks": [], "actions": []})
    assert version.remark_set.filter(code="no_tasks").count() == 1
