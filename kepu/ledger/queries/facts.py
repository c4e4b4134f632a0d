"""The facts a figure is made of."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from kepu.ledger.models import Fact, Measure
from kepu.ledger.places import prefix_of
from kepu.ledger.queries.figures import Ask, matching
from kepu.ledger.queries.trees import measure_tree, tree_of


def facts_behind(ask: Ask, *, corrected: bool = False) -> QuerySet[Fact]:
    """Return the facts that make up a figure, the latest first; `corrected` adds reversed ones and their reversals.

    Both ways they add up to the figure.
    """
    facts = matching(ask, measure_tree()).select_related("measure", "region").prefetch_related("credits__unit")
    if not corrected:
        facts = facts.standing()
    return facts.order_by("-day", "-id")


def last_days(measures: set[int], region: str) -> dict[int, date]:
    """Return the last day on which something stands for each measure, all below it included, within a region; one query."""
    standing = Fact.objects.standing().under(prefix_of(region)).filter(measure=OuterRef("pk"))
    latest = Subquery(standing.order_by("-day").values("day")[:1])
    rows = list(Measure.objects.order_by().annotate(last=latest).values_list("id", "parent_id", "last"))
    tree, days = tree_of({one: above for one, above, _ in rows}), {one: day for one, _, day in rows if day}
    found = {m: max((days[one] for one in tree.get(m, ()) if one in days), default=None) for m in measures}
    return {measure: day for measure, day in found.items() if day}
