"""The one drainer: adds pending facts to the cells, seals them, and flags what may be one deed told twice."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import product
from typing import Any

from django.db import connection, models, transaction

from kepu.ledger.models import Duplicate, Fact, Measure, Pending, RegionCell, Seal, UnitCell
from kepu.ledger.models.cells import AMOUNTS
from kepu.ledger.places import regions_around, units_above

DRAINER = 4_711_001  # the advisory lock's number
MOST = 5000
Sums = dict[tuple[Any, ...], list[int]]  # by measure, place, audience and year: the year, then its months


def drain_all(*, at: datetime) -> int:
    """Drain until nothing is pending or another drains, and return the number of facts drained."""
    total = 0
    while done := drain(at=at):
        total += done
    return total


@transaction.atomic
def drain(*, at: datetime, most: int = MOST) -> int:
    """Add up to `most` pending facts to the cells and seal them, all or nothing; return how many.

    Returns 0 where nothing is pending or another transaction drains at this moment.
    """
    if not alone():
        return 0
    facts = list(sealable().filter(pending__isnull=False).order_by("id")[:most])
    if not facts:
        return 0
    counted = [fact for fact in facts if fact.measure.kind != Measure.Kind.READING]
    _add(RegionCell, "region_id", _by_region(counted))
    _add(UnitCell, "unit_id", _by_unit(counted))
    _seal(facts, at)
    Pending.objects.filter(fact__in=[fact.pk for fact in facts]).delete()
    _flag(counted)
    return len(facts)


def alone(wait: bool = False) -> bool:
    """Take the drainer's lock until the transaction ends; on SQLite whoever writes is alone."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        verb = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
        cursor.execute(f"SELECT {verb}(%s)", [DRAINER])
        return wait or bool(cursor.fetchone()[0])


def sealable() -> "models.QuerySet[Fact]":
    """Return facts with all that a seal covers loaded: measure, reading, credits."""
    return Fact.objects.select_related("measure", "publication").prefetch_related("credits")


def _by_region(facts: list[Fact]) -> Sums:
    paths = regions_around(fact.region_id for fact in facts)
    return _summed((fact, paths[fact.region_id]) for fact in facts)


def _by_unit(facts: list[Fact]) -> Sums:
    above = units_above()
    return _summed((fact, {one for credit in fact.credits.all() for one in above[credit.unit_id]}) for fact in facts)


def _summed(placed: Iterable[tuple[Fact, Iterable[object]]]) -> Sums:
    sums: Sums = defaultdict(lambda: [0] * len(AMOUNTS))
    for fact, places in placed:
        for place in places:
            amounts = sums[fact.measure_id, place, fact.audience, fact.year]
            for time in {0, fact.month}:
                amounts[time] += fact.quantity
    return sums


def _add(model: type[models.Model], place: str, sums: Sums) -> None:
    """Add sums to the cells, making those that are missing."""
    table = model._meta.db_table
    columns = ("measure_id", place, "audience", "year", *AMOUNTS)
    statement = (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))}) "  # noqa: S608
        f"ON CONFLICT ({place}, measure_id, year, audience) "
        f"DO UPDATE SET {', '.join(f'{name} = {table}.{name} + excluded.{name}' for name in AMOUNTS)}"
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(*key, *amounts) for key, amounts in sorted(sums.items(), key=str)])


def _seal(facts: list[Fact], at: datetime) -> None:
    last = Seal.objects.first()
    number, upto, digest = (last.number, last.upto, last.digest) if last else (0, 0, "")
    late = [fact.pk for fact in facts if fact.pk <= upto]
    Seal.objects.create(
        number=number + 1, upto=max(upto, facts[-1].pk), late=late, facts=len(facts),
        digest=digest_of(digest, facts), at=at,
    )  # fmt: skip


def digest_of(before: str, facts: Iterable[Fact]) -> str:
    """Return the SHA-256 (hexadecimal) of the digest before and the facts, in the order of their ids."""
    lines = [before, *(_line(fact) for fact in facts)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _line(fact: Fact) -> str:
    reading = getattr(fact, "publication", None)
    told = [
        fact.pk, fact.measure_id, fact.quantity, fact.since, fact.day, fact.region_id, fact.audience, fact.source,
        fact.line, fact.revision, fact.reverses_id, fact.posted_at.astimezone(UTC).isoformat(), fact.posted_by_id,
        *sorted((credit.unit_id, credit.role) for credit in fact.credits.all()),
        *((reading.publisher, reading.document, reading.ruler, reading.low, reading.high, reading.size) if reading else ()),
        *_compared(reading),
    ]  # fmt: skip
    return "|".join(str(one) for one in told)


def _compared(reading: Any) -> tuple[Any, ...]:
    """Return rank and average of a reading; nothing where neither is said, as in every fact sealed before they were kept."""
    told = (reading.rank, reading.ranked, reading.average, reading.averaged) if reading else ()
    return told if any(one not in (None, "") for one in told) else ()


def _flag(facts: list[Fact]) -> None:
    """Note pairs of facts on one day with the same measure, place and quantity from different records.

    That both count one session says nothing, every record does; where more agrees, the sessions are doubted with it.
    """
    if not facts:
        return
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, [facts[0].pk, facts[-1].pk, SESSIONS])
        deeds = cursor.fetchall()
    doubts = [Duplicate(first_id=first, second_id=second, why=WHY_ALIKE) for first, second in _agreeing(deeds)]
    Duplicate.objects.bulk_create(doubts, ignore_conflicts=True)


def _agreeing(deeds: list[tuple[str, str, Any, str]]) -> list[tuple[int, int]]:
    """Return the pairs of facts, the earlier first, in which two records agree: `deeds` are both sources, day, place."""
    sources = {one for deed in deeds for one in deed[:2]}
    facts = Fact.objects.standing().filter(source__in=sources, region__in={deed[3] for deed in deeds}, quantity__gt=0)
    told: dict[tuple[str, str, str], dict[tuple[int, int], list[int]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts.filter(since=models.F("day"), day__in={deed[2] for deed in deeds}):
        told[fact.source, str(fact.day), fact.region_id][fact.measure_id, fact.quantity].append(fact.pk)
    both = [(told[one, str(day), place], told[other, str(day), place]) for one, other, day, place in deeds]
    alike = (product(first[key], second[key]) for first, second in both for key in first.keys() & second)
    return sorted({(min(pair), max(pair)) for pairs in alike for pair in pairs})


SESSIONS = "场次"  # the unit of what a record counts once, whatever it tells of
WHY_ALIKE = "同指标、同地点、同日期、同数量"
_ALIKE = """
SELECT DISTINCT one.source, other.source, one.day, one.region_id FROM ledger_fact one
JOIN ledger_fact other ON other.measure_id = one.measure_id AND other.region_id = one.region_id
  AND other.day = one.day AND other.quantity = one.quantity AND other.source <> one.source
JOIN ledger_measure measure ON measure.id = one.measure_id
WHERE one.id BETWEEN %s AND %s AND one.quantity > 0 AND measure.kind <> 'reading' AND measure.unit <> %s
  AND one.since = one.day AND other.since = other.day
  AND one.reverses_id IS NULL AND other.reverses_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM ledger_fact gone WHERE gone.reverses_id IN (one.id, other.id))
"""
