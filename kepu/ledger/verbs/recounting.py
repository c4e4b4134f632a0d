"""All cells from all facts at once: to rebuild them, and to check every night that they agree."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from kepu.audit.verbs import record
from kepu.ledger import access
from kepu.ledger.models import CellCheck, RegionCell, Seal, UnitCell
from kepu.ledger.models.cells import AMOUNTS, MONTHS
from kepu.ledger.places import steps
from kepu.ledger.verbs.draining import alone, digest_of, sealable
from kepu.people.models import Account

_KEY = "measure_id, {place}, audience, year"
_MOST_WRONG = 100
_FACTS = """
SELECT fact.id, fact.measure_id, fact.region_id, fact.audience, fact.year, fact.month, fact.quantity
FROM ledger_fact fact JOIN ledger_measure measure ON measure.id = fact.measure_id
WHERE measure.kind <> 'reading' AND NOT EXISTS (SELECT 1 FROM ledger_pending WHERE fact_id = fact.id)
"""
_MONTHS_OF_FACTS = ", ".join([
    "CAST(SUM(quantity) AS BIGINT) AS whole",
    *(f"CAST(COALESCE(SUM(quantity) FILTER (WHERE month = {n}), 0) AS BIGINT) AS {name}" for n, name in enumerate(MONTHS, 1)),
])  # fmt: skip
_COLUMNS = ", ".join(AMOUNTS)
_ADDED = ", ".join(f"CAST(SUM({name}) AS BIGINT) AS {name}" for name in AMOUNTS)
_UNITS = """
WITH RECURSIVE above (unit_id, over_id) AS (
  SELECT id, id FROM people_unit
  UNION SELECT above.unit_id, unit.parent_id FROM above JOIN people_unit unit ON unit.id = above.over_id
  WHERE unit.parent_id IS NOT NULL),
part (fact_id, unit_id) AS (
  SELECT DISTINCT credit.fact_id, above.over_id FROM ledger_credit credit JOIN above USING (unit_id))
SELECT fact.measure_id, part.unit_id, fact.audience, fact.year, {months}
FROM ({facts}) fact JOIN part ON part.fact_id = fact.id GROUP BY 1, 2, 3, 4
"""
_REGIONS = """
WITH leaf AS (
  SELECT fact.measure_id, fact.region_id, fact.audience, fact.year, {months} FROM ({facts}) fact GROUP BY 1, 2, 3, 4),
placed AS ({levels})
SELECT measure_id, region_id, audience, year, {added} FROM placed GROUP BY 1, 2, 3, 4
"""


@transaction.atomic
def rebuild() -> None:
    """Make all cells anew from the facts that are not pending; whoever reads meanwhile sees the old ones."""
    alone(wait=True)
    for model, place, query in _kinds():
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 -- our own table
            cursor.execute(
                f"INSERT INTO {table} ({_KEY.format(place=place)}, {_COLUMNS}) "  # noqa: S608
                f"SELECT {_KEY.format(place=place)}, {_COLUMNS} FROM ({query}) made "
                f"ORDER BY {place}, measure_id, year, audience"  # as the index lies
            )


@transaction.atomic
def ask_mending(*, by: Account, at: datetime) -> None:
    """Write down who asked for all cells to be made anew; the job does it. Raises NotAllowed."""
    access.check_can_mend_cells(by)
    record(verb="ledger.mend_cells", thing="ledger.cellcheck:0", by=by, at=at)


@transaction.atomic
def check_cells(*, at: datetime) -> CellCheck:
    """Recount every cell and every seal from the facts, and keep what does not agree (at most 100 of a kind)."""
    alone(wait=True)
    wrong = [difference for kind in _kinds() for difference in _differences(*kind)]
    wrong += broken_seals()
    cells = RegionCell.objects.count() + UnitCell.objects.count()
    return CellCheck.objects.create(at=at, cells=cells, seals=Seal.objects.count(), wrong=wrong)


def broken_seals() -> list[dict[str, object]]:
    """Return the seals whose facts are not what was sealed, in order; empty where nothing was tampered with."""
    wrong: list[dict[str, object]] = []
    before, upto = "", 0
    seals = list(Seal.objects.order_by("number"))
    late = {fact for seal in seals for fact in seal.late}
    for seal in seals:
        later = [fact for fact in late if upto < fact <= seal.upto]
        own = Q(pk__gt=upto, pk__lte=seal.upto) & ~Q(pk__in=later) | Q(pk__in=seal.late)
        facts = list(sealable().filter(own, pending=None).order_by("id"))
        if digest_of(before, facts) != seal.digest or len(facts) != seal.facts:
            wrong.append({"seal": seal.number, "facts": seal.facts, "found": len(facts)})
        before, upto = seal.digest, seal.upto
    return wrong


def _kinds() -> list[tuple[type[RegionCell] | type[UnitCell], str, str]]:
    return [
        (
            RegionCell,
            "region_id",
            _REGIONS.format(facts=_FACTS, levels=_levels(), months=_MONTHS_OF_FACTS, added=_ADDED),
        ),
        (UnitCell, "unit_id", _UNITS.format(facts=_FACTS, months=_MONTHS_OF_FACTS)),
    ]


def _levels() -> str:
    """Return the statement that places a leaf in every region around it, one part a level from the home region down."""
    levels = steps()
    parts = [_level(above, own, top=own == levels[0][1]) for above, own in levels]
    return " UNION ALL ".join(parts)


def _level(above: int, own: int, *, top: bool) -> str:
    code = f"SUBSTR(leaf.region_id, 1, {own}) || '{'0' * (12 - own)}'"
    deeper = "1 = 1" if top else f"SUBSTR(leaf.region_id, {above + 1}, {own - above}) <> '{'0' * (own - above)}'"
    return (
        f"SELECT leaf.measure_id, region.code AS region_id, leaf.audience, leaf.year, {_COLUMNS} "  # noqa: S608
        f"FROM leaf JOIN people_region region ON region.code = {code} WHERE {deeper}"
    )


def _differences(model: type[RegionCell] | type[UnitCell], place: str, query: str) -> list[dict[str, object]]:
    """Return the sums that a recount says otherwise, month 0 being the whole year."""
    key, table = _KEY.format(place=place), model._meta.db_table
    both = ", ".join(f"SUM({name} * here), SUM({name} * (1 - here))" for name in AMOUNTS)
    unlike = " OR ".join(f"SUM({name} * here) <> SUM({name} * (1 - here))" for name in AMOUNTS)
    statement = (
        f"SELECT {key}, {both} FROM ("  # noqa: S608 -- our own tables
        f"SELECT {key}, {_COLUMNS}, 1 AS here FROM {table} "
        f"UNION ALL SELECT {key}, {_COLUMNS}, 0 FROM ({query}) made) both_ways "
        f"GROUP BY {key} HAVING {unlike} LIMIT {_MOST_WRONG}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found = [one for row in cursor.fetchall() for one in _unlike(row, place.removesuffix("_id"))]
    return found[:_MOST_WRONG]


def _unlike(row: tuple[Any, ...], place: str) -> Iterator[dict[str, object]]:
    """Yield what differs in a row of key, then cell and recount of the year and of each month."""
    key = dict(zip(("measure", place, "audience", "year"), row[:4], strict=True))
    pairs = [int(one) for one in row[4:]]  # PostgreSQL's sums are decimals
    for month, (cell, counted) in enumerate(zip(pairs[::2], pairs[1::2], strict=True)):
        if cell != counted:
            yield key | {"month": month, "cell": cell, "counted": counted}
