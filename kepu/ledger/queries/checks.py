"""台账复核: what the nightly recounts found, in words, and whether they still run."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from kepu.ledger.access import can_read_checks
from kepu.ledger.models import Audience, CellCheck, Measure
from kepu.people.models import Account, Region, Unit
from kepu.ui.shapes import Todo

AWAITED = timedelta(hours=36)  # a recount is made every day


@dataclass(frozen=True)
class Difference:
    """A sum that was not what the records add up to, in words; amounts in the measure's smallest unit."""

    measure: Measure | None
    where: str
    when: str
    audience: str
    cell: int
    counted: int


@dataclass(frozen=True)
class Broken:
    """A seal whose facts are not what was sealed: how many there were and are."""

    number: int
    facts: int
    found: int


def told(row: CellCheck) -> tuple[list[Difference], list[Broken]]:
    """Return what a recount found: sums that do not agree, and broken seals; three queries."""
    cells: list[dict[str, Any]] = [one for one in row.wrong if "measure" in one]
    measures = Measure.objects.in_bulk({one["measure"] for one in cells})
    regions = Region.objects.in_bulk({one["region"] for one in cells if "region" in one})
    units = Unit.objects.in_bulk({one["unit"] for one in cells if "unit" in one})
    found = []
    for one in cells:
        place = regions.get(one["region"]) if "region" in one else units.get(one["unit"])
        when = f"{one['year']}年{one['month']}月" if one["month"] else f"{one['year']}年全年"
        audience = str(Audience(one["audience"]).label)
        where = place.name if place else str(one.get("region") or one.get("unit"))
        found.append(Difference(measures.get(one["measure"]), where, when, audience, one["cell"], one["counted"]))
    seals = [Broken(one["seal"], one["facts"], one["found"]) for one in row.wrong if "seal" in one]
    return found, seals


def is_late(last: CellCheck | None, now: datetime) -> bool:
    """Answer whether no recount was made for longer than a day and a half."""
    return last is None or now - last.at > AWAITED


def todo(user: Account) -> list[Todo]:
    """Tell whoever reads the recounts that the last one found something."""
    if not can_read_checks(user):
        return []
    last = CellCheck.objects.first()
    if last is None or not last.wrong:
        return []
    why = "汇总数与逐笔记录不一致，或封存的记录被改动过。打开看是哪些、怎么办。"
    return [
        Todo(
            "处理台账复核发现的问题",
            reverse("ledger:check", args=[last.pk]),
            "台账",
            why,
            count=len(last.wrong),
            warning=True,
        )
    ]
