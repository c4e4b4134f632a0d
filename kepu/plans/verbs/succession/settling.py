"""What becomes of each item: carried, changed, ended, new. A person settles; one who comes later is told, not overruled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from kepu.audit.verbs import record
from kepu.people.models import Account
from kepu.plans import access
from kepu.plans.models import Continuation, Plan, Target, Task, Version
from kepu.plans.queries.standing import standing
from kepu.plans.queries.succession import standing_for

Verdict = Continuation.Verdict
_PAIRS = {Verdict.CARRIED, Verdict.CHANGED}


class SettledMeanwhile(Exception):
    """Somebody settled one of the items, or took it back, since the person looked; `current` is what stands now."""

    def __init__(self, current: list[Continuation]) -> None:
        super().__init__("这一条刚被其他同志核定过。请核对现在的结果；要改，请先撤回。")
        self.current = current


@dataclass(frozen=True)
class Decision:
    """What a person decides: which old and which new item (one may be empty, as the verdict says), the verdict, why."""

    kind: str
    old_key: str
    new_key: str
    verdict: str
    reason: str = ""


@transaction.atomic
def settle(
    *, plan: Plan, decision: Decision, known: Iterable[int] = (), by: Account, at: datetime
) -> Continuation:  # fmt: skip
    """Settle one line. `known` are the ids of what the person saw settled of the two items already (a split, a merger).

    Raises SettledMeanwhile, ValidationError for keys and verdict that do not go together, WrongState, NotAllowed.
    """
    locked = _lock(plan, by)
    if problem := _problem(decision, _known_keys(locked)):
        raise problem
    before = list(_touching(locked, decision).select_related("settled_by"))
    if {row.pk for row in before} != set(known):
        raise SettledMeanwhile(before)
    _check_together(decision, before)
    row = _row(locked, decision, by, at)
    row.save()
    record(verb="plans.settle", thing=row, by=by, at=at, changed=["verdict"])
    return row


@transaction.atomic
def settle_many(
    *, plan: Plan, decisions: Iterable[Decision], by: Account, at: datetime
) -> tuple[list[Continuation], int]:
    """Settle several lines at once, each of items of which nothing is settled; return them, and how many were passed over.

    Lines settled meanwhile and items that stand no more are passed over. One audit row for all.
    """
    locked = _lock(plan, by)
    known, touched = _known_keys(locked), set[str]()
    for pair in locked.continuations.values_list("old_key", "new_key"):
        touched.update(pair)
    made: list[Continuation] = []
    wanted = list(decisions)
    for decision in wanted:
        keys = {decision.old_key, decision.new_key} - {""}
        if _problem(decision, known) is None and not keys & touched:
            made.append(_row(locked, decision, by, at))
            touched |= keys
    if made:
        Continuation.objects.bulk_create(made)
        record(verb="plans.settle_many", thing=locked, by=by, at=at, changed=["continuations"])
    return made, len(wanted) - len(made)


@transaction.atomic
def unsettle(*, continuation: Continuation, by: Account, at: datetime) -> None:
    """Take back what was settled of one line; nothing happens when it was taken back already."""
    locked = _lock(continuation.plan, by)
    row = locked.continuations.filter(pk=continuation.pk).first()
    if row is not None:
        record(verb="plans.unsettle", thing=row, by=by, at=at, changed=["verdict"])
        row.delete()


def _lock(plan: Plan, by: Account) -> Plan:
    locked = Plan.objects.select_for_update(of=("self",)).select_related("region").get(pk=plan.pk)
    access.check_can_settle(by, locked)
    return locked


def _touching(plan: Plan, decision: Decision) -> QuerySet[Continuation]:
    """Return what is settled of either item of a decision."""
    either = Q(pk__in=[])
    for name in ("old_key", "new_key"):
        if key := getattr(decision, name):
            either |= Q(**{name: key})
    return plan.continuations.filter(either, kind=decision.kind)


Known = dict[str, tuple[set[str], set[str]]]


def _known_keys(plan: Plan) -> Known:
    """Return for each kind the keys that stand in the old plan and in this one; six queries."""
    old, new = standing_for(plan.continues) if plan.continues else None, standing_for(plan)
    models: tuple[tuple[str, type[Task] | type[Target]], ...] = (
        (Continuation.Kind.TASK, Task), (Continuation.Kind.TARGET, Target),
    )  # fmt: skip
    return {kind: (_keys(model, old), _keys(model, new)) for kind, model in models}


def _keys(model: type[Task] | type[Target], version: Version | None) -> set[str]:
    return set(standing(model, version).values_list("key", flat=True)) if version else set()


def _problem(decision: Decision, known: Known) -> ValidationError | None:
    """Return why keys and verdict do not go together, or which item does not stand; None when all is well."""
    if decision.kind not in known or decision.verdict not in Verdict.values:
        return ValidationError({"verdict": "请选择延续、调整、结束或新增。"})
    wanted = {Verdict.ENDED: (True, False), Verdict.NEW: (False, True)}.get(Verdict(decision.verdict), (True, True))
    if (bool(decision.old_key), bool(decision.new_key)) != wanted:
        return ValidationError({"verdict": "“延续”“调整”须有前后两条，“结束”只有上一期的，“新增”只有本期的。"})
    old, new = known[decision.kind]
    if (decision.old_key and decision.old_key not in old) or (decision.new_key and decision.new_key not in new):
        return ValidationError("方案中没有这一条，可能已被调整。请刷新页面。")
    return None


def _check_together(decision: Decision, before: list[Continuation]) -> None:
    if before and (decision.verdict not in _PAIRS or any(row.verdict not in _PAIRS for row in before)):
        raise ValidationError("其中一条已核定为“结束”或“新增”，或已有对应。请先撤回，再重新核定。")
    if any((row.old_key, row.new_key) == (decision.old_key, decision.new_key) for row in before):
        raise ValidationError("这两条已经核定为对应。")


def _row(plan: Plan, decision: Decision, by: Account, at: datetime) -> Continuation:
    return Continuation(
        plan=plan, kind=decision.kind, old_key=decision.old_key, new_key=decision.new_key, verdict=decision.verdict,
        reason=decision.reason.strip()[:200], settled_by=by, settled_at=at,
    )  # fmt: skip
