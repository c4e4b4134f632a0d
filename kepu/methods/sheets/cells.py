"""Days, periods and quantities as people type them into cells: full-width digits, 2026年3月5日, 20260305, serial numbers.

Office programs keep a day as the number of days since 30 December 1899 (ECMA-376 part 1, 18.17.4.1).
"""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from kepu.methods.sheets.numbers import shown

NOTHING = frozenset({"-", "--", "–", "—", "——", "－", "/", "无", "不涉及"})  # the unit has no such thing; not 0
_FIRST, _SERIALS = date(1899, 12, 30), range(20_000, 80_000)  # 1954 to 2119
_YEARS = range(1950, 2100)
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]0{1,2}:00(?::00)?)?")
_MONTH = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})月?")
_QUARTER = re.compile(r"(\d{4})年?第?([一二三四1234])季度?")
_YEAR = re.compile(r"(\d{4})年?(?:全年|度)?")
_AMOUNT = re.compile(r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d{1,2})?", re.IGNORECASE)
_QUARTERS = dict(zip("一二三四1234", (1, 2, 3, 4) * 2, strict=True))


class CellError(ValueError):
    """The cell cannot be read as what its column holds; the message says why and how to write it, in Chinese."""


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included."""

    since: date
    until: date


def plain(cell: str) -> str:
    """Return a cell with full-width letters, digits and signs as half-width ones, without spaces at its ends."""
    return unicodedata.normalize("NFKC", cell).strip()


def is_nothing(cell: str) -> bool:
    """Answer whether a cell says that there is no such thing (–), which is neither 0 nor empty."""
    return cell.strip() in NOTHING or plain(cell) in NOTHING


def day_of(cell: str) -> date:
    """Return the day that a cell holds. Raises CellError."""
    text = plain(cell)
    if text.isascii() and text.isdigit():
        if len(text) == 8:
            return _day(int(text[:4]), int(text[4:6]), int(text[6:]))
        if len(text) == 5 and int(text) in _SERIALS:
            return _FIRST + timedelta(days=int(text))
    if found := _DAY.fullmatch(text.replace(" 日", "日")):
        return _day(*(int(part) for part in found.groups()))
    raise CellError(f"日期“{shown(cell)}”不对，请写成 2026-03-05 的样子，年、月、日写全。")


def period_of(cell: str) -> Period:
    """Return the day, month, quarter or year that a cell holds. Raises CellError."""
    text = plain(cell).replace(" ", "")
    if found := _QUARTER.fullmatch(text):
        last = _QUARTERS[found[2]] * 3
        return Period(_day(int(found[1]), last - 2, 1), _last(int(found[1]), last))
    if found := _YEAR.fullmatch(text):
        return Period(_day(int(found[1]), 1, 1), _day(int(found[1]), 12, 31))
    if found := _MONTH.fullmatch(text):
        year, month = int(found[1]), int(found[2])
        return Period(_day(year, month, 1), _last(year, month))
    try:
        day = day_of(cell)
    except CellError as error:
        if "年、月、日写全" not in str(error):
            raise
        raise CellError(
            f"时间“{shown(cell)}”不对，请写成 2026-03-05、2026年3月、2026年第一季度或2026年的样子。"
        ) from None
    return Period(day, day)


def amount_of(cell: str, scale: int = 0) -> int:
    """Return the quantity that a cell holds, in units of 10 to the power -scale: 2.5 with scale 4 is 25000. Raises CellError."""
    text = plain(cell).replace(",", "").replace(" ", "")
    if not _AMOUNT.fullmatch(text):
        raise CellError(f"“{shown(cell)}”不是数字，请只填数字，不带“约”“余”“万”和单位。")
    try:
        value = Decimal(text).scaleb(scale)
    except InvalidOperation:
        raise CellError(f"“{shown(cell)}”过大，请核对。") from None
    if abs(value) > 10**15:
        raise CellError(f"“{shown(cell)}”过大，请核对。")
    if value != value.to_integral_value():
        raise CellError(f"“{shown(cell)}”应为整数。" if scale == 0 else f"“{shown(cell)}”最多{scale}位小数。")
    return int(value)


def _day(year: int, month: int, day: int) -> date:
    if year not in _YEARS:
        raise CellError(f"年份{year}不对，请核对。")
    if not 1 <= month <= 12:
        raise CellError(f"没有{month}月，请核对日期。")
    if not 1 <= day <= monthrange(year, month)[1]:
        raise CellError(f"{year}年{month}月没有{day}日，请核对日期。")
    return date(year, month, day)


def _last(year: int, month: int) -> date:
    return _day(year, month, monthrange(year, month)[1] if 1 <= month <= 12 else 1)
