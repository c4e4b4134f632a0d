"""Working on a question: given to a unit, drafted there, answered or declined by the office, taken up again."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.inbox.access import questions as access
from kepu.inbox.models import Question
from kepu.inbox.queries.people import accounts_of_office, liaisons_of
from kepu.inbox.verbs.messages import send
from kepu.inbox.verbs.questions.asking import WORKDAYS_TO_ANSWER
from kepu.inbox.verbs.questions.standing import locked, save, text_of
from kepu.methods.workdays import add_workdays
from kepu.people.models import Account, Unit
from kepu.people.queries import stands, workday_table
from kepu.people.verbs import BadInput


@transaction.atomic
def assign_question(*, question: Question, unit: Unit | None, revision: int, by: Account, at: datetime) -> Question:
    """Ask a unit to draft the answer, and tell its liaisons; None takes it back to the office.

    Raises NotAllowed, WrongState, Stale, or BadInput for a unit of another region or one that is no more.
    """
    row = locked(question, access.ASSIGN, by, revision)
    if unit and not (unit.region.code.startswith(row.region.prefix) and stands(unit, timezone.localdate(at))):
        raise BadInput(f"请选择{row.region.name}现有的单位。")
    row.unit, row.assigned_at = unit, at if unit else None
    save(row)
    record(verb=access.ASSIGN.verb, thing=row, by=by, at=at, changed=["unit"])
    if unit:
        title = f"请代拟来信答复（{row.due.month}月{row.due.day}日前由本办答复）"
        send(to=liaisons_of(unit), title=title, url=_page(row), by=by, at=at)
    return row


@transaction.atomic
def draft_answer(*, question: Question, text: str, revision: int, by: Account, at: datetime) -> Question:
    """Keep what a unit proposes to answer, and tell the office, which sends it. Raises as `assign_question`."""
    row = locked(question, access.DRAFT, by, revision)
    row.answer, row.drafted_by, row.drafted_at = text_of(text), by, at
    save(row)
    record(verb=access.DRAFT.verb, thing=row, by=by, at=at, changed=["answer"])
    title = f"{row.unit}已代拟来信答复，请审核答复"
    send(to=accounts_of_office(row.region), title=title, url=_page(row), by=by, at=at)
    return row


@transaction.atomic
def answer_question(*, question: Question, text: str, revision: int, by: Account, at: datetime) -> Question:
    """Answer: from now on whoever has the code reads it. Raises NotAllowed, WrongState, Stale, BadInput."""
    row = locked(question, access.ANSWER, by, revision)
    return _close(row, Question.State.ANSWERED, text_of(text), access.ANSWER.verb, by, at)


@transaction.atomic
def decline_question(*, question: Question, reason: str, revision: int, by: Account, at: datetime) -> Question:
    """Say why a question is not taken on; whoever has the code reads the reason. Raises as `answer_question`."""
    row = locked(question, access.DECLINE, by, revision)
    reason = text_of(reason, what="不予受理的理由")
    return _close(row, Question.State.DECLINED, reason, access.DECLINE.verb, by, at)


def _close(row: Question, state: Question.State, text: str, verb: str, by: Account, at: datetime) -> Question:
    row.state, row.answer, row.answered_by, row.answered_at = state, text, by, at
    save(row)
    record(verb=verb, thing=row, by=by, at=at, changed=["state", "answer"])
    return row


@transaction.atomic
def reopen_question(*, question: Question, revision: int, by: Account, at: datetime) -> Question:
    """Take an answered or declined question up again, with five working days from today; its answer becomes a draft.

    Raises NotAllowed, Stale, or WrongState, also while the public sees the answer.
    """
    row = locked(question, access.REOPEN, by, revision)
    if row.state == Question.State.DECLINED:
        row.answer = ""  # a reason for not answering is no draft of an answer
    row.state, row.answered_by, row.answered_at = Question.State.OPEN, None, None
    row.due = add_workdays(timezone.localdate(at), WORKDAYS_TO_ANSWER, workday_table())
    save(row)
    record(verb=access.REOPEN.verb, thing=row, by=by, at=at, changed=["state", "due"])
    return row


def _page(question: Question) -> str:
    return reverse("questions:question", args=[question.pk])
