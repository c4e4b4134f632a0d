"""An arrangement in words, by hand from the notice of 2026."""

from datetime import date

import pytest

from kepu.methods.workdays import holidays_of, published, read_notice
from kepu.methods.workdays.said import Holiday, in_words
from kepu.methods.workdays.tests.test_notice import PUBLISHED

pytestmark = pytest.mark.engineless


def test_the_published_year_in_words():
    assert holidays_of(published(2026)) == [
        Holiday("元旦", "1月1日至3日", 3, "1月4日"),
        Holiday("春节", "2月15日至23日", 9, "2月14日、28日"),
        Holiday("清明", "4月4日至6日", 3, ""),
        Holiday("劳动节", "5月1日至5日", 5, "5月9日"),
        Holiday("端午", "6月19日至21日", 3, ""),
        Holiday("中秋", "9月25日至27日", 3, ""),
        Holiday("国庆节", "10月1日至7日", 7, "9月20日、10月10日"),
    ]
    assert published(2099) == []


def test_a_notice_in_words_says_the_same():
    mine = [(h.off, h.count, h.worked) for h in holidays_of(read_notice(PUBLISHED[2026], 2026).days)]
    assert mine == [(h.off, h.count, h.worked) for h in holidays_of(published(2026))]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([], ""),
        ([(1, 31), (2, 1), (2, 2), (2, 4)], "1月31日至2月2日、4日"),
        ([(5, 1), (5, 3), (6, 3)], "5月1日、3日、6月3日"),
    ],
)
def test_runs_of_days(days, words):
    assert in_words([date(2027, month, day) for month, day in days]) == words
