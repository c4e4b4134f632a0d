"""The State Council's yearly notice of days off, read from its words as published: which days are off, which worked.

The notice is one item a holiday: 「三、清明节：4月4日（周六）至6日（周一）放假，共3天。」, with 「…上班」 for weekend days that are
worked in exchange. What it says of itself (the day of the week, the number of days) is checked against the calendar.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

NEEDED = ("元旦", "春节", "国庆节")
MOST_DAYS = 31  # of one stretch; a longer one is misread

_ITEM = re.compile(r"(?<=[\s。])(?=[一二三四五六七八九十]{1,2}、[^，。：:\d]{2,20}[：:])")
_LINE = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}、|[（(]?\d{1,2}[)）.．、])?\s*([^：:，。\d]{2,20})[：:](.*\d日.*)$"
)
_NOTE = r"(?:[（(](?P<note{0}>[^）)]*)[）)])?"
_DAY = r"(?:(?P<y{0}>\d{{4}})年)?(?:(?P<m{0}>\d{{1,2}})月)?(?P<d{0}>\d{{1,2}})日" + _NOTE
_STRETCH = re.compile(_DAY.format(1) + r"(?:\s*(?:至|到|[—–－~～-]+)\s*" + _DAY.format(2) + ")?")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_COUNT = re.compile(r"共(\d{1,2})天|放假(\d{1,2})天")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_NAMES = "一二三四五六日"
_BRACKETS = re.compile("[（(][^）)]*[）)]")


@dataclass(frozen=True)
class Special:
    """One day that the notice names: off, or worked though it may be a weekend day; for which holiday."""

    day: date
    worked: bool
    name: str


@dataclass(frozen=True)
class Notice:
    """What a notice says, in the order of the calendar, and what in it is doubtful or was not understood."""

    days: tuple[Special, ...]
    problems: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The holidays in the order of the calendar."""
        return list(dict.fromkeys(special.name for special in self.days))


def read_notice(text: str, year: int) -> Notice:
    """Return the days that a notice for a year names. Lines that name no day are passed over.

    A problem is a sentence in Chinese; with a problem the days are not to be relied on.
    """
    found: dict[date, Special] = {}
    problems: list[str] = []
    for name, words in _items(text):
        for special in _Item(name, year, problems).days(words):
            before = found.setdefault(special.day, special)
            if before.worked != special.worked:
                problems.append(f"{_words(special.day)}既写放假又写上班。")
    days = tuple(found[day] for day in sorted(found))
    if not days and not problems:
        problems.append("没有读到放假的日期。请粘贴通知的正文，如“一、元旦：1月1日（周五）至3日（周日）放假，共3天。”")
    return Notice(days, tuple(dict.fromkeys(problems)))


def lacking(notice: Notice) -> list[str]:
    """Return which of the great holidays a notice does not name; the notice of a whole year names them all."""
    return [name for name in NEEDED if not any(name in other for other in notice.names)]


def _items(text: str) -> Iterator[tuple[str, str]]:
    """Yield name and words of each holiday: a line of its own, or a numbered piece of a longer one."""
    plain = text.translate(_WIDE).replace("\u3000", " ")
    for line in plain.splitlines():
        for piece in _ITEM.split(f" {line}"):
            if match := _LINE.match(piece.strip()):
                words = _BRACKETS.sub(lambda note: re.sub("[，；,;]", "、", note[0]), match[2])
                yield re.sub(r"\s+", "", match[1]), re.sub(r"\s+", "", words)


def _words(day: date) -> str:
    return f"{day.month}月{day.day}日"


class _Item:
    """One holiday being read; a day without month or year has those of the day before it."""

    def __init__(self, name: str, year: int, problems: list[str]) -> None:
        self.name, self.year, self.problems = name, year, problems
        self.month = 0

    def days(self, words: str) -> Iterator[Special]:
        """Yield the days of the item; a clause that says neither 放假 nor 上班 names none."""
        off: list[Special] = []
        for clause in re.split("[，。；;,]", words):
            worked = "上班" in clause
            if worked or "放假" in clause:
                specials = list(self._stretches(clause, worked))
                off += [] if worked else specials
                yield from specials
            self._check_count(clause, len(off))

    def _stretches(self, clause: str, worked: bool) -> Iterator[Special]:
        for match in _STRETCH.finditer(clause):
            first = self._day(match, "1")
            last = self._day(match, "2") if match["d2"] else first
            if first is None or last is None:
                continue
            if last < first:  # 12月31日至1月2日 begins in the year before
                first = date(first.year - 1, first.month, first.day)
            self._check_weekday(first, match["note1"] or "")
            self._check_weekday(last, match["note2"] or "")
            yield from self._between(first, last, worked, match[0])

    def _between(self, first: date, last: date, worked: bool, printed: str) -> Iterator[Special]:
        near = date(self.year - 1, 12, 1) <= first and last <= date(self.year + 1, 1, 31)
        if not near or (last - first).days >= MOST_DAYS:
            self.problems.append(f"“{self.name}”的“{printed}”不像{self.year}年的放假日期。请核对年份和日期。")
            return
        for n in range((last - first).days + 1):
            yield Special(first + timedelta(days=n), worked, self.name)

    def _day(self, match: re.Match[str], side: str) -> date | None:
        self.month = int(match[f"m{side}"] or self.month)
        year, printed = int(match[f"y{side}"] or self.year), int(match[f"d{side}"])
        try:
            return date(year, self.month, printed)
        except ValueError:
            self.problems.append(f"“{self.name}”的“{match[0]}”不是日期。请核对。")
            return None

    def _check_weekday(self, day: date, note: str) -> None:
        said = _WEEKDAY.search(note)
        if said and said[1].replace("天", "日") != _NAMES[day.weekday()]:
            self.problems.append(
                f"“{self.name}”写的是{_words(day)}（周{said[1]}），而{day.year}年{_words(day)}是周{_NAMES[day.weekday()]}。"
                "请核对是不是这一年的通知。"
            )

    def _check_count(self, clause: str, off: int) -> None:
        said = _COUNT.search(clause)
        wanted = int(said[1] or said[2]) if said else off
        if wanted != off:
            self.problems.append(f"“{self.name}”写明共{wanted}天，读到的是{off}天。请核对。")
