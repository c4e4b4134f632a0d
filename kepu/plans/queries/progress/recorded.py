"""What a region's ledger has of the months gone by: which were recorded at all, the common year, how late records come."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.db.models.functions import ExtractMonth, ExtractYear

from kepu.ledger.models import Fact, Measure, RegionCell
from kepu.ledger.models.cells import MONTHS
from kepu.methods.forecast import Seen
from kepu.people.models import Region

HOME = ZoneInfo("Asia/Shanghai")
OLD = 3  # months after which no more records are awaited
SAMPLE = 2000


@dataclass(frozen=True)
class Recorded:
    """The sums of each flow by month (year * 12 + month - 1); the months in which anything was recorded; delays in months."""

    sums: dict[int, dict[int, int]]
    busy: frozenset[int]
    delays: dict[int, int] = field(default_factory=dict)

    def histories(self, today: date) -> Iterator[list[Seen]]:
        """Return the history of each flow, up to the last month that is over."""
        now = today.year * 12 + today.month - 1
        for sums in self.sums.values():
            first = min(sums)
            yield [Seen(month, sums.get(month, 0)) for month in sorted(self.busy) if first <= month < now]


def recorded_in(region: Region, months: Sequence[int]) -> Recorded:
    """Return what was recorded in a region in these months; two queries."""
    years = {month // 12 for month in months}
    cells = RegionCell.objects.filter(region=region, year__in=years, measure__kind=Measure.Kind.FLOW)
    sums: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for measure, year, *amounts in cells.values_list("measure_id", "year", *MONTHS):
        for month, quantity in enumerate(amounts):
            if quantity > 0:
                sums[measure][year * 12 + month] += quantity
    busy = frozenset(month for one in sums.values() for month in one) & frozenset(months)
    return Recorded({m: dict(one) for m, one in sums.items()}, busy, _delays(region, months[-1]))


def _delays(region: Region, now: int) -> dict[int, int]:
    """Return how many facts of the year before last quarter were recorded how many months after their deed.

    Of a large ledger every n-th fact is looked at, some SAMPLE in all, so that it takes as long as of a small one.
    """
    first, last = now - OLD - 11, now - OLD
    facts = Fact.objects.standing().under(region.prefix).filter(
        _every_nth(), month__gt=0,
        day__gte=date(first // 12, first % 12 + 1, 1), day__lt=date((last + 1) // 12, (last + 1) % 12 + 1, 1),
    )  # fmt: skip
    posted = facts.order_by().values(
        "year", "month", in_year=ExtractYear("posted_at", tzinfo=HOME), in_month=ExtractMonth("posted_at", tzinfo=HOME)
    )
    found: dict[int, int] = defaultdict(int)
    for row in posted.annotate(number=Count("pk")):
        found[row["in_year"] * 12 + row["in_month"] - row["year"] * 12 - row["month"]] += row["number"]
    return dict(found)


def _every_nth() -> Q:
    """Return a condition on facts that leaves some SAMPLE of them, evenly spread over the ledger; all while it is small."""
    last = Fact.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return Q(pk__in=range(1, last + 1, -(-last // SAMPLE))) if last > SAMPLE else Q()
