"""Whether targets will be kept: likelihoods and 80 % intervals held against simulated histories that go on.

Counties of a dozen targets are simulated with what makes such records hard: events of many people, a common course of the
year with a rush at its end, changes of level, bursts, months nobody recorded, townships that enter late, records that come
late. At a day of a history the forecast is made from what was recorded by then; the target is a guess at the level before.
The peers: the straight line (kept if the pace so far reaches the value: yes or no), and the straight line with a normal
scatter of its months. The peer of the time is the straight line with its scatter. `--size N` counties for every horizon
(150). The constants of the method were chosen on the histories of ``--tune``; the others are of another seed.

A line for each horizon: Brier scores (less is better) of ours and of both peers, the share of outcomes inside the 80 %
interval of ours and of the second peer, and of ours where the level changed; how many could not be told; by fifths of the
likelihood, what was said and what share was kept.
"""

import argparse
import math
import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.measure import report
from kepu.methods.forecast import Outlook, Seen, Window, foresee, profile_of

TUNING, REPORTING = 1, 20261122
TARGETS = 12
REPORTED = (0.75, 0.95)  # by the end of the month, by the end of the next; then all


@dataclass(frozen=True)
class Horizon:
    """At the end of which month of the records a forecast is made, and for how many months further."""

    name: str
    known: int
    ahead: int
    window: int  # how many months before the day count already


HORIZONS = (
    Horizon("first year, end of August", 8, 4, 8),
    Horizon("second year, end of March", 15, 9, 3),
    Horizon("third year, end of June", 30, 6, 6),
    Horizon("third year, end of September", 33, 3, 9),
    Horizon("five years, after 18 months", 18, 42, 18),
    Horizon("five years, after 42 months", 42, 18, 42),
)


@dataclass
class Story:
    """One history that goes on: amounts of events by month, which months are missing, whether its level changes."""

    months: list[list[float]]
    missing: set[int] = field(default_factory=set)
    changed: bool = False
    planned: float = 0.0  # what a month brings on the average at the level of the beginning


def story(draw: random.Random, common: Sequence[float], length: int) -> Story:
    """Return one history of events."""
    rate, size = math.exp(draw.uniform(math.log(0.7), math.log(25))), math.exp(draw.uniform(0, math.log(80)))
    own = [share * math.exp(draw.gauss(0, 0.2)) for share in common]
    levels = _levels(draw, length)
    months = []
    for month in range(length):
        busy = draw.gammavariate(6, 1 / 6) * (draw.uniform(3, 6) if draw.random() < 0.03 else 1)
        events = _poisson(draw, rate * own[month % 12] * levels[month] * busy)
        months.append([max(1.0, round(size * draw.gammavariate(2, 0.5))) if size > 2 else 1.0 for _ in range(events)])
    missing = {month for month in range(length) if draw.random() < 0.04}
    return Story(months, missing, max(levels) > 1.6 * min(levels), rate * max(size, 1))


def _levels(draw: random.Random, length: int) -> list[float]:
    """Return the level of each month: changes now and then, and townships that begin to record one after another."""
    level, levels = 1.0, []
    entries = [draw.randrange(0, 18) if draw.random() < 0.5 else 0 for _ in range(8)] if draw.random() < 0.3 else [0]
    changes = {draw.randrange(3, length) for _ in range(draw.choice((0, 0, 1, 2)))}
    for month in range(length):
        if month in changes:
            level *= math.exp(draw.choice((-1, 1)) * draw.uniform(0.25, 0.9))
        level *= math.exp(draw.gauss(0, 0.02))
        levels.append(level * sum(entry <= month for entry in entries) / len(entries))
    return levels


def _poisson(draw: random.Random, mean: float) -> int:
    """Return a Poisson number: arrivals until the time is over."""
    number, at = 0, draw.expovariate(1)
    while at < mean:
        number, at = number + 1, at + draw.expovariate(1)
    return number


def common_course(draw: random.Random) -> list[float]:
    """Return what a county's year looks like: flat to begin with, less at New Year, campaigns, a rush at the end."""
    shares = [math.exp(draw.gauss(0, 0.15)) for _ in range(12)]
    shares[draw.choice((0, 1))] *= draw.uniform(0.3, 0.8)
    shares[draw.choice((4, 8))] *= draw.uniform(1.2, 2.5)
    shares[10] *= draw.uniform(1.0, 1.6)
    shares[11] *= draw.uniform(1.0, 2.2)
    mean = sum(shares) / 12
    return [share / mean for share in shares]


def seen_by(told: Story, day: int, draw: random.Random) -> list[Seen]:
    """Return what is recorded by the end of month `day` - 1, some of the last events not yet."""
    found = []
    for month in range(day):
        if month in told.missing:
            continue
        age = day - 1 - month
        part = REPORTED[age] if age < len(REPORTED) else 1.0
        found.append(Seen(month, sum(x for x in told.months[month] if draw.random() < part), part=part))
    return found


@dataclass
class Marks:
    """What came of the forecasts of one horizon."""

    told: int = 0
    untold: int = 0
    kept: int = 0
    ours: float = 0.0
    line: float = 0.0
    scatter: float = 0.0
    inside: int = 0
    line_inside: int = 0
    changed: int = 0
    changed_inside: int = 0
    bins: list[list[float]] = field(default_factory=lambda: [[0, 0, 0] for _ in range(5)])

    def add(self, outlook: Outlook, final: float, kept: bool, line: float, spread: float, changed: bool) -> None:
        """Mark one forecast."""
        low, high = outlook.interval
        sure, inside = outlook.likelihood(), low <= final <= high
        self.told, self.kept = self.told + 1, self.kept + kept
        self.ours += (sure - kept) ** 2
        self.line += ((line >= outlook.value) - kept) ** 2
        self.scatter += (_normal((line - outlook.value) / spread) - kept) ** 2
        self.inside += inside
        self.line_inside += abs(final - line) <= 1.2816 * spread
        self.changed, self.changed_inside = self.changed + changed, self.changed_inside + (changed and inside)
        for at, told in enumerate((1, sure, kept)):
            self.bins[min(4, int(sure * 5))][at] += told

    def line_of(self) -> dict[str, object]:
        """Return the marks as shares."""
        return {
            "forecasts": self.told, "untold": self.untold, "kept": round(self.kept / self.told, 3),
            "brier": round(self.ours / self.told, 4), "brier_straight_line": round(self.line / self.told, 4),
            "brier_line_with_scatter": round(self.scatter / self.told, 4),
            "inside_80": round(self.inside / self.told, 3),
            "inside_80_line": round(self.line_inside / self.told, 3),
            "inside_80_changed": round(self.changed_inside / self.changed, 3) if self.changed else None,
            "said_and_kept": [[round(said / n, 2), round(kept / n, 2)] for n, said, kept in self.bins if n],
        }  # fmt: skip


def _normal(x: float) -> float:
    return (1 + math.erf(x / math.sqrt(2))) / 2


def straight(amounts: Sequence[float], done: float, horizon: Horizon) -> tuple[float, float]:
    """Return what the pace of the window comes to, and the standard deviation by the scatter of its months."""
    rate = done / horizon.window
    spread = statistics.stdev(amounts) * math.sqrt(horizon.ahead + horizon.ahead**2 / len(amounts))
    return done + rate * horizon.ahead, max(spread, 1e-6)


def county(draw: random.Random, horizon: Horizon, marks: Marks) -> None:
    """Simulate a county and mark the forecast of each of its targets."""
    day, end = horizon.known, horizon.known + horizon.ahead
    common = common_course(draw)
    stories = [story(draw, common, end) for _ in range(TARGETS)]
    seen = [seen_by(one, day, draw) for one in stories]
    group = profile_of(seen)
    for told, history in zip(stories, seen, strict=True):
        first = day - horizon.window
        done = sum(one.amount for one in history if one.month >= first)
        final = sum(sum(told.months[m]) for m in range(first, end) if m not in told.missing)
        value = told.planned * (end - first) * math.exp(draw.gauss(0, 0.3))
        outlook = foresee(history, Window(first, end - 1, day - 1), done=done, value=value, group=group)
        if outlook.rest is None:
            marks.untold += 1
            continue
        line, spread = straight([one.amount for one in history], done, horizon)
        marks.add(outlook, final, final >= value, line, spread, told.changed)


def backtest(horizon: Horizon, counties: int, seed: int) -> Marks:
    """Return the marks of one horizon over so many simulated counties."""
    draw, marks = random.Random(f"{seed} {horizon.name}"), Marks()
    for _ in range(counties):
        county(draw, horizon, marks)
    return marks


def main() -> None:
    """Run all horizons and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=150)
    parser.add_argument("--tune", action="store_true", help="on the histories that the constants were chosen on")
    asked = parser.parse_args()
    seed = TUNING if asked.tune else REPORTING
    for horizon in HORIZONS:
        marks = backtest(horizon, asked.size, seed)
        history, window = timed(horizon, seed)
        ours = _seconds(lambda: foresee(history, window, done=0, value=100).interval)  # noqa: B023
        amounts = [one.amount for one in history]
        peer = _seconds(lambda: straight(amounts, sum(amounts), horizon))  # noqa: B023
        work = f"{horizon.name}: one forecast; Brier and cover over {marks.told} simulated targets"
        report(
            "forecast",
            work,
            ours,
            "straight line with scatter",
            peer,
            seed=seed,
            horizon=horizon.name,
            **marks.line_of(),
        )


def timed(horizon: Horizon, seed: int) -> tuple[list[Seen], Window]:
    """Return one history for the clock."""
    draw = random.Random(seed)
    told = story(draw, common_course(draw), horizon.known)
    return seen_by(told, horizon.known, draw), Window(0, horizon.known + horizon.ahead - 1, horizon.known - 1)


def _seconds(work: object) -> float:
    begin = time.perf_counter()
    for _ in range(50):
        work()  # type: ignore[operator]
    return (time.perf_counter() - begin) / 50


if __name__ == "__main__":
    main()
