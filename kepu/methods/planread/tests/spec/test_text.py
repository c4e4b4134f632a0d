"""The twin, numbers, numbering and names: the smallest parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kepu.methods.planread.numbering import marker_of
from kepu.methods.planread.numbers import number
from kepu.methods.planread.paragraphs import compact
from kepu.methods.planread.twin import twin_of
from kepu.methods.planread.units import full_name, is_open, is_unit, strip_etc

TWINS = [
    ("牽頭單位：縣教育局", "牵头单位：县教育局"), ("(一)办好课堂,选好教师;", "（一）办好课堂，选好教师；"), ("２０２５年１２％", "2025年12%"),
    ("2021–2025年", "2021—2025年"), ("2021?2025年", "2021—2025年"), ("??办好课堂", "——办好课堂"), ("中国梦?劳动美", "中国梦·劳动美"),
    ("「科普」『中国』", "“科普”“中国”"), ('开展"三下乡"活动', "开展“三下乡”活动"), ("1,200人", "1,200人"), ("【责任单位】", "（责任单位）"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "twin"), TWINS)
def test_twin(text: str, twin: str) -> None:
    assert twin_of(text) == twin


@given(st.text(max_size=200))
def test_twin_has_the_length_of_its_text(text: str) -> None:
    assert len(twin_of(text)) == len(text)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("责 任 部 门", "责任部门"),
        ("到 2025 年", "到2025年"),
        ("通  知", "通知"),
        ("县教育局 县科协", "县教育局 县科协"),
    ],
)
def test_spaces_that_mean_nothing_are_dropped_and_places_kept(raw: str, text: str) -> None:
    found, at = compact(raw, 10)
    assert found == text
    assert [raw[i - 10] for i in at] == list(text)


NUMBERS = [
    ("十二", 12), ("一百二十", 120), ("三千五百", 3500), ("两万", 20000), ("百", 100), ("一万二千", 12000), ("二〇二五", 2025),
    ("3万", 30000), ("1.5万", 15000), ("2,500", 2500), ("1.2亿", 120000000), ("0.1", 0.1), ("甲", None), ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_number(text: str, value: float | None) -> None:
    assert number(text) == value


MARKERS = [
    ("一、总体要求", "cn", 1), ("（二）主要目标", "(cn)", 2), ("3.办好课堂", "1.", 3), ("3、办好课堂", "1.", 3), ("（4）选教师", "(1)", 4),
    ("⑤选教师", "①", 5), ("第二章 目标", "chapter", 2), ("1.2目标", "1.1", 2), ("——办好课堂", "——", None), ("十一、附则", "cn", 11),
    ("2.5元标准", None, None), ("一是加强领导", None, None), ("2025年目标", None, None), ("三年行动", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "family", "value"), MARKERS)
def test_marker(text: str, family: str | None, value: int | None) -> None:
    marker = marker_of(text)
    assert (marker and marker.family, marker and marker.value) == (family, value)


UNITS = [
    "县教育局", "团县委", "县妇联", "县委宣传部", "县发展改革委", "县人力资源和社会保障局", "县海洋与渔业局", "市生态环境局云帆分局",
    "各乡镇（街道）", "县级有关部门", "县文联（县作协）", "云帆日报社", "县融媒体中心", "中国电信云帆分公司", "县财政", "云帆经济开发区管委会",
    "各区（市）政府", "县政府常务会议", "县委理论学习中心组", "各级科协", "有关部门和单位", "县第一中学", "辖区各学校", "县消防救援大队",
    "县全民科学素质工作领导小组办公室", "县红十字会", "各类农村经济组织",
    "县投资促进局",
    "县中等职业学校",
    "县就业促进和人才服务中心",
    "县（市）",
    "从化区科协",
]  # fmt: skip
NOT_UNITS = [
    "加强科学教育", "县教育局负责", "县教育局、县科协", "的部门", "开展活动的单位", "科学素质", "领导小组办公室组织", "一", "全县公民", "按职责分工",
    "每年12月20日前向县科协", "县科协会同县统计局",
]  # fmt: skip


@pytest.mark.parametrize("name", UNITS)
def test_unit(name: str) -> None:
    assert is_unit(name)


@pytest.mark.parametrize("name", NOT_UNITS)
def test_no_unit(name: str) -> None:
    assert not is_unit(name)


def test_open_lists() -> None:
    assert strip_etc("县科协等有关部门") == ("县科协", True)
    assert strip_etc("县科协") == ("县科协", False)
    assert [is_open(n) for n in ("县级各部门", "有关单位", "各乡镇（街道）", "县教育局")] == [True, True, False, False]


def test_full_name() -> None:
    assert full_name("林业局", "县农业农村局") == "县林业局"
    assert full_name("团县委", "县教育局") is None
