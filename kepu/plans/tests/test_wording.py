"""How targets read in Chinese."""

from decimal import Decimal

import pytest

from kepu.plans.models import Target
from kepu.plans.wording import amount_words, due_words, number_words, short_title, subject_words, value_words


def target(value, unit, **fields):
    return Target(value=Decimal(value), unit=unit, **fields)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value": "12", "unit": "场次", "comparator": ">=", "per": "year"}, "每年不少于12场次"),
        ({"value": "16.0000", "unit": "%", "comparator": ">=", "hedge": "力争"}, "力争不低于16%"),
        ({"value": "2.5", "unit": "元/人", "comparator": ">="}, "人均不低于2.5元"),
        (
            {"value": "0.1", "unit": "元/人", "comparator": ">=", "delta": True, "per": "year"},
            "每年人均增加不低于0.1元",
        ),
        ({"value": "6", "unit": "百分点", "comparator": ">=", "delta": True}, "增加不少于6个百分点"),
        ({"value": "1", "unit": "处", "comparator": ">=", "each": "每个镇（街道）"}, "每个镇（街道）不少于1处"),
        ({"value": "1", "unit": "届", "every": "每两年"}, "每两年1届"),
        ({"value": "12", "unit": "%", "comparator": ">"}, "超过12%"),
        ({"value": "30", "unit": "天", "comparator": "<="}, "不超过30天"),
        ({"value": "5", "unit": "家", "comparator": "="}, "5家"),
        ({"value": "50000", "unit": "人次", "comparator": ">="}, "不少于50000人次"),
    ],
)
def test_a_value_reads_as_an_official_would_say_it(fields, words):
    assert value_words(target(**fields)) == words


@pytest.mark.parametrize(
    ("subject", "level", "words"),
    [
        ("科普教育基地", "省级", "省级科普教育基地"),
        ("县级科普讲师团", "县级", "县级科普讲师团"),
        ("科普读本", "", "科普读本"),
        ("", "市级", ""),
    ],
)
def test_what_is_counted_is_named_with_its_level(subject, level, words):
    assert subject_words(Target(subject=subject, level=level)) == words


def test_a_promise_without_a_number_has_no_value_in_words():
    assert value_words(Target(value=None, unit="")) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("500000", "50万"),
        ("32500", "3.25万"),
        ("10000", "1万"),
        ("9999", "9999"),
        ("12345", "12345"),
        ("1000000", "100万"),
    ],
)
def test_the_public_reads_large_numbers_in_wan_where_nothing_is_lost(value, words):
    assert number_words(Decimal(value), wan=True) == words


@pytest.mark.parametrize(
    ("due", "words"), [("2030", "2030年"), ("2030-06", "2030年6月"), ("2030-06-05", "2030年6月5日"), ("", "")]
)
def test_a_due_date_in_words(due, words):
    assert due_words(due) == words


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("云汀县全民科学素质行动实施方案（2026—2030年）", "全民科学素质行动实施方案"),
        ("全民科学素质行动规划纲要(2026-2030年)", "全民科学素质行动规划纲要"),
        ("云汀县科普工作方案（试行）", "科普工作方案（试行）"),
        ("云汀县", "云汀县"),
    ],
)
def test_a_short_title_leaves_out_the_place_and_the_years(title, short):
    assert short_title(title, "云汀县") == short


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        ("9999", "人次", "9999人次"), ("12345", "人次", "1.23万人次"), ("0.3456", "万人次", "3456人次"),
        ("123", "万人次", "123万人次"), ("10000", "万元", "1亿元"), ("0.8", "元/人", "0.8元"), ("12.345", "%", "12.34%"),
        ("2.1", "百分点", "2.1个百分点"), ("0", "个", "0个"),
    ],
)  # fmt: skip
def test_an_amount_for_the_public_is_cut_and_large_ones_are_in_wan(amount, unit, words):
    assert amount_words(Decimal(amount), unit) == words
