"""Headings in every habit: which items are tasks, under which part they stand, what their titles are."""

import re

import pytest

from kepu.methods.planread import Block, Reading, Source, read, read_text

CLAUSE = "（县教育局牵头，县科协配合）"
HABITS = {
    "一、 （一） 1.": """二、提升行动
（一）青少年科学素质提升行动
1.办好科学课堂。动手学科学。{c}
2.配强科学教师。多方选人。{c}
（二）农民科学素质提升行动
1.培育新农人。送技术下乡。{c}
三、重点工程
（一）科普设施工程
1.建好科普馆。合理布局。{c}
""",
    "headings and items on lines of their own": """二、提升行动
（一）青少年科学素质提升行动
1.办好科学课堂
动手学科学。{c}
2.配强科学教师
多方选人。{c}
（二）农民科学素质提升行动
1.培育新农人
送技术下乡。{c}
三、重点工程
（一）科普设施工程
1.建好科普馆
合理布局。{c}
""",
    "numbers that run on through the plan": """二、提升行动
（一）青少年科学素质提升行动
1．办好科学课堂。动手学科学。{c}
2．配强科学教师。多方选人。{c}
（二）农民科学素质提升行动
3．培育新农人。送技术下乡。{c}
三、重点工程
（一）科普设施工程
4．建好科普馆。合理布局。{c}
""",
    "dashes": """二、提升行动
（一）青少年科学素质提升行动
让孩子爱上科学。
——办好科学课堂。动手学科学。{c}
——配强科学教师。多方选人。{c}
（二）农民科学素质提升行动
——培育新农人。送技术下乡。{c}
三、重点工程
（一）科普设施工程
——建好科普馆。合理布局。{c}
""",
    "lost dashes and half width": """二、提升行动
(一)青少年科学素质提升行动
??办好科学课堂。动手学科学。{c}
??配强科学教师。多方选人。{c}
(二)农民科学素质提升行动
??培育新农人。送技术下乡。{c}
三、重点工程
(一)科普设施工程
??建好科普馆。合理布局。{c}
""",
    "chapters": """第二章 提升行动
一、青少年科学素质提升行动
（一）办好科学课堂。动手学科学。{c}
（二）配强科学教师。多方选人。{c}
二、农民科学素质提升行动
（一）培育新农人。送技术下乡。{c}
第三章 重点工程
一、科普设施工程
（一）建好科普馆。合理布局。{c}
""",
    "arabic numbers on top": """2.提升行动
2.1青少年科学素质提升行动
（1）办好科学课堂。动手学科学。{c}
（2）配强科学教师。多方选人。{c}
2.2农民科学素质提升行动
（1）培育新农人。送技术下乡。{c}
3.重点工程
3.1科普设施工程
（1）建好科普馆。合理布局。{c}
""",
    "circled numbers": """二、重点任务
（一）青少年科学素质提升行动
①办好科学课堂。动手学科学。{c}
②配强科学教师。多方选人。{c}
（二）农民科学素质提升行动
①培育新农人。送技术下乡。{c}
（三）科普设施工程
①建好科普馆。合理布局。{c}
""",
    "labels without a number between": """二、重点任务
三大提升行动：
（一）青少年科学素质提升行动
1.办好科学课堂。动手学科学。{c}
2.配强科学教师。多方选人。{c}
（二）农民科学素质提升行动
1.培育新农人。送技术下乡。{c}
一项重点工程：
（一）科普设施工程
1.建好科普馆。合理布局。{c}
""",
    "no numbers at all": """提升行动
青少年科学素质提升行动
办好科学课堂。动手学科学。{c}
配强科学教师。多方选人。{c}
农民科学素质提升行动
培育新农人。送技术下乡。{c}
重点工程
科普设施工程
建好科普馆。合理布局。{c}
""",
    "items without their numbers": """二、提升行动
（一）青少年科学素质提升行动
办好科学课堂。动手学科学。{c}
配强科学教师。多方选人。{c}
（二）农民科学素质提升行动
培育新农人。送技术下乡。{c}
三、重点工程
（一）科普设施工程
建好科普馆。合理布局。{c}
""",
    "one number missing": """二、提升行动
（一）青少年科学素质提升行动
1.办好科学课堂。动手学科学。{c}
配强科学教师。多方选人。{c}
（二）农民科学素质提升行动
1.培育新农人。送技术下乡。{c}
三、重点工程
（一）科普设施工程
1.建好科普馆。合理布局。{c}
""",
    "parts as sections": """二、青少年科学素质提升行动
（一）办好科学课堂。动手学科学。{c}
（二）配强科学教师。多方选人。{c}
三、农民科学素质提升行动
（一）培育新农人。送技术下乡。{c}
四、科普设施工程
（一）建好科普馆。合理布局。{c}
""",
}
HEAD = "云帆县全民科学素质行动实施方案\n为落实部署，制定本方案。\n"
TASKS = [
    ("青少年科学素质提升行动", "办好科学课堂"), ("青少年科学素质提升行动", "配强科学教师"),
    ("农民科学素质提升行动", "培育新农人"), ("科普设施工程", "建好科普馆"),
]  # fmt: skip


def read_plan(body: str, clause: str = CLAUSE) -> Reading:
    """Read a plan whose main part is ``body``."""
    first = "第一章 工作目标\n" if body.startswith("第二章") else "1.工作目标\n" if body.startswith("2.") else ""
    first = first or ("工作目标\n" if body.startswith("提") else "一、工作目标\n")
    return read_text(HEAD + first + "科学素质稳步提高。\n" + body.replace("{c}", clause))


@pytest.mark.parametrize("habit", HABITS)
def test_tasks_and_parts_in_every_habit(habit: str) -> None:
    reading = read_plan(HABITS[habit])
    assert [(t.parent, t.title) for t in reading.tasks] == TASKS
    assert [(p.kind, p.title, p.group) for p in reading.parts] == [
        ("action", "青少年科学素质提升行动", "youth"), ("action", "农民科学素质提升行动", "farmers"),
        ("project", "科普设施工程", None),
    ]  # fmt: skip


@pytest.mark.parametrize("habit", HABITS)
def test_body_begins_behind_the_heading(habit: str) -> None:
    starts = [t.starts for t in read_plan(HABITS[habit]).tasks]
    assert [s.split("。")[0] for s in starts] == ["动手学科学", "多方选人", "送技术下乡", "合理布局"]


@pytest.mark.parametrize(
    "form", ["{c}", "\n{c}", "{c}。", "\n牵头单位：县教育局\n责任单位：县科协", "由县教育局牵头，县科协配合。"]
)
@pytest.mark.parametrize("habit", ["一、 （一） 1.", "dashes", "items without their numbers", "chapters"])
def test_clause_in_any_form(habit: str, form: str) -> None:
    reading = read_plan(HABITS[habit], form.replace("{c}", CLAUSE))
    assert [(t.title, t.lead, t.support) for t in reading.tasks] == [
        (title, ("县教育局",), ("县科协",)) for _, title in TASKS
    ]


def test_clause_behind_the_heading_itself() -> None:
    body = "二、提升行动\n（一）青少年科学素质提升行动\n1.办好科学课堂（县教育局牵头，县科协配合）。动手学科学。\n"
    task = read_plan(body).tasks[0]
    assert (task.title, task.lead, task.starts) == ("办好科学课堂", ("县教育局",), "动手学科学。")


def test_action_without_items_is_its_own_task() -> None:
    body = "二、提升行动\n（一）实施青少年科学素质提升行动。让孩子动手学科学。{c}\n（二）实施农民科学素质提升行动。送技术。{c}\n"
    reading = read_plan(body)
    assert [(t.parent, t.title, t.starts[:5]) for t in reading.tasks] == [
        ("实施青少年科学素质提升行动", "实施青少年科学素质提升行动", "让孩子动手"),
        ("实施农民科学素质提升行动", "实施农民科学素质提升行动", "送技术。（"),
    ]
    assert [p.lead for p in reading.parts] == [("县教育局",), ("县教育局",)]


def test_clause_behind_a_block_of_items_belongs_to_the_block() -> None:
    items = "1.办好课堂。动手。\n2.配强教师。选人。\n3.开门办学。请进来。\n"
    body = f"二、提升行动\n（一）青少年科学素质提升行动\n{items}牵头单位：县教育局；责任单位：县科协\n"
    reading = read_plan(body)
    assert [(t.title, t.lead, t.support) for t in reading.tasks] == [
        ("青少年科学素质提升行动", ("县教育局",), ("县科协",))
    ]


def test_lead_at_the_action_and_sharing_at_the_items() -> None:
    items = "1.办好课堂。动手。（县教育局、县科协按职责分工负责）\n2.选好教师。选人。（县教育局负责）\n"
    body = f"二、提升行动\n（一）青少年科学素质提升行动（牵头单位：县教育局）\n{items}"
    reading = read_plan(body)
    assert [(p.title, p.lead) for p in reading.parts] == [("青少年科学素质提升行动", ("县教育局",))]
    assert [(t.title, t.lead, t.joint) for t in reading.tasks] == [
        ("办好课堂", (), ("县教育局", "县科协")), ("选好教师", (), ("县教育局",))
    ]  # fmt: skip


def test_organisation_part_makes_no_tasks_of_its_sentences() -> None:
    body = "三、保障措施\n（一）加强领导。县科协牵头实施全民科学素质行动，各成员单位密切配合。\n（二）落实经费。由县财政局牵头，县科协配合。\n"
    assert read_plan(body).tasks == ()


def test_a_cover_notice_and_furniture_are_no_part_of_the_plan() -> None:
    before = "首页 > 政府文件\n字体大小：大 中 小\n云帆县人民政府关于印发云帆县全民科学素质行动实施方案的通知\n各乡镇人民政府：\n现印发给你们。\n"
    after = "扫一扫在手机打开当前页\n主办：云帆县人民政府\n"
    reading = read_text(before + HEAD + HABITS["一、 （一） 1."].replace("{c}", CLAUSE) + after)
    assert [t.title for t in reading.tasks] == [title for _, title in TASKS]
    assert reading.frame.title == "云帆县全民科学素质行动实施方案"


def test_plan_as_the_annex_of_its_notice() -> None:
    notice = "关于印发方案的通知\n一、提高认识。各单位要高度重视。\n二、抓好落实。各单位要压实责任。\n附件\n"
    reading = read_text(notice + HEAD + "一、工作目标\n稳步提高。\n" + HABITS["一、 （一） 1."].replace("{c}", CLAUSE))
    assert [(t.parent, t.title) for t in reading.tasks] == TASKS


@pytest.mark.parametrize("habit", ["一、 （一） 1.", "numbers that run on through the plan", "dashes"])
def test_lost_line_ends(habit: str) -> None:
    head, body = HEAD + "一、工作目标\n科学素质稳步提高。\n", HABITS[habit].replace("{c}", CLAUSE)
    lines = body.split("\n")
    joined = [line if line.startswith(("二、", "三、", "（")) else line + "\0" for line in lines]
    reading = read_text(head + "\n".join(joined).replace("\0\n——", "——").replace("\0\n2", "2").replace("\0", ""))
    assert [(t.parent, t.title) for t in reading.tasks] == TASKS


def test_broken_lines_within_a_clause_are_joined() -> None:
    body = "二、提升行动\n（一）青少年科学素质提升行动\n1.办好课堂。动手。（牵头单位：县教育局，责任单位：县委宣传部、\n县科协、团县委）\n"
    task = read_plan(body).tasks[0]
    assert (task.lead, task.support) == (("县教育局",), ("县委宣传部", "县科协", "团县委"))


def test_headings_by_style_alone_under_a_styled_title() -> None:
    lines = [
        ("云帆县全民科学素质行动计划（2021—2025年）", 1), ("为落实部署，制定本计划。", None), ("总体目标", 2), ("稳步提高。", None),
        ("提升行动", 2), ("青少年科学素质提升行动", 3), ("办好科学课堂", 4), ("动手学科学。（县教育局牵头，县科协配合）", None),
        ("配强科学教师", 4), ("多方选人。（县教育局牵头，县科协配合）", None), ("农民科学素质提升行动", 3), ("培育新农人", 4),
        ("送技术下乡。（县教育局牵头，县科协配合）", None), ("重点工程", 2), ("科普设施工程", 3), ("建好科普馆", 4),
        ("合理布局。（县教育局牵头，县科协配合）", None),
    ]  # fmt: skip
    text, blocks = "", []
    for line, level in lines:
        blocks.append(Block(len(text), len(text) + len(line), level=level))
        text += line + "\n"
    reading = read(Source(text, tuple(blocks), "docx"))
    assert [(t.parent, t.title) for t in reading.tasks] == TASKS
    assert [t.starts[:4] for t in reading.tasks] == ["动手学科", "多方选人", "送技术下", "合理布局"]


@pytest.mark.parametrize(
    ("lost", "marks"), [(0, "（一）（二）（三）"), (1, "（一）（二）（三）"), (2, "1.2.3."), (1, "1.2.3.")]
)
def test_a_part_whose_number_is_lost_stands_beside_its_kin(lost: int, marks: str) -> None:
    numbers = re.findall(r"（.）|\d\.", marks)
    titles = ["青少年科学素质提升行动", "产业工人科学素质提升行动", "老年人科学素质提升行动"]
    lines = [("" if i == lost else n) + t for i, (n, t) in enumerate(zip(numbers, titles, strict=True))]
    items = [("办好课堂", "选好教师"), ("用好书屋", "练好本领"), ("教会手机", "讲透健康")]
    body = "".join(
        f"{line}\n" + "".join(f"（{i}）{t}。动手动脑。{CLAUSE}\n" for i, t in enumerate(pair, 1))
        for line, pair in zip(lines, items, strict=True)
    )
    reading = read_plan("二、重点行动\n" + body)
    assert [p.title for p in reading.parts] == titles
    assert [(t.parent, t.title) for t in reading.tasks] == [
        (part, title) for part, pair in zip(titles, items, strict=True) for title in pair
    ]


def test_the_words_that_count_items_are_no_part_of_their_titles() -> None:
    items = f"一是办好科学课堂。动手学科学。{CLAUSE}\n二是配强科学教师。多方选人。{CLAUSE}\n"
    reading = read_plan(f"二、重点行动\n（一）青少年科学素质提升行动\n{items}")
    assert [(t.parent, t.title, t.starts[:4]) for t in reading.tasks] == [
        ("青少年科学素质提升行动", "办好科学课堂", "动手学科"), ("青少年科学素质提升行动", "配强科学教师", "多方选人")
    ]  # fmt: skip


def test_each_clause_closes_an_item_also_within_one_paragraph() -> None:
    item = "1.办好科学课堂。动手学科学。（县教育局牵头）配强科学教师。面向社会多方选人。（县科协牵头，县教育局配合）\n"
    reading = read_plan(f"二、重点行动\n（一）青少年科学素质提升行动\n{item}")
    assert [(t.title, t.lead, t.support) for t in reading.tasks] == [
        ("办好科学课堂", ("县教育局",), ()), ("配强科学教师", ("县科协",), ("县教育局",))
    ]  # fmt: skip
