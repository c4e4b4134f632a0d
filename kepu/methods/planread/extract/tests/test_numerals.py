"""Numbers in the formats of Word's automatic numbering; values from ECMA-376 part 1, 17.18.59, and by hand."""

import pytest

from kepu.methods.planread.extract.numerals import numeral

EXAMPLES = {
    "decimal": {1: "1", 27: "27"},
    "decimalZero": {7: "07", 12: "12"},
    "upperRoman": {4: "IV", 9: "IX", 2026: "MMXXVI"},
    "lowerLetter": {1: "a", 26: "z", 27: "aa", 53: "aaa"},
    "chineseCounting": {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 105: "一〇五"},
    "chineseCountingThousand": {10: "十", 100: "一百", 105: "一百零五", 110: "一百一十", 1020: "一千零二十"},
    "japaneseCounting": {10: "十", 21: "二十一", 100: "百", 111: "百十一"},
    "ideographDigital": {1: "一", 10: "一〇", 12: "一二"},
    "chineseLegalSimplified": {3: "叁", 10: "壹拾", 25: "贰拾伍"},
    "decimalEnclosedCircle": {1: "①", 20: "⑳", 21: "㉑", 36: "㊱", 51: "51"},
    "decimalEnclosedParen": {1: "⑴", 21: "21"},
    "decimalEnclosedFullstop": {3: "⒊"},
    "ideographEnclosedCircle": {1: "㊀", 11: "11"},
    "ideographTraditional": {1: "甲", 10: "癸"},
    "decimalFullWidth": {12: "１２"},
    "none": {5: ""},
}


@pytest.mark.parametrize("format", EXAMPLES)
def test_number_in_format(format: str) -> None:
    assert {number: numeral(number, format) for number in EXAMPLES[format]} == EXAMPLES[format]


@pytest.mark.parametrize("number", [0, -3, 10_000, 2**31])
def test_numbers_that_no_format_spells_are_decimal(number: int) -> None:
    assert numeral(number, "chineseCounting") == numeral(number, "upperRoman") == str(number)


def test_unknown_format_is_decimal() -> None:
    assert numeral(3, "klingon") == "3"
