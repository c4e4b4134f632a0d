"""Two people at once, in real transactions: exactly one wins, nothing is lost."""

import pytest

from kepu.audit.models import Entry
from kepu.methods.papers import check_template
from kepu.people.access import WrongState
from kepu.people.tests.together import at_once
from kepu.plans import verbs
from kepu.plans.models import Document, PaperTemplate, Plan, Task, Version
from kepu.plans.tests import builders
from kepu.plans.tests.builders import AT

pytestmark = [pytest.mark.usefixtures("own_database")]


def edit(task, by, title, revision=0):
    return lambda: verbs.edit(item=task, changes={"title": title}, revision=revision, by=by, at=AT)


def people():
    return builders.account(), builders.account("second")


def test_of_two_at_one_item_one_wins_and_the_other_is_shown_it():
    one, other = people()
    task = builders.draft(one).task_set.first()
    results = at_once(edit(task, one, "甲"), edit(task, other, "乙"))
    won = [r for r in results if isinstance(r, Task)]
    lost = [r for r in results if isinstance(r, verbs.Stale)]
    assert (len(won), len(lost)) == (1, 1)
    task.refresh_from_db()
    assert task.title == won[0].title == lost[0].current.title
    assert Entry.objects.filter(verb="plans.edit_task").count() == 1


def test_two_at_two_items_both_win_and_both_are_counted():
    one, other = people()
    version = builders.draft(one)
    first, second = version.task_set.all()
    at_once(edit(first, one, "甲"), edit(second, other, "乙"))
    assert list(version.task_set.values_list("title", flat=True)) == ["甲", "乙"]
    version.refresh_from_db()
    assert version.revision == 2


def test_an_edit_and_a_merge_of_the_same_task_do_not_mix():
    one, other = people()
    version = builders.draft(one)
    first, second = version.task_set.all()
    results = at_once(
        edit(second, one, "甲"),
        lambda: verbs.merge_tasks(
            first=first, second=second, first_revision=0, second_revision=0, by=other, at=AT
        ),
    )  # fmt: skip
    assert sum(isinstance(r, Exception) for r in results) == 1
    second.refresh_from_db()
    assert (second.title == "甲") != second.removed


def test_adopting_while_another_edits_never_adopts_what_was_not_seen():
    one, other = people()
    version = builders.ready(builders.draft(one), one)
    task = version.task_set.first()
    results = at_once(
        edit(task, other, "甲"), lambda: verbs.adopt(version=version, seen=version.revision, by=one, at=AT)
    )
    assert [isinstance(r, WrongState) for r in results].count(True) == 1
    task.refresh_from_db()
    adopted = Version.objects.get(pk=version.pk).state == "adopted"
    assert (task.title == "甲") != adopted


def test_of_two_who_adopt_one_does():
    one, other = people()
    version = builders.ready(builders.draft(one), one)
    adopt = [lambda by=by: verbs.adopt(version=version, seen=version.revision, by=by, at=AT) for by in (one, other)]
    assert [isinstance(r, WrongState) for r in at_once(*adopt)].count(True) == 1
    assert Entry.objects.filter(verb="plans.adopt").count() == 1


def test_of_two_who_amend_one_opens_a_version():
    one, other = people()
    plan = builders.adopted(one).plan
    amend = [lambda by=by: verbs.amend(plan=plan, reason="调整", paper="1号", by=by, at=AT) for by in (one, other)]
    assert [isinstance(r, WrongState) for r in at_once(*amend)].count(True) == 1
    assert sorted(plan.versions.values_list("number", "state")) == [(1, "adopted"), (2, "proofreading")]


def test_an_amendment_is_adopted_or_given_up_not_both():
    one, other = people()
    version = builders.ready(builders.amended(builders.adopted(one), one), one)
    results = at_once(
        lambda: verbs.adopt(version=version, seen=version.revision, by=one, at=AT),
        lambda: verbs.discard(version=version, by=other, at=AT),
    )
    assert [isinstance(r, WrongState) for r in results].count(True) == 1
    done = set(Entry.objects.filter(verb__in=["plans.adopt", "plans.discard"], at=AT).values_list("verb", flat=True))
    version.refresh_from_db()
    assert ("plans.discard" in done) == (version.state == "discarded")


def test_nothing_is_adopted_once_its_plan_has_ended():
    one, other = people()
    version = builders.ready(builders.draft(one), one)
    adopted, _ = at_once(
        lambda: verbs.adopt(version=version, seen=version.revision, by=one, at=AT),
        lambda: verbs.move(plan=version.plan, to=Plan.Status.ENDED, by=other, at=AT),
    )
    deeds = list(
        Entry.objects.filter(verb__in=["plans.adopt", "plans.move"]).order_by("pk").values_list("verb", flat=True)
    )
    assert deeds == (["plans.move"] if isinstance(adopted, WrongState) else ["plans.adopt", "plans.move"])


def test_one_file_dropped_twice_is_one_document():
    one, other = people()

    def upload(by):
        return lambda: verbs.upload(
            region=builders.region(), name="a.txt", data=b"twice", text="方案", format="text", by=by, at=AT
        )

    results = at_once(upload(one), upload(other))
    assert [type(r).__name__ for r in results if isinstance(r, Exception)] == ["AlreadyUploaded"]
    assert Document.objects.count() == 1


def test_a_document_is_opened_once():
    one, other = people()
    document = builders.document(one)
    results = at_once(
        lambda: verbs.open_plan(document=document, by=one, at=AT),
        lambda: verbs.open_plan(document=document, by=other, at=AT),
    )
    assert [type(r).__name__ for r in results if isinstance(r, Exception)] == ["AlreadyOpened"]
    assert Plan.objects.count() == 1


def test_two_templates_at_once_leave_one_in_use_and_both_in_the_history():
    one, other = people()
    forms = [builders.docx(f"{name}{{{{乙方}}}}") for name in "甲乙"]
    checked = [check_template(form, "letter") for form in forms]
    done = at_once(
        *(
            lambda i=i, by=by: verbs.keep_template(
                region=builders.region(),
                kind="letter",
                name=f"{i}.docx",
                data=forms[i],
                checked=checked[i],
                by=by,
                at=AT,
            )
            for i, by in enumerate((one, other))
        )
    )
    assert all(isinstance(result, PaperTemplate) for result in done), done
    assert PaperTemplate.objects.count() == 2
    assert PaperTemplate.objects.filter(retired_at__isnull=True).count() == 1
