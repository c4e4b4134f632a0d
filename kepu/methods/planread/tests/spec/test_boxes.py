"""Boxes (专栏) between the sections: neither part nor task; what stands behind one is read as if it were not there."""

import pytest

from kepu.methods.planread import read_text

CLAUSE = "（县教育局牵头，县科协配合）"
BEFORE = f"""云帆县科普实施方案（2021—2025年）
一、重点行动
（一）青少年科学素质提升行动
1.办好科学课堂。动手学科学。{CLAUSE}
"""
BEHIND = f"""（二）农民科学素质提升行动
{{number}}.培育新农人。送技术下乡。{CLAUSE}
二、重点工程
（一）科普设施工程
1.建好科普馆。合理布局。{CLAUSE}
"""
BOXES = {
    "marks": "专栏1  青少年科学素质提升行动重点项目\n◆科学教师培训项目。每年培训教师90人次。\n◆少年科学馆项目。新建少年科学馆6所。\n",
    "numbers": "专栏一：重点项目\n1.科学教师培训项目。每年培训教师90人次。\n2.少年科学馆项目。新建少年科学馆6所。\n",
    "prose": "【专栏1】青少年科学素质提升行动重点项目\n每年培训教师90人次。\n新建少年科学馆6所。\n",
}


@pytest.mark.parametrize("habit", BOXES)
@pytest.mark.parametrize("number", [1, 2])
def test_a_box_is_neither_part_nor_task(habit: str, number: int) -> None:
    reading = read_text(BEFORE + BOXES[habit] + BEHIND.format(number=number))
    assert [p.title for p in reading.parts] == ["青少年科学素质提升行动", "农民科学素质提升行动", "科普设施工程"]
    assert [(t.parent, t.title) for t in reading.tasks] == [
        ("青少年科学素质提升行动", "办好科学课堂"), ("农民科学素质提升行动", "培育新农人"), ("科普设施工程", "建好科普馆"),
    ]  # fmt: skip
    assert [(t.task, t.value) for t in reading.targets] == [(None, 90), (None, 6)]


def test_tasks_go_on_behind_a_box() -> None:
    behind = f"2.配强科学教师。多方选人。{CLAUSE}\n"
    reading = read_text(BEFORE + BOXES["marks"] + behind)
    assert [(t.parent, t.title) for t in reading.tasks] == [
        ("青少年科学素质提升行动", "办好科学课堂"), ("青少年科学素质提升行动", "配强科学教师")
    ]  # fmt: skip
