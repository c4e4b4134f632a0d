"""How a figure is counted, where it comes from, by what it is proved: standing lines that the office may change.

A line is 哪类目标｜口径｜数据来源｜佐证. What it is for is a unit of counting (人次、场), a kind of target (覆盖), words of the
target itself (four characters or more), or 其他 for what no line names.
"""

import re
from dataclasses import dataclass

from kepu.plans.models import Target

OTHERS = "其他"
SHORTEST = 4  # fewer characters of a target's words stand in many targets
OFFERED = (
    "人次｜按参加人次计，同一人参加多次的累计｜活动（培训）记录｜通知、签到表、照片",
    "人、万人、名｜按人数计，不重复计算｜名册或统计报表｜名册、证明材料",
    "场次、场、次、期｜按实际举办计，同一天同一地点的计1次｜活动记录｜通知、签到表、照片",
    "个、所、处、座、家、支、辆、块｜按已建成并运行（在册）的个数计｜名录｜文件或验收材料、照片",
    "元、万元、亿元、元/人｜按财政预算、决算数计｜财政预算、决算｜预算批复、决算报表",
    "水平值、位次｜以公布的调查或统计结果为准｜公布的调查、统计结果｜公布结果的文件",
    "覆盖｜按已覆盖的对象计｜覆盖对象名录｜名录、照片",
    "标志性事项｜按约定的标志性结果计｜项目资料｜批复、验收材料、照片",
    f"{OTHERS}｜按实际完成数计｜单位工作台账｜文件、总结、照片",
)


@dataclass(frozen=True)
class Counting:
    """One line: what it is for, and definition, source and evidence as they are printed."""

    names: tuple[str, ...]
    words: tuple[str, str, str]


def counting_of(text: str) -> list[Counting]:
    """Return the lines of a text, the standing ones for an empty text; what a line lacks is empty."""
    lines = [line for line in text.splitlines() if line.strip()] or OFFERED
    return [_counting(line) for line in lines]


def _counting(line: str) -> Counting:
    names, *rest = (part.strip() for part in re.split("[｜|]", line, maxsplit=3))
    definition, source, evidence = (*rest, "", "", "")[:3]
    return Counting(tuple(name for name in re.split("[、，,]", names) if name), (definition, source, evidence))


def faults_of(text: str) -> list[str]:
    """Return what is wrong with lines that the office wrote: one that does not say for what, or how to count."""
    faults = []
    for line in (line.strip() for line in text.splitlines()):
        counting = _counting(line) if line else None
        if counting and not (counting.names and counting.words[0]):
            faults.append(f"“{line[:20]}”缺少内容，请写成“哪类目标｜口径｜数据来源｜佐证”。")
    return faults


def counted(target: Target, lines: list[Counting]) -> tuple[str, str, str]:
    """Return definition, source and evidence for a target: of the line that names its words, else the unit it is counted
    in, else its kind, else of what is named 其他; empty where no line fits."""
    said = f"{target.subject} {target.quote}"
    tests = (
        lambda name: len(name) >= SHORTEST and name in said,
        lambda name: bool(target.unit) and name == target.unit,
        lambda name: name == str(target.get_kind_display()),
        lambda name: name == OTHERS,
    )
    for test in tests:
        if found := next((line for line in lines if any(test(name) for name in line.names)), None):
            return found.words
    return "", "", ""
