"""Responsibility in a table, as cells and as plain text with tabs; leads in a second list."""

import pytest

from kepu.methods.planread import Block, Reading, Source, read, read_text

BODY = """云帆县全民科学素质行动实施方案（2021—2025年）
一、重点任务
提升行动：
（一）实施青少年科学素质提升行动。动手学科学。
（二）实施农民科学素质提升行动。送技术下乡。
重点工程：
（一）实施科普设施工程。建好科普馆。
二、保障措施
加强领导。
云帆县全民科学素质行动任务分工
"""
LED_ROWS = [
    ["类别", "任务内容", "牵头部门", "责 任 部 门"],
    ["提升行动", "1．实施青少年科学素质提升行动", "县教育局、县科协", "县委宣传部、团县委"],
    ["", "2．实施农民科学素质提升行动", "县农业农村局", "县科协等部门"],
    ["重点工程", "1．实施科普设施工程", "县科协", "各乡镇（街道）"],
]
LED = "\n\n".join("\n".join("\t" + cell for cell in row) for row in LED_ROWS) + "\n"
ROWS = """序号	任务内容	牵头单位	配合单位	完成时限
1	实施青少年科学素质提升行动	县教育局、县科协	县委宣传部、团县委	2025年
2	实施农民科学素质提升行动	县农业农村局	县科协等部门	长期
3	实施科普设施工程	县科协	各乡镇（街道）	2024年
"""
STROKES = "| 任务内容 | 牵头单位 | 责任单位 |\n|---|---|---|\n" + "".join(
    f"| {t} | {lead} | {support} |\n"
    for t, lead, support in (
        ("实施青少年科学素质提升行动", "县教育局、县科协", "县委宣传部、团县委"),
        ("实施农民科学素质提升行动", "县农业农村局", "县科协等部门"), ("实施科普设施工程", "县科协", "各乡镇（街道）"),
    )
)  # fmt: skip
WORDS = """一、实施青少年科学素质提升行动
牵头部门：县教育局、县科协
责任部门：县委宣传部、团县委
二、实施农民科学素质提升行动
牵头部门：县农业农村局
责任部门：县科协等部门
三、实施科普设施工程
牵头部门：县科协
责任部门：各乡镇（街道）
"""


def check_tasks(reading: Reading) -> None:
    """Assert that the three parts are the three tasks, with their units and the beginnings of their bodies."""
    assert [(t.parent, t.title, t.lead, t.support, t.open_ended, t.starts[:5]) for t in reading.tasks] == [
        ("实施青少年科学素质提升行动",) * 2 + (("县教育局", "县科协"), ("县委宣传部", "团县委"), False, "动手学科学"),
        ("实施农民科学素质提升行动",) * 2 + (("县农业农村局",), ("县科协",), True, "送技术下乡"),
        ("实施科普设施工程",) * 2 + (("县科协",), ("各乡镇（街道）",), False, "建好科普馆"),
    ]
    assert [(p.kind, p.lead) for p in reading.parts] == [
        ("action", ("县教育局", "县科协")), ("action", ("县农业农村局",)), ("project", ("县科协",))
    ]  # fmt: skip


@pytest.mark.parametrize(
    "table", [LED, ROWS, STROKES, WORDS], ids=["led by tabs", "parted by tabs", "strokes", "words"]
)
def test_rows_are_the_tasks_of_the_parts(table: str) -> None:
    check_tasks(read_text(BODY + table))


def test_cells_of_a_word_table_with_a_merged_category() -> None:
    rows = [["类别", "任务", "牵头单位", "责任单位"], ["提升行动", "1.实施青少年科学素质提升行动", "县教育局\n县科协", "县委宣传部\n团县委"],
            [None, "2.实施农民科学素质提升行动", "县农业农村局", "县科协等部门"],
            ["重点工程", "3.实施科普设施工程", "县科协", "各乡镇（街道）"]]  # fmt: skip
    text, blocks = BODY, [Block(s, e) for s, e in _lines(BODY)]
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell is not None:
                blocks.append(
                    Block(
                        len(text),
                        len(text) + len(cell),
                        "cell",
                        table=0,
                        row=r,
                        column=c,
                        rows=2 if (r, c) == (1, 0) else 1,
                    )
                )
                text += cell + "\n"
    check_tasks(read(Source(text, tuple(blocks), "docx")))


def _lines(text: str) -> list[tuple[int, int]]:
    out, at = [], 0
    for line in text.split("\n"):
        if line:
            out.append((at, at + len(line)))
        at += len(line) + 1
    return out


def test_rows_may_be_tasks_of_the_body() -> None:
    body = BODY.replace("。动手学科学。", "\n1.办好课堂。动手学。\n2.选好教师。选人。")
    table = "任务\t牵头单位\t责任单位\n办好课堂\t县教育局\t县科协\n选好教师\t县科协\t团县委\n"
    tasks = read_text(body + table).tasks
    assert [(t.parent, t.title, t.lead, t.support) for t in tasks] == [
        ("实施青少年科学素质提升行动", "办好课堂", ("县教育局",), ("县科协",)),
        ("实施青少年科学素质提升行动", "选好教师", ("县科协",), ("团县委",)),
    ]


def test_second_list_adds_leads_and_supports_to_an_action_that_has_tasks() -> None:
    plan = """云帆县科普方案
一、重点任务
（一）青少年科学素质提升行动
牵头单位：县教育局
1.办好课堂。动手学。（县教育局、县科协按职责分工负责）
二、任务分工
1.青少年科学素质提升行动由县教育局、团县委牵头，参与配合部门：县科协、县妇联、团县委。
"""
    reading = read_text(plan)
    assert [(p.title, p.lead, p.support) for p in reading.parts] == [
        ("青少年科学素质提升行动", ("县教育局", "团县委"), ("县科协", "县妇联"))
    ]
    assert [(t.title, t.joint) for t in reading.tasks] == [("办好课堂", ("县教育局", "县科协"))]


def test_table_of_figures_is_no_responsibility_table() -> None:
    table = "指标名称\t2020年基数\t2025年目标\t牵头单位\n科普馆\t1座\t3座\t县科协\n科普员\t20名\t60名\t县科协\n"
    assert [t.title for t in read_text(BODY + table).tasks] == []


ONLY_TABLE = """云帆县科普工作要点（2026—2030年）
一、重点任务分工
任务内容	具体举措	牵头单位	责任单位	{head}
办好科普馆	建成科普馆3座，每年接待观众2万人次以上	县科协	县财政局	{term}
培训科普员	到2027年培训科普员600名	县教育局	县科协	{term}
"""


@pytest.mark.parametrize(
    ("head", "term", "dues"),
    [
        ("完成时限", "2028年底前", ["2028", "2028", "2027"]),
        ("完成时间", "2028年12月", ["2028-12-31", "2028-12-31", "2027"]),
        ("时间节点", "2026—2030年", ["2030", "2030", "2027"]),
        ("完成时限", "长期推进", [None, None, "2027"]),
        ("备注", "2028年底前", [None, None, "2027"]),
    ],
)
def test_a_column_of_terms_holds_where_the_rows_sentence_names_none(head: str, term: str, dues: list[str]) -> None:
    reading = read_text(ONLY_TABLE.format(head=head, term=term))
    assert [(t.value, t.unit) for t in reading.targets] == [(3, "座"), (20000, "人次"), (600, "名")]
    assert [t.due for t in reading.targets] == dues


def test_a_table_sets_no_term_for_targets_printed_in_the_body() -> None:
    body = BODY.replace("动手学科学。", "建设科学教室20间。")
    reading = read_text(body + ROWS)
    assert [(t.value, t.due) for t in reading.targets] == [(20, None)]
