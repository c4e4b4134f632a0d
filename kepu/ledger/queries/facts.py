"""The facts a figure is made of."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value

from kepu.ledger.models import Fact, Measure, Pending, RegionCell
from kepu.ledger.places import prefix_of
from kepu.ledger.queries.figures import Ask, matching
from kepu.ledger.queries.trees import measure_tree


def facts_behind(ask: Ask, *, corrected: bool = False) -> QuerySet[Fact]:
    """Return the facts that make up a figure, the latest first; `corrected` adds reversed ones and their reversals.

    Both ways they add up to the figure.
    """
    facts = matching(ask, measure_tree()).select_related("measure", "region").prefetch_related("credits__unit")
    if not corrected:
        facts = facts.standing()
    return facts.order_by("-day", "-id")


def last_days(wanted: Collection[tuple[int, str]], region: str) -> dict[tuple[int, str], date]:
    """Return the last day on which something stands within a region for each measure, all below it included, and audience.

    "" asks for every audience. Two queries; where an audience has no cell and nothing pending, its facts are not looked for.
    """
    tree = measure_tree()
    needed: dict[str, set[int]] = defaultdict(set)
    for measure, audience in wanted:
        needed[audience] |= tree.get(measure, set())
    parts = [_last_of(measures, audience, region) for audience, measures in sorted(needed.items())]
    rows = parts[0].union(*parts[1:], all=True) if parts else []
    days = {(one, audience): day for audience, one, day in rows if day}
    found = {
        (m, who): max((days[one, who] for one in tree.get(m, ()) if (one, who) in days), default=None)
        for m, who in wanted
    }
    return {key: day for key, day in found.items() if day}


def _last_of(measures: set[int], audience: str, region: str) -> QuerySet[Measure, Any]:
    facts = Fact.objects.under(prefix_of(region)).filter(measure=OuterRef("pk"))
    rows = Measure.objects.filter(pk__in=measures).order_by()
    if audience:
        facts = facts.filter(audience=audience)
        cells = RegionCell.objects.filter(measure=OuterRef("pk"), region=region, audience=audience)
        rows = rows.filter(Exists(cells) | Exists(facts.filter(pk__in=Pending.objects.values("fact"))))
    latest = Subquery(facts.standing().order_by("-day").values("day")[:1])
    return rows.annotate(who=Value(audience), last=latest).values_list("who", "pk", "last")
