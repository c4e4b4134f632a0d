"""Cells as offices really fill them in: each reading written down by hand."""

from datetime import date

import pytest

from kepu.methods.sheets import CellError, Period, amount_of, day_of, is_nothing, period_of

pytestmark = pytest.mark.engineless


@pytest.mark.parametrize(
    "cell",
    ["2026-03-05", "2026/3/5", "2026.3.5", "2026年3月5日", "２０２６年３月５日", "20260305", "46086", "2026-03-05 00:00",
     " 2026/03/05 "],
)  # fmt: skip
def test_a_day_in_all_its_spellings(cell: str) -> None:
    assert day_of(cell) == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("cell", "said"),
    [("2026-13-05", "没有13月"), ("2026年2月29日", "2026年2月没有29日"), ("3月5日", "年、月、日写全"), ("去年", "年、月、日写全"),
     ("12", "年、月、日写全"), ("0026-03-05", "年份26不对"), ("2026-3", "年、月、日写全"), ("20261305", "没有13月")],
)  # fmt: skip
def test_what_is_no_day_is_told(cell: str, said: str) -> None:
    with pytest.raises(CellError, match=said):
        day_of(cell)


@pytest.mark.parametrize(
    ("cell", "since", "until"),
    [("2026年3月", date(2026, 3, 1), date(2026, 3, 31)), ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
     ("2025年", date(2025, 1, 1), date(2025, 12, 31)), ("2025", date(2025, 1, 1), date(2025, 12, 31)),
     ("2025年第二季度", date(2025, 4, 1), date(2025, 6, 30)), ("2025年4季度", date(2025, 10, 1), date(2025, 12, 31)),
     ("2026/3/5", date(2026, 3, 5), date(2026, 3, 5)), ("２０２５年度", date(2025, 1, 1), date(2025, 12, 31))],
)  # fmt: skip
def test_a_period_in_all_its_spellings(cell: str, since: date, until: date) -> None:
    assert period_of(cell) == Period(since, until)


@pytest.mark.parametrize(
    ("cell", "said"), [("2026年13月", "没有13月"), ("一季度", "时间“一季度”不对"), ("", "时间“”不对")]
)
def test_what_is_no_period_is_told(cell: str, said: str) -> None:
    with pytest.raises(CellError, match=said):
        period_of(cell)


@pytest.mark.parametrize(
    ("cell", "scale", "amount"),
    [
        ("40", 0, 40),
        ("１，２３４", 0, 1234),
        ("40.0", 0, 40),
        ("2.5", 4, 25000),
        ("0", 0, 0),
        ("-3", 0, -3),
        ("1e3", 0, 1000),
    ],
)
def test_an_amount_in_the_smallest_unit(cell: str, scale: int, amount: int) -> None:
    assert amount_of(cell, scale) == amount


@pytest.mark.parametrize(
    ("cell", "scale", "said"),
    [("约40", 0, "不是数字"), ("1.2万", 0, "不是数字"), ("40.5", 0, "应为整数"), ("0.00001", 4, "最多4位小数"),
     ("", 0, "不是数字"), ("#REF!", 0, "不是数字"), ("9e99", 0, "过大")],
)  # fmt: skip
def test_what_is_no_amount_is_told(cell: str, scale: int, said: str) -> None:
    with pytest.raises(CellError, match=said):
        amount_of(cell, scale)


def test_a_dash_is_neither_nothing_written_nor_zero() -> None:
    assert [is_nothing(cell) for cell in ("–", "—", "-", "－", "无", "", "0")] == [True] * 5 + [False] * 2
