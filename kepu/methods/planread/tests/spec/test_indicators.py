"""Tables of indicators: the goal's column is promised, earlier years are not; what the text says already is not counted again."""

import pytest

from kepu.methods.planread import read_text

HEAD = "云帆县科普方案（2021—2025年）\n一、主要目标\n{aims}\n专栏1  主要指标\n"
TABLE = """序号\t指标名称\t单位\t2020年\t2025年\t属性
1\t公民具备科学素质的比例\t%\t7.1\t13\t预期性
2\t县级科普教育基地\t个\t5\t≥11\t约束性
3\t科普活动参与人次\t万人次\t1.2\t3\t预期性
4\t科技馆体系\t—\t初步建立\t更加完善\t预期性
"""
READ = [("公民具备科学素质的比例", 13, "%", None, "level"), ("科普教育基地", 11, "个", "县级", "count"),
        ("科普活动参与人次", 30000, "人次", None, "cumulative")]  # fmt: skip
BEHIND = "二、重点任务\n（一）青少年科学素质提升行动\n1.办好课堂。动手学。（县教育局负责）\n"
STATED = "到2025年，公民具备科学素质的比例达到13%，县级科普教育基地达到11个，科普活动参与人次达到3万人次。"


def test_goals_of_a_table_are_targets_of_the_plan() -> None:
    found = read_text(HEAD.format(aims="科学素质稳步提高。") + TABLE + BEHIND).targets
    assert [(t.subject, t.value, t.unit, t.level, t.kind) for t in found] == READ
    assert {(t.task, t.due, t.comparator) for t in found} == {(None, "2025", ">=")}
    assert found[0].quote == "公民具备科学素质的比例\t%\t7.1\t13"


def test_a_table_that_repeats_the_text_gives_no_targets() -> None:
    found = read_text(HEAD.format(aims=STATED) + TABLE + BEHIND).targets
    assert [t.quote for t in found] == [
        "公民具备科学素质的比例达到13%", "县级科普教育基地达到11个", "科普活动参与人次达到3万人次"
    ]  # fmt: skip


HEADS = [
    ("指标\t单位\t2020年现状\t2025年目标\n县科技馆\t座\t1\t4\n", [(4, "座", "2025")]),
    ("指标名称（单位）\t2020年基数\t2023年\t2025年\n科普员（名）\t20\t30\t60\n", [(60, "名", "2025")]),
    ("指标\t单位\t2015年\t2020年\n县科技馆\t座\t1\t4\n", []),
    ("类别\t指标\t牵头单位\n设施\t县科技馆\t县科协\n", []),
]


@pytest.mark.parametrize(("table", "read"), HEADS)
def test_which_column_is_the_goal(table: str, read: list[tuple[float, str, str]]) -> None:
    found = read_text(HEAD.format(aims="科学素质稳步提高。") + table + BEHIND).targets
    assert [(t.value, t.unit, t.due) for t in found] == read
