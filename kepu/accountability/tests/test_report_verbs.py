"""What a unit and the office do with a report: saved, put up, sent back, signed, stamped, taken in, returned, entered."""

from datetime import datetime, timedelta

import pytest

from kepu.accountability import verbs as cycle_verbs
from kepu.accountability.access import reports as rules
from kepu.accountability.models import Report, ReportMove, ReportText
from kepu.accountability.queries.content import changed_since, content_of, drafted
from kepu.accountability.queries.filling import PAGE, filling_of
from kepu.accountability.tests import answering, cycles
from kepu.accountability.tests.cycles import AT, BEIJING
from kepu.accountability.verbs import reports as verbs
from kepu.accountability.verbs.reports import Answers, NotComplete, Ticks, Typed
from kepu.audit.models import Entry
from kepu.files.verbs import drop_scan
from kepu.files.verbs.scans import NotThisSheet
from kepu.inbox.models import Message
from kepu.ledger.queries.positions import position
from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Role, Unit, UnitSuccession
from kepu.people.verbs import BadInput
from kepu.plans.models import Responsibility, Task
from kepu.plans.tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("version")]
SECOND_LAST, LAST = datetime(2026, 12, 21, 23, 59, tzinfo=BEIJING), datetime(2026, 12, 22, 0, 1, tzinfo=BEIJING)


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def cycle(office, version):
    return cycles.opened(office)


@pytest.fixture
def lead(cycle, units):
    """The report of the education bureau, which leads one task and supports none."""
    return answering.of(units["县教育局"])


@pytest.fixture
def page(cycle, units):
    """The report of the league, which supports one task."""
    return answering.of(units["团县委"])


def text_of(report: Report) -> list[str]:
    return list(ReportText.objects.filter(report=report).values_list("text", flat=True))


def test_a_lead_unit_is_asked_about_its_task_and_a_supporting_one_for_a_page(lead, page):
    of_lead, of_page = filling_of(lead), filling_of(page)
    assert [(one.task.title, one.clause) for one in of_lead.leads] == [
        ("办好科学课堂", "1.办好科学课堂。每年开展科普进校园不少于12场次，联系电话13912345678。")
    ]
    assert [f.prompt.title for f in of_lead.fields] == ["工作进展和成效", "存在问题"]
    assert (of_lead.supports, of_lead.page, of_lead.answered, of_lead.asked) == ([], [], 0, 1)
    assert [one.task.title for one in of_page.supports] == ["办好科学课堂"]
    assert [f.prompt.title for f in of_page.page] == ["主要做法", "典型案例", "存在问题", "下一步打算"]
    assert (of_page.leads, of_page.answered, of_page.asked) == ([], 0, 2)


def test_joint_units_answer_one_by_one_where_the_cycle_says_so(office, units):
    version_tasks = Task.objects.get(title="送健康知识下乡")
    cycles.opened(office, joint_as="lead")
    assert [one.task.pk for one in filling_of(answering.of(units["县民政局"])).leads] == [version_tasks.pk]


def test_the_first_saving_begins_the_report_and_the_next_add_to_it(page):
    by = answering.person(page.unit)
    first = filling_of(page).page[0]
    key = (PAGE, first.prompt.key)
    saved = verbs.save_report(report=page, answers=Answers({key: Typed("一", 0)}), by=by, at=AT)
    again = verbs.save_report(report=page, answers=Answers({key: Typed("一二", 1)}), by=by, at=AT)
    same = verbs.save_report(report=page, answers=Answers({key: Typed("一二", 2)}), by=by, at=AT)
    assert (saved.changed, again.changed, same.changed) == ({"texts"}, {"texts"}, set())
    assert text_of(page) == ["一二"]
    assert answering.of(page.unit).state == Report.State.DRAFT
    assert list(ReportMove.objects.filter(report=page).values_list("before", "after")) == [("due", "draft")]
    assert Entry.objects.filter(verb="accountability.save_report").count() == 2


def test_what_a_colleague_wrote_is_never_overwritten_unseen(page):
    by, other = answering.person(page.unit), builders.liaison(page.unit, "second")
    one, two = filling_of(page).page[:2]
    first, second = (PAGE, one.prompt.key), (PAGE, two.prompt.key)
    verbs.save_report(report=page, answers=Answers({first: Typed("同事写的", 0)}), by=other, at=AT)
    mine = Answers({first: Typed("我写的", 0), second: Typed("另一栏", 0)})
    saved = verbs.save_report(report=page, answers=mine, by=by, at=AT)
    assert {key: (t.text, t.revision) for key, t in saved.stale.items()} == {first: ("同事写的", 1)}
    assert sorted(text_of(page)) == sorted(["同事写的", "另一栏"])
    verbs.save_report(report=page, answers=Answers({first: Typed("我写的", 1)}), by=by, at=AT)
    assert sorted(text_of(page)) == sorted(["我写的", "另一栏"])


def test_a_field_that_was_not_touched_stays_as_a_colleague_left_it(page):
    by, other = answering.person(page.unit), builders.liaison(page.unit, "second")
    before = filling_of(page).page[0]
    key = (PAGE, before.prompt.key)
    mark = before.seen.partition(".")[2]
    verbs.save_report(report=page, answers=Answers({key: Typed("同事写的", 0)}), by=other, at=AT)
    saved = verbs.save_report(report=page, answers=Answers({key: Typed("", 0, mark)}), by=by, at=AT)
    assert (saved.stale, saved.changed, text_of(page)) == ({}, set(), ["同事写的"])


def test_ticks_of_two_people_go_together(office, units, version):
    for task in Task.objects.filter(version=version):
        if not Responsibility.objects.filter(task=task, unit=units["团县委"]).exists():
            Responsibility.objects.create(
                version=version, task=task, role="support", printed="团县委", unit=units["团县委"], order=99
            )
    cycles.opened(office)
    report = answering.of(units["团县委"])
    a, b = [one.line.task_key for one in filling_of(report).supports]
    by = answering.person(report.unit)
    for key in (a, b):
        ticks = Ticks(frozenset({key}), frozenset())
        verbs.save_report(report=report, answers=Answers(part=ticks), by=by, at=AT)
    assert dict(report.lines.values_list("task_key", "involved")) == {a: True, b: True}
    untick = Answers(part=Ticks(frozenset({b}), frozenset({a, b})))
    verbs.save_report(report=report, answers=untick, by=by, at=AT)
    assert dict(report.lines.values_list("task_key", "involved")) == {a: False, b: True}


def test_who_took_part_in_nothing_has_nothing_to_write(page):
    by = answering.person(page.unit)
    nothing = Answers(part=Ticks(frozenset(), frozenset()), none=True)
    verbs.save_report(report=page, answers=nothing, by=by, at=AT)
    filling = filling_of(answering.of(page.unit))
    assert (filling.none, filling.wanting, filling.answered, filling.asked) == (True, [], 1, 1)
    verbs.put_up_report(report=page, by=by, at=AT)
    assert answering.of(page.unit).state == Report.State.PUT_UP


def test_a_led_task_that_the_year_did_not_touch_asks_for_no_text(lead):
    key = filling_of(lead).leads[0].line.task_key
    out = Answers(left_out=Ticks(frozenset({key}), frozenset()))
    verbs.save_report(report=lead, answers=out, by=answering.person(lead.unit), at=AT)
    filling = filling_of(answering.of(lead.unit))
    assert (filling.leads[0].left_out, filling.wanting, filling.answered, filling.asked) == (True, [], 1, 1)
    back = Answers(left_out=Ticks(frozenset(), frozenset({key})))
    verbs.save_report(report=lead, answers=back, by=answering.person(lead.unit), at=AT)
    assert not filling_of(answering.of(lead.unit)).leads[0].left_out


def test_what_is_wanting_is_said_before_it_goes_up(page):
    with pytest.raises(NotComplete) as refused:
        verbs.put_up_report(report=page, by=answering.person(page.unit), at=AT)
    assert [one.words for one in refused.value.wanting] == [
        "请勾选本年度参与的任务，没有参与的选“本年度均未涉及”", "主要做法没有填写",
    ]  # fmt: skip
    long = answering.answers(page, "长" * 501)
    verbs.save_report(report=page, answers=long, by=answering.person(page.unit), at=AT)
    with pytest.raises(NotComplete) as refused:
        verbs.put_up_report(report=page, by=answering.person(page.unit), at=AT)
    assert [one.words for one in refused.value.wanting] == [
        "主要做法超过500字，多1字，请压缩",
    ]  # fmt: skip
    assert answering.of(page.unit).state == Report.State.DRAFT


def test_a_text_beyond_all_bounds_saves_nothing(page):
    with pytest.raises(BadInput, match="20001字"):
        verbs.save_report(
            report=page, answers=answering.answers(page, "长" * 20_001), by=answering.person(page.unit), at=AT
        )
    assert text_of(page) == []


def test_a_text_of_another_form_or_cycle_is_refused(lead, page):
    foreign = filling_of(page).page[0].prompt.key
    with pytest.raises(BadInput, match="栏目已经变动"):
        verbs.save_report(
            report=lead, answers=Answers({(PAGE, foreign): Typed("一", 0)}), by=answering.person(lead.unit), at=AT
        )


def test_putting_up_freezes_what_it_says_and_gives_a_code(page):
    head = answering.person(page.unit, Role.SECTION_HEAD)
    leader = answering.person(page.unit, Role.LEADER)
    row = answering.put_up(page)
    assert (row.state, row.content["on"]) == ("put_up", "2026-12-01")
    assert row.sheet.subject == f"accountability.report:{row.pk}"
    assert [text["text"] for text in row.content["page"]] == [answering.DONE]
    assert row.content["supports"][0]["involved"] is True
    assert row.content["position"] == (position().number if position() else 0)
    assert set(Message.objects.values_list("account", "title")) == {
        (head.pk, "《2026年度全民科学素质工作总结》待审签"), (leader.pk, "《2026年度全民科学素质工作总结》待审签"),
    }  # fmt: skip
    with pytest.raises(WrongState):
        verbs.save_report(report=row, answers=answering.answers(row, "改"), by=answering.person(row.unit), at=AT)


def test_the_leader_signs_and_it_is_in(page):
    row = answering.signed(page)
    assert (row.state, row.way, row.signer) == ("in", "kepu", f"leader-{page.unit.pk}")
    assert (row.first_in_on.isoformat(), row.in_at) == ("2026-12-01", AT)
    steps = list(row.steps.values_list("before", "after"))
    assert steps == [("due", "draft"), ("draft", "put_up"), ("put_up", "in")]


def test_the_leader_signs_only_what_the_leader_saw(page):
    row = answering.put_up(page)
    seen = row.revision
    verbs.recall_report(report=row, by=answering.person(page.unit), at=AT)
    verbs.put_up_report(report=row, by=answering.person(page.unit), at=AT)
    with pytest.raises(WrongState, match="又有变动"):
        verbs.sign_report(report=row, seen=seen, by=answering.person(page.unit, Role.LEADER), at=AT)


def test_late_is_told_and_never_refused(lead, page):
    """20 December 2026 is a Sunday, so that Monday is the last day in time."""
    in_time, late = answering.signed(lead, SECOND_LAST), answering.signed(page, LAST)
    assert (in_time.due_on.isoformat(), in_time.first_in_on <= in_time.due_on) == ("2026-12-21", True)
    assert (late.state, late.first_in_on.isoformat()) == ("in", "2026-12-22")


def test_the_leader_sends_back_and_the_paper_is_void(page):
    row = answering.put_up(page)
    leader, code = answering.person(page.unit, Role.LEADER), row.sheet
    with pytest.raises(BadInput, match="请写明需要修改什么"):
        verbs.send_back_report(report=row, remark=" ", seen=row.revision, by=leader, at=AT)
    verbs.send_back_report(report=row, remark="数字要核实", seen=row.revision, by=leader, at=AT)
    row = answering.of(page.unit)
    assert (row.state, row.remark, row.sheet, row.content, row.first_in_on) == ("draft", "数字要核实", None, None, None)
    told = Message.objects.get(account=answering.person(page.unit))
    assert (told.title, told.body) == ("《2026年度全民科学素质工作总结》退回修改", "数字要核实")
    verbs.put_up_report(report=row, by=answering.person(page.unit), at=AT)
    row = answering.of(page.unit)
    assert (row.remark, row.sheet != code) == ("", True)


def test_a_stamped_sheet_brings_it_in(page, office):
    row = answering.put_up(page)
    taken = answering.stamped(row, answering.person(page.unit))
    row = answering.of(page.unit)
    assert (len(taken.filed), taken.problems) == (1, ())
    assert (row.state, row.way, row.first_in_on.isoformat()) == ("in", "paper", "2026-12-01")
    with pytest.raises(NotThisSheet, match="唯一的盖章扫描件"):
        drop_scan(scan=taken.filed[0], reason="模糊", by=office, at=AT)


def test_the_paper_of_before_it_was_taken_back_is_not_taken(page):
    row = answering.put_up(page)
    sheet = row.sheet
    verbs.recall_report(report=row, by=answering.person(page.unit), at=AT)
    Report.objects.filter(pk=row.pk).update(sheet=sheet)  # the code that was printed
    scan = answering.stamped(page, answering.person(page.unit))
    assert "不收扫描件" in scan.problems[0]
    assert answering.of(page.unit).state == "draft"


def test_the_office_takes_in_and_returns_and_the_first_day_stays(page, office):
    row = answering.signed(page)
    verbs.accept_report(report=row, seen=row.revision, by=office, at=AT)
    row = answering.of(page.unit)
    verbs.return_report(report=row, remark="补充案例", seen=row.revision, by=office, at=AT)
    row = answering.of(page.unit)
    assert (row.state, row.remark, row.sheet) == ("returned", "补充案例", None)
    told = Message.objects.filter(account=answering.person(page.unit), body="补充案例")
    assert told.count() == 1
    verbs.put_up_report(report=row, by=answering.person(page.unit), at=answering.LATER)
    row = answering.of(page.unit)
    leader = answering.person(page.unit, Role.LEADER)
    verbs.sign_report(report=row, seen=row.revision, by=leader, at=answering.LATER)
    row = answering.of(page.unit)
    assert (row.state, row.first_in_on.isoformat(), row.in_at, row.remark) == ("in", "2026-12-01", answering.LATER, "")


def test_an_objection_is_answered_before_it_is_taken_in(lead, office):
    by, key = answering.person(lead.unit), filling_of(lead).leads[0].line.task_key
    told = Answers(objections={key: ("少计了3场， 见台账", "")})
    verbs.save_report(report=lead, answers=told, by=by, at=AT)
    row, line = answering.signed(lead), lead.lines.get()
    assert row.content["leads"][0]["objection"] == "少计了3场， 见台账"
    with pytest.raises(WrongState, match="还有1条对数据的意见没有答复"):
        verbs.accept_report(report=row, seen=row.revision, by=office, at=AT)
    with pytest.raises(WrongState, match="单位刚改了"):
        verbs.answer_objection(line=line, answer="已补记", seen="别的意见", by=office, at=AT)
    verbs.answer_objection(line=line, answer="已补记", seen=line.objection, by=office, at=AT)
    verbs.accept_report(report=row, seen=row.revision, by=office, at=AT)
    assert Message.objects.filter(account=by, title="对数据的意见已答复", body="已补记").count() == 1


def test_another_objection_wants_another_answer(lead, office):
    by, key = answering.person(lead.unit), filling_of(lead).leads[0].line.task_key
    verbs.save_report(report=lead, answers=Answers(objections={key: ("甲", "")}), by=by, at=AT)
    line = lead.lines.get()
    verbs.answer_objection(line=line, answer="好", seen="甲", by=office, at=AT)
    stale = verbs.save_report(report=lead, answers=Answers(objections={key: ("乙", "丙")}), by=by, at=AT)
    assert stale.stale_objections == {key: "甲"}
    verbs.save_report(report=lead, answers=Answers(objections={key: ("乙", "甲")}), by=by, at=AT)
    line.refresh_from_db()
    assert (line.objection, line.answer) == ("乙", "")


def test_the_office_enters_for_a_unit_on_paper_and_keeps_what_came(page, office):
    verbs.save_report(report=page, answers=answering.answers(page), by=office, at=AT)
    assert Entry.objects.filter(verb="accountability.save_report_for").count() == 1
    verbs.enter_report(
        report=page, data=b"came", media_type="image/jpeg", name="来件.jpg", signer="王五", by=office, at=AT
    )
    row = answering.of(page.unit)
    assert (row.state, row.way, row.signer, row.original_name) == ("in", "entered", "王五", "来件.jpg")
    assert row.original.size == 4
    assert [text["text"] for text in row.content["page"]] == [answering.DONE]


def test_a_closed_cycle_changes_no_report(page, office, cycle):
    cycle.refresh_from_db()
    cycle_verbs.close_cycle(cycle=cycle, seen=cycle.revision, by=office, at=AT)
    with pytest.raises(WrongState, match="已经归档"):
        verbs.save_report(report=page, answers=answering.answers(page), by=answering.person(page.unit), at=AT)


def test_who_is_let_off_reports_nothing(page, office, cycle):
    cycle.refresh_from_db()
    cycle_verbs.make_exception(
        cycle=cycle, unit=page.unit, exempt=True, due_on=None, why="新设单位", seen=page.revision, by=office, at=AT
    )
    with pytest.raises(WrongState, match="本期不用报送"):
        verbs.save_report(report=page, answers=answering.answers(page), by=answering.person(page.unit), at=AT)


def test_the_successor_answers_for_a_unit_that_is_no_more(page, office):
    heir = builders.unit("县青少年工作局")
    reform = AT - timedelta(days=30)
    Unit.objects.filter(pk=page.unit.pk).update(until=reform.date())
    UnitSuccession.objects.create(old=page.unit, new=heir, change="merged", on=reform.date(), paper="云编〔2026〕1号")
    by = answering.person(heir)
    row = rules.get_report_for(by, page.pk)
    verbs.save_report(report=row, answers=answering.answers(row), by=by, at=AT)
    with pytest.raises(NotAllowed):
        verbs.save_report(report=row, answers=answering.answers(row), by=answering.person(page.unit), at=AT)
    assert sorted(text_of(page)) == [answering.DONE]


def test_what_the_ledger_tells_otherwise_since_is_named(lead):
    row = answering.put_up(lead)
    said, now = content_of(row), drafted(filling_of(row))
    assert changed_since(said, now) == []
    now["leads"][0]["figures"][0]["done"] = "9场次"
    (one,) = changed_since(said, now)
    assert (one["subject"], one["before"], one["now"]) == ("开展科普进校园", "", "9场次")
