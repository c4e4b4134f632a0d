"""目标进展: every target of a version with what is done, what was to be expected, and its light; same queries for any number."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from kepu.ledger.models import Fact, Measure, Publication
from kepu.ledger.queries import Ask, Window, figures, last_days
from kepu.methods.pace import Point, Standing, judge
from kepu.people.models import Population, Region
from kepu.plans.models import Binding, Breakdown, Target, TaskDeed, Version
from kepu.plans.queries.breakdown.listing import breakdowns_of, values_of
from kepu.plans.queries.breakdown.rules import is_share
from kepu.plans.queries.progress.milestones import is_milestone, milestones_told, reached_by
from kepu.plans.queries.progress.places import place_of
from kepu.plans.queries.progress.reach import Reach, asks_each, covers_all, reach_of, rolls_of
from kepu.plans.queries.progress.trends import UNBOUND, Yearly, is_trend, published_figures, trend_of, years_compared
from kepu.plans.queries.progress.units import in_unit
from kepu.plans.queries.progress.windows import asked_of, course_of, start_of, window_days, window_of, years_of_target


@dataclass(frozen=True)
class Progress:
    """One target as it stands. `why` says in Chinese why there is no figure; `url` tells how the figure comes about.

    For a promise to each of many, `done` and `asked` count members, or are shares of them in per cent. `course` is what is
    asked by when, of what is counted by the ledger or published. A place (位次) and a milestone have no amount: `words` tell
    what was published or confirmed, `deed` the one that reached the milestone.
    """

    target: Target
    binding: Binding | None = None
    done: Decimal | None = None
    asked: Decimal | None = None
    standing: Standing | None = None
    last: date | None = None
    url: str = ""
    why: str = ""
    base: Population | None = None
    publication: Publication | None = None
    before: Publication | None = None
    reach: Reach | None = None
    course: Sequence[Point] = ()
    words: str = ""  # of a place or a milestone: what was published, or on which day it was reached
    deed: TaskDeed | None = None
    figures: Sequence[Yearly] = ()  # of a trend: the years that are compared
    veiled: bool = False  # how it stands is not for this reader

    @property
    def may_count(self) -> bool:
        return may_count(self.target)

    @property
    def light(self) -> str:
        return self.standing.light if self.standing and not self.veiled else ""

    @property
    def per_cent(self) -> int:
        """The share done in whole per cent, rounded down so that nothing reads as reached before it is; at most 100."""
        return min(100, int(self.standing.share * 100)) if self.standing else 0

    @property
    def expected_per_cent(self) -> int:
        """Where the tick of the expected pace stands on the bar."""
        return min(100, int(self.standing.expected / self.asked * 100)) if self.standing and self.asked else 0


@dataclass(frozen=True)
class Board:
    """All targets of a version, and how many stand how: counted, without a measure, without a number."""

    lines: list[Progress]
    lights: Counter[str] = field(default_factory=Counter)

    def lit_for(self, keys: set[str] | None) -> "Board":
        """Return the board as a reader sees it who is told how these targets stand, and of the others what is done (None: all)."""
        if keys is None:
            return self
        lines = [line if line.target.key in keys else replace(line, veiled=True) for line in self.lines]
        return Board(lines, Counter(line.light for line in lines if line.light))

    @property
    def unbound(self) -> int:
        return sum(1 for line in self.lines if is_countable(line.target) and line.binding is None)


def is_countable(target: Target) -> bool:
    """Answer whether a measure may be said to count a target: it has a number, or is a place that somebody publishes."""
    return target.value is not None or target.kind == Target.Kind.RANK


def may_count(target: Target) -> bool:
    """Answer whether a person may bind a measure: a rise and 全覆盖 without a number can be judged by one as well."""
    return is_countable(target) or is_trend(target) or covers_all(target)


def board_of(version: Version, targets: Sequence[Target], today: date) -> Board:
    """Return how the targets stand on a day. Seven queries or so, whatever their number."""
    rows = Binding.objects.filter(plan=version.plan).select_related("measure", "region", "unit")
    bindings = {row.target_key: row for row in rows}
    bound = {t.key: bindings[t.key] for t in targets if t.key in bindings and bindings[t.key].measure_id}
    windows = {t.key: window_of(bound[t.key], t, version, today) for t in targets if t.key in bound}
    facts = _Facts(version, targets, bound, windows, today)
    lines = [_line(target, bindings.get(target.key), windows.get(target.key), facts, today) for target in targets]
    return Board(lines, Counter(line.light for line in lines if line.light))


class _Facts:
    """What all lines need, fetched at once."""

    def __init__(
        self,
        version: Version,
        targets: Sequence[Target],
        bound: dict[str, Binding],
        windows: dict[str, Window | None],
        today: date,
    ) -> None:
        self.version = version
        parted = breakdowns_of(version.plan)
        self.breakdowns: dict[str, Breakdown] = parted
        counted = {k: b for k, b in bound.items() if b.measure and b.measure.kind != Measure.Kind.READING}
        self.rolls = rolls_of(targets, counted, windows, parted, version.plan.region)
        self.years = {
            t.key: years_compared(t, counted[t.key], version, today)
            for t in targets
            if is_trend(t) and t.key in counted
        }
        asks = {key: [ask_of(b, w)] for key, b in counted.items() if (w := windows[key]) and key not in self.rolls}
        asks |= {key: [ask_of(counted[key], window) for _, window in rows] for key, rows in self.years.items()}
        asks |= {key: [ask for _, ask in roll.members] for key, roll in self.rolls.items()}
        told = iter(figures([ask for one in asks.values() for ask in one]))
        self.figures = {key: [next(told) for _ in one] for key, one in asks.items()}
        told_of = {(b.measure_id, b.audience) for b in counted.values() if b.measure_id}
        self.days = last_days(told_of, version.plan.region_id)
        self.starts = start_of(version)
        read = {b.measure_id for b in bound.values()} - {b.measure_id for b in counted.values()}
        self.readings = _published(read, bound)
        self.populations = _populations({b.region_id for b in bound.values() if b.per_head})
        self.yearly = values_of(parted.values())
        self.milestones = milestones_told(version.plan, targets)

    def last(self, binding: Binding, done: Decimal) -> date | None:
        """Return the last day of what a binding counts; of one unit's share nothing is told while it has none."""
        return self.days.get((binding.measure_id or 0, binding.audience)) if done or not binding.unit_id else None

    def published(self, binding: Binding, today: date) -> list[Publication]:
        """Return what was published of a binding's measure and region up to a day, the oldest first."""
        rows = self.readings.get((binding.measure_id, binding.region_id), [])
        return [row for row in rows if row.fact.day <= today]

    def course(self, key: str) -> dict[int, Decimal]:
        """Return what the breakdown asks of each year: the sum of the places, for rates the highest."""
        row = self.breakdowns.get(key)
        parted = self.yearly.get(row.pk, {}) if row else {}
        together = max if row and row.adding == Breakdown.Adding.RATE else sum
        return {year: Decimal(together(cells)) for year, cells in parted.items()}


def ask_of(binding: Binding, window: Window) -> Ask:
    """Return the figure that a binding asks for; a unit of the whole region is asked by the unit alone."""
    assert binding.measure_id is not None
    whole = binding.unit_id is not None and binding.region_id == binding.plan.region_id
    return Ask(binding.measure_id, window, "" if whole else binding.region_id, binding.unit_id, binding.audience)


def _line(target: Target, binding: Binding | None, window: Window | None, facts: _Facts, today: date) -> Progress:
    if is_milestone(target):
        told = reached_by(target, facts.milestones, today)
        last = told.deed.day if told.deed else None
        return Progress(
            target, binding, standing=told.standing, last=last, why=told.why, words=told.words, deed=told.deed
        )
    if not may_count(target):
        return Progress(target, binding, why="没有数字，按定性任务看进展")
    if binding is None and not is_countable(target):
        return Progress(target, why=UNBOUND)
    if binding is None:
        return Progress(target, why="还没有对应统计指标")
    if binding.measure is None:
        return Progress(target, binding, why=binding.reason)
    if is_trend(target):
        return _risen(target, binding, facts, today)
    if target.kind == Target.Kind.RANK:
        return _placed(target, binding, facts, today)
    if asks_each(target) and binding.span != Binding.Span.LATEST:
        return _each(target, binding, facts, today)
    if target.delta and binding.span != Binding.Span.LATEST:
        return Progress(target, binding, why="按比基期提高的幅度考核，对应公布数的才能自动判断")
    if binding.span == Binding.Span.LATEST:
        return _read(target, binding, facts, today)
    if window is None:
        return Progress(target, binding, why="规划期还没有开始")
    done = in_unit(facts.figures[target.key][0], binding.measure, target.unit)
    base = None
    if binding.per_head:
        base = facts.populations.get((binding.region_id, binding.per_head, window.until.year))
        if base is None:
            return Progress(target, binding, why=f"缺{window.until.year}年人口数，算不出人均")
        done = (done / base.count).quantize(Decimal("0.0001"))
    return _judged(target, binding, done, facts, today, url=figure_url(binding, window, binding.region_id), base=base)


def _placed(target: Target, binding: Binding, facts: _Facts, today: date) -> Progress:
    """A place stands as it was published last; the figure itself is never compared with it."""
    rows = facts.published(binding, today)
    row = rows[-1] if rows else None
    _, ends = window_days(target, binding, facts.version, today)
    place = place_of(target, row, ends, today)
    last = row.fact.day if row and place.standing else None
    return Progress(
        target, binding, standing=place.standing, last=last, why=place.why, words=place.words, publication=row
    )


def _risen(target: Target, binding: Binding, facts: _Facts, today: date) -> Progress:
    """A rise or a fall stands by the figures of the years that are over, or by what was published."""
    assert binding.measure is not None
    _, ends = years_of_target(target, facts.version, today)
    told = [one for one in _yearly(target, binding, facts) if one.amount]
    last = facts.last(binding, told[-1].amount if told else Decimal(0))
    if binding.measure.kind == Measure.Kind.READING:
        rows = facts.published(binding, today)
        told = published_figures(target, rows, facts.starts) if rows else []
        last = rows[-1].fact.day if rows else None
    trend = trend_of(target, told, over=today > date(ends, 12, 31))
    return Progress(
        target, binding, standing=trend.standing, last=last, why=trend.why, words=trend.words, figures=trend.figures
    )


def _yearly(target: Target, binding: Binding, facts: _Facts) -> Iterator[Yearly]:
    """Yield the ledger's figure of each year that is over; per head only where the year's population is known."""
    assert binding.measure is not None
    for (year, window), quantity in zip(
        facts.years.get(target.key, []), facts.figures.get(target.key, []), strict=True
    ):
        amount = in_unit(quantity, binding.measure, target.unit)
        base = facts.populations.get((binding.region_id, binding.per_head, year)) if binding.per_head else None
        if base:
            amount = (amount / base.count).quantize(Decimal("0.0001"))
        if base or not binding.per_head:
            yield Yearly(f"{year}年", amount, figure_url(binding, window, binding.region_id))


def _each(target: Target, binding: Binding, facts: _Facts, today: date) -> Progress:
    """Count the members that reached what is asked of each; none is counted from a total."""
    roll = facts.rolls.get(target.key)
    if roll is None:
        return Progress(target, binding, why="规划期还没有开始")
    if roll.why:
        return Progress(target, binding, why=roll.why)
    reach = reach_of(target, binding, roll, facts.figures[target.key])
    share = is_share(target) and target.value is not None
    whole = target.value is None or (target.each and not share)  # 全覆盖, or so many of each
    asked = Decimal(reach.members) if whole else target.value
    assert asked is not None
    done = reach.share if share else Decimal(reach.reached)
    first, last = window_days(target, binding, facts.version, today)
    course = [(first - timedelta(days=1), Decimal(0)), (last, asked)]
    standing = judge(done, asked, course, today, strict=target.comparator == Target.Comparator.MORE)
    return Progress(target, binding, done, asked, standing, facts.last(binding, done), reach=reach)


def _read(target: Target, binding: Binding, facts: _Facts, today: date) -> Progress:
    """A published figure counts only as published; without one nothing is shown. A rise is the difference of two."""
    rows = facts.published(binding, today)
    if not rows or binding.measure is None:
        return Progress(target, binding, why="有权单位还没有公布")
    row, quantity, before = rows[-1], rows[-1].fact.quantity, None
    if target.delta:
        before = next((one for one in reversed(rows) if one.fact.day < facts.starts), None)
        if before is None:
            return Progress(target, binding, why="缺规划期开始以前的公布数，算不出提高了多少")
        if before == row:
            return Progress(target, binding, why=f"规划期内还没有公布，基期为{before.fact.day:%Y年}的公布数")
        if row.ruler != before.ruler:
            return Progress(target, binding, why="两次公布数的测评口径不同，不能相减")
        quantity -= before.fact.quantity
    done = in_unit(quantity, binding.measure, target.unit)
    return _judged(target, binding, done, facts, today, publication=row, before=before)


def _judged(
    target: Target, binding: Binding, done: Decimal, facts: _Facts, today: date, *, url: str = "",
    base: Population | None = None, publication: Publication | None = None, before: Publication | None = None,
) -> Progress:  # fmt: skip
    breakdown = facts.breakdowns.get(target.key)
    yearly = facts.course(target.key)
    adding = breakdown.adding if breakdown else ""
    course = course_of(binding, target, facts.version, yearly, adding, today)
    asked, comparator = asked_of(binding, target), Target.Comparator(target.comparator or ">=")
    standing = judge(
        done, asked, course, today,
        at_most=comparator == Target.Comparator.AT_MOST, strict=comparator == Target.Comparator.MORE,
    )  # fmt: skip
    last = facts.last(binding, done)
    return Progress(target, binding, done, asked, standing, last, url, "", base, publication, before, course=course)


def figure_url(binding: Binding, window: Window, region: str) -> str:
    """Return the address that tells how a binding's figure of a region comes about."""
    assert binding.measure is not None
    asked: dict[str, object] = {"since": window.since, "until": window.until}
    asked |= {"audience": binding.audience} if binding.audience else {}
    asked |= {"unit": binding.unit_id} if binding.unit_id else {}
    return f"{reverse('ledger:figure', args=[region, binding.measure.code])}?{urlencode(asked)}"


def _published(measures: set[int | None], bound: dict[str, Binding]) -> dict[tuple[int | None, str], list[Publication]]:
    """Return the publications of each measure and region asked for, the oldest first, whatever was corrected left out."""
    regions = {binding.region_id for binding in bound.values()}
    standing = Fact.objects.standing().filter(measure__in=measures, region__in=regions)
    rows = (
        Publication.objects.filter(fact__in=standing).select_related("fact__measure").order_by("fact__day", "fact_id")
    )
    found: dict[tuple[int | None, str], list[Publication]] = {}
    for row in rows:
        found.setdefault((row.fact.measure_id, row.fact.region_id), []).append(row)
    return found


def _populations(regions: set[str]) -> dict[tuple[str, str, int], Population]:
    rows = Population.objects.filter(region__in=Region.objects.filter(pk__in=regions))
    return {(row.region_id, row.basis, row.year): row for row in rows}
