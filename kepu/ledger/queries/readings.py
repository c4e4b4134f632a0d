"""Published figures as they were published: never summed, never filled in."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from kepu.ledger.models import Fact, Measure, Reading
from kepu.ledger.models.facts import Facts
from kepu.ledger.verbs.readings import source_of
from kepu.people.models import Region


def standing_facts(readings: Iterable[Reading]) -> dict[int, Fact]:
    """Return what each published figure says today, by its id, with publication, measure and place; one query."""
    sources = {source_of(reading): reading.pk for reading in readings}
    facts = _told().standing().filter(source__in=sources)
    return {sources[fact.source]: fact for fact in facts}


def wordings(reading: Reading) -> QuerySet[Fact]:
    """Return everything that a published figure ever said, the latest first; reversals left out."""
    return _told().filter(source=source_of(reading), reverses=None).order_by("-revision")


def published(measure: Measure, region: Region, since: date, until: date) -> QuerySet[Fact]:
    """Return what was published of a region itself from a day to a day, the latest first."""
    facts = _told().filter(measure=measure, region=region, day__gte=since, day__lte=until)
    return facts.standing().order_by("-day", "-id")


def _told() -> Facts:
    return Fact.objects.filter(publication__isnull=False).select_related(
        "publication", "measure", "region", "posted_by"
    )
