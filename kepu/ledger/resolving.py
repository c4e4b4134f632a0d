"""What the ledger tells of its own source records."""

from django.urls import reverse

from kepu.ledger.access import readable_imports, readable_readings, readable_records, readable_years
from kepu.ledger.queries.evidence import pictures_of, standing_evidence
from kepu.ledger.sources import Described
from kepu.people.models import Account


def describe_records(by: Account, ids: list[int]) -> dict[int, Described]:
    """Return title, page and pictures of the work records that `by` may see, by id; two queries."""
    rows = readable_records(by).filter(pk__in=ids).select_related("unit", "place").prefetch_related(standing_evidence())
    return {
        row.pk: Described(
            f"{row.place.name} · {row.what}（{row.unit.name}）",
            reverse("ledger:record", args=[row.pk]),
            tuple(reverse("ledger:evidence", args=[one.pk]) for one in pictures_of(row)),
        )
        for row in rows
    }


def describe_imports(by: Account, ids: list[int]) -> dict[int, Described]:
    """Return title and page of the imports of values that `by` may see, by id; one query."""
    rows = readable_imports(by).filter(pk__in=ids)
    return {
        row.pk: Described(f"批量导入：{row.paper}（{row.name}）", reverse("ledger:import", args=[row.pk]))
        for row in rows
    }


def describe_years(by: Account, ids: list[int]) -> dict[int, Described]:
    """Return title and page of the past years that `by` may see, by id; two queries."""
    found = {}
    for row in readable_years(by).filter(pk__in=ids).prefetch_related("editions"):
        newest = next(iter(row.editions.all()), None)
        title = f"{row.year}年历年数据：{newest.paper if newest else ''}"
        found[row.pk] = Described(title, reverse("ledger:year", args=[row.pk]))
    return found


def describe_readings(by: Account, ids: list[int]) -> dict[int, Described]:
    """Return title and page of the published figures that `by` may see, by id; one query."""
    rows = readable_readings(by).filter(pk__in=ids)
    return {row.pk: Described(f"公布数：{row.measure.name}", reverse("ledger:reading", args=[row.pk])) for row in rows}
