"""Numbers as plans write them: 5000, 3万, 2.5, 十二, 百, 两, 5—10, 数."""

import re

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
CHINESE = "零一二两三四五六七八九十百千万亿〇"
_ARABIC = re.compile(r"(\d{1,12}(?:,\d{3})*(?:\.\d{1,4})?)([百千]?[万亿]?)")


def chinese_number(text: str) -> int | None:
    """Return the value of a number written in Chinese digits ("三千五百", "百", "两万"), None if it is none."""
    if not text or any(c not in CHINESE for c in text):
        return None
    total = part = digit = 0
    for c in text:
        if c in DIGITS:
            digit = digit * 10 + DIGITS[c] if digit and not (set(text) & set("十百千")) else DIGITS[c]
        elif c in _TENS:
            part += (digit or 1) * _TENS[c]
            digit = 0
        else:
            total = (total + part + digit or 1) * _MYRIADS[c]
            part = digit = 0
    return total + part + digit


def small_number(text: str) -> int | None:
    """Return the value of an ordinal in digits or Chinese, None if it is none."""
    return int(text) if text.isdecimal() else chinese_number(text)


def arabic_number(text: str) -> float | None:
    """Return the value of digits with 百, 千, 万 or 亿 behind ("3万" is 30000), None if it is none."""
    found = _ARABIC.fullmatch(text)
    if not found:
        return None
    value = float(found.group(1).replace(",", ""))
    for c in found.group(2):
        value *= _TENS.get(c) or _MYRIADS[c]
    return round(value, 6)


def number(text: str) -> float | None:
    """Return the value of a number in either writing, None if it is none; whole numbers come as int."""
    value: float | None = arabic_number(text) if text[:1].isdecimal() else chinese_number(text)
    if value is None:
        return None
    return int(value) if float(value).is_integer() else value
