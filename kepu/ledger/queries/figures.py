"""Figures: many asked at once, answered in the same number of queries, never stale.

Each is the sum of cells and of the facts still pending, read in one statement, so that a fact moving from the one to the
other is neither missed nor counted twice.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Sum, Value

from kepu.ledger.models import Fact, Pending, RegionCell, Seal, UnitCell
from kepu.ledger.models.cells import AMOUNTS
from kepu.ledger.models.facts import Facts
from kepu.ledger.places import prefix_of, units_above
from kepu.ledger.queries.positions import sealed_after
from kepu.ledger.queries.trees import measure_tree
from kepu.ledger.queries.windows import Window

Row = tuple[int, Any, str, int, list[int]]  # measure, region code or unit id, audience, year, the year and its months


@dataclass(frozen=True)
class Ask:
    """One figure wanted: a measure with all below it, in a region or credited to a unit, for an audience or everyone.

    `region` is a code, `unit` an id; with both, only facts inside the region that are credited to the unit.
    """

    measure: int
    window: Window
    region: str = ""
    unit: int | None = None
    audience: str = ""


def figures(asks: Sequence[Ask], at: Seal | None = None) -> list[int]:
    """Return the figure of each ask, in the measure's smallest unit, as of today or as the ledger stood at a seal.

    The number of queries grows with the stretches of days that are no whole months, and with asks for a unit within a
    region, not with the number of other asks. Facts are read only for a stretch that leaves facts of its month out.
    """
    tree = measure_tree()
    found = dict.fromkeys(range(len(asks)), 0)
    for mine, rows in ((_by_region, _region_rows), (_by_unit, _unit_rows)):
        chosen = {number: ask for number, ask in enumerate(asks) if mine(ask)}
        if chosen:
            wanted = _wanted(chosen.values(), tree)
            sums = _indexed(rows(wanted, at))
            _add(found, chosen, tree, sums)
            _add_days(found, chosen, wanted, tree, sums, at)
    for number, ask in enumerate(asks):
        if ask.region and ask.unit is not None:
            found[number] = _from_facts(ask, tree, at)
    return list(found.values())


def _by_region(ask: Ask) -> bool:
    return ask.unit is None


def _by_unit(ask: Ask) -> bool:
    return ask.unit is not None and not ask.region


@dataclass(frozen=True)
class Wanted:
    """What the asks need of the cells: measures, places, years; `months` unless whole years are enough."""

    measures: set[int]
    places: set[Any]
    years: range
    months: bool

    @property
    def amounts(self) -> tuple[str, ...]:
        """The columns of the cells that are read: the year, or the year and its months."""
        return AMOUNTS if self.months else AMOUNTS[:1]

    def cells(self, place: str) -> Q:
        return self.facts() & Q(**{f"{place}__in": self.places})

    def facts(self) -> Q:
        return Q(measure__in=self.measures, year__gte=self.years.start, year__lt=self.years.stop)


def _wanted(asks: Iterable[Ask], tree: dict[int, set[int]]) -> Wanted:
    chosen = list(asks)
    years = range(min(a.window.since.year for a in chosen), max(a.window.until.year for a in chosen) + 1)
    return Wanted(
        {one for ask in chosen for one in tree.get(ask.measure, ())},
        {ask.region or ask.unit for ask in chosen},
        years,
        any(ask.window.months or ask.window.days for ask in chosen),
    )


def _region_rows(wanted: Wanted, at: Seal | None) -> list[Row]:
    """Return cells, and the facts not in them placed in every wanted region around them."""
    cells = RegionCell.objects.filter(wanted.cells("region")).values_list(
        "measure_id", "region_id", "audience", "year", *wanted.amounts, Value(0)
    )
    told = _moving(wanted, at).values_list("measure_id", "region_id", "audience", "year", *_in_columns(wanted), F("id"))
    prefixes = {place: prefix_of(place) for place in wanted.places}
    rows: list[Row] = []
    for measure, region, audience, year, *amounts, fact in cells.union(told, all=True):
        if not fact:
            rows.append((measure, region, audience, year, amounts))
            continue
        places = [p for p, prefix in prefixes.items() if region.startswith(prefix)]
        rows += [(measure, p, audience, year, _spread(amounts, -1 if at else 1)) for p in places]
    return rows


def _unit_rows(wanted: Wanted, at: Seal | None) -> list[Row]:
    """Return cells, and the facts not in them, each once for every wanted unit it is credited to or under."""
    cells = UnitCell.objects.filter(wanted.cells("unit")).values_list(
        "measure_id", "unit_id", "audience", "year", *wanted.amounts, Value(0)
    )
    told = _moving(wanted, at).filter(credits__isnull=False)
    credited = told.values_list("measure_id", "credits__unit_id", "audience", "year", *_in_columns(wanted), F("id"))
    above = units_above()
    rows: list[Row] = []
    counted: set[tuple[int, int]] = set()
    for measure, unit, audience, year, *amounts, fact in cells.union(credited, all=True):
        if not fact:
            rows.append((measure, unit, audience, year, amounts))
            continue
        fresh = {place for place in set(above[unit]) & wanted.places if (fact, place) not in counted}
        counted |= {(fact, place) for place in fresh}
        rows += [(measure, place, audience, year, _spread(amounts, -1 if at else 1)) for place in fresh]
    return rows


def _in_columns(wanted: Wanted) -> list[Any]:
    """Return what of a fact stands in the columns of a cell, so that both come in one statement: quantity, month, nothing."""
    return ["quantity", "month", *(Value(0) for _ in wanted.amounts[2:])][: len(wanted.amounts)]


def _spread(amounts: list[int], sign: int) -> list[int]:
    """Return a fact's quantity as a cell would hold it: in the year and in its month, if it lies in one."""
    quantity, *rest = amounts
    return [sign * quantity, *(sign * quantity * (month == rest[0]) for month in range(1, len(rest) + 1))]


def _moving(wanted: Wanted, at: Seal | None) -> QuerySet[Fact]:
    """Return the facts to add to the cells (pending), or with a seal those to take off them (sealed after it)."""
    facts = Fact.objects.filter(wanted.facts()).order_by()
    if at is None:
        return facts.filter(pk__in=Pending.objects.values("fact"))
    return facts.filter(sealed_after(at), pending__isnull=True)


Sums = dict[tuple[int, Any, int], dict[str, list[int]]]


def _indexed(rows: list[Row]) -> Sums:
    """Return the sums by measure, place and year, each by audience: the year and its months."""
    sums: Sums = defaultdict(dict)
    for measure, place, audience, year, amounts in rows:
        here = sums[measure, place, year]
        before = here.get(audience)
        here[audience] = [a + b for a, b in zip(before, amounts, strict=True)] if before else amounts
    return sums


def _add(found: dict[int, int], asks: dict[int, Ask], tree: dict[int, set[int]], sums: Sums) -> None:
    for number, ask in asks.items():
        times = [(year, 0) for year in ask.window.years] + ask.window.months
        found[number] += _sum(ask, tree, sums, times)


def _sum(ask: Ask, tree: dict[int, set[int]], sums: Sums, times: list[tuple[int, int]]) -> int:
    """Return the sum of the times: (year, month), month 0 the whole year."""
    place = ask.region or ask.unit
    parts = [
        (sums.get((measure, place, year)), month) for measure in tree.get(ask.measure, ()) for year, month in times
    ]
    return sum(_of(part, month, ask.audience) for part, month in parts if part)


def _of(by_audience: dict[str, list[int]], month: int, audience: str) -> int:
    if audience:
        return by_audience[audience][month] if audience in by_audience else 0
    return sum(amounts[month] for amounts in by_audience.values())


def _add_days(
    found: dict[int, int], asks: dict[int, Ask], wanted: Wanted, tree: dict[int, set[int]], sums: Sums, at: Seal | None
) -> None:
    """Add the days that are no whole month: from the month where nothing lies outside them, else from the facts."""
    stretches: dict[Window, dict[int, Ask]] = defaultdict(dict)
    for number, ask in asks.items():
        for days in ask.window.days:
            stretches[days][number] = ask
    for days, here in stretches.items():
        if _is_all_there_is(days, wanted):
            counted, time = sums, (days.since.year, days.since.month)
        else:
            by_unit = _by_unit(next(iter(here.values())))
            counted, time = _indexed(_day_rows(days, wanted, at, by_unit=by_unit)), (0, 0)
        for number, ask in here.items():
            found[number] += _sum(ask, tree, counted, [time])


def _is_all_there_is(days: Window, wanted: Wanted) -> bool:
    """Whether the days begin a month in which nothing lies after them, as this month so far does."""
    if days.since.day != 1:
        return False
    end = days.until.replace(day=monthrange(days.until.year, days.until.month)[1])
    after = Fact.objects.filter(measure__in=wanted.measures, day__gt=days.until, day__lte=end)
    return not after.order_by().exists()


def _day_rows(days: Window, wanted: Wanted, at: Seal | None, *, by_unit: bool) -> list[Row]:
    facts = Fact.objects.filter(measure__in=wanted.measures, month__gt=0, since__gte=days.since, day__lte=days.until)
    if at is not None:
        facts = facts.exclude(pk__in=Fact.objects.filter(sealed_after(at)).values("pk"))
    if not by_unit:
        sums = facts.order_by().values_list("measure_id", "region_id", "audience").annotate(told=Sum("quantity"))
        prefixes = {place: prefix_of(place) for place in wanted.places}
        return [
            (measure, place, audience, 0, [told])
            for measure, region, audience, told in sums
            for place, prefix in prefixes.items() if region.startswith(prefix)
        ]  # fmt: skip
    above, placed = units_above(), set()
    credited = facts.filter(credits__isnull=False).values_list(
        "measure_id", "credits__unit_id", "audience", "quantity", "id"
    )
    for measure, unit, audience, quantity, fact in credited:
        placed |= {(measure, place, audience, quantity, fact) for place in set(above[unit]) & wanted.places}
    return [(measure, place, audience, 0, [quantity]) for measure, place, audience, quantity, _ in placed]


def _from_facts(ask: Ask, tree: dict[int, set[int]], at: Seal | None) -> int:
    told = matching(ask, tree).values_list("id", "quantity")
    if at is not None:
        told = told.exclude(pk__in=Fact.objects.filter(sealed_after(at)).values("pk"))
    return sum(quantity for _, quantity in told)


def matching(ask: Ask, tree: dict[int, set[int]]) -> Facts:
    """Return the facts that lie whole in an ask's window, place and audience, reversed ones and reversals included.

    One that is longer than a month shows only where its year is asked for whole.
    """
    within = Q(month__gt=0, since__gte=ask.window.since, day__lte=ask.window.until)
    facts = Fact.objects.filter(
        within | Q(month=0, year__in=ask.window.years), measure__in=tree.get(ask.measure, set()),
        day__gte=ask.window.since, day__lte=ask.window.until,
    )  # fmt: skip
    if ask.region:
        facts = facts.under(prefix_of(ask.region))
    if ask.unit is not None:
        under = [unit for unit, path in units_above().items() if ask.unit in path]
        facts = facts.filter(credits__unit__in=under).distinct()
    return facts.filter(audience=ask.audience) if ask.audience else facts
