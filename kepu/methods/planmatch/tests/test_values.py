"""Values are set against each other only where they mean the same."""

from decimal import Decimal

import pytest

from kepu.methods.planmatch import TargetSide, incomparable, is_share, standing_of
from kepu.methods.planmatch.values import falls_short, same_unit

pytestmark = pytest.mark.engineless


def target(value, unit, **more):
    number = None if value is None else Decimal(value)
    return TargetSide("k", "事项", "原文", "count", number, unit, **{"comparator": ">=", **more})


@pytest.mark.parametrize(("a", "b", "same"), [
    ("人次", "人", False), ("名", "人", True), ("场", "场次", True), ("%", "％", True), ("%", "百分点", False),
    ("元/人", "元", False), ("次", "场次", False), ("个", "家", True), ("期", "次", False),
])  # fmt: skip
def test_units_that_count_the_same(a, b, same):
    assert same_unit(a, b) is same
    assert same_unit(b, a) is same


@pytest.mark.parametrize(("a", "b", "why"), [
    (target("1500", "人次"), target("600", "人次"), ""),
    (target("1500", "人次"), target("60", "名"), "计量单位不同"),
    (target("13", "%"), target("6", "%", delta=True), "一为增量、一为总量"),
    (target("900", "人次"), target("300", "人次", per="year"), "周期不同"),
    (target("1", "届", per="year"), target("1", "届", every="每两年"), "周期不同"),
    (target("1", "名", each="中学"), target("40", "名"), "一为每个单位的数、一为总数"),
    (target("4", "个", level="省级"), target("12", "个", level="市级"), "级别不同"),
    (target("2", "小时", comparator="<="), target("1", "小时"), "一为下限、一为上限"),
    (target(None, ""), target("1", "个"), "没有数字"),
])  # fmt: skip
def test_what_may_not_be_compared_says_why(a, b, why):
    assert incomparable(a, b) == why
    assert incomparable(b, a) == why


def test_how_a_value_stands_to_the_old_one():
    standing = standing_of(target("900", "人次"), target("1500", "人次"))
    assert standing is not None
    assert (standing.difference, standing.ratio, standing.word) == (Decimal(600), Decimal("1.67"), "提高")
    fallen = standing_of(target("2", "元/人"), target("1.5", "元/人"))
    assert fallen is not None
    assert (fallen.difference, fallen.word) == (Decimal("-0.5"), "降低")
    assert standing_of(target("900", "人次"), target("60", "名")) is None
    nothing = standing_of(target("0", "个"), target("3", "个"))
    assert nothing is not None
    assert nothing.ratio is None


@pytest.mark.parametrize(("row", "share"), [
    (target("20", "%"), True), (target("2.5", "元/人"), True), (target("1", "名", each="村（社区）"), True),
    (target("2", "小时", comparator="<="), True), (target("30000", "人次"), False), (target("12", "个"), False),
    (target(None, "%"), False),
])  # fmt: skip
def test_only_shares_mean_the_same_in_a_city_and_its_county(row, share):
    assert is_share(row) is share


def test_below_a_floor_and_above_a_limit_fall_short():
    assert falls_short(target("20", "%"), target("22", "%"))
    assert not falls_short(target("22", "%"), target("22", "%"))
    assert falls_short(target("2", "小时", comparator="<="), target("1", "小时", comparator="<="))
    assert not falls_short(target("1", "小时", comparator="<="), target("2", "小时", comparator="<="))
