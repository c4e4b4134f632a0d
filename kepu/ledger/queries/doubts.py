"""Doubts that wait for the office."""

from typing import Any

from django.db.models import Max, Min, QuerySet

from kepu.ledger.access import readable_duplicates
from kepu.ledger.models import Duplicate, WorkRecord
from kepu.people.models import Account, Region


def open_pairs(by: Account) -> QuerySet[Any, Any]:
    """Return each pair of records (`first__source`, `second__source`) with open doubts once, the latest deed first."""
    pairs = open_duplicates(by).order_by().values("first__source", "second__source")
    return pairs.annotate(doubt=Min("pk"), day=Max("first__day")).order_by("-day", "-doubt")


def open_duplicates(by: Account) -> QuerySet[Duplicate]:
    """Return the undecided doubts that `by` may decide on; those whose facts were corrected meanwhile are over."""
    open_ = readable_duplicates(by).filter(state=Duplicate.State.OPEN)
    return open_.filter(first__reversed_by=None, second__reversed_by=None)


def unreviewed(region: Region) -> int:
    """Return how many records of an office's region wait for review, and so do not count yet."""
    return WorkRecord.objects.filter(region=region, state=WorkRecord.State.HANDED).count()
