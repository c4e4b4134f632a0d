"""待办: what is late, what is due within two working days, what came in; for a unit what it was asked to draft."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from kepu.inbox.queries.questions import todo
from kepu.inbox.reminders import reminders_of, sentence
from kepu.inbox.tests.box import Box
from kepu.inbox.verbs import assign_question, draft_answer
from kepu.methods.workdays import add_workdays
from kepu.people.handover import inherited
from kepu.people.models import Role


def asked_before(box: Box, workdays: int) -> Any:
    """A question that came so many working days ago."""
    today = timezone.localdate()
    return box.asked(at=timezone.now() - timedelta(days=(today - add_workdays(today, -workdays)).days))


def shown(user: Any) -> list[tuple[str, int, str]]:
    return [(t.title, t.count, t.url) for t in todo(user)]


def test_the_office_sees_what_is_late_soon_due_and_new(box: Box) -> None:
    assert shown(box.office) == []
    one = asked_before(box, 0)
    assert shown(box.office) == [("查看新来信", 1, f"/desk/questions/{one.pk}/")]
    soon, late, later = asked_before(box, 4), asked_before(box, 7), asked_before(box, 8)
    assert shown(box.office) == [
        ("答复已逾期的来信", 2, "/desk/questions/?due=late"),
        ("答复2个工作日内到期的来信", 1, f"/desk/questions/{soon.pk}/"),
        ("查看新来信", 1, f"/desk/questions/{one.pk}/"),
    ]
    assert [t.due for t in todo(box.office)] == [min(late.due, later.due), soon.due, one.due]
    for question in (soon, late, later):
        box.answered(question)
    assert [t.title for t in todo(box.office)] == ["查看新来信"]


def test_the_first_page_counts_working_days(box: Box) -> None:
    asked_before(box, 0)
    assert "还有5个工作日" in box.browser(box.office).get("/desk/").content.decode()


def test_a_unit_sees_what_it_was_asked_to_draft_until_it_did(box: Box) -> None:
    question = asked_before(box, 0)
    assert shown(box.liaison) == []
    question = assign_question(question=question, unit=box.unit, revision=0, by=box.office, at=timezone.now())
    assert shown(box.liaison) == [("代拟来信答复", 1, f"/desk/questions/{question.pk}/")]
    assert [i.title for i in inherited(box.unit, box.liaison)][:1] == [question.text[:30]]
    draft_answer(question=question, text="建议答复。", revision=1, by=box.liaison, at=timezone.now())
    assert shown(box.liaison) == []


def test_units_that_have_not_drafted_are_reminded_by_name_in_the_group_chat(box: Box) -> None:
    def named() -> list[str]:
        found = [r for r in reminders_of(box.home, timezone.localdate()) if r.title == "未代拟来信答复"]
        return [unit for r in found for unit in r.units]

    questions = [asked_before(box, 1) for _ in range(3)]
    assert named() == []
    for question, unit in zip(questions, (box.county.health, box.unit, box.unit), strict=True):
        assign_question(question=question, unit=unit, revision=0, by=box.office, at=timezone.now())
    assert named() == ["县教育体育局", "县卫生健康局"]  # each once, in the official order
    draft_answer(question=questions[1], text="建议答复。", revision=1, by=box.liaison, at=timezone.now())
    assert named() == ["县教育体育局", "县卫生健康局"]
    draft_answer(question=questions[2], text="建议答复。", revision=1, by=box.liaison, at=timezone.now())
    assert named() == ["县卫生健康局"]
    (told,) = [r for r in reminders_of(box.home, timezone.localdate()) if r.title == "未代拟来信答复"]
    assert "结石" not in sentence(told, timezone.localdate())


def test_others_have_nothing_to_do_with_it(box: Box) -> None:
    asked_before(box, 9)
    for role in (Role.READER, Role.SYSTEM_ADMIN, Role.AUDITOR):
        assert shown(box.county.account(role)) == []
    assert shown(box.abroad) == []


def test_it_costs_the_same_for_one_and_many(box: Box, django_assert_num_queries: Any) -> None:
    asked_before(box, 9)
    todo(box.office)
    with django_assert_num_queries(2):
        todo(box.office)
    for n in range(40):
        asked_before(box, n % 8)
    with django_assert_num_queries(2):
        todo(box.office)


def test_moments_are_days_of_shanghai(box: Box) -> None:
    late_evening = datetime.fromisoformat("2026-10-14T16:30:00+00:00")  # half past midnight on Thursday the 15th
    assert str(box.asked(at=late_evening).due) == "2026-10-22"
