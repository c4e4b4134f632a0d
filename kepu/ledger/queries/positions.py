"""Positions of the ledger: what it said when a seal was made can always be said again."""

from django.db.models import Q, QuerySet

from kepu.ledger.models import Fact, Seal


def position() -> Seal | None:
    """Return the last seal, None where nothing was ever sealed. Drain first to have all that was posted in it."""
    return Seal.objects.first()


def sealed_after(seal: Seal) -> Q:
    """Return a condition on facts: those that the ledger did not hold yet at this position, pending ones included."""
    late = [fact for later in Seal.objects.filter(number__gt=seal.number) for fact in later.late]
    return Q(pk__gt=seal.upto) | Q(pk__in=late) | Q(pending__isnull=False)


def facts_at(seal: Seal) -> "QuerySet[Fact]":
    """Return all facts that the ledger held at a position."""
    return Fact.objects.exclude(pk__in=Fact.objects.filter(sealed_after(seal)).values("pk"))
