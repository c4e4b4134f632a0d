"""Responsibility clauses: who leads, who supports, who shares. Left the clause, right ``lead | support | joint``."""

import pytest

from kepu.methods.planread import read_text

from .reading import is_clause, roles

LEAD_AND_SUPPORT = "县教育局 | 县科协 团县委 | "
JOINT = " |  | 县教育局 县科协 团县委"

LABELS = [
    "（牵头单位：县教育局，责任单位：县科协、团县委）",
    "（牵头单位：县教育局；配合单位：县科协、团县委）",
    "（牵头单位:县教育局,责任单位:县科协,团县委)",
    "（牵头部门：县教育局。参与配合部门：县科协、团县委。）",
    "（牵头：县教育局；配合：县科协、团县委）",
    "（主办单位：县教育局；协办单位：县科协、团县委）",
    "（责任分工：牵头单位：县教育局；责任单位：县科协、团县委）",
    "【牵头单位：县教育局，责任单位：县科协、团县委】",
    "〔牵头单位：县教育局，责任单位：县科协、团县委〕",
    "（牵头单位 县教育局 配合单位 县科协 团县委）",
    "（牵头单位：县教育局，县科协、团县委配合）",
    "（牵头单位：县教育局，责任单位：县科协、团县委",
    "牵头单位：县教育局；责任单位：县科协、团县委。",
    "\n牵头单位：县教育局\n责任单位：县科协、团县委",
    "\n牵头单位：县教育局；\n配合单位：县科协、\n团县委。",
    "\n责任分工：由县教育局牵头，县科协、团县委配合。",
    "\n分工：由县教育局牵头，县科协、团县委参加。",
]
SENTENCES = [
    "（县教育局牵头，县科协、团县委配合）",
    "（由县教育局牵头，县科协、团县委按职责分工负责）",
    "（县教育局牵头，县科协和团县委参与）",
    "（县教育局牵头、县科协及团县委协助）",
    "（县教育局牵头负责；县科协、团县委配合落实）",
    "由县教育局牵头，县科协、团县委配合。",
    "县教育局牵头，县科协、团县委配合。",
    "县教育局为牵头单位，县科协、团县委为配合单位。",
    "由县教育局牵头，会同县科协、团县委落实。",
    "此项工作由县教育局牵头，县科协、团县委配合。",
    "(县教育局牵头,县科协、团县委按职责分工负责)。",
    "（縣教育局牽頭，縣科協、團縣委配合）".translate(str.maketrans("縣頭協團牽", "县头协团牵")),
]
SHARED = [
    "（县教育局、县科协、团县委按职责分工负责）",
    "（县教育局、县科协、团县委按照职责分工负责）",
    "（县教育局、县科协、团县委依职责分工落实）",
    "（县教育局、县科协、团县委负责）",
    "（由县教育局、县科协、团县委负责）",
    "（县教育局、县科协会同团县委落实）",
    "（责任单位：县教育局、县科协、团县委）",
    "（责任单位：县教育局；配合单位：县科协、团县委）",
    "（县教育局、县科协、团县委）",
    "（责任单位：县教育局、县科协、团县委；完成时限：2025年12月）",
    "此项工作由县教育局、县科协、团县委负责。",
]
OPEN = [
    ("（县教育局牵头，县科协等部门配合）", "县教育局 | 县科协 |  …"),
    ("（县教育局牵头，县科协、有关部门配合）", "县教育局 | 县科协 有关部门 |  …"),
    ("（县教育局牵头，县级各部门、各乡镇（街道）配合）", "县教育局 | 县级各部门 各乡镇（街道） |  …"),
    ("（县教育局、县科协等按职责分工负责）", " |  | 县教育局 县科协 …"),
    ("（县教育局牵头，县科协及各乡镇（街道）配合）", "县教育局 | 县科协 各乡镇（街道） | "),
    ("（县教育局牵头，各乡镇（街道）、村（社区）配合）", "县教育局 | 各乡镇（街道） 村（社区） | "),
]
NAMES = [
    (
        "（县文联（县作协）牵头，县规划和自然资源局、市生态环境局云帆分局配合）",
        "县文联（县作协） | 县规划和自然资源局 市生态环境局云帆分局 | ",
    ),
    (
        "（共青团云帆县委牵头，县红十字会、县人民医院、云帆报社配合）",
        "共青团云帆县委 | 县红十字会 县人民医院 云帆报社 | ",
    ),
    (
        "（县海洋与渔业局、县文化广电和旅游局牵头，县消防救援大队配合）",
        "县海洋与渔业局 县文化广电和旅游局 | 县消防救援大队 | ",
    ),
    (
        "（县教育局牵头，县青少年宫、县第一中学、中国移动云帆分公司配合）",
        "县教育局 | 县青少年宫 县第一中学 中国移动云帆分公司 | ",
    ),
    ("（县委组织部、县委党校牵头，县人大、县政协、县关工委配合）", "县委组织部 县委党校 | 县人大 县政协 县关工委 | "),
]
TWICE = [
    ("（牵头单位：县教育局、县科协，责任单位：县科协、团县委）", "县教育局 县科协 | 团县委 | "),
    ("（牵头单位：县教育局，责任单位：县科协、团县委、县科协）", LEAD_AND_SUPPORT),
]
NO_CLAUSES = [
    "县科协牵头实施全民科学素质行动，发挥综合协调作用。",
    "建立新时代文明实践中心（所、站）。",
    "开展科普示范创建（县级）。",
    "依托基层科协“三长”（医院院长、学校校长、农技站站长）开展服务。",
    "各部门要按照职责分工，密切配合。",
    "引导企业承担社会责任，配合学校开展研学。",
]


@pytest.mark.parametrize("clause", LABELS + SENTENCES)
def test_lead_and_support(clause: str) -> None:
    assert roles(clause) == LEAD_AND_SUPPORT


@pytest.mark.parametrize("clause", SHARED)
def test_no_lead_makes_all_share(clause: str) -> None:
    assert roles(clause) == JOINT


@pytest.mark.parametrize(("clause", "read"), OPEN + NAMES + TWICE, ids=[c for c, _ in OPEN + NAMES + TWICE])
def test_open_lists_names_and_doubles(clause: str, read: str) -> None:
    assert roles(clause) == read


@pytest.mark.parametrize("paragraph", NO_CLAUSES)
def test_other_words_are_no_clause(paragraph: str) -> None:
    assert not is_clause(paragraph)


def test_shared_prefix_is_restored_beside_the_printed_name() -> None:
    document = (
        "云帆县科普方案\n一、重点任务\n（一）青少年行动\n1.办好课堂。动手学。（县教育局、卫生健康委、团县委负责）\n"
    )
    mentions = read_text(document).tasks[0].mentions
    assert [(m.unit, m.unit_full) for m in mentions] == [
        ("县教育局", None), ("卫生健康委", "县卫生健康委"), ("团县委", None)
    ]  # fmt: skip


def test_every_mention_has_its_place() -> None:
    document = "云帆县科普方案\n一、重点任务\n（一）青少年行动\n1.办好课堂。动手学。（牵头单位：县教 育局，责任单位：县科协）\n"
    task = read_text(document).tasks[0]
    assert [document[slice(*m.span)] for m in task.mentions] == ["县教 育局", "县科协"]
    assert [m.unit for m in task.mentions] == ["县教育局", "县科协"]
    assert document[slice(*task.clauses[0])] == "（牵头单位：县教 育局，责任单位：县科协）"
