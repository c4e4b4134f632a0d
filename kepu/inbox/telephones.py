"""Telephone numbers and hours of answering, as people write them, brought into one form."""

import re
import unicodedata
from itertools import pairwise

from kepu.people.verbs import BadInput

EXAMPLE = "工作日 8:30—12:00、14:30—18:00"
_DASHES = str.maketrans("－—–−‐─", "------")
_MOBILE = re.compile(r"(1[3-9]\d)-?(\d{4})-?(\d{4})", re.ASCII)
_LANDLINE = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))-?(\d{7,8})((?:-\d{1,6})?)", re.ASCII)
_FREE = re.compile(r"([48]00)-?(\d{3})-?(\d{4})", re.ASCII)
_SHORT = re.compile(r"1\d{4}|9[56]\d{3,4}", re.ASCII)
_LOCAL = re.compile(r"[2-9]\d{6,7}", re.ASCII)

_WEEK = "一二三四五六日天"
_DAYS = re.compile(rf"工作日|每[天日]|周[{_WEEK}](?:(?:至|到|-|~)周?[{_WEEK}])?(?:[、,和]周?[{_WEEK}])*")
_TIME = r"(\d{1,2})(?:[:点时](?:(\d{1,2})分?|(半))?)"
_RANGE = re.compile(rf"(上午|早上|下午|晚上)?\s*{_TIME}\s*(?:-|~|至|到)\s*(?:上午|早上|下午|晚上)?{_TIME}", re.ASCII)
_ALL_DAY = {"全天", "24小时", "全天24小时"}

Time = tuple[str, str | None, str | None]


def tidy_phone(text: str, *, local: bool = False) -> str:
    """Return a telephone number in its plain form (0990-1234567, 13912345678, 12345); with `local` also one without
    area code. Raises BadInput for anything else."""
    plain = re.sub(r"[\s()]+", "", unicodedata.normalize("NFKC", text).translate(_DASHES))
    plain = re.sub(r"^(?:\+|00)86-?", "", re.sub(r"转|ext\.?", "-", plain))
    for pattern, between in ((_MOBILE, ""), (_FREE, "-")):
        if match := pattern.fullmatch(plain):
            return between.join(match.groups())
    if match := _LANDLINE.fullmatch(plain):
        return f"{match[1]}-{match[2]}{match[3]}"
    if _SHORT.fullmatch(plain) or (local and _LOCAL.fullmatch(plain)):
        return plain
    raise BadInput(f"电话“{text.strip()[:30]}”看起来不完整。请写手机号，或带区号的座机，如 0990-1234567。")


def tidy_hours(text: str) -> str:
    """Return hours of answering in one form, as `EXAMPLE`; several kinds of days are parted by ；.

    Raises BadInput, saying how to write them, for what cannot be understood and for hours that run backwards.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    plain = plain.replace("星期", "周").replace("礼拜", "周")
    parts = [part.strip() for part in re.split(r"[;。]", plain) if part.strip()]
    if not parts:
        raise BadInput(f"请填写接听时间，如：{EXAMPLE}。")
    return "；".join(_part(part, text) for part in parts)


def _part(part: str, whole: str) -> str:
    days = _DAYS.match(part)
    rest = part[days.end() :].strip(" :,") if days else ""
    if days and rest in _ALL_DAY:
        return f"{_days(days[0])} 全天"
    ranges = [_range(match, whole) for match in _RANGE.finditer(rest)]
    if not days or not ranges or _RANGE.sub("", rest).strip(" ,、和"):
        raise BadInput(f"看不懂接听时间“{whole.strip()[:30]}”。请写作：{EXAMPLE}；周六 9:00—12:00。")
    if any(earlier[1] > later[0] for earlier, later in pairwise(ranges)):
        raise BadInput(f"接听时间“{whole.strip()[:30]}”前后重叠，请按先后写。")
    return f"{_days(days[0])} " + "、".join(f"{_clock(begin)}—{_clock(end)}" for begin, end in ranges)


def _days(text: str) -> str:
    if text.startswith(("工作日", "每")):
        return "工作日" if text == "工作日" else "每天"
    text = re.sub(r"(?:至|到|-|~)周?", "至周", text.replace("天", "日"))
    return re.sub(r"[、,和]周?", "、周", text)


def _range(match: re.Match[str], whole: str) -> tuple[int, int]:
    late, *numbers = match.groups()
    afternoon = late in {"下午", "晚上"}
    begin = _minutes((numbers[0] or "", numbers[1], numbers[2]), afternoon)
    end = _minutes((numbers[3] or "", numbers[4], numbers[5]), afternoon)
    if not 0 <= begin < end <= 24 * 60:
        raise BadInput(f"接听时间“{whole.strip()[:30]}”里，结束应晚于开始，且不超过24:00。")
    return begin, end


def _minutes(time: Time, afternoon: bool) -> int:
    """Return minutes since midnight; -1 for a minute that does not exist."""
    hour, minute = int(time[0]), 30 if time[2] else int(time[1] or 0)
    if minute > 59:
        return -1
    return (hour + (12 if afternoon and hour < 12 else 0)) * 60 + minute


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"
