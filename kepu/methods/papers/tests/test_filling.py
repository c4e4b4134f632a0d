"""Filling the office's own template: what it may write, and that values are text and nothing else."""

import io

import docx
import pytest

from kepu.methods.papers import fill, placeholders
from kepu.methods.papers.tests.forms import cells_of, lines_of, part_of, template

VALUES = {
    "标题": "目标责任书", "乙方": "县教育局", "抄送": "", "校验码": "", "职责": ["第一条", "第二条"],
    "定量目标": [{"原文": "科普进校园", "目标值": "20"}, {"原文": "培训辅导员", "目标值": "60"}],
}  # fmt: skip


def test_names_fields_loops_and_conditions():
    form = template(
        "{{标题}}：{{ 乙方 }}", "{%p if 抄送 %}", "抄送：{{抄送}}", "{%p endif %}",
        "{%p for 条 in 职责 %}", "{{loop.index}}. {{条}}", "{%p endfor %}", "共{{职责|length}}条：{{职责|join('、')}}",
        rows=(("目标", "值"), ("{%tr for 项 in 定量目标 %}", ""), ("{{项.原文}}", "{{项.目标值}}"), ("{%tr endfor %}", "")),
    )  # fmt: skip
    assert placeholders(form) == ["乙方", "定量目标", "抄送", "标题", "职责"]
    made = fill(form, VALUES)
    assert lines_of(made) == ["目标责任书：县教育局", "1. 第一条", "2. 第二条", "共2条：第一条、第二条"]
    assert cells_of(made) == [["目标", "值"], ["科普进校园", "20"], ["培训辅导员", "60"]]


def test_a_placeholder_that_the_word_processor_cut_into_runs():
    document = docx.Document()
    paragraph = document.add_paragraph("致")
    for piece in ("{", "{乙", "方}", "}："):
        paragraph.add_run(piece).bold = piece == "{乙"
    out = io.BytesIO()
    document.save(out)
    assert lines_of(fill(out.getvalue(), VALUES)) == ["致县教育局："]


def test_curly_quotes_that_the_word_processor_put_in():
    assert lines_of(fill(template("{{职责|join(“、”)}}"), VALUES)) == ["第一条、第二条"]


def test_headers_and_footers_are_filled():
    made = docx.Document(io.BytesIO(fill(template("正文", footer="{{标题}}"), VALUES)))
    assert made.sections[0].footer.paragraphs[0].text == "目标责任书"


NASTY = (
    "#let x = 1; #sys.inputs", "$a^2$ 与 $", "<w:p>&lt;script&gt;</w:t>", "A&B & C&amp;D", "\"双\" '单' “弯”", "C:\\目录\\n\\",
    "*粗* _斜_ `码` @引 ~",
    "{{标题}} {% if x %} {# 注 #} {{ 7*7 }}", "]]> <!-- -->", "一" * 10_000, "word" * 3000, "///* 注释 */", "= 标题\n- 列表\n+ 编号",
    "12/3//4 https://例.cn/?a=1&b=2",
)  # fmt: skip


@pytest.mark.parametrize("text", NASTY, ids=[t[:12] for t in NASTY])
def test_what_people_type_is_plain_text(text):
    made = fill(template("始{{标题}}终"), {**VALUES, "标题": text})
    assert lines_of(made) == f"始{text}终".split("\n")


def test_what_no_file_can_hold_is_left_out():
    text = "甲\x00\x07\x08\x0b\x0c\x1b\ufffe\ud800\u202e乙\u200b丙\ufeff"
    assert lines_of(fill(template("{{标题}}"), {**VALUES, "标题": text})) == ["甲乙丙"]


def test_a_line_feed_begins_a_paragraph_like_the_one_it_stands_in():
    document = docx.Document()
    document.add_paragraph("{{标题}}", "Title")
    out = io.BytesIO()
    document.save(out)
    made = docx.Document(io.BytesIO(fill(out.getvalue(), {**VALUES, "标题": "上\r\n中\u2028下"})))
    assert [(p.text, p.style.name) for p in made.paragraphs] == [(t, "Title") for t in "上中下"]


def test_emoji_and_rare_characters_stay_in_word():
    assert lines_of(fill(template("{{标题}}"), {**VALUES, "标题": "科普😀𠮷𬭎"})) == ["科普😀𠮷𬭎"]


def test_the_code_is_printed_in_groups_with_its_picture():
    form = template("{{校验码}}", footer="{{二维码}}")
    made = fill(form, {**VALUES, "校验码": "7H3K9PQ2XW"})
    assert lines_of(made) == ["7H3K9-PQ2XW"]
    assert part_of(made, "word/media/image1.png").startswith(b"\x89PNG")
    assert b"r:embed" in part_of(made, "word/footer1.xml")


def test_without_a_code_there_is_no_picture():
    made = fill(template("{{校验码}}", footer="{{二维码}}"), VALUES)
    assert lines_of(made) == [""]
    assert b"r:embed" not in part_of(made, "word/footer1.xml")


def test_the_same_values_give_the_same_bytes_whatever_the_hour():
    form = template("{{标题}}")
    first = fill(form, VALUES)
    assert first == fill(form, VALUES)
    with __import__("zipfile").ZipFile(io.BytesIO(first)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.testzip() is None
