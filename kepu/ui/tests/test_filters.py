"""Dates and numbers as officials write them."""

from datetime import UTC, date, datetime

import pytest

from kepu.ui.templatetags.ui import accept_words, day, due_state, due_words, moment, wan

TODAY = date(2026, 11, 22)


def test_a_day_has_no_leading_zeros():
    assert day(date(2026, 3, 5)) == "2026年3月5日"


def test_a_moment_is_told_in_local_time():
    assert moment(datetime(2026, 3, 5, 16, 7, tzinfo=UTC)) == "2026年3月6日 00:07"
    assert day(datetime(2026, 3, 5, 16, 7, tzinfo=UTC)) == "2026年3月6日"


def test_nothing_stays_nothing():
    assert (day(None), moment(None), wan(None)) == ("", "", "")


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0"), (9999, "9999"), (10000, "1万"), (12345, "1.23万"), (19999, "1.99万"), (30000, "3万")],
)
def test_the_public_reads_wan_above_ten_thousand_never_rounded_up(number, words):
    assert wan(number) == words


@pytest.mark.parametrize(
    ("due", "words", "state"),
    [
        (date(2026, 11, 20), "已逾期2天", "late"),
        (date(2026, 11, 22), "今天截止", "soon"),
        (date(2026, 11, 25), "还有3天（2026年11月25日）", "soon"),
        (date(2026, 11, 26), "还有4天（2026年11月26日）", ""),
        (date(2026, 12, 20), "2026年12月20日截止", ""),
    ],
)
def test_a_due_day_in_words(due, words, state):
    assert (due_words(due, TODAY), due_state(due, TODAY)) == (words, state)


def test_formats_are_named_once_in_words():
    assert accept_words(".docx,.doc,.txt,.md") == "可以是 Word、纯文本"
    assert accept_words("") == "任何格式"
