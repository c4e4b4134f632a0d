"""Several people at one letter, in real transactions: exactly one wins, nothing is done twice, nothing is left half done."""

import os
from multiprocessing import get_context

import pytest
from django.db import connection, connections

from kepu.audit.models import Entry
from kepu.files.models import Scan, Sheet
from kepu.files.verbs import AlreadyThere, Taken, drop_scan, take_scan
from kepu.people.access import WrongState
from kepu.people.tests.together import at_once
from kepu.plans import verbs
from kepu.plans.models import AnnualPlan, Letter, LetterArchive, LetterOpinion
from kepu.plans.queries.letters.content import drafted, mark_of
from kepu.plans.tests import builders, letters
from kepu.plans.tests.builders import AT

pytestmark = [pytest.mark.usefixtures("own_database")]


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def people():
    return builders.account(), builders.account("second")


def drafted_one():
    office, second = people()
    units = builders.units()
    annual = letters.year(office)
    return office, second, letters.draft(annual, office, units["县民政局"])


def kinds(results):
    return sorted(type(r).__name__ for r in results)


def test_of_two_who_approve_one_is_told_and_there_is_one_code():
    office, second, letter = drafted_one()
    seen = mark_of(drafted(letter))
    results = at_once(
        lambda: verbs.approve_letter(letter=letter, seen=seen, by=office, at=AT),
        lambda: verbs.approve_letter(letter=letter, seen=seen, by=second, at=AT),
    )
    assert kinds(results) == ["Letter", "WrongState"]
    assert Sheet.objects.count() == 1
    assert Entry.objects.filter(verb="plans.approve_letter").count() == 1


def test_a_double_click_drafts_each_letter_once():
    office, second = people()
    builders.units()
    annual = letters.year(office)
    results = at_once(lambda: letters.drafts(annual, office), lambda: letters.drafts(annual, second))
    assert sorted(len(made) for made in results) == [0, 5]
    assert sorted(Letter.objects.values_list("number", flat=True)) == [f"云科责〔2026〕{n}号" for n in range(1, 6)]


def test_of_two_who_adjust_one_drafts_the_new_letter():
    office, second, letter = drafted_one()
    letters.brought(letter, "signed", office)
    results = at_once(
        lambda: verbs.adjust_letter(letter=letter, reason="甲", by=office, at=AT),
        lambda: verbs.adjust_letter(letter=letter, reason="乙", by=second, at=AT),
    )
    assert kinds(results) == ["Letter", "WrongState"]
    assert Letter.objects.filter(adjusts=letter).count() == 1


def test_approving_while_it_is_taken_back_ends_in_one_of_both():
    office, second, letter = drafted_one()
    letters.consulted(letter, office)
    seen = mark_of(drafted(letter))
    results = at_once(
        lambda: verbs.approve_letter(letter=letter, seen=seen, by=office, at=AT),
        lambda: verbs.return_letter(letter=letter, by=second, at=AT),
    )
    letter.refresh_from_db()
    assert not any(isinstance(r, Exception) and not isinstance(r, WrongState) for r in results)
    assert (letter.state == "approved") == (letter.snapshot is not None) == (letter.sheet is not None)


def test_one_photograph_sent_by_two_is_kept_once():
    office, second, letter = drafted_one()
    letter = letters.approved(letter, office)
    picture = letters.picture(letter.sheet.code)

    def take(by):
        return lambda: take_scan(region=builders.region(), picture=picture, name="a.jpg", by=by, at=AT)

    results = at_once(take(office), take(second))
    assert sorted(type(r) for r in results if isinstance(r, Exception)) == [AlreadyThere]
    assert [len(r.filed) for r in results if isinstance(r, Taken)] == [1]
    assert Scan.objects.count() == 1
    assert Letter.objects.get().state == "printed"


def test_two_scans_dropped_at_once_leave_a_signed_letter_one():
    office, second, letter = drafted_one()
    letters.brought(letter, "signed", office)
    letters.scanned(letter, office)
    one, other = Scan.objects.all()
    at_once(
        lambda: drop_scan(scan=one, reason="模糊", by=office, at=AT),
        lambda: drop_scan(scan=other, reason="模糊", by=second, at=AT),
    )
    assert Scan.objects.filter(dropped_at__isnull=True).count() == 1


def test_the_only_scan_dropped_while_signing_leaves_no_signed_letter_without_one():
    office, second, letter = drafted_one()
    letter = letters.brought(letter, "printed", office)
    letters.scanned(letter, office)
    scan = Scan.objects.get()
    at_once(
        lambda: verbs.sign_letter(letter=letter, signed_on=letters.SIGNED_ON, by=office, at=AT),
        lambda: drop_scan(scan=scan, reason="模糊", by=second, at=AT),
    )
    letter.refresh_from_db()
    assert (letter.state == "signed") == Scan.objects.filter(dropped_at__isnull=True).exists()


def test_a_scan_that_comes_in_while_the_letter_is_taken_back_stays_with_no_void_paper():
    office, second, letter = drafted_one()
    letter = letters.approved(letter, office)
    picture = letters.picture(letter.sheet.code)
    _, taken = at_once(
        lambda: verbs.return_letter(letter=letter, by=office, at=AT),
        lambda: take_scan(region=builders.region(), picture=picture, name="a.jpg", by=second, at=AT),
    )
    letter.refresh_from_db()
    assert (letter.state, Scan.objects.count()) in (("draft", 0), ("printed", 1))
    assert bool(taken.problems) == (letter.state == "draft")


def test_words_changed_while_all_are_approved_are_in_what_is_approved_or_refused():
    office, second, letter = drafted_one()
    approved, edited = at_once(
        lambda: verbs.approve_letters(letters=[letter], by=office, at=AT),
        lambda: verbs.edit_letter(
            letter=letter,
            values={"number": letter.number, "provides": "", "extra": "另行约定"},
            revision=letter.revision,
            by=second,
            at=AT,
        ),
    )
    assert len(approved.done) == 1
    letter.refresh_from_db()
    assert ("另行约定" in letter.snapshot["others"]) == (not isinstance(edited, Exception))


def test_an_answer_and_the_approval_at_the_same_moment_do_not_mix():
    office, _, letter = drafted_one()
    liaison = builders.liaison(letter.unit)
    letters.consulted(letter, office)
    seen = mark_of(drafted(letter))
    at_once(
        lambda: verbs.approve_letter(letter=letter, seen=seen, by=office, at=AT),
        lambda: verbs.give_opinion(letter=letter, agrees=False, text="过高", by=liaison, at=AT),
    )
    letter.refresh_from_db()
    objected = LetterOpinion.objects.exists()
    assert (letter.state == "approved") != objected


def test_asked_for_twice_an_archive_is_made_once():
    office, _, letter = drafted_one()
    annual = letter.annual

    def ask():
        return verbs.ask_archive(annual=annual, letters=[letter], by=office, at=AT)

    results = at_once(ask, ask)
    assert len({row.pk for row in results}) == 1
    assert LetterArchive.objects.count() == 1


def _die_at_the_third_letter(name: str, annual_id: int, office_id: int) -> None:
    """In a process of its own: begin to draft all letters, and be gone in the middle."""
    connections.close_all()
    connection.settings_dict["NAME"] = name
    inserted = 0

    def watch(execute, sql, params, many, context):
        nonlocal inserted
        if sql.startswith('INSERT INTO "plans_letter"'):
            inserted += 1
            if inserted == 3:
                os._exit(9)
        return execute(sql, params, many, context)

    annual, office = AnnualPlan.objects.get(pk=annual_id), builders.Account.objects.get(pk=office_id)
    with connection.execute_wrapper(watch):
        verbs.draft_letters(annual=annual, by=office, at=AT)


def test_killed_in_the_middle_of_drafting_nothing_stays_and_a_second_try_drafts_all():
    office, _ = people()
    builders.units()
    annual = letters.year(office)
    name = connection.settings_dict["NAME"]
    connections.close_all()
    child = get_context("fork").Process(target=_die_at_the_third_letter, args=(name, annual.pk, office.pk))
    child.start()
    child.join(60)
    assert child.exitcode == 9
    assert Letter.objects.count() == 0
    made = letters.drafts(annual, office)
    assert [one.number for one in made] == [f"云科责〔2026〕{n}号" for n in range(1, 6)]
