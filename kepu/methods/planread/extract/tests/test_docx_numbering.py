"""Automatic numbers of Word stand in the text as they print."""

from pathlib import Path

from kepu.methods.planread.extract import extract
from kepu.methods.planread.extract.tests.word_files import abstract, docx, level, listed, num, p, printed

OFFICIAL = abstract(
    1,
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3.", gap="space"),
    level(3, "decimal", "（%4）"),
)
CHAPTERS = abstract(
    2,
    level(0, "chineseCountingThousand", "第%1章", gap="tab"),
    level(1, "decimal", "%1.%2", gap="tab", more="<w:isLgl/>"),
)


def texts(data: bytes) -> list[str]:
    """The blocks of a document."""
    source = extract(data)
    return [source.text[block.start : block.end] for block in source.blocks]


def official() -> bytes:
    body = [
        listed("总体要求", 1),
        listed("指导思想", 1, 1),
        listed("工作目标", 1, 1),
        listed("重点任务", 1),
        listed("青少年行动", 1, 1),
        listed("科学课堂。", 1, 2),
        listed("科技活动。", 1, 2),
        listed("农民行动", 1, 1),
        listed("农技培训。", 1, 2),
        listed("细目", 1, 3),
        listed("保障措施", 1),
    ]
    return docx("".join(body), numbering=OFFICIAL + num(1, 1))


OFFICIAL_PRINTED = [
    "一、总体要求", "（一）指导思想", "（二）工作目标", "二、重点任务", "（一）青少年行动", "1. 科学课堂。", "2. 科技活动。",
    "（二）农民行动", "1. 农技培训。", "（1）细目", "三、保障措施",
]  # fmt: skip


def test_levels_of_an_official_document_print_and_start_again_under_each_heading() -> None:
    assert texts(official()) == OFFICIAL_PRINTED


def test_legal_level_prints_the_chapter_as_a_digit() -> None:
    body = listed("总则", 3) + listed("目的", 3, 1) + listed("任务", 3) + listed("依据", 3, 1) + listed("范围", 3, 1)
    found = texts(docx(body, numbering=CHAPTERS + num(3, 2)))
    assert found == ["第一章 总则", "1.1 目的", "第二章 任务", "2.1 依据", "2.2 范围"]


def test_level_that_never_restarts_counts_through_the_plan() -> None:
    through = abstract(
        1,
        level(0, "chineseCounting", "%1、"),
        level(1, "decimal", "%2.", more='<w:lvlRestart w:val="0"/>'),
    )
    body = listed("甲", 1) + listed("子", 1, 1) + listed("乙", 1) + listed("丑", 1, 1)
    assert texts(docx(body, numbering=through + num(1, 1))) == ["一、甲", "1.子", "二、乙", "2.丑"]


def test_lists_of_one_abstract_list_count_on_and_an_override_starts_anew() -> None:
    numbering = (
        abstract(1, level(0, "decimal", "%1."))
        + num(1, 1)
        + num(2, 1)
        + num(3, 1, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')
    )
    body = listed("a", 1) + listed("b", 2) + listed("c", 3) + listed("d", 3)
    assert texts(docx(body, numbering=numbering)) == ["1.a", "2.b", "1.c", "2.d"]


def test_override_of_a_level_prints_in_its_own_way() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'
    numbering = abstract(1, level(0, "decimal", "%1.")) + num(1, 1, own)
    assert texts(docx(listed("a", 1) + listed("b", 1), numbering=numbering)) == ["A)a", "B)b"]


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="own"/><w:basedOn w:val="2"/></w:style>'
)


def styled(text: str, style: str, more: str = "") -> str:
    return p(text, f'<w:pStyle w:val="{style}"/>{more}')


def test_numbers_and_levels_come_from_styles_and_what_they_are_based_on() -> None:
    body = styled("要求", "1") + styled("思想", "2") + styled("目标", "3") + styled("任务", "1")
    source = extract(docx(body, styles=STYLES, numbering=OFFICIAL + num(1, 1)))
    found = [(source.text[block.start : block.end], block.level) for block in source.blocks]
    assert found == [("一、要求", 1), ("（一）思想", 2), ("（二）目标", 2), ("二、任务", 1)]


def test_number_zero_takes_the_number_of_the_style_away() -> None:
    none = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    body = styled("要求", "1") + styled("无号", "1", none) + styled("任务", "1")
    assert texts(docx(body, styles=STYLES, numbering=OFFICIAL + num(1, 1))) == ["一、要求", "无号", "二、任务"]


def test_level_linked_to_a_style_decides_where_the_style_names_none() -> None:
    linked = abstract(
        1,
        level(0, "chineseCounting", "%1、"),
        level(1, "chineseCounting", "（%2）", more='<w:pStyle w:val="own"/>'),
    )
    style = (
        '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="own"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = listed("甲", 1) + styled("子", "own")
    assert texts(docx(body, styles=style, numbering=linked + num(1, 1))) == ["一、甲", "（一）子"]


def test_list_behind_a_list_style_is_followed() -> None:
    style = (
        '<w:style w:type="numbering" w:styleId="L"><w:name w:val="L"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    behind = abstract(5, more='<w:numStyleLink w:val="L"/>')
    own = abstract(6, level(0, "japaneseCounting", "%1、"), more='<w:styleLink w:val="L"/>')
    numbering = behind + own + num(1, 6) + num(2, 5)
    assert texts(docx(listed("甲", 2) + listed("乙", 2), styles=style, numbering=numbering)) == ["一、甲", "二、乙"]


def test_dashes_are_kept_and_other_bullets_dropped() -> None:
    numbering = (
        abstract(1, level(0, "bullet", "——")) + abstract(2, level(0, "bullet", "\uf0b7")) + num(1, 1) + num(2, 2)
    )
    assert texts(docx(listed("甲", 1) + listed("乙", 2), numbering=numbering)) == ["——甲", "乙"]


def test_empty_numbered_paragraph_counts_but_gives_no_block() -> None:
    body = listed("甲", 1) + listed("", 1) + listed("丙", 1)
    assert texts(docx(body, numbering=abstract(1, level(0, "decimal", "%1.")) + num(1, 1))) == ["1.甲", "3.丙"]


def test_number_of_an_empty_cell_stands_in_the_cell() -> None:
    row = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    table = f"<w:tbl>{row.format(listed('', 1), p('甲'))}{row.format(listed('', 1), p('乙'))}</w:tbl>"
    assert texts(docx(table, numbering=abstract(1, level(0, "decimal", "%1")) + num(1, 1))) == ["1", "甲", "2", "乙"]


def test_list_that_is_not_defined_prints_no_number() -> None:
    assert texts(docx(listed("甲", 9), numbering=num(9, 77))) == ["甲"]


FORMATS = [
    "decimal", "decimalZero", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "chineseCounting",
    "chineseCountingThousand", "japaneseCounting", "decimalEnclosedCircle", "decimalFullWidth", "ideographTraditional",
    "ideographZodiac",
]  # fmt: skip


def squeezed(text: str) -> list[str]:
    return ["".join(line.split()) for line in text.splitlines() if line.strip()]


def test_formats_as_libreoffice_prints_them(tmp_path: Path) -> None:
    numbering = "".join(abstract(index, level(0, name, f"{name} %1：")) for index, name in enumerate(FORMATS, 1))
    numbering += "".join(num(index, index) for index in range(1, len(FORMATS) + 1))
    body = "".join(listed("条", index) for index in range(1, len(FORMATS) + 1) for _ in range(14))
    data = docx(body, numbering=numbering)
    shown = printed(data, tmp_path, ".docx", "txt:Text (encoded):UTF8").decode("utf-8-sig")
    assert squeezed("\n".join(texts(data))) == squeezed(shown)


def test_levels_as_libreoffice_prints_them(tmp_path: Path) -> None:
    shown = printed(official(), tmp_path, ".docx", "txt:Text (encoded):UTF8").decode("utf-8-sig")
    assert squeezed(shown) == squeezed("\n".join(OFFICIAL_PRINTED))
