"""A reform and the breakdown: open cells go over to who goes on, with the paper; what was signed for or is past stays."""

from datetime import date, datetime
from decimal import Decimal as D
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from kepu.audit.models import Entry
from kepu.people.handover import inherited, pass_on
from kepu.people.models import Unit
from kepu.people.verbs import ReformValues, reform
from kepu.plans import verbs
from kepu.plans.models import CellChange
from kepu.plans.queries.annual import unit_year
from kepu.plans.queries.breakdown.grid import grid_of
from kepu.plans.tests import builders, letters, parted, years
from kepu.plans.tests.builders import AT

pytestmark = pytest.mark.django_db
PAPER = "云委编发〔2026〕5号"
AUTUMN = date(2026, 11, 1)
WHY = f"县民政局并入，由县卫健局承接，{PAPER}"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def units():
    return builders.units()


@pytest.fixture
def office(units):
    return builders.account()


@pytest.fixture
def version(office):
    return builders.adopted(office)


@pytest.fixture
def row(version, office, units):
    """5000 over five years and two units, 500 a cell."""
    made = parted.chosen(parted.target(version), office, "units")
    parted.equally(made, office, units=[units["县卫健局"], units["县民政局"]])
    return made


def merge(old, new, office, on=AUTUMN, at=AT):
    reform(unit=old, values=ReformValues("merged", on, PAPER, new=new), by=office, at=at)
    old.refresh_from_db()


def standing(row):
    """Of each unit what it is asked by year."""
    found = {}
    for cell in row.cells.select_related("unit"):
        found.setdefault(cell.unit.name, {})[cell.year] = int(cell.value)
    return found


FIVE = dict.fromkeys(parted.YEARS, 500)


def test_the_successor_has_both_and_both_lines_are_on_record(row, office, units):
    assert standing(row) == {"县卫健局": FIVE, "县民政局": FIVE}
    before = CellChange.objects.count()
    merge(units["县民政局"], units["县卫健局"], office)
    assert standing(row) == {"县卫健局": dict.fromkeys(parted.YEARS, 1000)}
    lines = CellChange.objects.filter(way="reform")
    assert CellChange.objects.count() == before + 10 == before + lines.count()
    assert {(c.unit.name, c.before, c.after, c.why, c.by) for c in lines} == {
        ("县民政局", D(500), None, WHY, office), ("县卫健局", D(500), D(1000), WHY, office),
    }  # fmt: skip
    assert Entry.objects.filter(verb="plans.pass_cells", by=office.pk).count() == 1


def test_the_sums_come_out_as_before(version, row, office, units):
    merge(units["县民政局"], units["县卫健局"], office)
    row.refresh_from_db()
    grid = grid_of(row, parted.target(version), version)
    assert (grid.total, grid.verdict.words) == (5000, "合计一致")
    assert [(line.row.name, line.row.note) for line in grid.lines] == [("县卫健局", "承接自县民政局")]


def test_years_that_are_over_stay_as_they_were(row, office, units):
    later = datetime(2028, 2, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    merge(units["县民政局"], units["县卫健局"], office, date(2028, 1, 15), later)
    both = {2026: 500, 2027: 500, 2028: 1000, 2029: 1000, 2030: 1000}
    assert standing(row) == {"县卫健局": both, "县民政局": {2026: 500, 2027: 500}}


def test_what_was_settled_in_a_letter_stays_in_the_name_that_settled_it(version, row, office, units):
    annual = years.issued(years.opened(version, office), office)
    letters.brought(letters.draft(annual, office, units["县民政局"]), "signed", office)
    heirs_own = letters.draft(annual, office, units["县卫健局"])
    merge(units["县民政局"], units["县卫健局"], office)
    assert standing(row)["县民政局"] == {2026: 500}
    assert standing(row)["县卫健局"] == {2026: 500, **dict.fromkeys(range(2027, 2031), 1000)}
    assert [row["value"] for row in letters.said_now(heirs_own)["quantitative"]] == ["不少于500"]  # not asked twice
    (quantity,) = unit_year(annual, units["县卫健局"]).quantities  # but the year's page says all that it answers for
    assert quantity.words == "不少于1000人次"


def test_a_draft_binds_nobody(version, row, office, units):
    annual = years.issued(years.opened(version, office), office)
    letters.consulted(letters.draft(annual, office, units["县民政局"]), office)
    merge(units["县民政局"], units["县卫健局"], office)
    assert "县民政局" not in standing(row)


def test_what_was_carried_over_goes_along(row, office, units):
    row.refresh_from_db()
    done = {f"u{units['县民政局'].pk}": D(300)}
    verbs.carry_over(breakdown=row, year=2026, done=done, source="总结", seen=row.revision, by=office, at=AT)
    merge(units["县民政局"], units["县卫健局"], office)
    assert {(c.value, c.carried) for c in row.cells.filter(year=2027)} == {(D(1200), D(200))}


@pytest.mark.parametrize(("own", "taken", "comparator", "asked"), [
    (20, 25, ">=", 25), (25, 20, ">=", 25), (20, 25, "<=", 20), (None, 25, ">=", 25),
])  # fmt: skip
def test_of_values_that_are_not_added_the_harder_one_counts(version, office, units, own, taken, comparator, asked):
    promise = parted.target(version, "level", comparator=comparator)
    rate = parted.chosen(promise, office, "units", "rate")
    places = {units["县卫健局"]: own, units["县民政局"]: taken}
    parted.save(rate, office, {(2030, f"u{unit.pk}"): value for unit, value in places.items() if value})
    merge(units["县民政局"], units["县卫健局"], office)
    assert standing(rate) == {"县卫健局": {2030: asked}}


def test_a_renamed_unit_takes_its_cells_with_it(row, office, units):
    values = ReformValues("renamed", AUTUMN, PAPER, new_name="县社会事务局")
    reform(unit=units["县民政局"], values=values, by=office, at=AT)
    assert standing(row)["县社会事务局"] == FIVE
    assert "县民政局" not in standing(row)


def test_without_a_successor_and_for_a_function_moved_nothing_goes(row, office, units):
    for old, change, new in (("县民政局", "abolished", None), ("县卫健局", "moved", units["县科协"])):
        reform(unit=units[old], values=ReformValues(change, AUTUMN, PAPER, new=new), by=office, at=AT)
    assert standing(row) == {"县卫健局": FIVE, "县民政局": FIVE}


def test_a_reform_noted_ahead_passes_on_when_its_day_has_come(row, office, units):
    merge(units["县民政局"], units["县卫健局"], office, date(2027, 3, 1))
    assert standing(row) == {"县卫健局": FIVE, "县民政局": FIVE}
    pass_on(by=None, at=AT)
    assert standing(row) == {"县卫健局": FIVE, "县民政局": FIVE}
    the_day = datetime(2027, 3, 1, 0, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
    pass_on(by=None, at=the_day)
    assert standing(row)["县民政局"] == {2026: 500}
    assert set(CellChange.objects.filter(way="reform").values_list("by", flat=True)) == {None}
    lines = CellChange.objects.count()
    pass_on(by=None, at=the_day)  # the scheduler may come twice
    assert CellChange.objects.count() == lines


def test_a_chain_of_reforms_ends_with_who_stands(row, office, units):
    merge(units["县民政局"], units["县卫健局"], office, date(2026, 10, 1))
    units["县卫健局"].refresh_from_db()
    merge(units["县卫健局"], units["县科协"], office)
    assert standing(row) == {"县科协": dict.fromkeys(parted.YEARS, 1000)}


def test_a_plan_that_has_ended_stays_as_it_was(row, office, units):
    type(row.plan).objects.filter(pk=row.plan_id).update(status="ended")
    merge(units["县民政局"], units["县卫健局"], office)
    assert standing(row) == {"县卫健局": FIVE, "县民政局": FIVE}


def test_nothing_new_is_asked_of_a_unit_that_is_no_more(version, row, office, units):
    annual = years.issued(years.opened(version, office), office)
    letters.brought(letters.draft(annual, office, units["县民政局"]), "signed", office)
    merge(units["县民政局"], units["县卫健局"], office)
    old = f"u{units['县民政局'].pk}"
    row.refresh_from_db()
    line = next(line for line in grid_of(row, parted.target(version), version).lines if line.row.code == old)
    assert line.row.note == "当时名称，现由县卫健局承接"
    assert [square.closed for square in line.squares] == [False, True, True, True, True]
    with pytest.raises(ValidationError, match="单位已于2026-11-01撤并，请填在承接单位的一行"):
        parted.save(row, office, {(2027, old): 10})
    assert parted.save(row, office, {(2026, old): 480}) == 1  # what stands may be corrected
    parted.equally(row, office)
    assert set(standing(row)) == {"县卫健局"}


def test_of_a_task_of_a_unit_that_is_no_more_the_successor_is_offered(version, office, units):
    row = parted.chosen(parted.target(version, "floor"), office, "units", "yearly")
    merge(units["县教育局"], units["县科协"], office)
    lines = grid_of(row, parted.target(version, "floor"), version).lines
    assert [(line.row.name, line.row.role, line.row.note) for line in lines] == [("县科协", "lead", "承接自县教育局")]


def test_the_shortfall_of_a_year_before_goes_to_the_successor(version, row, office, units):
    later = datetime(2027, 2, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    merge(units["县民政局"], units["县卫健局"], office, date(2026, 11, 20), later)
    old, new = (f"u{units[name].pk}" for name in ("县民政局", "县卫健局"))
    assert standing(row)["县民政局"] == {2026: 500}

    def carry(**done):
        row.refresh_from_db()
        numbers = {{"old": old, "new": new}[who]: D(amount) for who, amount in done.items()}
        return verbs.carry_over(
            breakdown=row, year=2026, done=numbers, source="总结", seen=row.revision, by=office, at=later
        )

    with pytest.raises(ValidationError, match="还缺县民政局2026年的完成数"):
        carry(new=400)
    assert carry(old=450, new=600) == 1  # who did more does not make up for the other
    cell = row.cells.get(year=2027)
    assert (cell.unit.name, cell.value, cell.carried) == ("县卫健局", 1050, 50)
    assert row.changes.first().why == "县卫健局、县民政局2026年完成1050，欠50；来源：总结"


def test_the_wizard_and_the_units_page_tell_of_it(client, row, office, units):
    told = [(i.kind, i.title) for i in inherited(units["县民政局"], office) if i.kind == "目标任务分解"]
    words = "、".join(f"{year}年500人次" for year in parted.YEARS)
    assert told == [("目标任务分解", f"培训老年人：{words}")]
    client.force_login(office)
    data = {"change": "merged", "on": "2026-11-20", "paper": PAPER, "new": units["县卫健局"].pk}
    page = client.post(reverse("people:reform", args=[units["县民政局"].pk]), data).text
    assert f"培训老年人：{words}" in page
    merge(units["县民政局"], units["县卫健局"], office)
    assert [i for i in inherited(units["县民政局"], office) if i.kind == "目标任务分解"] == []
    changes = client.get(reverse("plans:breakdown_changes", args=[row.plan_id, row.target_key]) + "?way=reform").text
    assert WHY in changes


def test_drafted_years_name_the_successor_and_issued_ones_stay(version, office, units):
    issued = years.issued(years.opened(version, office), office)
    drafted = years.opened(version, office, 2027)
    merge(units["县教育局"], units["县科协"], office)
    assert years.duties(drafted, "办好科学课堂") == {"县科协": "lead", "团县委": "support"}
    assert years.duties(issued, "办好科学课堂") == {"县教育局": "lead", "县科协": "support", "团县委": "support"}
    item = years.item(drafted, "办好科学课堂")
    assert item.revision == 1
    assert Entry.objects.filter(verb="plans.edit_annualitem", by=office.pk).count() == 1
    seen = drafted.revision
    drafted.refresh_from_db()
    assert drafted.revision == seen + 1  # who is about to issue it is told


def test_another_countys_units_are_left_alone(row, office, units):
    other = builders.region("990124000000", "邻县")
    unit = Unit.objects.create(region=other, name="邻县民政局", kind="government", until=date(2026, 1, 1))
    assert verbs.pass_cells(unit=unit, by=None, at=AT) == 0
    assert standing(row) == {"县卫健局": FIVE, "县民政局": FIVE}
