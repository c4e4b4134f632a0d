"""Excel out: two versions side by side, as three sheets."""

from collections.abc import Iterator

from kepu.plans.models import Target, Version
from kepu.plans.queries.proofreading import TaskNode
from kepu.plans.queries.sides import Sides, TargetPair, leading, names
from kepu.plans.wording import difference_words, value_words
from kepu.plans.workbooks.listings import Cell, Listing, workbook

NOTE = "对应关系由系统按文字、口径和责任单位推定，仅供核对；计量单位或口径不同的数值不作比较。"


def sides_workbook(sides: Sides) -> bytes:
    """Return the comparison as .xlsx with the sheets 目标任务, 任务, 单位."""
    title = f"方案比较：甲《{_name(sides.left)}》　乙《{_name(sides.right)}》"
    pair = (("情况", 10), ("甲：原文", 42), ("甲：目标值", 20), ("乙：原文", 42), ("乙：目标值", 20), ("比较", 22))
    tasks = (
        ("情况", 10),
        ("甲：任务", 36),
        ("甲：牵头单位", 30),
        ("乙：任务", 36),
        ("乙：牵头单位", 30),
        ("牵头变化", 30),
    )
    units = (
        ("单位", 26),
        ("甲：牵头", 10),
        ("甲：其他", 10),
        ("乙：牵头", 10),
        ("乙：其他", 10),
        ("变化", 20),
        ("甲：牵头的任务", 50),
        ("乙：牵头的任务", 50),
    )
    return workbook([
        Listing("目标任务", title, pair, _targets(sides), NOTE),
        Listing("任务", title, tasks, _tasks(sides), NOTE),
        Listing("单位", title, units, _units(sides)),
    ])  # fmt: skip


def _name(version: Version) -> str:
    return f"{version.title}（第{version.number}版）"


def _targets(sides: Sides) -> Iterator[list[Cell]]:
    for pair in sides.both_targets:
        yield ["都有", *_value(pair.left), *_value(pair.right), compared(pair)]
    for target in sides.only_left_targets:
        yield ["只在甲", *_value(target), "", "", ""]
    for target in sides.only_right_targets:
        yield ["只在乙", "", "", *_value(target), ""]


def _value(target: Target) -> list[Cell]:
    return [target.quote, value_words(target) or "无数字"]


def compared(pair: TargetPair) -> str:
    """Return how the values of a pair stand to each other, or why they are not compared."""
    if pair.standing is not None:
        return difference_words(pair.standing, pair.right.unit)
    return f"不作比较：{pair.why_not}" if pair.why_not != "没有数字" else ""


def _tasks(sides: Sides) -> Iterator[list[Cell]]:
    for pair in sides.both_tasks:
        more = [f"增加{'、'.join(pair.gained)}"] if pair.gained else []
        less = [f"减少{'、'.join(pair.lost)}"] if pair.lost else []
        yield ["都有", *_leads(pair.left), *_leads(pair.right), "；".join([*more, *less]) or "不变"]
    for node in sides.only_left_tasks:
        yield ["只在甲", *_leads(node), "", "", ""]
    for node in sides.only_right_tasks:
        yield ["只在乙", "", "", *_leads(node), ""]


def _leads(node: TaskNode) -> list[Cell]:
    return [node.task.title, "、".join(names(leading(node)))]


def _units(sides: Sides) -> Iterator[list[Cell]]:
    for line in sides.units:
        counts: list[Cell] = [len(side[role]) for side in (line.left, line.right) for role in ("lead", "other")]
        yield [line.name, *counts, line.change, "\n".join(line.left["lead"]), "\n".join(line.right["lead"])]
