"""The lines of a year while it is drafted, what issuing asks for, and that what was issued stands as it is."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kepu.audit.models import Entry
from kepu.people.access import WrongState
from kepu.people.models import UnitSuccession
from kepu.plans import verbs
from kepu.plans.models import AnnualItem
from kepu.plans.tests import builders, years
from kepu.plans.tests.builders import AT

pytestmark = pytest.mark.django_db
SCIENCE, HEALTH = "办好科学课堂", "送健康知识下乡"


@pytest.fixture
def annual(office, units):
    return years.opened(builders.adopted(office), office)


def edit(annual, office, roles=None, revision=None, **changes):
    row = years.item(annual, SCIENCE)
    seen = row.revision if revision is None else revision
    return verbs.edit_year_item(item=row, changes=changes, roles=roles, revision=seen, by=office, at=AT)


def titles(annual):
    return [row.title for row in annual.items.filter(removed=False)]


def test_an_edit_says_in_the_audit_which_fields_and_nothing_of_their_content(annual, office, units):
    edit(annual, office, due=date(2026, 11, 30), roles={units["县科协"]: "lead"})
    entry = Entry.objects.get(verb="plans.edit_annualitem")
    assert entry.changed == ["due", "duties"]
    assert years.duties(annual, SCIENCE) == {"县科协": "lead"}


def test_an_edit_that_changes_nothing_leaves_no_trace(annual, office, units):
    roles = {units["县教育局"]: "lead", units["县科协"]: "support", units["团县委"]: "support"}
    edit(annual, office, roles=roles)
    assert years.item(annual, SCIENCE).revision == 0
    assert not Entry.objects.filter(verb="plans.edit_annualitem").exists()


def test_many_units_are_written_in_as_many_queries_as_few(annual, office, units):
    def queries(roles):
        with CaptureQueriesContext(connection) as counted:
            edit(annual, office, roles=roles)
        return len(counted)

    few = queries({units["县科协"]: "lead", units["团县委"]: "support"})
    many = {builders.unit(f"第{n}中学"): "support" for n in range(20)}
    assert queries({units["县科协"]: "support", **many}) == few
    assert years.duties(annual, SCIENCE) == {"县科协": "support"} | {unit.name: "support" for unit in many}


def test_an_older_revision_is_refused_with_what_stands(annual, office):
    edit(annual, office, text="第一位写的")
    with pytest.raises(verbs.StaleYear) as stale:
        edit(annual, office, text="第二位写的", revision=0)
    assert stale.value.current.text == "第一位写的"
    assert years.item(annual, SCIENCE).text == "第一位写的"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "长" * 201}, "title"),
        ({"due": date(2027, 1, 1)}, "due"),
        ({"resident_deed": True, "audience": "youth"}, "place"),
        ({"resident_deed": True, "audience": "", "place": "县科技馆"}, "audience"),
        ({"audience": "aliens"}, "audience"),
    ],
)
def test_what_a_line_lacks_is_said_at_its_field(annual, office, changes, field):
    with pytest.raises(ValidationError) as wrong:
        edit(annual, office, **changes)
    assert list(wrong.value.message_dict) == [field]
    assert years.item(annual, SCIENCE).revision == 0


def test_what_a_line_rests_on_cannot_be_set_by_an_edit(annual, office):
    for changes in ({"basis": "leader"}, {"task_key": "x"}, {"order": 1}, {"paper": "x"}):
        with pytest.raises(ValidationError, match="不能修改的字段"):
            edit(annual, office, **changes)


def test_a_line_from_outside_needs_its_paper(annual, office):
    for values in ({"paper": " "}, {"basis": "task"}, {"basis": "whim"}):
        with pytest.raises(ValidationError):
            years.outside(annual, office, **values)
    assert AnnualItem.objects.count() == 2
    row = years.outside(annual, office, basis="meeting", paper="县政府专题会议纪要〔2026〕5号")
    assert (row.basis, row.task_key, titles(annual)[-1]) == ("meeting", "", row.title)


def test_units_from_elsewhere_or_no_more_are_refused_unless_they_were_there(annual, office, units):
    foreign = builders.unit("邻县教育局", at=builders.region("990124000000", "邻县"))
    gone = builders.unit("县科创中心", 90)
    gone.until = date(2026, 6, 1)
    gone.save()
    for unit in (foreign, gone):
        with pytest.raises(ValidationError):
            edit(annual, office, roles={unit: "lead"})
    with pytest.raises(ValidationError):
        edit(annual, office, roles={units["县科协"]: "boss"})
    units["县教育局"].until = date(2026, 6, 1)
    units["县教育局"].save()
    edit(annual, office, roles={units["县教育局"]: "support"})
    assert years.duties(annual, SCIENCE) == {"县教育局": "support"}


def test_lines_change_places_within_their_part_only(office, units):
    annual = years.opened(builders.adopted(office, more=2), office)
    assert titles(annual) == [SCIENCE, HEALTH, "第1件实事", "第2件实事"]

    def move(title, *, up):
        verbs.move_year_item(item=years.item(annual, title), up=up, by=office, at=AT)

    move("第2件实事", up=True)
    assert titles(annual) == [SCIENCE, HEALTH, "第2件实事", "第1件实事"]
    move(HEALTH, up=True)  # first of its part: it does not go into the part before
    move(SCIENCE, up=False)
    assert titles(annual) == [SCIENCE, HEALTH, "第2件实事", "第1件实事"]
    assert Entry.objects.filter(verb="plans.move_annualitem").count() == 1


def test_a_line_skips_over_one_that_was_taken_out(office, units):
    annual = years.opened(builders.adopted(office, more=2), office)
    verbs.remove_year_item(item=years.item(annual, "第1件实事"), revision=0, by=office, at=AT)
    verbs.move_year_item(item=years.item(annual, "第2件实事"), up=True, by=office, at=AT)
    assert titles(annual) == [SCIENCE, "第2件实事", HEALTH]


def test_what_was_taken_out_comes_back_whole_to_its_place(annual, office):
    row = years.item(annual, SCIENCE)
    gone = verbs.remove_year_item(item=row, revision=0, by=office, at=AT)
    assert titles(annual) == [HEALTH]
    with pytest.raises(WrongState, match="先恢复"):
        verbs.edit_year_item(item=row, changes={"text": "x"}, revision=gone.revision, by=office, at=AT)
    with pytest.raises(verbs.StaleYear):
        verbs.restore_year_item(item=row, revision=0, by=office, at=AT)
    verbs.restore_year_item(item=row, revision=gone.revision, by=office, at=AT)
    assert titles(annual) == [SCIENCE, HEALTH]
    assert years.duties(annual, SCIENCE)["县教育局"] == "lead"


def test_a_year_is_not_issued_while_a_line_has_nobody_who_answers(annual, office, units):
    edit(annual, office, roles={units["县科协"]: "support"})
    with pytest.raises(WrongState, match="“办好科学课堂”没有牵头或按职责分工的单位"):
        years.issued(annual, office)
    edit(annual, office, roles={units["县科协"]: "joint"})
    assert years.issued(annual, office).state == "issued"


def test_a_line_taken_out_does_not_hold_it_up_but_an_empty_year_does(annual, office):
    edit(annual, office, roles={})
    verbs.remove_year_item(item=years.item(annual, SCIENCE), revision=1, by=office, at=AT)
    health = years.item(annual, HEALTH)
    verbs.remove_year_item(item=health, revision=0, by=office, at=AT)
    with pytest.raises(WrongState, match="还没有工作事项"):
        years.issued(annual, office)
    verbs.restore_year_item(item=health, revision=1, by=office, at=AT)
    years.issued(annual, office)


def test_issuing_needs_number_and_a_day_near_the_year(annual, office):
    def issue(number, day):
        annual.refresh_from_db()
        return verbs.issue_year(
            annual=annual, document_number=number, issued_on=day, revision=annual.revision, by=office, at=AT
        )

    for number, day, field in ((" ", years.DAY, "document_number"), (years.NUMBER, date(2062, 3, 1), "issued_on")):
        with pytest.raises(ValidationError) as wrong:
            issue(number, day)
        assert list(wrong.value.message_dict) == [field]
    done = issue(f" {years.NUMBER} ", years.DAY)
    assert (done.document_number, done.issued_on, done.issued_by) == (years.NUMBER, years.DAY, office)
    assert Entry.objects.filter(verb="plans.issue_year").count() == 1


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 23), "在今天以后"),  # AT is the 22nd
        (date(2027, 1, 5), "在今天以后"),
        (date(2026, 3, 4), "早于方案的成文日期（2026年3月5日）"),
        (date(2028, 1, 1), "相差过远"),
    ],
)
def test_a_year_is_not_issued_ahead_of_today_or_before_the_plan(annual, office, day, why):
    with pytest.raises(ValidationError) as wrong:
        verbs.issue_year(annual=annual, document_number=years.NUMBER, issued_on=day, revision=0, by=office, at=AT)
    assert list(wrong.value.message_dict) == ["issued_on"]
    assert why in wrong.value.messages[0]
    annual.refresh_from_db()
    assert annual.state == "draft"


@pytest.mark.parametrize("day", [date(2026, 3, 5), date(2026, 11, 22)])
def test_a_year_is_issued_from_the_day_of_the_plan_up_to_today(annual, office, day):
    issued = verbs.issue_year(annual=annual, document_number=years.NUMBER, issued_on=day, revision=0, by=office, at=AT)
    assert issued.issued_on == day


def test_what_was_issued_stands_as_it_is(annual, office, units):
    row = years.outside(annual, office)
    gone = years.item(annual, HEALTH)
    verbs.remove_year_item(item=gone, revision=0, by=office, at=AT)
    annual = years.issued(annual, office)
    deeds = (
        lambda: verbs.edit_year_item(item=row, changes={"title": "改"}, revision=0, by=office, at=AT),
        lambda: verbs.edit_year_item(item=row, changes={}, roles={}, revision=0, by=office, at=AT),
        lambda: verbs.add_year_item(annual=annual, values={"basis": "upper", "paper": "x", "title": "y"}, by=office, at=AT),
        lambda: verbs.move_year_item(item=row, up=True, by=office, at=AT),
        lambda: verbs.remove_year_item(item=row, revision=0, by=office, at=AT),
        lambda: verbs.restore_year_item(item=gone, revision=1, by=office, at=AT),
        lambda: verbs.rename_year(annual=annual, title="改", seen=annual.title, by=office, at=AT),
        lambda: years.issued(annual, office),
    )  # fmt: skip
    for deed in deeds:
        with pytest.raises(WrongState):
            deed()
    assert titles(annual) == [SCIENCE, row.title]


def test_a_title_changed_meanwhile_is_not_overwritten(annual, office):
    verbs.rename_year(annual=annual, title="甲", seen=years.TITLE, by=office, at=AT)
    with pytest.raises(verbs.StaleYear):
        verbs.rename_year(annual=annual, title="乙", seen=years.TITLE, by=office, at=AT)
    annual.refresh_from_db()
    assert annual.title == "甲"


def test_a_reform_after_issuing_changes_no_row(annual, office, units):
    annual = years.issued(annual, office)
    old = units["县教育局"]
    old.until = date(2026, 9, 1)
    old.save()
    UnitSuccession.objects.create(
        old=old, new=units["县科协"], change="merged", on=date(2026, 9, 1), paper="云编〔2026〕5号"
    )
    assert years.duties(annual, SCIENCE)["县教育局"] == "lead"
