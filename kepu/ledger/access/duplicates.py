"""Who may do what with the ledger."""

from django.db.models import Q, QuerySet

from kepu.ledger.models import Duplicate, Lookalike
from kepu.people.access import Rule, allows, check, holdings, office_region, run_by_office
from kepu.people.models import Account, Role

_OFFICE = (Role.SECRETARIAT,)

DECIDE_DUPLICATE = Rule("ledger.decide_duplicate", "核对疑似重复", _OFFICE, "region", (Duplicate.State.OPEN.value,))

RULES = (DECIDE_DUPLICATE,)


def check_can_decide_duplicate(by: Account, doubt: Duplicate) -> None:
    """Raise unless `by` is the office that runs the first fact's region and the doubt is open."""
    check(DECIDE_DUPLICATE, by, state=doubt.state, region=office_region(doubt.first.region))


def can_decide_duplicate(by: Account, doubt: Duplicate) -> bool:
    return allows(DECIDE_DUPLICATE, by, state=doubt.state, region=office_region(doubt.first.region))


def readable_duplicates(by: Account) -> QuerySet[Duplicate]:
    """Return the doubts that `by` may decide on as the office that runs their region."""
    condition = Q(pk__in=[])
    for holding in holdings(by):
        if holding.role == Role.SECRETARIAT and holding.region:
            condition |= run_by_office(holding.region, "first__region")
    return Duplicate.objects.filter(condition)


def check_can_settle_lookalike(by: Account, likeness: Lookalike) -> None:
    """Raise unless `by` is the office of the records' region and nobody has settled it yet."""
    check(DECIDE_DUPLICATE, by, state=likeness.state, region=likeness.first.record.region)


def readable_lookalikes(by: Account) -> QuerySet[Lookalike]:
    """Return the pairs of photographs that `by` may settle as the office of their records."""
    offices = [h.region_id for h in holdings(by) if h.role == Role.SECRETARIAT]
    return Lookalike.objects.filter(first__record__region__in=offices)
