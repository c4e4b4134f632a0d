"""Tables of indicators (指标名称 | 单位 | 2020年 | 2025年): each row's value in the goal's column is a target.

A table that only repeats numbers which stand in the plan's sentences gives none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .kinds import kind_of
from .model import Target
from .numbers import number
from .paragraphs import Paragraph
from .subjects import levels_at
from .tables import Grid, grids

_NAME_HEAD = re.compile(r"指标|名称|项目|内容")
_NO_NAME_HEAD = re.compile(r"属性|类别|类型|分类|性质|指标值|目标值|20\d\d年")
_UNIT_HEAD = re.compile(r"(?:计量|计算|度量)?单位")
_YEAR = re.compile(r"20\d\d(?=年)")
_GOAL_WORD = re.compile(r"目标|规划值|预期")
_BASE_WORD = re.compile(r"基数|现状|基期|实际|完成值|比上年")
_VALUE = re.compile(
    r"(?P<before>≥|≧|>=|》=|>|》|≤|≦|《=|不低于|不少于|大于|超过|达到|不超过|约|左右)?"
    r"(?P<number>\d{1,9}(?:[,，]\d{3})*(?:\.\d{1,4})?(?:[百千]?[万亿])?)(?P<measure>[^\d，。；]{1,5}?)?(?P<after>及?以上|以内|左右)?"
)
_MEASURE_BEHIND = re.compile(r"（(?P<unit>%|[\u4e00-\u9fff/%]{1,6})）$")
_MEASURE = re.compile(r"(?:%|[\u4e00-\u9fff]{1,4})(?:/[\u4e00-\u9fff]{1,3})?")
_LARGE = re.compile(r"([万亿])(?=[人名户份个册件场条次])")
_COMPARATORS = {"》": ">", ">": ">", "大于": ">", "超过": ">", "≤": "<=", "≦": "<=", "《=": "<=", "不超过": "<="}
_HEAD_ROWS = 4


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a table of indicators, where its rows begin, and the year of its goals."""

    name: int
    unit: int | None
    goal: int
    first_row: int
    due: str


def indicator_targets(
    paragraphs: list[Paragraph], period: tuple[int, int] | None, spoken: list[Target], text: str
) -> list[Target]:
    """Return the targets of all tables of indicators; ``spoken`` are those of the plan's sentences."""
    out: list[Target] = []
    for grid in grids(paragraphs):
        columns = _columns(grid, period)
        found = list(_rows(grid, columns, text)) if columns else []
        if 2 * sum(_repeats(t, spoken) for t in found) <= len(found):
            out += found
    return out


def _columns(grid: Grid, period: tuple[int, int] | None) -> _Columns | None:
    """Read the head of a table; None if it is none of indicators."""
    rows = sorted(grid)[:_HEAD_ROWS]
    last = next((i for i, r in enumerate(rows) if any(_YEAR.search(p.text) for p in grid[r].values())), None)
    if last is None:
        return None
    heads: dict[int, str] = {}
    for row in rows[: last + 1]:
        for column, cell in grid[row].items():
            heads[column] = heads.get(column, "") + cell.text.replace(" ", "")
    name = next((c for c, h in sorted(heads.items()) if _NAME_HEAD.search(h) and not _NO_NAME_HEAD.search(h)), None)
    goal = _goal(heads, period)
    if name is None or goal is None or goal[0] <= name:
        return None
    unit = next((c for c, h in sorted(heads.items()) if _UNIT_HEAD.fullmatch(h) and name < c < goal[0]), None)
    return _Columns(name, unit, goal[0], rows[last] + 1, goal[1])


def _goal(heads: dict[int, str], period: tuple[int, int] | None) -> tuple[int, str] | None:
    """Return the column with the latest year of the plan, and that year."""
    years = [
        (max(_YEAR.findall(h)), bool(_GOAL_WORD.search(h)), column)
        for column, h in heads.items()
        if _YEAR.search(h) and not _BASE_WORD.search(h)
    ]
    if not years:
        return None
    year, _, column = max(years, key=lambda y: (y[0], y[1], -y[2]))
    return (column, year) if period is None or int(year) >= period[0] else None


def _rows(grid: Grid, columns: _Columns, text: str) -> Iterator[Target]:
    seen: set[int] = set()
    for row in sorted(grid):
        cells = grid[row]
        name, goal = cells.get(columns.name), cells.get(columns.goal)
        if row < columns.first_row or name is None or goal is None or name is goal or id(name) in seen:
            continue
        seen.add(id(name))
        target = _target(name, cells.get(columns.unit) if columns.unit is not None else None, goal, columns.due, text)
        if target:
            yield target


def _target(name: Paragraph, measure: Paragraph | None, goal: Paragraph, due: str, text: str) -> Target | None:
    """Make the target of one row; None where it names no measure or its goal is no number."""
    found = _VALUE.fullmatch(goal.text.replace(" ", "").rstrip("。"))
    behind = _MEASURE_BEHIND.search(name.text)
    unit = measure.text.strip("（）") if measure else behind.group("unit") if behind else ""
    if not found or not _MEASURE.fullmatch(unit) or found.group("measure") not in (None, unit):
        return None
    value = number(found.group("number").replace("，", ","))
    stop = behind.start() if behind and not measure else len(name.text)
    start, end = name.span(0, stop)[0], goal.span(0, len(goal.text.rstrip("。")))[1]
    if value is None or stop < 2 or end <= start:
        return None
    value, unit = _scaled(value, unit)
    level, subject = _level(name, stop)
    words = text[slice(*name.span(*subject))]
    comparator = "=" if found.group("after") == "左右" else _COMPARATORS.get(found.group("before") or "", ">=")
    target = Target(None, text[start:end], (start, end), words, value, unit, "count", comparator, due=due, level=level)
    kind = kind_of(target, name.text[:stop], name.text[:stop])
    return Target(None, text[start:end], (start, end), words, value, unit, kind, comparator, due=due, level=level)


def _scaled(value: float, unit: str) -> tuple[float, str]:
    """Return a number of 万人 as a number of 人; money keeps its 万元."""
    large = _LARGE.match(unit)
    if not large:
        return value, unit
    scaled = round(value * (10_000 if large.group(1) == "万" else 100_000_000), 6)
    return int(scaled) if float(scaled).is_integer() else scaled, unit[1:]


def _level(name: Paragraph, stop: int) -> tuple[str | None, tuple[int, int]]:
    """Return the level of what is counted and where its words stand; whose money it is (市级财政…) is no level."""
    levels, place = levels_at(name.text, (0, stop))
    if len(levels) != 1 or name.text.startswith("财政", place[0]) or place[1] - place[0] < 2:
        return None, (0, stop)
    return levels[0], place


def _repeats(target: Target, spoken: list[Target]) -> bool:
    """Say whether a sentence promises the same number of the same thing."""
    return any(t.value == target.value and _alike(t.subject, target.subject) for t in spoken)


def _alike(one: str, other: str) -> bool:
    """Say whether two subjects share most pairs of characters of the shorter one."""
    a, b = ({s[i : i + 2] for i in range(len(s) - 1)} for s in (one, other))
    return 2 * len(a & b) >= max(1, min(len(a), len(b)))
