"""The table of roles is what is enforced: every rule of the question box × role × state, near and far, check and verb."""

from collections.abc import Callable
from typing import Any

import pytest

from kepu.inbox import verbs
from kepu.inbox.access.questions import RULES, can_enter, can_on_question, can_set_help_lines
from kepu.inbox.models import Question
from kepu.inbox.tests.box import AT, TEXT, Box
from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Account, Role

VALUES = verbs.ReleaseValues("问", "答", statement=True)
ON: dict[str, Any] = {"at": AT}
Do = Callable[[Box, Question, Account], object]
DEEDS: dict[str, Do] = {
    "assign_question": lambda b, q, by: verbs.assign_question(question=q, unit=b.unit, revision=q.revision, by=by, **ON),
    "draft_answer": lambda b, q, by: verbs.draft_answer(question=q, text="答", revision=q.revision, by=by, **ON),
    "answer_question": lambda b, q, by: verbs.answer_question(question=q, text="答", revision=q.revision, by=by, **ON),
    "decline_question": lambda b, q, by: verbs.decline_question(question=q, reason="否", revision=q.revision, by=by, **ON),
    "reopen_question": lambda b, q, by: verbs.reopen_question(question=q, revision=q.revision, by=by, **ON),
    "release_question": lambda b, q, by: verbs.release_question(
        question=q, values=VALUES, revision=q.revision, by=by, **ON),
    "take_back_question": lambda b, q, by: verbs.take_back_question(question=q, revision=q.revision, by=by, **ON),
    "erase_contact": lambda b, q, by: verbs.erase_contact(question=q, by=by, **ON),
    "enter_question": lambda b, q, by: verbs.enter_question(
        region=b.home, values=verbs.QuestionValues(TEXT), by=by, **ON),
    "set_help_lines": lambda b, q, by: verbs.set_help_lines(region=b.home, lines={}, by=by, **ON),
}  # fmt: skip
BY_NAME = {rule.verb.removeprefix("inbox."): rule for rule in RULES}
OF_STATE = [name for name, rule in BY_NAME.items() if name in DEEDS and rule.states]


def outcome(deed: Callable[[], object]) -> str:
    try:
        deed()
    except NotAllowed:
        return "not allowed"
    except WrongState:
        return "wrong state"
    return "done"


def thing(box: Box, name: str, state: str) -> Question:
    """A question in a state, given to the unit; for taking back, one that is public."""
    public = name == "take_back_question" and state == "answered"
    question = box.released() if public else box.in_state(state)
    Question.objects.filter(pk=question.pk).update(unit=box.unit)
    return Question.objects.select_related("region", "unit").get(pk=question.pk)


def test_every_rule_has_its_deed() -> None:
    assert set(BY_NAME) == {*DEEDS, "read_questions"}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", OF_STATE)
def test_each_role_does_what_the_table_says_in_each_state(box: Box, name: str, role: Role) -> None:
    rule = BY_NAME[name]
    for state in Question.State.values:
        by, question = box.county.account(role, unit=box.unit), thing(box, name, state)
        expected = "not allowed" if role not in rule.roles else "done"
        if expected == "done" and state not in (rule.states or ()):
            expected = "wrong state"
        assert can_on_question(rule, by, question) == (expected == "done"), (name, role, state)
        assert outcome(lambda b=by, q=question: DEEDS[name](box, q, b)) == expected, (name, role, state)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", ["enter_question", "set_help_lines", "erase_contact"])
def test_each_role_does_what_the_table_says_where_no_state_counts(box: Box, name: str, role: Role) -> None:
    by, question = box.county.account(role, unit=box.unit), box.with_contact()
    allowed = role in BY_NAME[name].roles
    answers = {"enter_question": can_enter, "set_help_lines": can_set_help_lines}
    if name in answers:
        assert answers[name](by, box.home) == allowed
    assert outcome(lambda: DEEDS[name](box, question, by)) == ("done" if allowed else "not allowed")


@pytest.mark.parametrize("name", DEEDS)
def test_the_same_roles_elsewhere_may_not(box: Box, name: str) -> None:
    state = (BY_NAME[name].states or ("open",))[0]
    foreign = box.county.unit("邻县教育局", region=box.other)
    for role in BY_NAME[name].roles:
        for region in (box.other, box.county.city):
            by = box.county.account(role, region=region, unit=foreign)
            assert outcome(lambda b=by: DEEDS[name](box, thing(box, name, state), b)) == "not allowed", role
