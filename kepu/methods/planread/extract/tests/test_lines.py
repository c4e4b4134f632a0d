"""Lines: cleaning, what begins an item, how halves are joined."""

import pytest

from kepu.methods.planread.extract.lines import clean, ends_sentence, join, split_breaks, starts_item, width

ITEMS = [
    "一、要求", "十二、保障", "（三）目标", "(4)目标", "5.实施", "6、实施", "7）实施", "第一章", "第三条", "一是加强", "①实施",
    "⑴实施", "——坚持", "附件：", "附件1",
]  # fmt: skip
NO_ITEMS = ["2025年", "1.5万人", "坚持一", "三年行动", "（略）", "附近居民", "一定要"]


@pytest.mark.parametrize("line", ITEMS)
def test_line_that_begins_an_item(line: str) -> None:
    assert starts_item(line)


@pytest.mark.parametrize("line", NO_ITEMS)
def test_line_that_begins_none(line: str) -> None:
    assert not starts_item(line)


def test_end_of_a_sentence_is_seen_behind_quotes_and_brackets() -> None:
    assert [ends_sentence(line) for line in ("完。", "（完。）", "“完！”", "完：", "未完，", "未完", "")] == [
        True
    ] * 4 + [False] * 3


def test_cleaning_takes_out_what_cannot_be_seen_and_nothing_else() -> None:
    assert clean("甲\u200b\ufeff\x07乙\xa0丙\u3000丁\t戊") == "甲乙 丙\u3000丁\t戊"
    assert clean("[bookmark: _GoBack]7. [注]") == "7. [注]"


def test_cleaned_text_can_be_stored() -> None:
    assert clean("a\x00\ud800b").encode("utf-8") == b"ab"


def test_join_puts_a_space_only_between_latin_words() -> None:
    assert [join("科", "普"), join("open", "day"), join("AI", "应用"), join("2", "5"), join("", "a")] == [
        "科普", "open day", "AI应用", "25", "a",
    ]  # fmt: skip


def test_width_counts_chinese_twice() -> None:
    assert width("AI应用（1）") == 2 + 4 + 5


def test_breaks() -> None:
    assert split_breaks("  甲县\n实施方案  \n\n乙") == ["甲县\n实施方案", "乙"]
    assert split_breaks(" \n ") == []
