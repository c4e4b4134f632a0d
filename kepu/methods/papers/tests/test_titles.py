"""Titles are broken where a person would break them: lines of like length, no word or number cut."""

import pytest

from kepu.methods.papers import title_lines


@pytest.mark.parametrize(
    ("title", "limit", "lines"),
    [
        ("青禾县2026年全民科学素质工作要点", 19, ["青禾县2026年全民科学素质工作要点"]),
        ("关于做好2026年全民科学素质有关工作的提示函", 19, ["关于做好2026年全民科学素质", "有关工作的提示函"]),
        ("青禾县2026年度全民科学素质工作目标责任书", 19, ["青禾县2026年度全民科学素质", "工作目标责任书"]),
        ("青禾县全民科学素质工作领导小组办公室", 18, ["青禾县全民科学素质工作领导小组办公室"]),
    ],
)  # fmt: skip
def test_broken_as_a_person_would(title, limit, lines):
    assert title_lines(title, limit).split("\n") == lines


def test_what_a_person_broke_stays():
    assert title_lines("上\n下" * 20) == "上\n下" * 20


@pytest.mark.parametrize("limit", [3, 8, 13, 19])
@pytest.mark.parametrize(
    "title",
    [
        "关于印发《青禾县全民科学素质行动实施方案（2026—2030年）》的通知",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 3,
        "2026" * 20,
        "（" * 30,
        "》" * 30,
        "青" * 500,
        "a",
        "",
    ],
)
def test_nothing_is_lost_and_lines_are_never_empty(title, limit):
    lines = title_lines(title, limit).split("\n")
    assert "".join(lines) == title
    assert all(lines) or title == ""


def test_a_number_and_its_unit_and_brackets_stay_together():
    lines = title_lines("关于印发《青禾县全民科学素质行动实施方案（2026—2030年）》的通知", 14).split("\n")
    assert all(not line.startswith(("》", "）", "年", "—")) and not line.endswith(("《", "（")) for line in lines)
