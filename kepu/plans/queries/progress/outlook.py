"""预计完成情况: whether targets will be kept by their day, from the months of the ledger; same queries for any number."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from kepu.ledger.models import Measure
from kepu.ledger.queries import Ask, Window, figures
from kepu.methods.forecast import LEAST_MONTHS, Outlook, Seen, foresee, profile_of, reported_shares
from kepu.methods.forecast import Window as Months
from kepu.plans.models import Target, Version
from kepu.plans.queries.breakdown.rules import is_whole
from kepu.plans.queries.progress.board import Progress, ask_of
from kepu.plans.queries.progress.reach import asks_each
from kepu.plans.queries.progress.recorded import Recorded, recorded_in
from kepu.plans.queries.progress.units import smallest
from kepu.plans.queries.progress.windows import window_days

KNOWN = 36  # months looked back
FIRST_MONTHS = 3  # of a window in which nothing is said
SURE, LIKELY = Decimal("0.8"), Decimal("0.4")
WORDS = {"sure": "能完成", "hard": "有难度", "unlikely": "难以完成"}
RULE = (
    "预计到期完成的可能性不低于80%为“能完成”，40%至80%为“有难度”，不到40%为“难以完成”；"
    f"按台账逐月记录推算，有记录不满{LEAST_MONTHS}个月、本期开始不满{FIRST_MONTHS}个月的不作预计。"
)


@dataclass(frozen=True)
class Told:
    """What an outlook rests on: the months of the ledger, the months in which the target counts, the common year."""

    history: Sequence[Seen]
    window: Months
    group: Sequence[float]


@dataclass(frozen=True)
class Prospect:
    """What is to be expected of one target; `why` says in Chinese why nothing is. Amounts in the target's own unit."""

    line: Progress
    outlook: Outlook | None = None
    one: Decimal = Decimal(1)  # what one of the target's unit is in the unit of the outlook
    since: date | None = None
    until: date | None = None
    why: str = ""
    told: "Told | None" = None

    @property
    def likelihood(self) -> Decimal:
        """How likely it is to be kept, 0 to 1, two places."""
        assert self.outlook is not None
        return Decimal(str(round(self.outlook.likelihood(), 2)))

    @property
    def verdict(self) -> str:
        """A key of WORDS; '' where nothing is expected."""
        return verdict_of(self.likelihood) if self.outlook else ""

    @property
    def words(self) -> str:
        return WORDS[self.verdict] if self.verdict else ""

    @property
    def per_cent(self) -> str:
        """The likelihood in whole per cent, never quite none and never quite all."""
        return per_cent(self.likelihood)

    @property
    def interval(self) -> tuple[Decimal, Decimal]:
        assert self.outlook is not None
        low, high = self.outlook.interval
        return self.shown(low), self.shown(high)

    @property
    def expected(self) -> Decimal:
        assert self.outlook is not None
        return self.shown(self.outlook.expected)

    @property
    def fan(self) -> dict[int, tuple[Decimal, Decimal, Decimal]]:
        """By month (year * 12 + month - 1), from today's to the last: low, expected and high amount by its end; 80 %."""
        if self.told is None or self.outlook is None:
            return {}
        one, window = self.outlook, self.told.window
        found = {}
        for last in range(window.now, window.last + 1):
            then = foresee(
                self.told.history, replace(window, last=last), done=one.done, value=one.value, group=self.told.group,
                at_most=one.at_most,
            )  # fmt: skip
            low, high = then.interval
            found[last] = (self.shown(low), self.shown(then.expected), self.shown(high))
        return found

    def shown(self, amount: float) -> Decimal:
        """Return an amount of the outlook in the target's unit: whole where only whole numbers make sense, else three digits."""
        told = Decimal(str(amount)) / self.one
        digits = min(0, max(-4, told.adjusted() - 2)) if told and not is_whole(self.line.target) else 0
        return told.quantize(Decimal(1).scaleb(digits), ROUND_HALF_UP)


def verdict_of(likelihood: Decimal) -> str:
    """Return the key of the word for a likelihood, by the rule that stands on the page."""
    if likelihood >= SURE:
        return "sure"
    return "hard" if likelihood >= LIKELY else "unlikely"


def per_cent(likelihood: Decimal) -> str:
    """Return a likelihood in words: 63%, 不到1%, 99%以上."""
    if likelihood >= 1:
        return "99%以上"
    return f"{int(likelihood * 100)}%" if likelihood >= Decimal("0.01") else "不到1%"


def tried(prospect: Prospect, more: Decimal) -> tuple[str, str] | None:
    """Return (likelihood in words, key of WORDS) if so much more is done in each month that is left; None if untold."""
    if prospect.outlook is None:
        return None
    likelihood = Decimal(str(round(prospect.outlook.likelihood(float(more * prospect.one)), 2)))
    return per_cent(likelihood), WORDS[verdict_of(likelihood)]


def prospects_of(lines: Sequence[Progress], version: Version, today: date) -> dict[str, Prospect]:
    """Return by the key of the target what is to be expected of each line; six queries, whatever their number."""
    found = {line.target.key: Prospect(line, why=_untold(line, version, today)) for line in lines}
    open_ = [one.line for one in found.values() if not one.why]
    if not open_:
        return found
    recorded = recorded_in(version.plan.region, months_before(today))
    group = profile_of(recorded.histories(today))
    shares = reported_shares(recorded.delays)
    told = _histories(open_, recorded, shares, today)
    for line in open_:
        found[line.target.key] = _prospect(line, version, told[line.target.key], group, today)
    return found


def months_before(today: date) -> list[int]:
    """Return the months looked at, as year * 12 + month - 1, up to that of today."""
    now = today.year * 12 + today.month - 1
    return list(range(now - KNOWN + 1, now + 1))


def _untold(line: Progress, version: Version, today: date) -> str:
    """Return why nothing is expected of a target; '' where the ledger may tell."""
    target, binding = line.target, line.binding
    if line.words or target.kind == Target.Kind.RANK:
        return "位次、趋势和标志性事项不作预计"
    if target.value is None:
        return "没有数字，按定性任务看进展"
    if binding is None or binding.measure is None:
        return line.why
    if binding.measure.kind == Measure.Kind.READING:
        return "由有权单位公布的数，不按台账推算"
    if asks_each(target) or target.delta:
        return "要求到每个对象或按提高幅度考核的，不按合计推算"
    if binding.unit_id and binding.region_id != version.plan.region_id:
        return "只计一个单位在部分区域的数，不作预计"
    if line.standing is None:
        return line.why
    if line.light == "blue":
        return "已完成"
    begun, last = window_days(target, binding, version, today)
    if today > last:
        return "已到期"
    if (today - begun).days < FIRST_MONTHS * 30:
        return f"本期开始不满{FIRST_MONTHS}个月，暂不作预计"
    return ""


def _histories(
    lines: Iterable[Progress], recorded: Recorded, shares: Sequence[float], today: date
) -> dict[str, list[Seen]]:
    """Return what the ledger has of each target, month by month; the figures of all are asked at once."""
    asks = [(line, month, _month_ask(line, month, today)) for line in lines for month in months_before(today)]
    amounts = figures([ask for _, _, ask in asks])
    now = today.year * 12 + today.month - 1
    over = share_over(today)
    found: dict[str, list[Seen]] = {line.target.key: [] for line in lines}
    for (line, month, _), amount in zip(asks, amounts, strict=True):
        age = now - month
        part = (shares[age] if age < len(shares) else 1.0) * (over if not age else 1.0)
        if amount or month in recorded.busy or age < len(shares):
            found[line.target.key].append(Seen(month, float(amount), part=part))
    return {line.target.key: _opened(line, found[line.target.key]) for line in lines}


def _month_ask(line: Progress, month: int, today: date) -> Ask:
    assert line.binding is not None
    year, at = month // 12, month % 12 + 1
    end = min(today, date(year, at, monthrange(year, at)[1]))
    return ask_of(line.binding, Window(date(year, at, 1), end))


def _opened(line: Progress, history: list[Seen]) -> list[Seen]:
    """Leave out the opening balance of a stock: what was there before is not what was done in that month."""
    assert line.binding is not None
    assert line.binding.measure is not None
    if line.binding.measure.kind != Measure.Kind.STOCK:
        return history
    first = next((number for number, one in enumerate(history) if one.amount), len(history))
    return [Seen(one.month, max(0.0, one.amount), part=one.part) for one in history[first + 1 :]]


def share_over(today: date) -> float:
    """Return the share of today's month that is over by the end of today."""
    return today.day / monthrange(today.year, today.month)[1]


def _prospect(line: Progress, version: Version, history: list[Seen], group: Sequence[float], today: date) -> Prospect:
    binding, target = line.binding, line.target
    assert binding is not None
    assert binding.measure is not None
    assert line.asked is not None
    assert line.done is not None
    since, until = window_days(target, binding, version, today)
    one = smallest(Decimal(line.base.count if line.base else 1), binding.measure, target.unit)
    window = Months(
        since.year * 12, until.year * 12 + until.month - 1, today.year * 12 + today.month - 1, share_over(today)
    )
    more = 1 if target.comparator == Target.Comparator.MORE else 0
    outlook = foresee(
        history, window, done=float(line.done * one), value=float(line.asked * one) + more, group=group,
        at_most=target.comparator == Target.Comparator.AT_MOST,
    )  # fmt: skip
    if outlook.why:
        return Prospect(line, why=outlook.why)
    first = next((seen.month for seen in history if seen.amount), history[0].month)
    begun = date(first // 12, first % 12 + 1, 1)
    return Prospect(line, outlook, one, begun, until, told=Told(history, window, group))
