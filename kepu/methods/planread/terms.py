"""Words of time and rank: by when (到2025年, 6月底前), how often (每年, 每周), on which level (省级)."""

import re
from calendar import monthrange
from dataclasses import dataclass

_YEAR = re.compile(
    r"(?P<to>到|至|于|在|力争)?“?(?P<year>20\d\d)年(?:(?P<month>\d{1,2})月(?:份)?)?(?:(?P<day>\d{1,2})日)?(?P<end>年底|"
    r"年末|底|末)?(?P<before>以前|之前|前)?"
)
_RANGE = re.compile(r"20\d\d年?(?:—+|至|到)20\d\d年")
_FIVE = re.compile(r"“?十(?P<five>[一二三四五六七])五”?(?:规划)?(?P<end>末)?")
_NOT_DUE = re.compile(r"(?:比|较|自|从|由|与|以)$")
_RISEN = re.compile(r"，|提高|提升|增加|增长|上升|降低|下降|翻|高出|高于")
_BARE_TAIL = re.compile(r"(?:的|起|以来|度|版|第|全国|国家|—|至今)")
_PER = (
    (
        re.compile(
            r"每年|每一年|年均|每年度|年度财政预算|按年度|年度内|(?<![\d一二两三四五半每成近])年(?!轻|龄|度|代|级|底|"
            r"末|初|内|前|均|画|货|终|会|报|限|来|间|长|人|老|后|中|以|[\u4e00-\u9fff]{1,4}[量率额])(?<![少老成中青百千常学壮晚历往当同近今去明两半]年)(?=[\u4e00-\u9fff]{2})|"
            r"全年|/年"
        ),
        "year",
    ),
    (re.compile(r"每月|每个月|月均|每月度"), "month"),
    (re.compile(r"每季度?|每个季度|季均"), "quarter"),
    (re.compile(r"每周|每星期|每个星期"), "week"),
)
_EVERY = re.compile(
    r"(?P<every>每(?:半年|学期|学年|[两二三四五2-5]年|天|日(?!常)|届|个学期|次(?:测评|测试|抽样|监测|评估|调查)))"
)
_LEVEL = re.compile(r"(?P<level>国家|省|市|县|区|州|自治区|旗|盟)级(?:以上|及以上)?")
_LEVELS = {
    "国家": "国家级",
    "省": "省级",
    "自治区": "省级",
    "市": "市级",
    "州": "市级",
    "县": "县级",
    "区": "县级",
    "旗": "县级",
    "盟": "市级",
}


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A year or date in a sentence: its place, how far it reaches, whether something is due then.

    ``bare``: a year without 到, 底 or 前; what is due then stands in the same comma clause, which ends at ``clause``.
    """

    place: int
    year: int
    iso: str
    due: bool
    reach: int
    bare: bool = False
    clause: int = 0

    def covers(self, at: int) -> bool:
        """Say whether a number at place ``at`` behind the mark is due then."""
        return self.due and self.place < at and (not self.bare or at < self.clause)


@dataclass(frozen=True, slots=True)
class Term:
    """The years and dates of one sentence; ``first`` is the plan's first year."""

    marks: tuple[Mark, ...]
    first: int | None

    def is_past(self, at: int) -> bool:
        """Say whether the last year before place ``at`` lies before the plan."""
        before = [m for m in self.marks if m.place < at < m.reach]
        return bool(before and self.first and before[-1].year < self.first)

    def announced(self, at: int) -> bool:
        """Say whether a year of the plan stands before place ``at``."""
        return any(m.place < at and (not self.first or m.year >= self.first) for m in self.marks)

    def due(self, at: int, onward: bool = False) -> str | None:
        """Return by when the number at place ``at`` is due: the last date before it, else the first behind it.

        ``onward``: the clause opens with 此后, so that a date behind it comes first.
        """
        future = [m for m in self.marks if not self.first or m.year >= self.first]
        before = [m for m in future if m.covers(at)]
        behind = [m for m in future if m.due and m.place >= at and (onward or not m.bare)]
        chosen = behind[:1] if behind and (onward or not before) else before[-1:]
        return chosen[0].iso if chosen else None


def _mark(sentence: str, found: re.Match[str]) -> Mark:
    """Return the mark of a year or a date."""
    year, month, place = int(found.group("year")), int(found.group("month") or 0), found.start()
    plain = not _NOT_DUE.search(sentence[:place]) and not _BARE_TAIL.match(sentence, found.end())
    stated = bool(found.group("to") or found.group("end") or found.group("before"))
    comma = sentence.find("，", found.end())
    leads = sentence[found.end() : found.end() + 1] in ("，", "：", "目")
    bare, clause = not stated and not leads, comma if comma >= 0 else len(sentence)
    iso = str(year)
    if 1 <= month <= 12:
        day = int(found.group("day") or monthrange(year, month)[1])
        iso = f"{year}-{month:02d}-{min(day, 31):02d}"
    return Mark(place, year, iso, stated or plain, _reach(sentence, place), bare, clause)


def _reach(sentence: str, place: int) -> int:
    """Return how far a year governs: in brackets to their end, compared with (比2020年的8%) to the verb, else the sentence."""
    if sentence[:place].endswith(("比", "较")):
        risen = _RISEN.search(sentence, place)
        return risen.start() if risen else len(sentence)
    if _NOT_DUE.search(sentence[:place]):
        comma = sentence.find("，", place)
        return comma if comma >= 0 else len(sentence)
    opened = sentence.rfind("（", 0, place)
    if opened > sentence.rfind("）", 0, place):
        closed = sentence.find("）", place)
        return closed if closed >= 0 else len(sentence)
    return len(sentence)


def term_of(sentence: str, period: tuple[int, int] | None) -> Term:
    """Return the years and dates that a sentence names; a span of years is none of them."""
    ranges = [m.span() for m in _RANGE.finditer(sentence)]
    marks = [_mark(sentence, m) for m in _YEAR.finditer(sentence) if not any(a <= m.start() < b for a, b in ranges)]
    for m in _FIVE.finditer(sentence):
        first = 2001 + 5 * "〇一二三四五六七".index(m.group("five"))
        end = bool(m.group("end"))
        marks.append(Mark(m.start(), first + 4 * end, str(first + 4), end, len(sentence)))
    return Term(tuple(sorted(marks)), period[0] if period else None)


def term_of_cell(cell: str, period: tuple[int, int] | None) -> str | None:
    """Return by when a table's cell of terms says a row is due: 2028年底前, 2026年12月, 2026—2030年; None for 长期推进."""
    span = _RANGE.match(cell)
    text = f"{cell[span.end() - 5 : span.end()]}前" if span and span.end() == len(cell) else f"{cell}前"
    return term_of(text, period).due(len(text))


def per_of(clause: str) -> tuple[str | None, str | None]:
    """Return ``(per, every)``: year, quarter, month or week, or the document's word for any other frequency."""
    every = _EVERY.search(clause)
    if every:
        return None, every.group("every")
    for pattern, per in _PER:
        if pattern.search(clause):
            return per, None
    return None, None


_AND_LEVEL = re.compile(r"[、和及]?" + _LEVEL.pattern)


def levels_of(text: str) -> tuple[tuple[str, ...], int]:
    """Return the levels that a noun phrase begins with (国家级、省级…) and where the noun itself begins."""
    found = _LEVEL.match(text)
    levels: list[str] = []
    at = 0
    while found:
        levels.append(_LEVELS[found.group("level")])
        at = found.end()
        found = _AND_LEVEL.match(text, at)
    return tuple(levels), at


def trailing_level(text: str) -> tuple[str | None, int]:
    """Return the level that a noun phrase ends with (科普教育基地省级…) and the length of that ending."""
    found = re.search(_LEVEL.pattern + "$", text)
    return (_LEVELS[found.group("level")], len(found.group())) if found else (None, 0)
