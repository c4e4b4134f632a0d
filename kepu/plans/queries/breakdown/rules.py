"""What is asked of the breakdown of a target: which years, how the cells are added, which numbers may stand in them."""

import re
import unicodedata
from decimal import ROUND_CEILING, Decimal

from kepu.plans.models import Breakdown, Target, Universe, Version
from kepu.plans.wording import PER, number_words

Adding = Breakdown.Adding
MOST_YEARS = 20
LARGEST = Decimal(10) ** 10
_PLACES = 4
_SHARES = ("%", "％", "‰", "百分点")
_DIVISIBLE = re.compile(r"[%％‰元米里亩吨万亿/]|百分点|公顷|小时|学时|课时")
_PERSONS = re.compile(r"每[名位人]")
_NUMBER = re.compile(r"\d+(\.\d+)?")

BY_KIND: dict[str, tuple[Adding, str]] = {
    Target.Kind.CUMULATIVE: (Adding.TOTAL, "累计类目标，各年的数加起来等于目标值。"),
    Target.Kind.REACH: (Adding.TOTAL, "惠及类目标，各年的数加起来等于目标值。"),
    Target.Kind.FLOOR: (Adding.YEARLY, "每年都要达到的目标，每年各处合计等于目标值。"),
    Target.Kind.COUNT: (Adding.STANDING, "到期数量类目标，填各年末达到的数，末年合计等于目标值。"),
    Target.Kind.COVERAGE: (Adding.STANDING, "覆盖类目标，填各年末达到的数，末年合计等于目标值。"),
}
BY_POINTS = (Adding.RATE, "水平、进度、比率类目标不能相加，填各年要达到的数，末年达到目标值。")


def default_adding(target: Target) -> tuple[Adding, str]:
    """Return how the cells of a target are added, as its kind suggests, and why in a sentence for the office."""
    if is_rate(target):
        return BY_POINTS
    if _PERSONS.search(target.quote) and target.each:
        return Adding.RATE, f"按每个{target.each}要求的目标，不能相加，各处、各年都按这个数要求。"
    if target.every:
        return Adding.RATE, f"“{target.every}”的目标不按年相加，各年填当年的要求，末年核对。"
    adding, why = BY_KIND.get(target.kind, BY_POINTS)
    if adding == Adding.TOTAL and "达到" in target.quote:
        why += "原文写的是“达到”，如指期末的总数而不是几年合计，请改选“末年合计等于目标值”。"
    return adding, why


def is_share(target: Target) -> bool:
    """Whether the value is a share or a difference of shares: per cent, per mille, percentage points."""
    return target.unit.startswith(_SHARES)


def is_rate(target: Target) -> bool:
    """Whether values of several places cannot be added: shares, and amounts per head."""
    return is_share(target) or "/" in target.unit


def years_of(target: Target, version: Version) -> list[int]:
    """Return the years of a plan up to the year in which the target falls due; empty for a plan without a period."""
    first, last = version.period_from, version.period_to
    if first is None or last is None:
        return []
    due = target.due[:4]
    if due.isascii() and due.isdecimal() and int(due) >= first:
        last = int(due)
    return list(range(first, min(last, first + MOST_YEARS - 1) + 1))


def asked_of(target: Target, adding: str, universe: Universe | None) -> Decimal | None:
    """Return what the cells must come to: the value, for "each" times the members; None while those are not known."""
    assert target.value is not None
    if adding == Adding.RATE or not target.each:
        return target.value
    return target.value * len(universe.members) if universe else None


def members_reached(share: Decimal, members: int) -> int:
    """Return how many of `members` a share in per cent means at least: 80 % of 17 are 14."""
    return int((share * members / 100).to_integral_value(ROUND_CEILING))


def amount_words(value: Decimal, target: Target, *, apart: bool = False) -> str:
    """Return an amount with the target's unit: 300人次, 20%; with `apart` as a difference: 0.5个百分点."""
    unit = target.unit.removesuffix("/人")
    if unit == "百分点" or (apart and unit in {"%", "％"}):
        unit = "个百分点"
    return f"{number_words(value)}{unit}"


def every_words(target: Target) -> str:
    """Return the period of a target that is not counted by the year: 每周, 每学期; '' for the others."""
    return "" if target.per == "year" else PER.get(target.per, target.per) or target.every


def is_whole(target: Target) -> bool:
    """Whether only whole numbers make sense: persons, attendances, events, things."""
    return not _DIVISIBLE.search(target.unit) and (target.value is None or target.value == int(target.value))


def step_of(target: Target, *others: Decimal | None) -> Decimal:
    """Return the smallest step in which the value is parted: 1, or the last decimal place that is written."""
    if is_whole(target):
        return Decimal(1)
    places = [-int(v.normalize().as_tuple().exponent) for v in (target.value, *others) if v is not None]
    return Decimal(1).scaleb(-max([0, *places]))


def read_number(text: str) -> Decimal | None:
    """Return the number that a person typed, full-width digits and thousands separators taken; None for nothing.

    Raises ValueError with the reason in Chinese.
    """
    plain = re.sub(r"[\s,，]", "", unicodedata.normalize("NFKC", text[:60]))
    if not plain:
        return None
    if plain.startswith(("-", "−", "－")):
        raise ValueError("不能是负数")
    if not (plain.isascii() and _NUMBER.fullmatch(plain)):
        raise ValueError(f"“{text.strip()[:12]}”不是数字，请填1200这样的数")
    return Decimal(plain)


def fault_of(value: Decimal, target: Target) -> str:
    """Return why a number cannot stand in a cell of a target; '' when it can."""
    if not value.is_finite() or value < 0:
        return "不能是负数"
    if value > LARGEST:
        return "数字过大，最多100亿"
    if is_whole(target) and value != int(value):
        return f"以“{target.unit or '个'}”计的数应是整数"
    if value != value.quantize(Decimal(1).scaleb(-_PLACES)):
        return f"小数最多{_PLACES}位"
    if is_share(target) and value > 100 and target.unit in {"%", "％"}:
        return "不能超过100%"
    return ""


def rule_words(target: Target, adding: str, universe: Universe | None, years: list[int]) -> str:
    """Return the rule of checking in a sentence for the office."""
    asked = asked_of(target, adding, universe)
    if not years:
        return "方案没有登记起止年份，不能分年度。请调整方案，在“方案基本信息”中补上。"
    if asked is None:
        return f"原文按每个{target.each}提出要求，选定覆盖范围后才能算出合计应是多少。"
    amount, last = every_words(target) + amount_words(asked, target), years[-1]
    if universe and target.each and adding != Adding.RATE:
        amount += f"（{len(universe.members)}个，每个{amount_words(target.value or asked, target)}）"
    verb = "不超过" if target.comparator == Target.Comparator.AT_MOST else "达到"
    return {
        Adding.TOTAL: f"{years[0]}至{last}年分解值合计应等于{amount}，结转数不计入。",
        Adding.YEARLY: f"{years[0]}至{last}年，每年分解值合计都应等于{amount}，结转数不计入。",
        Adding.STANDING: f"填各年末达到的数，各年不相加；{last}年末合计应等于{amount}。",
        Adding.RATE: f"填各年要达到的数，各处、各年不相加；{last}年都应{verb}{amount}。",
    }[Adding(adding)]  # fmt: skip
