"""趋势: a promise without a number (逐步提高) is judged by the figures of years, as the ledger has them or as published."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kepu.ledger.models import Measure, Publication
from kepu.ledger.queries import Window, year_window
from kepu.ledger.queries.windows import FIRST
from kepu.methods.pace import Standing, judge_trend
from kepu.plans.models import Binding, Target, Version
from kepu.plans.queries.progress.units import in_unit
from kepu.plans.queries.progress.windows import years_of_target
from kepu.plans.wording import number_words
from kepu.ui.templatetags.ui import day

_FALL = re.compile(r"降低|下降|减少|減少|缩小|縮小|递减|遞減")
_RISE = re.compile(r"提高|提升|上升|增长|增長|增加|增强|增強|扩大|擴大|壮大|壯大|递增|遞增|只增不减|只增不減")
NO_WAY = "原文没有写明升还是降，不自动判断"
UNBOUND = "没有数字；选了对应指标，可以按逐年的数判断"


@dataclass(frozen=True)
class Yearly:
    """The figure of one year, or of one publication: what it is called, the amount, how it comes about."""

    label: str
    amount: Decimal
    url: str = ""


@dataclass(frozen=True)
class Trend:
    """How a promised rise or fall stands, in words, with the figures it rests on; `why` where it cannot be judged."""

    words: str = ""
    standing: Standing | None = None
    why: str = ""
    figures: Sequence[Yearly] = field(default_factory=tuple)


def is_trend(target: Target) -> bool:
    """Answer whether a target is a rise or a fall without a number."""
    return target.kind == Target.Kind.TREND and target.value is None


def years_compared(target: Target, binding: Binding, version: Version, today: date) -> list[tuple[int, Window]]:
    """Return the years that are over, from the one before the period on, with the days that count in each."""
    first, last = years_of_target(target, version, today)
    over = [year for year in range(first - 1, last + 1) if date(year, 12, 31) <= today]
    stock = binding.measure is not None and binding.measure.kind == Measure.Kind.STOCK
    return [(year, Window(FIRST, date(year, 12, 31)) if stock else year_window(year)) for year in over]


def published_figures(target: Target, rows: Sequence[Publication], starts: date) -> list[Yearly]:
    """Return the published figures by the ruler of the last one: the last before the period began, and those since."""
    same = [row for row in rows if row.ruler == rows[-1].ruler]
    base = [row for row in same if row.fact.day < starts][-1:]
    return [
        Yearly(f"{day(row.fact.day)}{row.publisher}公布", in_unit(row.fact.quantity, row.fact.measure, target.unit))
        for row in [*base, *(row for row in same if row.fact.day >= starts)]
    ]


def trend_of(target: Target, told: Sequence[Yearly], *, over: bool) -> Trend:
    """Return how a promised rise or fall stands by its figures, the oldest first."""
    falls, rises = bool(_FALL.search(target.quote)), bool(_RISE.search(target.quote))
    if falls == rises:
        return Trend(why=NO_WAY, figures=told)
    standing = judge_trend([one.amount for one in told], falling=falls, over=over)
    if standing is None:
        return Trend(why=f"尚无法判断：{_known(target, told)}，不足两个可比的数", figures=told)
    compared = (told[0], told[-1]) if over else (told[-2], told[-1])
    return Trend("，".join(_said(target, one) for one in compared), standing, figures=told)


def _known(target: Target, told: Sequence[Yearly]) -> str:
    return f"只有{_said(target, told[0])}" if told else "规划期以来还没有过完的年份有记录或公布数"


def _said(target: Target, one: Yearly) -> str:
    return f"{one.label}{number_words(one.amount)}{target.unit}"
