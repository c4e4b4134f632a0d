"""Filling a whole grid: in equal parts, by population, by the printed increments of a schedule."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import accumulate

from django.core.exceptions import ValidationError
from django.db import transaction

from kepu.methods.parting import by_weight, equal, evenly, paced, turns
from kepu.people.access import WrongState
from kepu.people.models import Account, Population, Region, Unit
from kepu.people.queries import township_populations, townships_of
from kepu.plans.models import Breakdown
from kepu.plans.queries.breakdown.increments import increments_of
from kepu.plans.queries.breakdown.rows import WHOLE, choosable
from kepu.plans.queries.breakdown.rules import asked_of, fault_of, is_rate, step_of
from kepu.plans.verbs.breakdown.cells import Adding, Deed, Held, Over, Wanted, Way, check_seen, hold, write
from kepu.plans.wording import number_words

Split = Callable[[int], list[int]]
Numbers = dict[tuple[int, str], Decimal]
VERB = "plans.part_target"


@transaction.atomic
def part_equally(
    *, breakdown: Breakdown, units: Sequence[Unit] = (), start: Decimal | None = None, seen: int, by: Account,
    at: datetime,
) -> int:  # fmt: skip
    """Fill the grid in equal parts that come to exactly what is asked; return how many cells changed.

    Over units: `units`, else those that have cells. `start` is where a level, or a stock of the whole county, stood
    before the first year: the points then rise evenly. Raises as `save_cells` does.
    """
    held = hold(breakdown, by)
    check_seen(held, seen)
    asked, codes = _asked(held), _codes(held, units)
    if start is not None or held.breakdown.adding == Adding.RATE:
        numbers, why = _rising(held, asked, codes, start), f"从{number_words(start or Decimal(0))}起逐年均匀递进"
    else:
        numbers = _sums(held, asked, codes, lambda total: equal(total, len(codes)), in_turns=True)
        why = f"分给{len(codes)}处" if len(codes) > 1 else ""
    return _fill(held, numbers, Deed(VERB, Way.EQUAL, by, at, why))


@transaction.atomic
def part_by_population(*, breakdown: Breakdown, basis: str, seen: int, by: Account, at: datetime) -> int:
    """Fill the grid of townships in proportion to their people, largest remainders first; return how many cells changed.

    Raises as `save_cells` does; ValidationError names the townships that have no population, and nothing is written.
    """
    held = hold(breakdown, by)
    check_seen(held, seen)
    if held.breakdown.over != Over.TOWNSHIPS:
        raise ValidationError("只有分解到乡镇（街道）的目标任务才能按人口分解。")
    if held.breakdown.adding == Adding.RATE or is_rate(held.target):
        raise ValidationError("比率、人均数不能按人口分，请手工填写各处要达到的数。")
    year, counts = _people(held.breakdown.plan.region, basis)
    weights = list(counts.values())
    codes = [f"r{code}" for code in counts]
    numbers = _sums(held, _asked(held), codes, lambda total: by_weight(total, weights), in_turns=False)
    why = f"按{year}年{Population.Basis(basis).label}"
    return _fill(held, numbers, Deed(VERB, Way.POPULATION, by, at, why))


def _people(county: Region, basis: str) -> tuple[int, dict[str, int]]:
    """Return the newest year in which every township has a population on a basis, and the populations by code."""
    if basis not in Population.Basis.values:
        raise ValidationError("请选择按常住人口还是户籍人口分解。")
    found, label = township_populations(county, basis), Population.Basis(basis).label
    if found.missing or found.year is None:
        names = "、".join(town.name for town in found.missing) or "全部乡镇（街道）"
        when = f"{found.year}年" if found.year else ""
        raise ValidationError(f"各乡镇（街道）的{label}不齐，没有分解。{when}缺：{names}。请先在“区划与人口”中补齐。")
    if not sum(found.counts.values()):
        raise ValidationError(f"{found.year}年各乡镇（街道）的{label}都是0，没有分解。请先核对人口数据。")
    return found.year, dict(sorted(found.counts.items()))


@transaction.atomic
def part_by_increments(*, breakdown: Breakdown, seen: int, by: Account, at: datetime) -> int:
    """Fill the years of a schedule by the increments that the plan prints; return how many cells changed.

    Raises as `save_cells` does, ValidationError where the plan does not say enough.
    """
    held = hold(breakdown, by)
    check_seen(held, seen)
    points = increments_of(held.target, held.version)
    if not points or held.breakdown.over != Over.YEARS or held.breakdown.adding != Adding.RATE:
        raise ValidationError("原文没有写明可以推算的逐年增量，或分解方式不是“只分年度、不相加”。请手工填写。")
    numbers = {(year, WHOLE): value for year, value in points.values.items()}
    return _fill(held, numbers, Deed(VERB, Way.EQUAL, by, at, points.words))


def _asked(held: Held) -> Decimal:
    asked = asked_of(held.target, held.breakdown.adding, held.breakdown.universe)
    if asked is None:
        raise ValidationError(f"原文按每个{held.target.each}提出要求，请先选定覆盖范围，再自动分解。")
    if fault := fault_of(asked, held.target):
        raise ValidationError(f"目标值{fault}，不能自动分解，请手工填写。")
    return asked


def _codes(held: Held, units: Sequence[Unit]) -> list[str]:
    """Return the codes of the places to part over, in the order of the grid's rows."""
    over, county = held.breakdown.over, held.breakdown.plan.region
    if over == Over.YEARS:
        return [WHOLE]
    if over == Over.TOWNSHIPS:
        codes = [f"r{town.pk}" for town in townships_of(county)]
        missing = "本级没有登记乡镇（街道），请先在“区划与人口”中登记。"
    else:
        kept = choosable(county).filter(pk__in=[cell.unit_id for cell in held.cells.values()])
        codes = list(dict.fromkeys(f"u{unit.pk}" for unit in units or kept))
        missing = "还没有选定单位，请先加入要分解的单位。"
    if not codes:
        raise ValidationError(missing)
    return codes


def _years(held: Held) -> list[int]:
    if not held.years:
        raise WrongState("方案没有登记起止年份，不能分解。请调整方案，在“方案基本信息”中补上。")
    return held.years


def _sums(held: Held, asked: Decimal, codes: list[str], split: Split, *, in_turns: bool) -> Numbers:
    """Return numbers whose sums are exact, counted in the smallest step."""
    years, step = _years(held), step_of(held.target)
    total = int(asked / step)
    yearly = list(accumulate(equal(total, len(years))))
    if held.breakdown.adding == Adding.YEARLY:
        made = [split(total) for _ in years]
    elif held.breakdown.adding == Adding.STANDING:
        made = paced(split(total), yearly)
    elif in_turns:
        made = turns(total, len(codes), len(years))
    else:
        made = _increases(paced(split(total), yearly))
    lines = zip(years, made, strict=True)
    return {(year, code): n * step for year, line in lines for code, n in zip(codes, line, strict=True)}


def _increases(running: list[list[int]]) -> list[list[int]]:
    """Return what each line adds to the one before."""
    before = [[0] * len(running[0]), *running]
    return [[now - then for now, then in zip(a, b, strict=True)] for a, b in zip(running, before, strict=False)]


def _rising(held: Held, asked: Decimal, codes: list[str], start: Decimal | None) -> Numbers:
    """Return points on an even way from `start` to what is asked, the same for every place."""
    adding, over = held.breakdown.adding, held.breakdown.over
    if adding != Adding.RATE and (adding != Adding.STANDING or over != Over.YEARS):
        raise ValidationError("这种合计方式不从起点数递进，请把起点数留空。")
    if start is None:
        raise ValidationError(
            "请填写起点数（方案起始前一年的实际值），系统按逐年均匀递进分解；不知道起点的请手工填写。"
        )
    if fault := fault_of(start, held.target):
        raise ValidationError(f"起点数{fault}。")
    years = _years(held)
    points = evenly(start, asked, len(years), step_of(held.target, start))
    return {(year, code): point for year, point in zip(years, points, strict=True) for code in codes}


def _fill(held: Held, numbers: Numbers, deed: Deed) -> int:
    """Write a whole grid: what was carried over is added again; places that got no part keep only that."""
    wanted = {}
    for key in {*held.cells, *numbers}:
        base, carried = numbers.get(key), held.carried(key)
        wanted[key] = Wanted(carried or None if base is None else base + carried, carried)
    return write(held, wanted, deed)
