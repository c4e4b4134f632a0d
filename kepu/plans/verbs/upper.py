"""The upper plan: which document a plan follows, and how it answers each of its targets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from kepu.audit.verbs import record
from kepu.people.access import WrongState
from kepu.people.models import Account
from kepu.plans import access
from kepu.plans.models import Document, Plan, Target, UpperAnswer, Version
from kepu.plans.queries.standing import standing
from kepu.plans.queries.succession import standing_for
from kepu.plans.queries.upper import upper_targets

Verdict = UpperAnswer.Verdict


class AnsweredMeanwhile(Exception):
    """Somebody answered this target since the person looked; `current` is the answer now, None if it was taken back."""

    def __init__(self, current: UpperAnswer | None) -> None:
        super().__init__("这一条刚被其他同志核定过或撤回。请核对现在的结果后再办。")
        self.current = current


@dataclass(frozen=True)
class Answer:
    """How one target of the upper plan (its number, from 0) is answered: by which of our targets, with what verdict."""

    number: int
    verdict: str
    own_key: str = ""
    reason: str = ""


@transaction.atomic
def follow_upper(*, plan: Plan, document: Document | None, by: Account, at: datetime) -> Plan:
    """Say which upper plan a plan follows; None takes it back. Answers stay with the document that they answer."""
    locked = _locked(plan)
    access.check_can_follow_upper(by, locked)
    if document and (document.region_id != locked.region_id or document.purpose != Document.Purpose.UPPER):
        raise WrongState("只能选定本级上传的上级规划。")
    if locked.upper_id != (document.pk if document else None):
        locked.upper = document
        locked.save(update_fields=["upper"])
        record(verb="plans.follow_upper", thing=locked, by=by, at=at, changed=["upper"])
    return locked


@transaction.atomic
def answer_upper(*, plan: Plan, answer: Answer, seen: int | None, by: Account, at: datetime) -> UpperAnswer:
    """Settle one target of the upper plan. `seen` is the id of the answer that the person saw, None for none.

    An answer given before is replaced. Raises AnsweredMeanwhile, ValidationError, WrongState, NotAllowed.
    """
    locked = _checked(plan, by)
    if problem := _problem(answer, *_known(locked)):
        raise problem
    before = UpperAnswer.objects.filter(plan=locked, upper=locked.upper_id, number=answer.number)
    current = before.select_related("settled_by").first()
    if (current.pk if current else None) != seen:
        raise AnsweredMeanwhile(current)
    before.delete()
    row = _row(locked, answer, by, at)
    row.save()
    record(verb="plans.answer_upper", thing=row, by=by, at=at, changed=["verdict"])
    return row


@transaction.atomic
def answer_many(*, plan: Plan, answers: Iterable[Answer], by: Account, at: datetime) -> tuple[int, int]:
    """Settle several targets that nobody answered; return how many were settled and how many passed over."""
    locked = _checked(plan, by)
    numbers, own = _known(locked)
    done = set(UpperAnswer.objects.filter(plan=locked, upper=locked.upper_id).values_list("number", flat=True))
    wanted = list(answers)
    rows = {
        a.number: _row(locked, a, by, at) for a in wanted if a.number not in done and _problem(a, numbers, own) is None
    }
    if rows:
        UpperAnswer.objects.bulk_create(rows.values())
        record(verb="plans.answer_many", thing=locked, by=by, at=at, changed=["upper_answers"])
    return len(rows), len(wanted) - len(rows)


@transaction.atomic
def take_back_answer(*, plan: Plan, number: int, by: Account, at: datetime) -> None:
    """Take an answer back; nothing happens when there is none."""
    locked = _checked(plan, by)
    row = UpperAnswer.objects.filter(plan=locked, upper=locked.upper_id, number=number).first()
    if row is not None:
        record(verb="plans.take_back_answer", thing=row, by=by, at=at, changed=["verdict"])
        row.delete()


def _locked(plan: Plan) -> Plan:
    rows = Plan.objects.select_for_update(of=("self",)).select_related("region", "upper")
    return rows.get(pk=plan.pk)


def _checked(plan: Plan, by: Account) -> Plan:
    locked = _locked(plan)
    access.check_can_answer_upper(by, locked)
    return locked


def _known(plan: Plan) -> tuple[int, set[str]]:
    """Return how many targets the upper plan has, and the keys of ours."""
    assert plan.upper is not None
    version: Version | None = standing_for(plan)
    own = standing(Target, version).values_list("key", flat=True) if version else ()
    return len(upper_targets(plan.upper)), set(own)


def _problem(answer: Answer, targets: int, own: set[str]) -> ValidationError | None:
    if answer.verdict not in Verdict.values:
        return ValidationError({"verdict": "请选择结论。"})
    if not 0 <= answer.number < targets:
        return ValidationError("上级规划中没有这一条。请刷新页面。")
    answered = answer.verdict in {Verdict.COVERED, Verdict.LOWER}
    if answered and answer.own_key not in own:
        return ValidationError({"own_key": "请选择本级的哪一条目标任务与它对应。"})
    if answer.verdict == Verdict.NOT_OURS and not answer.reason.strip():
        return ValidationError({"reason": "请写明为什么不适用本级。"})
    return None


def _row(plan: Plan, answer: Answer, by: Account, at: datetime) -> UpperAnswer:
    answered = answer.verdict in {Verdict.COVERED, Verdict.LOWER}
    return UpperAnswer(
        plan=plan, upper_id=plan.upper_id or 0, number=answer.number, own_key=answer.own_key if answered else "",
        verdict=answer.verdict, reason=answer.reason.strip()[:200], settled_by=by, settled_at=at,
    )  # fmt: skip
