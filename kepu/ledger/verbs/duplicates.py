"""Deciding on facts that may tell of one deed twice, and on photographs that look alike."""

from datetime import datetime

from django.db import transaction

from kepu.audit.verbs import record
from kepu.ledger import access
from kepu.ledger.models import Duplicate, Lookalike
from kepu.ledger.verbs.entries import entry_of
from kepu.ledger.verbs.posting import Saying, correct_many, hold, said_by, standing_of
from kepu.people.access import WrongState
from kepu.people.models import Account


@transaction.atomic
def say_same(*, doubt: Duplicate, by: Account, at: datetime) -> Duplicate:
    """Decide that both records tell of one deed: what the later says of it is reversed, the first carries all credits.

    Decided with it is every other open doubt between the two records: a lecture is a session and so many persons.
    Raises NotAllowed, WrongState where it was decided already or one of the facts no longer stands.
    """
    locked = _locked(doubt, by)
    sources = sorted({locked.first.source, locked.second.source})
    hold(*sources)
    _check_standing(locked)
    for one in (locked, *_others(locked)):
        _decide(one, Duplicate.State.SAME, by, at, "ledger.say_same")
    correct_many(sayings=[_standing(source) for source in sources], by=by, at=at)
    return locked


@transaction.atomic
def say_different(*, doubt: Duplicate, by: Account, at: datetime) -> Duplicate:
    """Decide that the records tell of two deeds, in all their doubts: both go on counting and the marks go.

    Raises NotAllowed, WrongState.
    """
    locked = _locked(doubt, by)
    for one in (locked, *_others(locked)):
        _decide(one, Duplicate.State.DIFFERENT, by, at, "ledger.say_different")
    return locked


@transaction.atomic
def settle_lookalike(*, likeness: Lookalike, by: Account, at: datetime) -> Lookalike:
    """Say that two photographs that look alike were looked at. Raises NotAllowed, WrongState."""
    rows = Lookalike.objects.select_for_update(of=("self",)).select_related("first__record__region")
    row = rows.get(pk=likeness.pk)
    access.check_can_settle_lookalike(by, row)
    row.state, row.decided_by, row.decided_at = Lookalike.State.SETTLED, by, at
    row.save(update_fields=["state", "decided_by", "decided_at"])
    record(verb="ledger.settle_lookalike", thing=row, by=by, at=at, changed=["state"])
    return row


def _locked(doubt: Duplicate, by: Account) -> Duplicate:
    rows = Duplicate.objects.select_for_update(of=("self",)).select_related("first__region", "second")
    locked = rows.get(pk=doubt.pk)
    access.check_can_decide_duplicate(by, locked)
    return locked


def _others(doubt: Duplicate) -> list[Duplicate]:
    """Return, locked, the other open doubts between the two records of `doubt` whose facts still stand."""
    both = (doubt.first.source, doubt.second.source)
    rows = Duplicate.objects.select_for_update(of=("self",)).filter(
        state=Duplicate.State.OPEN, first__source__in=both, second__source__in=both,
        first__reversed_by=None, second__reversed_by=None,
    )  # fmt: skip
    return list(rows.exclude(pk=doubt.pk))


def _check_standing(doubt: Duplicate) -> None:
    for fact in (doubt.first, doubt.second):
        now = standing_of(said_by(fact.source).get((fact.measure_id, fact.line), []))
        if now is None or now.pk != fact.pk:
            raise WrongState("其中一条记录已经更正或作废，不必再核对。请刷新页面。")


def _decide(doubt: Duplicate, state: Duplicate.State, by: Account, at: datetime, verb: str) -> None:
    doubt.state, doubt.decided_by, doubt.decided_at = state, by, at
    doubt.save(update_fields=["state", "decided_by", "decided_at"])
    record(verb=verb, thing=doubt, by=by, at=at, changed=["state"])


def _standing(source: str) -> Saying:
    """Return what a source says now; said once more, the decision takes effect."""
    facts = [fact for told in said_by(source).values() if (fact := standing_of(told))]
    return Saying(source, [entry_of(fact) for fact in facts])
