"""Whether the cells of a breakdown come to what the plan promises; the difference, exactly."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kepu.plans.models import Breakdown, Target
from kepu.plans.queries.breakdown.rules import amount_words

Values = Mapping[int, Sequence[Decimal]]  # of each year what each place is asked, without what was carried over


class State(StrEnum):
    """How a breakdown stands against the printed value."""

    EMPTY = "empty"
    EVEN = "even"
    SHORT = "short"
    OVER = "over"
    UNSET = "unset"


WORDS: dict[State, str] = {
    State.EMPTY: "尚未分解", State.EVEN: "合计一致", State.SHORT: "还差", State.OVER: "超出", State.UNSET: "待定核对依据",
}  # fmt: skip
_LIGHTS = {State.EVEN: "green", State.SHORT: "amber", State.OVER: "amber"}


@dataclass(frozen=True)
class Verdict:
    """The state, and the same in words with the number: 还差300人次, 2027年超出2场次."""

    state: State
    words: str

    @property
    def light(self) -> str:
        """The colour of its light; the word always stands beside it."""
        return _LIGHTS.get(self.state, "grey")


def judge(target: Target, adding: str, asked: Decimal | None, years: Sequence[int], values: Values) -> Verdict:
    """Return how the values stand; years that are not asked are left out of account."""
    if not any(values.get(year) for year in years):
        return Verdict(State.EMPTY, WORDS[State.EMPTY])
    if asked is None:
        return Verdict(State.UNSET, "先选覆盖范围")
    if adding == Breakdown.Adding.RATE:
        return _points(target, asked, years[-1], values.get(years[-1], ()))
    return _sums(target, _differences(adding, asked, years, values))


def _differences(adding: str, asked: Decimal, years: Sequence[int], values: Values) -> list[tuple[int | None, Decimal]]:
    """Return (year, what is still short of the sum asked); the year is None where all years are one sum."""
    sums = {year: sum(values.get(year, ()), Decimal(0)) for year in years}
    if adding == Breakdown.Adding.TOTAL:
        return [(None, asked - sum(sums.values(), Decimal(0)))]
    checked = years if adding == Breakdown.Adding.YEARLY else years[-1:]
    return [(year, asked - sums[year]) for year in checked]


def _sums(target: Target, differences: Iterable[tuple[int | None, Decimal]]) -> Verdict:
    wrong = [(year, left) for year, left in differences if left]
    if not wrong:
        return Verdict(State.EVEN, WORDS[State.EVEN])
    year, left = next((pair for pair in wrong if pair[1] > 0), wrong[0])
    state = State.SHORT if left > 0 else State.OVER
    words = f"{f'{year}年' if year else ''}{WORDS[state]}{amount_words(abs(left), target, apart=True)}"
    return Verdict(state, f"{words}，共{len(wrong)}年不一致" if len(wrong) > 1 else words)


def _points(target: Target, asked: Decimal, last: int, values: Sequence[Decimal]) -> Verdict:
    """Judge values that are not added: each of the last year's has to reach the target."""
    if not values:
        return Verdict(State.SHORT, f"{last}年未填")
    wrong = [value for value in values if misses(value, target, asked)]
    if not wrong:
        return Verdict(State.EVEN, f"{last}年达到目标值")
    state = State.OVER if target.comparator == Target.Comparator.AT_MOST else State.SHORT
    if len(values) == 1:
        return Verdict(state, f"{last}年{WORDS[state]}{amount_words(abs(asked - wrong[0]), target, apart=True)}")
    verb = "超过" if state == State.OVER else "未达到"
    return Verdict(state, f"{last}年有{len(wrong)}处{verb}{amount_words(asked, target)}")


def misses(value: Decimal, target: Target, asked: Decimal) -> bool:
    """Whether a value that is not added falls short of what is asked; for 不超过 whether it goes beyond."""
    return value > asked if target.comparator == Target.Comparator.AT_MOST else value < asked
