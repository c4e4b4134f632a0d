"""Where a title is broken into lines: lines of like length, the longer first, and no word cut that an office uses."""

from math import ceil
from typing import Final

# A line should end after one of these, or begin with one of those; a number, a pair of brackets is never cut.
_ENDS: Final = (
    "关于",
    "年度",
    "的",
    "和",
    "与",
    "及",
    "》",
    "）",
    "办公室",
    "工作",
    "素质",
    "行动",
    "任务",
    "县",
    "市",
    "区",
    "年",
)
_BEGINS: Final = (
    "的",
    "目标",
    "任务",
    "工作",
    "实施",
    "全民",
    "有关",
    "《",
    "（",
    "提示函",
    "通知",
    "责任书",
    "分工表",
    "领导小组",
    "办公室",
)
_NEVER_FIRST: Final = "》）”’、，。；：！？·—-%"
_NEVER_LAST: Final = "《（“‘〔"


def title_lines(title: str, limit: int = 19) -> str:
    """Return a title with line feeds, so that no line is longer than `limit` characters; a broken one is left as it is.

    Two half-width characters count as one. A title with line feeds of its own was broken by a person.
    """
    if "\n" in title or _length(title) <= limit or limit < 2:
        return title
    return "\n".join(_broken(title, limit))


def _length(text: str) -> float:
    return sum(0.5 if ord(c) < 0x300 else 1.0 for c in text)


def _broken(title: str, limit: int) -> list[str]:
    count = ceil(_length(title) / limit)
    if count == 1:
        return [title]
    places = [i for i in range(1, len(title)) if _length(title[:i]) <= limit and _allowed(title, i)]
    places = [i for i in places if _length(title[i:]) <= limit * (count - 1)] or places
    wanted = _length(title) / count
    at = min(places, key=lambda i: _cost(title, i, wanted), default=limit)
    return [title[:at], *_broken(title[at:], limit)]


def _allowed(title: str, i: int) -> bool:
    within = title[i - 1].isascii() and title[i - 1].isalnum() and title[i].isascii() and title[i].isalnum()
    number = title[i - 1].isdigit() and title[i] in "年月日个项条"
    return not within and not number and title[i] not in _NEVER_FIRST and title[i - 1] not in _NEVER_LAST


def _cost(title: str, i: int, wanted: float) -> float:
    off = _length(title[:i]) - wanted
    good = title[:i].endswith(_ENDS) + title[i:].startswith(_BEGINS)
    return abs(off) * (1.0 if off >= 0 else 1.3) + (0, -3, -4)[good] + (3 if good == 0 else 0)
