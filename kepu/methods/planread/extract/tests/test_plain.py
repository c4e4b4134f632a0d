"""Text files: character sets, wrapped lines, tables, Markdown."""

import pytest

from kepu.methods.planread.extract import extract

PLAN = (
    "砚溪县全民科学素质行动实施方案\n\n一、总体要求\n　　坚持政府推动、社会参与，推进科普工作，提高公民科学素质。\n"
    "（一）工作目标\n　　到2030年，全县公民具备科学素质的比例达到17%。\n"
)
TRADITIONAL = "硯溪縣全民科學素質行動實施方案\n一、總體要求\n堅持政府推動、社會參與，推進科普工作，提高公民科學素質。\n"


def blocks(text: str, name: str = "方案.txt") -> list[str]:
    source = extract(text.encode(), name)
    return [source.text[block.start : block.end] for block in source.blocks]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", PLAN),
        ("utf-8-sig", PLAN),
        ("utf-16", PLAN),
        ("utf-16-le", PLAN),
        ("utf-16-be", PLAN),
        ("gb18030", PLAN),
        ("gbk", PLAN),
        ("big5", TRADITIONAL),
        ("gb18030", TRADITIONAL),
        ("utf-8", TRADITIONAL),
    ],
)
def test_character_sets(encoding: str, text: str) -> None:
    source = extract(text.encode(encoding))
    assert "".join(source.text.split()) == "".join(text.split())


def test_one_broken_byte_does_not_change_the_character_set() -> None:
    for encoding in ("utf-8", "gb18030"):
        source = extract(PLAN.encode(encoding) + b"\xff")
        assert "坚持政府推动、社会参与" in source.text


def test_each_line_of_unwrapped_text_is_a_paragraph() -> None:
    assert blocks(PLAN) == [line.strip() for line in PLAN.splitlines() if line.strip()]


def test_spans_point_to_the_text() -> None:
    source = extract(PLAN.encode())
    assert [source.text[block.start : block.end] for block in source.blocks] == source.text.strip("\n").split("\n")


def test_old_line_ends_and_form_feeds_part_lines() -> None:
    assert blocks("甲\r\n乙\r丙\x0c丁\x0b戊") == ["甲", "乙", "丙", "丁", "戊"]


def test_bookmark_noise_and_invisible_characters_go() -> None:
    assert blocks("[bookmark: _GoBack]7. 实施\u200b计划\ufeff。\x07") == ["7. 实施计划。"]


SENTENCE = "坚持政府推动社会参与推进科普工作提高公民科学素质服务高质量发展形成良好氛围为建设现代化新县城作出积极贡献"


def wrapped(text: str, columns: int) -> str:
    return "\n".join(text[place : place + columns] for place in range(0, len(text), columns))


def test_wrapped_lines_are_joined() -> None:
    paragraphs = ["　　" + SENTENCE * 2 + "。", "　　" + SENTENCE + "，" + SENTENCE + "。", "（一）" + SENTENCE + "。"]
    assert blocks("\n".join(wrapped(text, 20) for text in paragraphs)) == [text.strip() for text in paragraphs]


def test_wrapped_paragraphs_parted_by_empty_lines_are_joined() -> None:
    paragraphs = [SENTENCE * 2 + "。", SENTENCE * 3 + "。", "二、重点任务"]
    assert blocks("\n\n".join(wrapped(text, 30) for text in paragraphs)) == paragraphs


def test_latin_words_keep_their_space_when_joined() -> None:
    line = "the quick brown fox jumps over the lazy dog again"
    assert blocks("\n".join([line] * 8)) == [" ".join([line] * 8)]


def cells(text: str, name: str = "方案.txt") -> list[tuple[str, int | None, int | None]]:
    source = extract(text.encode(), name)
    found = [block for block in source.blocks if block.kind == "cell"]
    return [(source.text[block.start : block.end], block.row, block.column) for block in found]


def test_table_with_each_cell_on_a_tabbed_line() -> None:
    text = "分工表\n\t类别\n\t任务\n\t牵头部门\n\n\t行动\n\t甲\n\t县科协\n\n\t\n\t乙\n\t县妇联\n"
    assert cells(text) == [
        ("类别", 0, 0), ("任务", 0, 1), ("牵头部门", 0, 2), ("行动", 1, 0), ("甲", 1, 1), ("县科协", 1, 2),
        ("", 2, 0), ("乙", 2, 1), ("县妇联", 2, 2),
    ]  # fmt: skip


def test_table_with_cells_parted_by_tabs() -> None:
    text = "分工表\n任务\t单位\n甲\t县科协\n乙\t\n完"
    assert cells(text) == [("任务", 0, 0), ("单位", 0, 1), ("甲", 1, 0), ("县科协", 1, 1), ("乙", 2, 0), ("", 2, 1)]


def test_rows_whose_first_cell_is_empty_belong_to_the_table() -> None:
    text = "类别\t任务\t单位\n行动\t甲\t县科协\n\t乙\t县妇联\n工程\t\t\n"
    assert [place[0] for place in cells(text)] == [
        "类别",
        "任务",
        "单位",
        "行动",
        "甲",
        "县科协",
        "",
        "乙",
        "县妇联",
        "工程",
        "",
        "",
    ]


def test_contents_page_and_tabbed_indents_are_no_tables() -> None:
    assert cells("一、要求\t1\n二、任务\t2\n三、保障\t3\n") == []
    assert blocks("\t一、要求\n\t坚持推动。\n\t二、任务\n") == ["一、要求", "坚持推动。", "二、任务"]


MARKDOWN = r"""# 砚溪县实施方案

> 砚府发〔2026〕12号

## 一、总体要求

坚持**政府推动**、*社会参与*，见[附件](http://x.org/a.doc)。

1. 建设`科普`基地5个。
2\. 培训3万人次。
- ——坚持协同推进。

---

| 任务 | 牵头 |
|:---|---|
| **甲** | 县科协<br>县教育局 |
| 乙 \| 丙 | |
"""


def test_markdown_marks_are_taken_out() -> None:
    source = extract(MARKDOWN.encode(), "方案.md")
    found = [
        (source.text[block.start : block.end], block.level) for block in source.blocks if block.kind == "paragraph"
    ]
    assert found == [
        ("砚溪县实施方案", 1),
        ("砚府发〔2026〕12号", None),
        ("一、总体要求", 2),
        ("坚持政府推动、社会参与，见附件。", None),
        ("1. 建设科普基地5个。", None),
        ("2. 培训3万人次。", None),
        ("——坚持协同推进。", None),
    ]


def test_markdown_table() -> None:
    expected = [("任务", 0, 0), ("牵头", 0, 1), ("甲", 1, 0), ("县科协\n县教育局", 1, 1), ("乙 | 丙", 2, 0), ("", 2, 1)]
    assert cells(MARKDOWN, "方案.md") == expected


def test_markdown_is_recognised_without_its_name() -> None:
    assert blocks("# 标题\n正文\n## 要求\n", "a") == ["标题", "正文", "要求"]
    assert blocks("#1 楼\n共3层\n", "a.txt") == ["#1 楼", "共3层"]


def test_a_short_line_between_rows_is_a_row_of_one_cell() -> None:
    lines = ["序号\t任务\t单位", "一、提升行动", "1\t办好科学课\t县教育局", "2\t办好讲座\t县科协", "（一）以后的正文。"]
    source = extract("\n".join(lines).encode(), "plan.txt")
    cells = [(b.row, b.column, source.text[b.start : b.end]) for b in source.blocks if b.kind == "cell"]
    assert (1, 0, "一、提升行动") in cells
    assert cells[-1] == (3, 2, "县科协")
    assert source.blocks[-1].kind == "paragraph"
