"""Numbers as Word's automatic numbering prints them, by the names of ECMA-376 ``ST_NumberFormat`` (17.18.59)."""

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def _positional(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _spelled(number: int, digits: str = "零" + _DIGITS[1:], units: str = "十百千", first_ten: bool = False) -> str:
    """Spell 1–9999: 十一 (first_ten drops the 一 of 一十), 一百零五, 一千零二十."""
    text, gap = "", False
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if digit == "0":
            gap = True
            continue
        text += (digits[0] if gap and text else "") + digits[int(digit)] + (units[place - 1] if place else "")
        gap = False
    return text[1:] if first_ten and text.startswith(digits[1] + units[0]) else text


def _counting(number: int) -> str:
    return _spelled(number, first_ten=True) if number < 100 else _positional(number)


def _counting_thousand(number: int) -> str:
    return _spelled(number, first_ten=True)


def _japanese(number: int) -> str:
    text = _spelled(number).replace("零", "")
    for unit in "十百千":
        text = text.replace("一" + unit, unit)
    return text


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _letter(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _from(first: str, last: int, low: int = 1) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - low) if low <= number <= last else str(number)


def _circle(number: int) -> str:
    if number <= 20:
        return chr(0x2460 + number - 1)
    if number <= 35:
        return chr(0x3251 + number - 21)
    return chr(0x32B1 + number - 36) if number <= 50 else str(number)


def _full_width(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


def _row(row: str) -> Callable[[int], str]:
    return lambda number: row[number - 1] if number <= len(row) else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda number: _letter(number).lower(),
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting_thousand,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting_thousand,
    "taiwaneseDigital": _positional,
    "ideographDigital": _positional,
    "japaneseDigitalTenThousand": _positional,
    "japaneseCounting": _japanese,
    "chineseLegalSimplified": lambda number: _spelled(number, _LEGAL, "拾佰仟", first_ten=False),
    "ideographLegalTraditional": lambda number: _spelled(number, _LEGAL_TRADITIONAL, "拾佰仟"),
    "ideographTraditional": _row(_STEMS),
    "ideographZodiac": _row(_BRANCHES),
    "ideographEnclosedCircle": _from("㊀", 10),
    "decimalEnclosedCircle": _circle,
    "decimalEnclosedCircleChinese": _circle,
    "decimalEnclosedFullstop": _from("⒈", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "numberInDash": lambda number: f"- {number} -",
    "none": lambda number: "",
    "bullet": lambda number: "",
}


def numeral(number: int, format: str) -> str:
    """``number`` in the named format; an unknown format, 0 or less and 10,000 or more print as decimal digits."""
    write = _FORMATS.get(format)
    if write is None or number > 9999 or (number <= 0 and format not in ("none", "bullet", "decimalZero")):
        return str(number)
    return write(number)
