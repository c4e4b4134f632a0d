"""Duties: lists headed by a unit, one duty between ； or 。; and clauses of the organisation part with a subject."""

import pytest

from kepu.methods.planread import read_text

from .reading import plan

BODY = "云帆县科普方案\n一、重点任务\n（一）青少年科学素质提升行动。动手学。（县教育局负责）\n"
LIST = [("县委办公室", "统筹协调"), ("县教育局", "抓好课堂"), ("县教育局", "配强教师"), ("县科协", "承担日常工作")]
FORMS = {
    "heads with a colon": "附件\n部门职责\n县委办公室：统筹协调。\n县教育局：抓好课堂；配强教师。\n县科协：承担日常工作。\n",
    "numbered heads": "附件：成员单位职责分工\n1.县委办公室：统筹协调。\n2.县教育局：抓好课堂；配强教师。\n3.县科协：承担日常工作。\n",
    "half width": "附件1\n有关单位职责\n1. 县委办公室:统筹协调.\n2. 县教育局:抓好课堂;配强教师\n3. 县科协:承担日常工作\n".replace(
        ".\n", "\n"
    ),
    "heads as headings": "附件\n部门职责\n（一）县委办公室\n统筹协调。\n（二）县教育局\n抓好课堂；配强教师。\n（三）县科协\n承担日常工作。\n",
    "heads on lines of their own": "附件\n部门职责\n县委办公室\n统筹协调。\n县教育局\n抓好课堂。\n配强教师。\n县科协\n承担日常工作。\n",
    "numbered duties": "附件\n部门职责\n一、县委办公室\n1.统筹协调。\n二、县教育局\n1.抓好课堂。\n2.配强教师。\n三、县科协\n1.承担日常工作。\n",
    "a section of the plan": "二、部门职责\n县委办公室：统筹协调。\n县教育局：抓好课堂；配强教师。\n县科协：承担日常工作。\n三、保障\n加强领导。\n",
    "a table": "附件\n部门职责\n单位\t主要职责\n县委办公室\t统筹协调\n县教育局\t抓好课堂；配强教师\n县科协\t承担日常工作\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_list_by_unit(form: str) -> None:
    duties = read_text(BODY + FORMS[form]).duties
    assert [(d.unit, d.text) for d in duties if d.where == "list"] == LIST


def test_head_with_several_units_gives_each_its_rows() -> None:
    annex = "附件\n部门职责\n县农业农村局、林业局：送技术下乡；办好夜校。\n"
    duties = read_text(BODY + annex).duties
    assert [(d.unit, d.unit_full, d.text) for d in duties] == [
        ("县农业农村局", None, "送技术下乡"), ("林业局", "县林业局", "送技术下乡"),
        ("县农业农村局", None, "办好夜校"), ("林业局", "县林业局", "办好夜校"),
    ]  # fmt: skip


def test_sentence_with_another_doer_stays_with_the_head() -> None:
    annex = "附件\n部门职责\n县教育局：抓好课堂。幼儿园应当开展启蒙活动，每年不少于2次。\n"
    reading = read_text(BODY + annex)
    assert [(d.unit, d.text) for d in reading.duties] == [
        ("县教育局", "抓好课堂"), ("县教育局", "幼儿园应当开展启蒙活动，每年不少于2次")
    ]  # fmt: skip
    assert [(t.value, t.task, t.unit_named) for t in reading.targets] == [(2, None, "县教育局")]


ORGANISATION = [
    ("县科协牵头实施行动，会同有关方面推进。", [("县科协", "牵头实施行动，会同有关方面推进")]),
    ("有关部门、有关单位统筹落实经费。", [("有关部门", "统筹落实经费"), ("有关单位", "统筹落实经费")]),
    (
        "健全投入机制，县财政将经费列入预算；各乡镇要逐步增加投入。",
        [("县财政", "将经费列入预算"), ("各乡镇", "要逐步增加投入")],
    ),
    ("各部门要履职尽责，各级政府要安排经费。", [("各部门", "要履职尽责"), ("各级政府", "要安排经费")]),
    ("由领导小组办公室拟订工作方案。", [("领导小组办公室", "拟订工作方案")]),
    ("县委、县政府与各乡镇签订责任书。", [("县委", "与各乡镇签订责任书"), ("县政府", "与各乡镇签订责任书")]),
    ("县科协会同县统计局开展监测。", [("县科协", "会同县统计局开展监测")]),
    ("建立健全表彰机制，鼓励社会力量参与。", []),
    ("县科协的作用更加突出。", []),
]


@pytest.mark.parametrize(("sentence", "duties"), ORGANISATION, ids=[s for s, _ in ORGANISATION])
def test_clause_with_a_unit_for_subject(sentence: str, duties: list[tuple[str, str]]) -> None:
    found = plan(organisation=sentence).duties
    assert [(d.unit, d.text) for d in found] == duties
    assert all(d.where == "organisation" for d in found)


REPORTS = [
    ("各成员单位每年12月20日前将实施情况报县纲要办。", ("各成员单位", "实施情况", "每年12月20日前", "县纲要办")),
    ("各乡镇应于每年11月底前向县科协报送工作总结。", ("各乡镇", "工作总结", "每年11月底前", "县科协")),
    (
        "各责任单位每季度末25日前将进展情况报送领导小组办公室。",
        ("各责任单位", "进展情况", "每季度末25日前", "领导小组办公室"),
    ),
    (
        "各牵头单位于每年十二月二十日前将年度总结报县科协备案。",
        ("各牵头单位", "年度总结", "每年十二月二十日前", "县科协"),
    ),
]


@pytest.mark.parametrize(("sentence", "row"), REPORTS, ids=[s for s, _ in REPORTS])
def test_reporting(sentence: str, row: tuple[str, ...]) -> None:
    assert [(r.who, r.what, r.due, r.to) for r in plan(organisation=sentence).reporting] == [row]


def test_each_reporter_makes_a_row_and_publishing_is_no_report() -> None:
    rows = plan(organisation="各乡镇、各成员单位每年12月底前将总结报县科协。县科协定期发布科普数据。").reporting
    assert [r.who for r in rows] == ["各乡镇", "各成员单位"]


HANDED = [
    ("各成员单位于每年12月10日前将年度总结报县科协，县科协汇总后报县人民政府。",
     [("各成员单位", "年度总结", "每年12月10日前", "县科协"), ("县科协", "年度总结", None, "县人民政府")]),
    ("各牵头单位每年6月底前向县科协报送进展情况，各乡镇于每季度末月25日前报送科普活动情况。",
     [("各牵头单位", "进展情况", "每年6月底前", "县科协"), ("各乡镇", "科普活动情况", "每季度末月25日前", "县科协")]),
    ("各牵头单位每年12月10日前将落实情况报旗科协。", [("各牵头单位", "落实情况", "每年12月10日前", "旗科协")]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "rows"), HANDED)
def test_each_who_hands_in_makes_a_row(sentence: str, rows: list[tuple[str, str, str | None, str]]) -> None:
    assert [(r.who, r.what, r.due, r.to) for r in plan(organisation=sentence).reporting] == rows
