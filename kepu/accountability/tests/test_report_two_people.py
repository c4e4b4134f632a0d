"""Several people at one report, in real transactions: exactly one wins, nothing is done twice, nothing written is lost."""

import pytest

from kepu.accountability import verbs as cycle_verbs
from kepu.accountability.models import Report, ReportMove, ReportText
from kepu.accountability.queries.filling import PAGE, filling_of
from kepu.accountability.tests import answering, cycles
from kepu.accountability.tests.cycles import AT
from kepu.accountability.verbs import reports as verbs
from kepu.accountability.verbs.reports import Answers, Typed
from kepu.files.verbs import Taken
from kepu.people.access import WrongState
from kepu.people.models import Role
from kepu.people.tests.together import at_once
from kepu.plans.tests import builders

pytestmark = [pytest.mark.usefixtures("own_database")]


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def asked():
    """An open cycle, the report of a supporting unit in it."""
    office, units = builders.account(), builders.units()
    builders.adopted(office)
    return office, cycles.opened(office), answering.of(units["团县委"])


def kinds(results):
    return sorted(type(r).__name__ for r in results)


def test_of_two_at_one_text_one_is_saved_and_the_other_told():
    _, _, report = asked()
    key = (PAGE, filling_of(report).page[0].prompt.key)
    one, two = answering.person(report.unit), builders.liaison(report.unit, "second")
    saved = at_once(
        lambda: verbs.save_report(report=report, answers=Answers({key: Typed("甲", 0)}), by=one, at=AT),
        lambda: verbs.save_report(report=report, answers=Answers({key: Typed("乙", 0)}), by=two, at=AT),
    )
    assert kinds(saved) == ["Saved", "Saved"]
    kept = ReportText.objects.get(report=report)
    (theirs,) = [t for s in saved for t in s.stale.values()]
    assert (theirs.text, kept.revision) == (kept.text, 1)
    assert ReportMove.objects.filter(report=report).count() == 1


def test_two_texts_of_two_people_are_both_saved():
    _, _, report = asked()
    keys = [(PAGE, f.prompt.key) for f in filling_of(report).page[:2]]
    one, two = answering.person(report.unit), builders.liaison(report.unit, "second")
    at_once(
        lambda: verbs.save_report(report=report, answers=Answers({keys[0]: Typed("甲", 0)}), by=one, at=AT),
        lambda: verbs.save_report(report=report, answers=Answers({keys[1]: Typed("乙", 0)}), by=two, at=AT),
    )
    assert sorted(ReportText.objects.values_list("text", flat=True)) == ["乙", "甲"]


def test_a_double_signature_hands_in_once():
    _, _, report = asked()
    row = answering.put_up(report)
    one, two = answering.person(row.unit, Role.LEADER), builders.account("second", Role.LEADER, of=row.unit)
    results = at_once(
        lambda: verbs.sign_report(report=row, seen=row.revision, by=one, at=AT),
        lambda: verbs.sign_report(report=row, seen=row.revision, by=two, at=AT),
    )
    assert kinds(results) == ["Report", "WrongState"]
    assert ReportMove.objects.filter(report=row, after="in").count() == 1


def test_signing_while_it_is_taken_back_ends_in_one_of_both():
    _, _, report = asked()
    row = answering.put_up(report)
    leader = answering.person(row.unit, Role.LEADER)
    results = at_once(
        lambda: verbs.sign_report(report=row, seen=row.revision, by=leader, at=AT),
        lambda: verbs.recall_report(report=row, by=answering.person(row.unit), at=AT),
    )
    assert kinds(results) == ["Report", "WrongState"]
    row = answering.of(row.unit)
    assert (row.state == "in") == (row.content is not None) == (row.first_in_on is not None)


def test_a_stamped_sheet_while_the_leader_signs_brings_it_in_once():
    _, _, report = asked()
    row = answering.put_up(report)
    leader, liaison = answering.person(row.unit, Role.LEADER), answering.person(row.unit)
    results = at_once(
        lambda: verbs.sign_report(report=row, seen=row.revision, by=leader, at=AT),
        lambda: answering.stamped(row, liaison),
    )
    assert not [r for r in results if isinstance(r, Exception) and not isinstance(r, WrongState)]
    assert any(isinstance(r, Taken) and r.filed for r in results)
    assert ReportMove.objects.filter(report=row, after="in").count() == 1


def test_writing_while_the_cycle_is_closed_ends_before_or_not_at_all():
    office, cycle, report = asked()
    by = answering.person(report.unit)
    results = at_once(
        lambda: verbs.save_report(report=report, answers=answering.answers(report), by=by, at=AT),
        lambda: cycle_verbs.close_cycle(cycle=cycle, seen=cycle.revision, by=office, at=AT),
    )
    assert not [r for r in results if isinstance(r, Exception) and not isinstance(r, WrongState)]
    written = ReportText.objects.filter(report=report).count()
    assert written == (0 if any(isinstance(r, WrongState) for r in results) else 1)
    assert Report.objects.get(pk=report.pk).state == ("draft" if written else "due")


def test_of_two_who_enter_for_a_unit_one_is_told():
    office, _, report = asked()
    second = builders.account("second")

    def enter(by):
        return verbs.enter_report(
            report=report, data=by.username.encode(), media_type="image/jpeg", name="a.jpg", signer="", by=by, at=AT
        )

    assert kinds(at_once(lambda: enter(office), lambda: enter(second))) == ["Report", "WrongState"]
    assert ReportMove.objects.filter(report=report, after="in").count() == 1
