"""身边的科普: how many sessions each township saw month by month, and how many came; counts alone, never a record.

Only what stands in the ledger counts: a record that waits for review is not there. What was entered by the year alone has
no month and is left out.
"""

from calendar import monthrange
from datetime import date
from typing import Any

from kepu.ledger.models import Measure
from kepu.ledger.queries import Ask, Window, figures
from kepu.people.models import Region
from kepu.people.queries import townships_of

Snapshot = dict[str, Any]
MONTHS = 12
COUNTED = {"sessions": "activity.sessions", "person_times": "activity.person_times"}


def near_snapshot(county: Region, as_of: date) -> Snapshot:
    """Return sessions and person-times of the twelve months up to a day, by township in the official order.

    What the county did itself, in no township, stands last under its own code. The number of queries does not grow with
    townships.
    """
    towns = list(townships_of(county))
    measures = {name: Measure.objects.filter(code=code).first() for name, code in COUNTED.items()}
    months = months_before(as_of)
    places = [county.pk, *(town.pk for town in towns)]
    asks = [
        Ask(measure.pk, window, place) for place in places for measure in measures.values() if measure for window in months
    ]  # fmt: skip
    counted = iter(figures(asks) if asks else [])
    told = {
        place: {name: [next(counted) if one else 0 for _ in months] for name, one in measures.items()} for place in places
    }  # fmt: skip
    own = {name: _rest(told[county.pk][name], [told[town.pk][name] for town in towns]) for name in COUNTED}
    return {
        "months": [f"{window.since:%Y-%m}" for window in months],
        "towns": [{"code": town.pk, "name": town.name, **told[town.pk]} for town in towns],
        "own": {"code": county.pk, "name": county.name, **own},
    }


def months_before(as_of: date) -> list[Window]:
    """Return the twelve months up to a day, the earliest first; the last one ends on that day."""
    last = as_of.year * 12 + as_of.month - 1
    firsts = [date(month // 12, month % 12 + 1, 1) for month in range(last - MONTHS + 1, last + 1)]
    return [Window(first, min(as_of, _end(first))) for first in firsts]


def _end(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])


def _rest(whole: list[int], parts: list[list[int]]) -> list[int]:
    """Return what of the whole is in none of the parts, month by month."""
    return [amount - sum(part[at] for part in parts) for at, amount in enumerate(whole)]
