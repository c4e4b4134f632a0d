"""What each kind of target asks of its breakdown, which numbers may stand in it, and how the sums are judged."""

from decimal import Decimal as D

import pytest

from kepu.plans.models import Target, Universe, Version
from kepu.plans.queries.breakdown.judging import State, judge
from kepu.plans.queries.breakdown.rules import (
    asked_of,
    default_adding,
    fault_of,
    members_reached,
    read_number,
    rule_words,
    step_of,
    years_of,
)

PERIOD = Version(period_from=2026, period_to=2030)


def promise(kind="cumulative", value="5000", unit="人次", **fields):
    return Target(kind=kind, value=D(value), unit=unit, **fields)


@pytest.mark.parametrize(
    ("target", "adding"),
    [
        (promise("cumulative"), "total"),
        (promise("reach", unit="人"), "total"),
        (promise("floor", per="year"), "yearly"),
        (promise("floor", "2", "期", per="week"), "yearly"),
        (promise("count", unit="家"), "standing"),
        (promise("coverage", "1", "所", each="乡镇"), "standing"),
        (promise("coverage", "80", "%"), "rate"),
        (promise("level", "16", "%"), "rate"),
        (promise("level", "6", "百分点", delta=True), "rate"),
        (promise("schedule", "2.5", "元/人"), "rate"),
        (promise("rank", "1", "名"), "rate"),
        (promise("floor", "8", "学时", per="year", each="公务员", quote="每名公务员每年不少于8学时"), "rate"),
        (promise("floor", "1", "届", every="每两年"), "rate"),
    ],
)
def test_the_kind_proposes_how_cells_are_added_and_says_why(target, adding):
    proposed, why = default_adding(target)
    assert proposed == adding
    assert why.endswith("。")


def test_a_cumulative_target_that_says_reached_is_doubted_in_words():
    assert "改选“末年合计" in default_adding(promise(quote="注册志愿者达到3500人"))[1]
    assert "改选" not in default_adding(promise(quote="累计培训5000人次"))[1]


@pytest.mark.parametrize(
    ("due", "years"),
    [
        ("", [2026, 2027, 2028, 2029, 2030]), ("2028", [2026, 2027, 2028]), ("2028-09", [2026, 2027, 2028]),
        ("2026", [2026]), ("2024", [2026, 2027, 2028, 2029, 2030]), ("2032", list(range(2026, 2033))),
        ("每年", [2026, 2027, 2028, 2029, 2030]), ("9999", list(range(2026, 2046))),
    ],
)  # fmt: skip
def test_the_years_go_to_the_year_in_which_it_falls_due(due, years):
    assert years_of(promise(due=due), PERIOD) == years


def test_a_plan_without_a_period_has_no_years():
    assert years_of(promise(), Version(period_from=2026)) == []
    assert "没有登记起止年份" in rule_words(promise(), "total", None, [])


def test_each_asks_the_value_of_every_member():
    school = promise("coverage", "2", "名", each="中学")
    members = Universe(members=[{"name": n} for n in "甲乙丙"])
    assert asked_of(school, "standing", members) == 6
    assert asked_of(school, "standing", None) is None
    assert asked_of(school, "rate", None) == 2


@pytest.mark.parametrize(("share", "members", "n"), [("80", 17, 14), ("100", 17, 17), ("0", 17, 0), ("50.5", 200, 101)])
def test_a_share_of_members_is_rounded_up(share, members, n):
    assert members_reached(D(share), members) == n


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1200", "1200"),
        (" 1,200 ", "1200"),
        ("１２００", "1200"),
        ("1，200", "1200"),
        ("0.5", "0.5"),
        ("", None),
        ("  ", None),
    ],
)
def test_numbers_are_read_as_people_type_them(text, number):
    assert read_number(text) == (None if number is None else D(number))


@pytest.mark.parametrize("text", ["-3", "－3", "多", "1.2.3", "1e5", "３万", "٣", "NaN", "1/2", ".5", "=1+1"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match=r"负数|不是数字"):
        read_number(text)


@pytest.mark.parametrize(
    ("value", "target", "words"),
    [
        ("1.5", promise(unit="人次"), "以“人次”计的数应是整数"),
        ("100000000000000000000", promise(), "数字过大，最多100亿"),
        ("-1", promise(), "不能是负数"),
        ("100.5", promise(unit="%"), "不能超过100%"),
        ("0.12345", promise(value="2.5", unit="元/人"), "小数最多4位"),
        ("1.5", promise(value="8", unit="学时"), ""),
        ("2.25", promise(value="2.5", unit="元/人"), ""),
        ("120", promise(value="6", unit="百分点"), ""),
        ("10000000000", promise(), ""),
        ("0", promise(), ""),
    ],
)
def test_numbers_that_make_no_sense_are_refused(value, target, words):
    assert fault_of(D(value), target) == words


def test_the_step_is_one_for_persons_and_the_last_decimal_for_money():
    assert step_of(promise()) == 1
    assert step_of(promise(value="2.5", unit="元/人")) == D("0.1")
    assert step_of(promise(value="20", unit="%"), D("13.62")) == D("0.01")


def of(**years):
    return {int(year[1:]): [D(v) for v in values.split()] for year, values in years.items()}


@pytest.mark.parametrize(
    ("target", "adding", "values", "state", "words"),
    [
        (promise(), "total", {}, "empty", "尚未分解"),
        (promise(), "total", of(y2026="2000 1000", y2030="2000"), "even", "合计一致"),
        (promise(), "total", of(y2026="2000 1000", y2030="1700"), "short", "还差300人次"),
        (promise(), "total", of(y2026="2000 1000", y2030="2200"), "over", "超出200人次"),
        (promise(), "total", of(y2026="5000", y2031="900"), "even", "合计一致"),
        (promise(due="2027"), "total", of(y2026="2000", y2028="3000"), "short", "还差3000人次"),
        (promise("floor", "12", "场次", per="year", due="2027"), "yearly", of(y2026="6 6", y2027="12"), "even", "合计一致"),
        (promise("floor", "12", "场次", per="year"), "yearly", of(y2026="13", y2027="9", y2028="12", y2029="12", y2030="12"),
         "short", "2027年还差3场次，共2年不一致"),
        (promise("count", "20", "家"), "standing", of(y2026="4", y2030="12 8"), "even", "合计一致"),
        (promise("count", "20", "家"), "standing", of(y2026="20"), "short", "2030年还差20家"),
        (promise("level", "20", "%"), "rate", of(y2026="14", y2030="19.5"), "short", "2030年还差0.5个百分点"),
        (promise("level", "20", "%"), "rate", of(y2030="20"), "even", "2030年达到目标值"),
        (promise("level", "20", "%"), "rate", of(y2026="14"), "short", "2030年未填"),
        (promise("coverage", "80", "%"), "rate", of(y2030="80 79.9 10"), "short", "2030年有2处未达到80%"),
        (promise("level", "2", "小时", comparator="<="), "rate", of(y2030="3"), "over", "2030年超出1小时"),
        (promise("level", "2", "小时", comparator="<="), "rate", of(y2030="1"), "even", "2030年达到目标值"),
        (promise("schedule", "2.5", "元/人"), "rate", of(y2030="2.4"), "short", "2030年还差0.1元"),
    ],
)  # fmt: skip
def test_the_sums_are_judged_exactly_and_in_words(target, adding, values, state, words):
    verdict = judge(target, adding, target.value, years_of(target, PERIOD), values)
    assert (verdict.state, verdict.words) == (state, words)


def test_thirds_are_judged_without_rounding():
    thirds = {2026: [D("0.1")] * 3}
    assert judge(promise(value="0.3", unit="万人"), "total", D("0.3"), [2026], thirds).state == State.EVEN


def test_without_a_universe_each_cannot_be_judged():
    school = promise("coverage", "2", "名", each="中学")
    verdict = judge(school, "standing", None, [2026], of(y2026="5"))
    assert (verdict.state, verdict.words) == ("unset", "先选覆盖范围")


@pytest.mark.parametrize(
    ("target", "adding", "words"),
    [
        (promise(), "total", "2026至2030年分解值合计应等于5000人次，结转数不计入。"),
        (
            promise("floor", "12", "场次", per="year"),
            "yearly",
            "2026至2030年，每年分解值合计都应等于12场次，结转数不计入。",
        ),
        (
            promise("floor", "2", "期", per="week"),
            "yearly",
            "2026至2030年，每年分解值合计都应等于每周2期，结转数不计入。",
        ),
        (promise("count", "20", "家"), "standing", "填各年末达到的数，各年不相加；2030年末合计应等于20家。"),
        (promise("level", "20", "%"), "rate", "填各年要达到的数，各处、各年不相加；2030年都应达到20%。"),
    ],
)
def test_the_rule_is_said_in_a_sentence(target, adding, words):
    assert rule_words(target, adding, None, [2026, 2027, 2028, 2029, 2030]) == words


def test_the_rule_of_each_says_how_many_there_are():
    school = promise("coverage", "2", "名", each="中学")
    members = Universe(members=[{"name": n} for n in "甲乙丙"])
    assert "末合计应等于6名（3个，每个2名）" in rule_words(school, "standing", members, [2026])
    assert "选定覆盖范围后" in rule_words(school, "standing", None, [2026])
