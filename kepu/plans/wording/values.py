"""How a target's value reads in Chinese: 力争每年不少于12场次."""

import re
from calendar import monthrange
from datetime import date
from decimal import ROUND_DOWN, Decimal

from kepu.methods.planmatch import Standing
from kepu.plans.models import Target

_YEARS = re.compile(r"[（(][^（）()]*\d{4}[^（）()]*[）)]\s*$")
# One line for each kind, for whoever has to choose; each ends in an example.
MEANINGS: dict[Target.Kind, str] = {
    Target.Kind.LEVEL: "到期要达到的比率、指数或人均数，如“比例达到15%”。",
    Target.Kind.COUNT: "到期要有的数量，如“到2030年建成20个”。",
    Target.Kind.FLOOR: "每年、每季度等每一期都要做到的数量，如“每年不少于12场次”。",
    Target.Kind.CUMULATIVE: "整个方案期加在一起的数量，如“累计培训5000人次”。",
    Target.Kind.COVERAGE: "一类对象中要做到多少，如“每个乡镇至少1处”“覆盖50%以上的村”。",
    Target.Kind.SCHEDULE: "逐年写明的数，如“每年增加0.1元，到2030年2.5元”。",
    Target.Kind.REACH: "服务、影响到多少人，如“惠及50万人”。",
    Target.Kind.MILESTONE: "做成一件事，一般没有数字，如“竣工并投入运行”。",
    Target.Kind.RANK: "排在什么位置，如“居全市前列”。",
    Target.Kind.TREND: "只说方向、不说数字，如“逐步提高”。",
}
RATES = {"不少于": "不低于", "不超过": "不高于"}
_LARGE = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
PER = {"year": "每年", "quarter": "每季度", "month": "每月", "week": "每周", "day": "每天"}


def short_title(title: str, place: str) -> str:
    """Return a plan's title without the name of its place in front and the years in brackets at its end."""
    return _YEARS.sub("", title.strip()).removeprefix(place) or title


def number_words(value: Decimal, *, wan: bool = False) -> str:
    """Return a number without idle zeros: 12.5000 is 12.5. With `wan` 30000 is 3万, where nothing is lost by it."""
    if wan and value >= 10000 and value % 100 == 0:
        return f"{number_words(value / 10000)}万"
    return format(value.normalize(), "f")


def amount_words(amount: Decimal, unit: str) -> str:
    """Return an amount with its unit for the public, large ones in 万 or 亿, two places, cut and never rounded up.

    12345人次 is 1.23万人次, 0.3456 of 万人次 is 3456人次, 0.8 of 元/人 is 0.8元.
    """
    counted = _counted(unit)
    whole = amount * _LARGE.get(counted[:1], Decimal(1))
    counted = counted[1:] if counted[:1] in _LARGE else counted
    for word, size in reversed(_LARGE.items()):
        if abs(whole) >= size:
            return f"{_cut(whole / size)}{word}{counted}"
    return f"{_cut(whole)}{counted}"


def _cut(number: Decimal) -> str:
    return number_words(number.quantize(Decimal("0.01"), ROUND_DOWN))


def value_words(target: Target, *, wan: bool = False) -> str:
    """Return the value in words: hedge, period, for each of what, comparator, number, unit; '' without a number.

    2 元/人 reads 人均…2元. `wan` is for the public face, where large numbers are said in 万.
    """
    if target.value is None:
        return ""
    every = PER.get(target.per, target.per) or target.every
    each = f"每个{target.each.removeprefix('每个').removeprefix('每')}" if target.each else ""
    head = "人均" if target.unit.endswith("/人") else ""
    more = "增加" if target.delta else ""
    number = number_words(target.value, wan=wan)
    return f"{target.hedge}{every}{each}{head}{more}{_comparator(target)}{number}{_counted(target.unit)}"


def _counted(unit: str) -> str:
    """Return a unit as it stands behind a number: 2元 of 元/人, 6个百分点."""
    return "个百分点" if unit == "百分点" else unit.removesuffix("/人")


def difference_words(standing: Standing, unit: str) -> str:
    """Return how a value stands to an earlier one: 提高600人次, 提高7个百分点 (of shares), 降低0.5元, 不变."""
    if not standing.difference:
        return standing.word
    counted = "个百分点" if unit in {"%", "％"} else _counted(unit)
    return f"{standing.word}{number_words(abs(standing.difference))}{counted}"


def subject_words(target: Target) -> str:
    """Return what is counted, with its level, which the printed words often give once for several: 省级科普教育基地."""
    return target.subject if target.level in target.subject or not target.subject else f"{target.level}{target.subject}"


def _comparator(target: Target) -> str:
    """Return 不少于 and the like, nothing for 等于; of a share or a rate one says 不低于, 不高于."""
    if target.comparator in {"", Target.Comparator.EQUAL}:
        return ""
    word = str(target.get_comparator_display())
    rate = target.unit.startswith(("%", "％", "‰")) or "/" in target.unit
    return RATES.get(word, word) if rate else word


def due_words(due: str) -> str:
    """Return a due date in Chinese: 2030 is 2030年, 2030-06-30 is 2030年6月30日, 2030-06 is 2030年6月."""
    marks = zip(due.split("-"), "年月日", strict=False)
    return "".join(f"{int(number)}{mark}" if number.isdecimal() else number for number, mark in marks)


def last_day(due: str) -> date | None:
    """Return the last day of a target's year, month or day ("2030", "2030-06", "2030-06-30"); None for no date."""
    numbers = [int(part) for part in due.split("-") if part.isdecimal()]
    try:
        year, month = numbers[0], (numbers[1:2] or [12])[0]
        return date(year, month, (numbers[2:3] or [monthrange(year, month)[1]])[0])
    except (IndexError, ValueError):
        return None
