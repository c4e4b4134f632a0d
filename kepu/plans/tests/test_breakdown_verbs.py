"""Choosing and filling: who may, what is refused, what the record of changes says, what an amendment brings."""

from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError

from kepu.audit.models import Entry
from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Role
from kepu.plans import verbs
from kepu.plans.models import Cell, CellChange, Plan
from kepu.plans.queries.breakdown.listing import left_over, listed
from kepu.plans.tests import builders, parted
from kepu.plans.tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("units")]


@pytest.fixture
def row(version, office):
    return parted.chosen(parted.target(version), office)


def test_a_breakdown_is_chosen_once_and_changed_afterwards(version, office, row):
    again = parted.chosen(parted.target(version), office, "units", seen=0)
    assert (again.pk, again.over, again.revision) == (row.pk, "units", 1)
    assert list(Entry.objects.filter(verb="plans.choose_breakdown").values_list("changed", flat=True)) == [["over"], []]


def test_nothing_new_is_no_change(version, office, row):
    assert parted.chosen(parted.target(version), office, seen=77).revision == 0


@pytest.mark.parametrize(("over", "adding", "field"), [("x", "total", "over"), ("years", "x", "adding")])
def test_unknown_ways_are_refused(version, office, over, adding, field):
    with pytest.raises(ValidationError) as wrong:
        parted.chosen(parted.target(version), office, over, adding)
    assert list(wrong.value.message_dict) == [field]


def test_a_universe_of_another_region_is_refused(version, office):
    other = builders.account("other", at=builders.region("990124000000", "邻县"))
    foreign = verbs.keep_universe(
        region=builders.region("990124000000"), name="校", kind="list", members=["一中"], by=other, at=AT
    )
    with pytest.raises(ValidationError, match="不属于本级"):
        parted.chosen(parted.target(version), office, universe=foreign)


def test_parting_over_other_places_empties_the_cells_and_keeps_the_record(version, office, row):
    parted.save(row, office, {(2026, "all"): 100})
    parted.chosen(parted.target(version), office, "units", seen=1)
    assert not row.cells.exists()
    last = row.changes.first()
    assert (last.before, last.after, last.why) == (100, None, "改为“分年度、分单位”，原分解值清空")


def test_other_adding_keeps_the_cells(version, office, row):
    parted.save(row, office, {(2026, "all"): 100})
    parted.chosen(parted.target(version), office, "years", "standing", seen=1)
    assert row.cells.get().value == 100


def test_each_changed_cell_leaves_one_line(version, office, row):
    assert parted.save(row, office, {(2026, "all"): 100, (2027, "all"): 200}, why="初次分解") == 2
    assert parted.save(row, office, {(2026, "all"): 100, (2027, "all"): 250}) == 1
    assert parted.save(row, office, {(2026, "all"): None}) == 1
    lines = [(c.year, c.before, c.after, c.way, c.why, c.by) for c in row.changes.order_by("id")]
    assert lines == [
        (2026, None, 100, "hand", "初次分解", office), (2027, None, 200, "hand", "初次分解", office),
        (2027, 200, 250, "hand", "", office), (2026, 100, None, "hand", "", office),
    ]  # fmt: skip
    assert parted.cells(row) == {(2027, "all"): 250}
    row.refresh_from_db()
    assert row.revision == 3
    assert Entry.objects.filter(verb="plans.fill_cells").count() == 3


def test_a_stale_grid_is_not_saved(version, office, row):
    parted.save(row, office, {(2026, "all"): 100})
    with pytest.raises(verbs.StaleGrid) as stale:
        verbs.save_cells(breakdown=row, values={(2026, "all"): D(90)}, seen=0, by=office, at=AT)
    assert stale.value.current.revision == 1
    assert row.cells.get().value == 100


def test_the_same_again_is_no_conflict(version, office, row):
    """A double click sends the same form twice."""
    values = {(2026, "all"): D(100)}
    assert verbs.save_cells(breakdown=row, values=values, seen=0, by=office, at=AT) == 1
    assert verbs.save_cells(breakdown=row, values=values, seen=0, by=office, at=AT) == 0
    assert CellChange.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({(2026, "all"): "-1"}, "全县2026年：不能是负数"),
        ({(2026, "all"): "1.5"}, "全县2026年：以“人次”计的数应是整数"),
        ({(2026, "all"): "1e20"}, "数字过大"),
        ({(2031, "all"): "1"}, "2031年：不在目标任务的期限内"),
        ({(2026, "u999999"): "1"}, "不能分解"),
        ({(2026, "all"): "1", (2027, "all"): "-1"}, "2027年：不能是负数"),
        ({(2026, "all"): "NaN"}, "不能是负数"),
    ],
)
def test_nonsense_is_refused_with_the_cell_named_and_nothing_is_written(version, office, row, values, words):
    with pytest.raises(ValidationError, match=words):
        parted.save(row, office, values)
    assert not Cell.objects.exists()
    assert not CellChange.objects.exists()


def test_units_of_the_county_may_be_given_a_part_others_not(version, office):
    row = parted.chosen(parted.target(version), office, "units")
    foreign = builders.unit("邻县教育局", at=builders.region("990124000000", "邻县"))
    own = parted.unit("县教育局")
    assert parted.save(row, office, {(2026, f"u{own.pk}"): 5}) == 1
    with pytest.raises(ValidationError, match="不能分解"):
        parted.save(row, office, {(2026, f"u{foreign.pk}"): 5})


def test_townships_of_the_county_may_be_given_a_part_others_not(version, office):
    town = parted.townships()["城关镇"]
    row = parted.chosen(parted.target(version), office, "townships")
    assert parted.save(row, office, {(2026, f"r{town.pk}"): 5}) == 1
    with pytest.raises(ValidationError, match="不能分解"):
        parted.save(row, office, {(2026, "r990123000000"): 5})


@pytest.mark.parametrize("role", [Role.LIAISON, Role.LEADER, Role.READER])
def test_only_the_office_of_the_region_writes(version, office, units, row, role):
    who = builders.account("who", role, of=units["县教育局"] if role != Role.READER else None)
    with pytest.raises(NotAllowed):
        parted.save(row, who, {(2026, "all"): 1})
    with pytest.raises(NotAllowed):
        parted.chosen(parted.target(version), who, "units", seen=0)
    with pytest.raises(NotAllowed):
        verbs.keep_universe(region=builders.region(), name="校", kind="list", members=["一中"], by=who, at=AT)


def test_a_higher_office_does_not_write(version, office, row):
    city = builders.region("990100000000", "安澜市")
    with pytest.raises(NotAllowed):
        parted.save(row, builders.account("city", at=city), {(2026, "all"): 1})


def test_an_ended_plan_is_not_broken_down_further(version, office, row):
    Plan.objects.filter(pk=version.plan_id).update(status="ended")
    with pytest.raises(WrongState):
        parted.save(row, office, {(2026, "all"): 1})


def test_a_plan_without_a_period_cannot_be_broken_down(version, office):
    type(version).objects.filter(pk=version.pk).update(period_from=None)
    with pytest.raises(WrongState, match="没有登记起止年份"):
        parted.chosen(parted.target(version), office)


def adopted_with(version, office, key, **changes):
    """Amend the plan so that a target reads otherwise, and adopt it."""
    draft = builders.amended(version, office)
    item = draft.target_set.get(key=key)
    verbs.edit(item=item, changes=changes, revision=item.revision, by=office, at=AT)
    return adopt(draft, office)


def adopt(draft, office):
    ready = builders.ready(draft, office)
    return verbs.adopt(version=ready, seen=ready.revision, by=office, at=AT)


def line(version, key):
    return next(line for line in listed(version) if line.target.key == key)


def test_an_amended_value_asks_to_be_looked_at_until_confirmed(version, office, row):
    parted.equally(row, office)
    second = adopted_with(version, office, row.target_key, value=D(6000))
    shown = line(second, row.target_key)
    assert shown.changed == "原文目标值已由“不少于5000人次”调整为“不少于6000人次”，请核对。"
    assert shown.verdict.words == "还差1000人次"
    verbs.confirm_breakdown(breakdown=row, seen=2, by=office, at=AT)
    assert line(second, row.target_key).changed == ""
    assert Entry.objects.filter(verb="plans.confirm_breakdown").count() == 1
    parted.equally(row, office)
    assert line(second, row.target_key).verdict.state == "even"


def test_an_amended_due_asks_too_and_the_rest_does_not(version, office, row):
    second = adopted_with(version, office, row.target_key, due="2028")
    assert line(second, row.target_key).changed == "原文期限已由“未写明”调整为“2028年”，请核对。"
    other = adopted_with(second, office, row.target_key, due="", subject="培训老人")
    assert line(other, row.target_key).changed == ""


def test_a_confirmation_of_a_wording_that_is_no_longer_in_force_is_refused(version, office, row):
    adopted_with(version, office, row.target_key, value=D(6000))
    with pytest.raises(WrongState, match="又采用了新的一版"):
        verbs.confirm_breakdown(breakdown=row, seen=1, by=office, at=AT)


def test_a_target_that_left_the_plan_keeps_its_breakdown_to_be_read(version, office, row):
    parted.save(row, office, {(2026, "all"): 100})
    draft = builders.amended(version, office)
    item = draft.target_set.get(key=row.target_key)
    verbs.remove(item=item, revision=item.revision, by=office, at=AT)
    second = adopt(draft, office)
    assert [(r.pk, t.quote) for r, t in left_over(second)] == [(row.pk, "累计培训老年人5000人次")]
    with pytest.raises(WrongState, match="已不在现行版本中"):
        parted.save(row, office, {(2026, "all"): 1})
