"""Binary Word documents. ``data/listed.doc`` was written by LibreOffice 7.4 (from .docx, "MS Word 97")."""

from pathlib import Path

from kepu.methods.planread.extract import extract

LISTED = (Path(__file__).parent / "data" / "listed.doc").read_bytes()


def test_text_numbers_and_heading_levels() -> None:
    source = extract(LISTED)
    found = [
        (source.text[block.start : block.end], block.level) for block in source.blocks if block.kind == "paragraph"
    ]
    assert source.format == "doc"
    assert found == [
        ("砚山县全民科学素质提升行动实施方案", None),
        ("一、总体要求", 1),
        ("（一）指导思想", 2),
        ("坚持统筹推进，见附件。", None),
        ("（二）工作目标", 2),
        ("1. 到2025年达到15%。", None),
        ("2. 建设示范基地5个。", None),
        ("二、重点任务", 1),
        ("（一）农民行动", 2),
        ("1. 培训农民3万人次。", None),
        ("任务分工表", None),
        ("注：联系电话另行公布。", None),
    ]


def test_hidden_and_deleted_text_is_in_the_file_but_not_read() -> None:
    for word in ("不可见", "删去", "HYPERLINK"):
        assert word.encode("utf-16-le") in LISTED
        assert word not in extract(LISTED).text


def test_table_with_merged_cells() -> None:
    source = extract(LISTED)
    cells = [
        (source.text[block.start : block.end], block.row, block.column, block.rows, block.columns)
        for block in source.blocks
        if block.kind == "cell"
    ]
    assert cells == [
        ("类别", 0, 0, 1, 1),
        ("任务", 0, 1, 1, 1),
        ("牵头单位", 0, 2, 1, 1),
        ("提升行动", 1, 0, 2, 1),
        ("青少年行动", 1, 1, 1, 1),
        ("县教育局\n县科协", 1, 2, 1, 1),
        ("农民行动", 2, 1, 1, 1),
        ("", 2, 2, 1, 1),
        ("重点工程", 3, 0, 1, 2),
        ("县科协", 3, 2, 1, 1),
    ]


def test_text_of_a_file_whose_style_sheet_is_damaged_is_still_read() -> None:
    """Its place in the file information block (pair 1, at 0xA2) is made to point to noise."""
    start = LISTED.index(b"\xec\xa5") + 0xA2
    damaged = LISTED[:start] + b"\x02\x00\x00\x00" + LISTED[start + 4 :]
    text = extract(damaged).text
    assert "坚持统筹推进，见附件。" in text
    assert "培训农民3万人次。" in text
