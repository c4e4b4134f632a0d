"""Which plan continues which."""

from datetime import datetime

from django.db import transaction

from kepu.audit.verbs import record
from kepu.people.access import WrongState
from kepu.people.models import Account
from kepu.plans import access
from kepu.plans.models import Plan, Version
from kepu.plans.queries.succession import standing_for, successor_of

LONGEST = 50


@transaction.atomic
def continue_from(*, plan: Plan, old: Plan, by: Account, at: datetime) -> Plan:
    """Say that `plan` continues `old`: of the same region, of an earlier period, in force once, continued by no other.

    Nothing happens when it does already. Raises WrongState with the reason, NotAllowed.
    """
    rows = Plan.objects.select_for_update(of=("self",)).select_related("region").order_by("pk")
    locked = {p.pk: p for p in rows.filter(pk__in=[plan.pk, old.pk])}
    new, before = locked[plan.pk], locked[old.pk]
    access.check_can_continue(by, new)
    if new.continues_id == before.pk:
        return new
    _check_fits(new, before)
    _make_free(before)
    new.continues = before
    new.save(update_fields=["continues"])
    record(verb="plans.continue", thing=new, by=by, at=at, changed=["continues"])
    return new


def _check_fits(new: Plan, before: Plan) -> None:
    """Raise WrongState, with the reason, where `new` cannot continue `before`."""
    if new.region_id != before.region_id:
        raise WrongState("只能接续本级自己的方案。")
    if new.continuations.exists():
        raise WrongState("已有核定过的条目。要改接另一个方案，请先取消现在的接续。")
    if new.pk in _line(before):
        raise WrongState("这两个方案互为前后，不能接续。")
    own, other = standing_for(new), standing_for(before)
    if own is None or other is None or other.state != Version.State.ADOPTED:
        raise WrongState("只能接续已经采用过的方案。")
    if own.period_from is None or other.period_from is None:
        raise WrongState("请先在方案基本信息中填写起止年份，再选定接续哪个方案。")
    if own.period_from <= other.period_from:
        raise WrongState("接续的方案应当是更早一期的：起始年份须早于本方案。")


def _line(plan: Plan) -> set[int]:
    """Return the ids of a plan and of those it continues, step by step."""
    seen: set[int] = set()
    at: Plan | None = plan
    while at is not None and at.pk not in seen and len(seen) < LONGEST:
        seen.add(at.pk)
        at = at.continues
    return seen


def _make_free(before: Plan) -> None:
    """Let go of a plan whose successor was given up. Raises WrongState where a living plan continues it."""
    if other := successor_of(before):
        version = standing_for(other)
        raise WrongState(f"这个方案已由《{version.title if version else other}》接续，一个方案只能由一个方案接续。")
    for given_up in Plan.objects.filter(continues=before):
        given_up.continuations.all().delete()
        Plan.objects.filter(pk=given_up.pk).update(continues=None)


@transaction.atomic
def stop_continuing(*, plan: Plan, by: Account, at: datetime) -> int:
    """Take the link back and with it everything that was settled; return how many lines that were."""
    locked = Plan.objects.select_for_update(of=("self",)).select_related("region").get(pk=plan.pk)
    access.check_can_continue(by, locked)
    if locked.continues_id is None:
        raise WrongState("这个方案没有接续别的方案。")
    gone, _ = locked.continuations.all().delete()
    locked.continues = None
    locked.save(update_fields=["continues"])
    record(verb="plans.stop_continuing", thing=locked, by=by, at=at, changed=["continues"])
    return gone
