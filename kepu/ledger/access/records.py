"""Work records: a unit writes down its own work, the office also for units on paper; the office reviews."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from kepu.ledger.models import WorkRecord
from kepu.people.access import NotAllowed, Rule, WrongState, allows, check, holdings, office_region, run_by_office
from kepu.people.models import UNIT_ROLES, Account, Region, Role, Unit
from kepu.people.queries import standing, township_of

State = WorkRecord.State
_OFFICE = (Role.SECRETARIAT,)
_OPEN = (State.HANDED.value, State.RETURNED.value, State.COUNTED.value)

RECORD = Rule("ledger.record_work", "填写工作记录", UNIT_ROLES, "unit")
RECORD_FOR = Rule("ledger.record_work_for", "代单位填写工作记录", _OFFICE, "region")
CORRECT = Rule("ledger.correct_work", "更正工作记录", UNIT_ROLES, "unit", _OPEN)
CORRECT_FOR = Rule("ledger.correct_work_for", "代单位更正工作记录", _OFFICE, "region", _OPEN)
VOID = Rule("ledger.void_work", "作废工作记录", UNIT_ROLES, "unit", _OPEN)
VOID_FOR = Rule("ledger.void_work_for", "代单位作废工作记录", _OFFICE, "region", _OPEN)
ACCEPT = Rule("ledger.accept_work", "审核通过工作记录", _OFFICE, "region", (State.HANDED.value,))
RETURN = Rule("ledger.return_work", "退回工作记录", _OFFICE, "region", (State.HANDED.value,))
SET_POLICY = Rule("ledger.set_record_policy", "设定工作记录是否先审核", _OFFICE, "region")
RULES = (RECORD, RECORD_FOR, CORRECT, CORRECT_FOR, VOID, VOID_FOR, ACCEPT, RETURN, SET_POLICY)

_FOR = {RECORD: RECORD_FOR, CORRECT: CORRECT_FOR, VOID: VOID_FOR}


def recording_units(by: Account) -> QuerySet[Unit]:
    """Return the units whose work `by` may write down today: the own ones, for the office all of its region."""
    own = [h.unit_id for h in holdings(by) if h.role in UNIT_ROLES]
    offices = [h.region for h in holdings(by) if h.role == Role.SECRETARIAT and h.region]
    condition = Q(pk__in=own)
    for region in offices:
        condition |= run_by_office(region, "region")
    return Unit.objects.filter(standing(timezone.localdate()), condition).select_related("region")


def check_can_record_for(by: Account, unit: Unit) -> None:
    """Raise NotAllowed unless `by` answers for the unit or is the office of its region."""
    _check_either(RECORD, by, unit, None)


def can_record_for(by: Account, unit: Unit) -> bool:
    return any(allows(rule, by, region=office_region(unit.region), unit=unit) for rule in (RECORD, RECORD_FOR))


def check_can_set_policy(by: Account, region: Region) -> None:
    """Raise NotAllowed unless `by` is the region's office."""
    check(SET_POLICY, by, region=region)


def check_on_record(rule: Rule, by: Account, record: WorkRecord) -> None:
    """Raise NotAllowed or WrongState unless `by` may do this to the record, for the unit or as the office."""
    if rule in _FOR:
        _check_either(rule, by, record.unit, record.state)
    else:
        check(rule, by, state=record.state, region=record.region)


def can_on_record(rule: Rule, by: Account, record: WorkRecord) -> bool:
    """Answer whether `check_on_record` would pass."""
    try:
        check_on_record(rule, by, record)
    except (NotAllowed, WrongState):
        return False
    return True


def _check_either(rule: Rule, by: Account, unit: Unit, state: str | None) -> None:
    office = office_region(unit.region)
    try:
        check(_FOR[rule], by, state=state, region=office)
    except NotAllowed:
        check(rule, by, state=state, region=office, unit=unit)


def readable_records(by: Account) -> QuerySet[WorkRecord]:
    """Return the records `by` may see: of the own unit or with its part, of the own town; the office all of its region, a higher
    one, whose reading roles say so, those inside."""
    condition = Q(pk__in=[])
    for holding in holdings(by):
        if holding.role == Role.SECRETARIAT:
            condition |= Q(region=holding.region_id)
        elif holding.region:
            condition |= Q(place__code__startswith=holding.region.prefix)
        elif holding.unit:
            condition |= Q(unit=holding.unit) | Q(pk__in=_partnered(holding.unit))
            town = township_of(holding.unit)
            condition |= Q(place__code__startswith=town.prefix) if town else Q()
    return WorkRecord.objects.filter(condition)


def _partnered(unit: Unit) -> QuerySet[WorkRecord, Any]:
    return WorkRecord.objects.filter(partnerships__unit=unit).values("pk")


def get_record_for(by: Account, record_id: int) -> WorkRecord:
    """Return a record `by` may see, with what its page shows. Raises Http404 otherwise."""
    rows = readable_records(by).select_related("region", "unit__region", "place__parent", "recorded_by", "reviewed_by")
    record = rows.prefetch_related("partnerships__unit").filter(pk=record_id).first()
    if record is None:
        raise Http404
    return record
