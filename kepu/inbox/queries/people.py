"""Whom to tell: the people of an office, the liaisons of a unit."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from kepu.people.models import Account, Holding, Region, Role, Unit


def accounts_of_office(region: Region) -> QuerySet[Account]:
    """Return the accounts of a region's secretariat today."""
    return _holding(Role.SECRETARIAT, Q(region=region))


def liaisons_of(unit: Unit) -> QuerySet[Account]:
    """Return the accounts of a unit's liaisons today."""
    return _holding(Role.LIAISON, Q(unit=unit))


def _holding(role: Role, over: Q) -> QuerySet[Account]:
    today = timezone.localdate()
    current = Q(since__lte=today) & (Q(until__isnull=True) | Q(until__gte=today))
    held = Holding.objects.filter(over, current, role=role)
    return Account.objects.filter(is_active=True, pk__in=held.values("account"))
