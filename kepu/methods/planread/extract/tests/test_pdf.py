"""PDF: wrapped lines become paragraphs again, running heads go, ruled tables become cells."""

from pathlib import Path

import pytest

from kepu.methods.planread.extract import extract
from kepu.methods.planread.extract.tests.pdf_files import pdf, ruled, set_lines
from kepu.methods.planread.extract.tests.word_files import printed

LONG = "坚持政府推动、社会参与、协同推进，大力普及科学知识，弘扬科学精神，提高公民科学素质，服务高质量发展，" * 2
SAMPLES = Path(__file__).parents[5] / "samples" / "short"


def blocks(data: bytes) -> list[str]:
    source = extract(data)
    return [source.text[block.start : block.end] for block in source.blocks]


def cells(data: bytes) -> list[tuple[str, int | None, int | None, int, int]]:
    source = extract(data)
    return [
        (source.text[block.start : block.end], block.row, block.column, block.rows, block.columns)
        for block in source.blocks
        if block.kind == "cell"
    ]


def test_wrapped_lines_become_paragraphs() -> None:
    page = [
        *set_lines("一、总体要求", 740),
        *set_lines(LONG + "形成良好氛围。", 712),
        *set_lines("二、重点任务", 500),
    ]
    assert blocks(pdf((page, []))) == ["一、总体要求", LONG + "形成良好氛围。", "二、重点任务"]


def test_paragraph_that_fills_its_last_line_does_not_swallow_the_next() -> None:
    full = "提高公民科学素质服务发展" * 4 + "提。"
    assert len(full) % 26 == 24
    page = [*set_lines(full, 740), *set_lines("二、重点任务", 684)]
    assert blocks(pdf((page, []))) == [full, "二、重点任务"]


def test_running_heads_and_page_numbers_go_and_a_paragraph_runs_over_the_page_end() -> None:
    head = (88, 800, 10, "砚溪县人民政府公报")
    first = set_lines(LONG, 740)
    pages = [
        ([head, *first[:2], (280, 40, 10, "— 1 —")], []),
        ([head, *[(left, 740 - 28 * row, size, text) for row, (left, _, size, text) in enumerate(first[2:])],
          (280, 40, 10, "— 2 —")], []),
        ([head, *set_lines("二、重点任务", 740), (280, 40, 10, "第3页 共3页")], []),
    ]  # fmt: skip
    assert blocks(pdf(*pages)) == [LONG, "二、重点任务"]


def test_title_wrapped_in_the_middle_of_the_page_is_one_paragraph() -> None:
    page = [
        (88, 780, 22, "关于印发砚溪县全民科学素质行动实施方案"),
        (231, 740, 22, "的通知哦哦哦"),
        *set_lines(LONG, 700),
    ]
    assert blocks(pdf((page, []))) == ["关于印发砚溪县全民科学素质行动实施方案的通知哦哦哦", LONG]


def test_gap_between_chinese_and_digits_is_no_space() -> None:
    page = [(120, 740, 16, "到"), (140, 740, 16, "2030"), (208, 740, 16, "年，达到"), *set_lines(LONG, 700)]
    assert blocks(pdf((page, [])))[0] == "到2030年，达到"


def test_quotation_marks_drawn_after_the_line_are_put_in_their_places() -> None:
    page = [
        (120, 740, 16, "开展"),
        (168, 740, 16, "科普行"),
        (232, 740, 16, "活动"),
        (152, 740, 16, "“"),
        (216, 740, 16, "”"),
    ]
    assert blocks(pdf((page + set_lines(LONG, 700), [])))[0] == "开展“科普行”活动"


def test_radicals_that_look_like_characters_are_characters() -> None:
    page = [*set_lines("⼀、⼈⺠⽣活", 740), *set_lines(LONG, 700)]
    assert blocks(pdf((page, [])))[0] == "一、人民生活"


LEFTS, TOPS = [88, 188, 288, 388], [700, 670, 620, 570]
WORDS = [
    (92, 680, 10, "类别"), (192, 680, 10, "任务"), (292, 680, 10, "单位"),
    (92, 640, 10, "行动"), (192, 650, 10, "建设科普基地和流动"), (192, 636, 10, "科技馆"), (292, 650, 10, "县科协"),
    (292, 636, 10, "县教育局"),
    (192, 590, 10, "乙"), (292, 590, 10, "县妇联"),
]  # fmt: skip


def merged_rules() -> list[tuple[float, float, float, float]]:
    """The rules of the table without the border between the two lower cells of the first column."""
    rules = [rule for rule in ruled(LEFTS, TOPS) if rule[1] != 620 or rule[2] < 1]
    return [*rules, (188, 620, 200, 0.5)]


TABLE = [
    ("类别", 0, 0, 1, 1), ("任务", 0, 1, 1, 1), ("单位", 0, 2, 1, 1),
    ("行动", 1, 0, 2, 1), ("建设科普基地和流动科技馆", 1, 1, 1, 1), ("县科协\n县教育局", 1, 2, 1, 1),
    ("乙", 2, 1, 1, 1), ("县妇联", 2, 2, 1, 1),
]  # fmt: skip


def test_ruled_table_with_merged_cells() -> None:
    data = pdf(([*set_lines("分工表", 740), *WORDS, *set_lines("注：略", 500)], merged_rules()))
    assert cells(data) == TABLE
    assert blocks(data)[0] == "分工表"
    assert blocks(data)[-1] == "注：略"


def test_table_that_goes_on_over_the_page_is_one_and_its_repeated_heading_is_dropped() -> None:
    below = [*WORDS[:3], (92, 640, 10, "工程"), (192, 640, 10, "丙"), (292, 640, 10, "县气象局")]
    data = pdf(([*set_lines("分工表", 740), *WORDS], merged_rules()), (below, ruled(LEFTS, TOPS[:3])))
    assert cells(data) == [*TABLE, ("工程", 3, 0, 1, 1), ("丙", 3, 1, 1, 1), ("县气象局", 3, 2, 1, 1)]


def test_page_stored_on_its_side() -> None:
    words = [(left, up - 200, size, text) for left, up, size, text in WORDS]
    rules = [(left, up - 200, wide, high) for left, up, wide, high in merged_rules()]
    assert cells(pdf((words, rules), rotate=90)) == TABLE


def test_frame_around_text_is_no_table() -> None:
    assert cells(pdf((set_lines(LONG, 700), ruled([80, 520], [760, 400])))) == []


@pytest.mark.parametrize("name", ["02-yanxi", "10-heting"])
def test_pdf_that_libreoffice_prints_says_what_the_word_file_says(name: str, tmp_path: Path) -> None:
    path = SAMPLES / f"{name}.docx"
    if not path.exists():
        pytest.skip(f"{path.name} is not there")
    word = extract(path.read_bytes())
    shown = extract(printed(path.read_bytes(), tmp_path, ".docx", "pdf"))
    assert "".join(shown.text.split()) == "".join(word.text.split())
    assert [block.kind for block in shown.blocks].count("cell") == [block.kind for block in word.blocks].count("cell")
