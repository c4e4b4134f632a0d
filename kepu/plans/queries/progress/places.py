"""位次: a promised place is compared with what was published, never with a figure of our own.

Three wordings stand in plans: a place with a number (全市前3位), an average (高于全省平均水平), and words that no number
belongs to (居全市前列), of which the published place is told and nothing judged.
"""

import re
from dataclasses import dataclass
from datetime import date

from kepu.ledger.models import Publication
from kepu.methods.pace import Standing, above_average, judge_rank
from kepu.plans.models import Target
from kepu.ui.templatetags.ui import day

_SCOPE = re.compile(r"全(?:国|省|自治区|市|州|盟|区|县)")
_ABOVE = re.compile(r"高于|超过|超出|领先")
_NEAR = re.compile(r"接近|力争接近")
NOBODY = "有权单位还没有公布排名或平均值"
VAGUE = "原文没有写明第几名，不自动判断"
IN_ERROR = "与平均值之差在误差范围内，不判断"


@dataclass(frozen=True)
class Place:
    """What was published, in words, and how the promise stands by it; `why` where it cannot be judged."""

    words: str = ""
    standing: Standing | None = None
    why: str = ""


def place_of(target: Target, row: Publication | None, ends: date, today: date) -> Place:
    """Return how a promised place stands by the latest publication; `ends` is the last day in which it may be reached."""
    average = "平均" in target.quote
    if row is None or not (row.averaged if average else row.rank):
        return Place(why=NOBODY)
    named, among = _SCOPE.search(target.quote), row.averaged if average else row.ranked
    if named and named[0] not in among:
        return Place(why=f"公布的是“{among}”，与原文的“{named[0]}”不同，不能比较")
    words = _words(row, average)
    if average:
        return _against_average(target, row, words, over=today > ends)
    if target.value is None or row.rank is None:
        return Place(why=f"{words}；{VAGUE}")
    return Place(words, judge_rank(row.rank <= target.value, over=today > ends))


def _against_average(target: Target, row: Publication, words: str, *, over: bool) -> Place:
    if row.average is None or _NEAR.search(target.quote):
        return Place(why=f"{words}；“接近”没有写明差多少，不自动判断")
    above = above_average(row.fact.quantity, row.average, row.low, row.high, strict=bool(_ABOVE.search(target.quote)))
    return Place(why=f"{words}；{IN_ERROR}") if above is None else Place(words, judge_rank(above, over=over))


def _words(row: Publication, average: bool) -> str:
    """Say what was published, by whom and of which day: 全市8个县第2位（市科协，2026年4月1日）."""
    said = f"{row.ranked}第{row.rank}位"
    if average and row.average is not None:
        measure = row.fact.measure
        own, mean = (f"{amount / 10**measure.scale:g}{measure.unit}" for amount in (row.fact.quantity, row.average))
        said = f"{own}，{row.averaged}平均{mean}"
    return f"{said}（{row.publisher}，{day(row.fact.day)}）"
