"""The life of a letter through the verbs: drafted, consulted, approved, printed, signed, adjusted, filed away."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from kepu.audit.models import Entry
from kepu.files.models import Scan, Sheet
from kepu.files.verbs import NotThisSheet, drop_scan
from kepu.inbox.models import Message
from kepu.people.access import WrongState
from kepu.people.models import UnitSuccession
from kepu.plans import verbs
from kepu.plans.models import AnnualDuty, Cell, Letter
from kepu.plans.queries.letters.content import content_of, drafted, mark_of
from kepu.plans.queries.letters.drift import differences
from kepu.plans.tests import builders, letters, years
from kepu.plans.tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
LATER = AT + timedelta(days=8)


@pytest.fixture
def annual(office, units):
    return letters.year(office)


@pytest.fixture
def letter(annual, office, units):
    return letters.draft(annual, office, units["县民政局"])


def states():
    return list(Letter.objects.order_by("pk").values_list("state", flat=True))


def test_one_letter_a_unit_numbered_in_the_official_order(annual, office):
    made = letters.drafts(annual, office)
    assert [(one.unit.name, one.number) for one in made] == [
        ("县教育局", "云科责〔2026〕1号"), ("县科协", "云科责〔2026〕2号"), ("团县委", "云科责〔2026〕3号"),
        ("县卫健局", "云科责〔2026〕4号"), ("县民政局", "云科责〔2026〕5号"),
    ]  # fmt: skip
    assert Entry.objects.filter(verb="plans.draft_letters").count() == 5


def test_a_second_click_drafts_nothing_and_a_later_unit_is_numbered_on(annual, office, units):
    letters.draft(annual, office, units["县科协"])
    assert [one.number for one in letters.drafts(annual, office)] == [f"云科责〔2026〕{n}号" for n in (2, 3, 4, 5)]
    assert letters.drafts(annual, office) == []


def test_the_numbers_follow_the_pattern_that_the_office_settled(annual, office, units):
    terms = letters.terms(annual)
    verbs.edit_letter_terms(
        annual=annual, values=terms | {"number_pattern": "云素办责字{年度}第{序号}号"}, revision=0, by=office, at=AT
    )
    first, second = verbs.draft_letters(annual=annual, units=[units["县科协"], units["团县委"]], by=office, at=AT)
    assert (first.number, second.number) == ("云素办责字2026第1号", "云素办责字2026第2号")


def test_a_unit_of_which_the_year_asks_nothing_gets_no_letter(annual, office):
    with pytest.raises(ValidationError, match="县气象局"):
        letters.draft(annual, office, builders.unit("县气象局"))
    assert states() == []


def test_a_township_with_a_figure_of_its_own_is_asked_and_so_gets_a_letter(annual, office, units):
    town = builders.region("990123101000", "柳湾镇")
    town.level, town.parent = "township", annual.plan.region
    town.save()
    unit = builders.unit("柳湾镇人民政府", 600)
    unit.kind = "township"
    unit.save()
    Cell.objects.all().delete()
    years.cell(annual.version, "培训老年人", 400, over="townships", region=town)
    made = letters.drafts(annual, office)[-1]
    assert made.unit == unit
    (row,) = content_of(made)["quantitative"]
    assert (row["value"], row["unit"]) == ("不少于400", "人次")


def test_a_letter_says_what_the_year_asks_of_the_unit(letter):
    said = content_of(letter)
    (row,) = said["quantitative"]
    assert (row["clause"], row["text"], row["role"], row["value"], row["unit"]) == (
        "二、2", "累计培训老年人5000人次", "责任", "不少于1200", "人次",
    )  # fmt: skip
    assert row["definition"] == "按参加人次计，同一人参加多次的累计；为全县合计数"
    assert row["due"] == "2026年12月31日"
    assert said["qualitative"] == []
    assert len(said["groundwork"]) == 5
    assert (said["unit"], said["points_number"], said["plan_number"]) == (
        "县民政局",
        years.NUMBER,
        "云政办发〔2026〕8号",
    )


def test_a_supporting_unit_has_tasks_without_figures_and_its_duties(annual, office, units):
    said = content_of(letters.draft(annual, office, units["县科协"]))
    assert [(r["clause"], r["text"], r["role"]) for r in said["qualitative"]] == [("一、1", "办好科学课堂", "配合")]
    assert said["quantitative"] == []
    assert said["duties"] == ["负责统筹协调全县科普工作"]


def test_while_drafted_a_letter_follows_the_breakdown(letter):
    Cell.objects.update(value=1300)
    assert content_of(letter)["quantitative"][0]["value"] == "不少于1300"


def test_from_approval_on_it_says_what_it_said_and_the_change_is_told(letter, office):
    done = letters.approved(letter, office)
    Cell.objects.update(value=1300)
    done.refresh_from_db()
    assert content_of(done)["quantitative"][0]["value"] == "不少于1200"
    (change,) = differences(done.snapshot, drafted(done))
    assert (change.block, change.before, change.after) == ("定量目标任务", "不少于1200", "不少于1300")


def test_a_task_taken_away_and_one_added_are_told_as_changes(letter, office, units):
    done = letters.approved(letter, office)
    AnnualDuty.objects.filter(unit=units["县民政局"]).delete()
    item = years.item(done.annual, "办好科学课堂")
    AnnualDuty.objects.create(item=item, unit=units["县民政局"], role="support")
    changes = {(c.block, c.before, c.after) for c in differences(done.snapshot, drafted(done))}
    assert ("定量目标任务", "不少于1200人次", "") in changes
    assert any(block == "定性任务" and not before for block, before, _ in changes)


def test_consulting_tells_everyone_of_the_unit_and_sets_the_day(letter, office, units):
    liaison, leader = builders.liaison(units["县民政局"]), builders.account("leader", "leader", of=units["县民政局"])
    builders.liaison(units["县科协"], "other")
    done = letters.consulted(letter, office)
    assert (done.state, done.consult_until, done.consulted_at) == ("consulted", letters.UNTIL, AT)
    assert set(Message.objects.values_list("account", flat=True)) == {liaison.pk, leader.pk}
    assert Message.objects.first().url == f"/desk/plans/letters/{letter.pk}/"


@pytest.mark.parametrize("days", [-1, 91])
def test_a_day_to_answer_by_lies_ahead_and_not_far(letter, office, days):
    with pytest.raises(ValidationError, match="反馈期限"):
        verbs.consult_letters(letters=[letter], until=AT.date() + timedelta(days=days), by=office, at=AT)


def test_an_answer_after_the_day_is_taken_and_marked(letter, office, units):
    liaison = builders.liaison(units["县民政局"])
    letters.consulted(letter, office)
    first = verbs.give_opinion(letter=letter, agrees=False, text="目标过高", by=liaison, at=AT)
    last = verbs.give_opinion(letter=letter, agrees=True, by=liaison, at=LATER)
    assert (first.late, last.late) == (False, True)


def test_an_answer_knows_what_it_answered(letter, office, units):
    liaison = builders.liaison(units["县民政局"])
    letters.consulted(letter, office)
    answer = verbs.give_opinion(letter=letter, agrees=True, by=liaison, at=AT)
    letter.refresh_from_db()
    assert answer.mark == mark_of(drafted(letter))
    Cell.objects.update(value=9000)
    assert answer.mark != mark_of(drafted(letter))


def test_an_objection_says_what_and_is_answered_before_approval(letter, office, units):
    liaison = builders.liaison(units["县民政局"])
    letter = letters.consulted(letter, office)
    with pytest.raises(ValidationError, match="请写明意见"):
        verbs.give_opinion(letter=letter, agrees=False, text=" ", by=liaison, at=AT)
    opinion = verbs.give_opinion(letter=letter, agrees=False, text="目标过高", by=liaison, at=AT)
    with pytest.raises(WrongState, match="还有1条意见"):
        letters.approved(letter, office)
    verbs.reply_opinion(opinion=opinion, reply="已下调100人次", by=office, at=AT)
    assert letters.approved(letter, office).state == "approved"


def test_without_an_account_the_answer_names_who_gives_it(letter, office):
    letters.consulted(letter, office)
    with pytest.raises(ValidationError, match="姓名"):
        verbs.give_opinion(letter=letter, agrees=True, by=None, at=AT)
    assert verbs.give_opinion(letter=letter, agrees=True, signer="周末", by=None, at=AT).by is None


def test_what_is_approved_is_what_was_seen(letter, office):
    seen = mark_of(drafted(letter))
    Cell.objects.update(value=1300)
    with pytest.raises(verbs.StaleLetter):
        verbs.approve_letter(letter=letter, seen=seen, by=office, at=AT)
    assert states() == ["draft"]


def test_no_letter_is_approved_before_the_year_is_issued(office, units):
    annual = letters.year(office, issued=False)
    letter = letters.draft(annual, office, units["县科协"])
    with pytest.raises(WrongState, match="还没有印发"):
        letters.approved(letter, office)


def test_a_letter_that_asks_nothing_is_not_approved(letter, office, units):
    AnnualDuty.objects.filter(unit=units["县民政局"]).delete()
    with pytest.raises(WrongState, match="没有目标任务"):
        letters.approved(letter, office)


def test_taken_back_it_loses_its_words_and_gets_a_new_code(letter, office):
    first = letters.approved(letter, office).sheet
    back = verbs.return_letter(letter=letter, by=office, at=AT)
    assert (back.state, back.snapshot, back.sheet) == ("draft", None, None)
    second = letters.approved(letter, office).sheet
    assert second.code != first.code
    assert Sheet.objects.count() == 2


def test_a_photograph_of_an_approved_letter_prints_it_and_signing_needs_one(letter, office):
    letters.approved(letter, office)
    letters.printed(letter, office)
    with pytest.raises(WrongState, match="还没有签章页"):
        verbs.sign_letter(letter=letter, signed_on=letters.SIGNED_ON, by=office, at=AT)
    letters.scanned(letter, office)
    done = verbs.sign_letter(letter=letter, signed_on=letters.SIGNED_ON, by=office, at=AT)
    assert (done.state, done.signed_on) == ("signed", letters.SIGNED_ON)


def test_an_approved_letter_whose_photograph_comes_in_counts_as_printed(letter, office):
    letters.approved(letter, office)
    (scan,) = letters.scanned(letter, office).filed
    letter.refresh_from_db()
    assert (letter.state, scan.sheet) == ("printed", letter.sheet)


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2026, 11, 23)])
def test_the_day_of_signing_lies_between_approval_and_today(letter, office, day):
    letters.printed(letters.approved(letter, office), office)
    letters.scanned(letter, office)
    with pytest.raises(ValidationError, match="签订日期"):
        verbs.sign_letter(letter=letter, signed_on=day, by=office, at=AT)


def test_the_old_letter_stands_until_the_one_that_adjusts_it_is_signed(letter, office):
    letters.brought(letter, "signed", office)
    Cell.objects.update(value=1300)
    new = verbs.adjust_letter(letter=letter, reason="县级会议调增", by=office, at=AT)
    assert (new.number, new.adjusts, new.reason) == ("云科责〔2026〕2号", letter, "县级会议调增")
    letters.brought(new, "printed", office)
    assert states() == ["signed", "printed"]
    letters.signed(new, office)
    assert states() == ["adjusted", "signed"]
    assert content_of(Letter.objects.get(pk=letter.pk))["quantitative"][0]["value"] == "不少于1200"


def test_one_adjustment_at_a_time_and_never_without_a_reason(letter, office):
    letters.brought(letter, "signed", office)
    with pytest.raises(ValidationError, match="调整原因"):
        verbs.adjust_letter(letter=letter, reason=" ", by=office, at=AT)
    new = verbs.adjust_letter(letter=letter, reason="调增", by=office, at=AT)
    with pytest.raises(WrongState, match=new.number):
        verbs.adjust_letter(letter=letter, reason="调减", by=office, at=AT)
    verbs.delete_letter(letter=new, by=office, at=AT)
    assert states() == ["signed"]
    assert verbs.adjust_letter(letter=letter, reason="调减", by=office, at=AT).number == "云科责〔2026〕2号"


def test_after_an_adjustment_no_second_letter_is_drafted(letter, annual, office, units):
    letters.brought(letter, "adjusted", office)
    assert states() == ["adjusted", "signed"]
    assert verbs.draft_letters(annual=annual, units=[units["县民政局"]], by=office, at=AT) == []


def test_after_its_term_a_signed_letter_is_filed_away_by_the_chore(letter, annual, office, units):
    letters.brought(letter, "signed", office)
    pending = letters.brought(letters.draft(annual, office, units["县科协"]), "signed", office)
    verbs.adjust_letter(letter=pending, reason="调增", by=office, at=AT)
    assert verbs.expire_letters(at=AT.replace(year=2027, month=3, day=31)) == 0
    assert verbs.expire_letters(at=AT.replace(year=2027, month=4, day=1)) == 1
    assert verbs.expire_letters(at=AT.replace(year=2027, month=4, day=2)) == 0
    assert states() == ["expired", "signed", "draft"]


def test_one_letter_that_cannot_be_filed_away_keeps_no_other_waiting(
    letter, annual, office, units, monkeypatch, caplog
):
    letters.brought(letter, "signed", office)
    letters.brought(letters.draft(annual, office, units["县科协"]), "signed", office)
    save = Letter.save

    def fails(self, **how):
        if self.pk == letter.pk:
            raise OSError
        save(self, **how)

    monkeypatch.setattr(Letter, "save", fails)
    assert verbs.expire_letters(at=AT.replace(year=2027, month=4, day=1)) == 1
    assert f"letter {letter.pk} was not filed away: OSError" in caplog.text
    assert states() == ["signed", "expired"]


def test_before_the_term_is_over_nothing_is_filed_away(letter, office):
    letters.brought(letter, "signed", office)
    with pytest.raises(WrongState, match="责任期限还没有到"):
        verbs.expire_letter(letter=letter, by=office, at=AT)


def test_many_at_once_leave_those_that_cannot_and_say_why(annual, office):
    made = letters.drafts(annual, office)
    letters.approved(made[0], office)
    bulk = verbs.approve_letters(letters=made, by=office, at=AT)
    assert (len(bulk.done), [one.unit.name for one, _ in bulk.left]) == (4, ["县教育局"])
    assert states() == ["approved"] * 5


def test_the_only_scan_of_a_signed_letter_is_not_dropped(letter, office):
    letters.brought(letter, "signed", office)
    with pytest.raises(NotThisSheet, match="唯一的扫描件"):
        drop_scan(scan=Scan.objects.get(), reason="模糊", by=office, at=AT)
    letters.scanned(letter, office)
    first = Scan.objects.order_by("pk").first()
    assert drop_scan(scan=first, reason="模糊", by=office, at=AT).drop_reason == "模糊"


def test_own_words_of_one_letter_and_a_number_once(annual, office, units):
    first = letters.draft(annual, office, units["县科协"])
    second = letters.draft(annual, office, units["团县委"])
    values = {"number": second.number, "provides": "安排专项经费2万元。\n", "extra": "按季度碰头。"}
    with pytest.raises(ValidationError, match="团县委"):
        verbs.edit_letter(letter=first, values=values, revision=0, by=office, at=AT)
    first = verbs.edit_letter(
        letter=first, values=values | {"number": "云科责〔2026〕甲1号"}, revision=0, by=office, at=AT
    )
    said = content_of(first)
    assert said["provides"][-1] == "安排专项经费2万元。"
    assert said["others"][-1] == "按季度碰头。"
    with pytest.raises(verbs.StaleLetter):
        verbs.edit_letter(letter=first, values=values, revision=0, by=office, at=AT)


def test_clauses_are_checked_and_a_stale_form_is_refused(annual, office):
    values = letters.terms(annual)
    for wrong in ({"number_pattern": "云科责1号"}, {"term_to": date(2025, 1, 1)}, {"expires_on": date(2026, 6, 1)}):
        with pytest.raises(ValidationError):
            verbs.edit_letter_terms(annual=annual, values=values | wrong, revision=0, by=office, at=AT)
    verbs.edit_letter_terms(annual=annual, values=values | {"party": "云汀县科协"}, revision=0, by=office, at=AT)
    with pytest.raises(verbs.StaleTerms):
        verbs.edit_letter_terms(annual=annual, values=values, revision=0, by=office, at=AT)


def reform(old, new, on=date(2026, 6, 1)):
    type(old).objects.filter(pk=old.pk).update(until=on)
    UnitSuccession.objects.create(old=old, new=new, change="merged", on=on, paper="云编〔2026〕5号")


def test_what_a_unit_that_is_no_more_was_asked_stands_in_its_successors_letter(annual, office, units):
    reform(units["县民政局"], units["县科协"])
    made = {one.unit.name: one for one in letters.drafts(annual, office)}
    assert set(made) == {"县教育局", "县科协", "团县委", "县卫健局"}
    said = content_of(made["县科协"])
    assert [row["value"] for row in said["quantitative"]] == ["不少于1200"]
    assert said["taken_over"] == ["县民政局"]


def test_a_letter_settled_before_the_reform_stays_and_is_not_asked_twice(letter, annual, office, units):
    letters.brought(letter, "signed", office)
    reform(units["县民政局"], units["县科协"])
    new = letters.draft(annual, office, units["县科协"])
    assert content_of(new)["quantitative"] == []
    assert content_of(Letter.objects.get(pk=letter.pk))["unit"] == "县民政局"
