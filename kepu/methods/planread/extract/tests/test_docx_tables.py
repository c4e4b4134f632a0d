"""Tables of Word: cells with row, column and what they cover."""

from kepu.methods.planread.extract import extract
from kepu.methods.planread.extract.tests.word_files import docx, p

Found = list[tuple[str, int | None, int | None, int, int]]


def cell(text: str, properties: str = "") -> str:
    inner = text if text.startswith("<") else p(text)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def cells(body: str) -> Found:
    source = extract(docx(body))
    return [
        (source.text[block.start : block.end], block.row, block.column, block.rows, block.columns)
        for block in source.blocks
        if block.kind == "cell"
    ]


SPAN = '<w:gridSpan w:val="2"/>'
TOP, BELOW = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_plain_table() -> None:
    found = cells(table(row(cell("任务"), cell("单位")), row(cell("甲"), cell("县科协"))))
    assert found == [("任务", 0, 0, 1, 1), ("单位", 0, 1, 1, 1), ("甲", 1, 0, 1, 1), ("县科协", 1, 1, 1, 1)]


def test_cells_merged_downwards_are_given_once() -> None:
    body = table(
        row(cell("类别"), cell("任务")),
        row(cell("行动", TOP), cell("甲")),
        row(cell("", BELOW), cell("乙")),
        row(cell("工程", TOP), cell("丙")),
    )
    expected = [
        ("类别", 0, 0, 1, 1),
        ("任务", 0, 1, 1, 1),
        ("行动", 1, 0, 2, 1),
        ("甲", 1, 1, 1, 1),
        ("乙", 2, 1, 1, 1),
    ]
    assert cells(body) == [*expected, ("工程", 3, 0, 1, 1), ("丙", 3, 1, 1, 1)]


def test_cell_that_covers_two_columns() -> None:
    body = table(row(cell("行动", SPAN)), row(cell("甲"), cell("县科协")))
    assert cells(body) == [("行动", 0, 0, 1, 2), ("甲", 1, 0, 1, 1), ("县科协", 1, 1, 1, 1)]


def test_grid_finer_than_the_table_looks_does_not_shift_columns() -> None:
    body = table(row(cell("任务", SPAN), cell("单位")), row(cell("甲"), cell("县科协", SPAN)))
    assert [place[1:3] for place in cells(body)] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_row_that_begins_after_a_gap() -> None:
    before = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    body = f"<w:tbl>{row(cell('任务'), cell('单位'))}<w:tr>{before}{cell('县科协')}</w:tr></w:tbl>"
    assert cells(body)[-1] == ("县科协", 1, 1, 1, 1)


def test_paragraphs_of_a_cell_are_lines_and_a_nested_table_is_flattened() -> None:
    inner = p("牵头：") + table(row(cell("县科协"), cell("县教育局"))) + p("")
    assert cells(table(row(cell("甲"), cell(inner))))[1][0] == "牵头：\n县科协\n县教育局"


def test_frame_of_one_column_is_plain_paragraphs_with_their_levels() -> None:
    body = table(row(cell(p("一、要求", '<w:outlineLvl w:val="0"/>') + p("正文。"))))
    blocks = extract(docx(body)).blocks
    assert [(block.kind, block.level) for block in blocks] == [("paragraph", 1), ("paragraph", None)]


def test_cells_inside_content_controls_are_found() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{cell('县科协')}</w:sdtContent></w:sdt>"
    assert [place[0] for place in cells(table(f"<w:tr>{cell('甲')}{control}</w:tr>"))] == ["甲", "县科协"]


def test_tables_are_told_apart_and_stand_in_reading_order() -> None:
    one = table(row(cell("甲"), cell("乙")))
    source = extract(docx(p("前") + one + p("中") + one + p("后")))
    assert [block.table for block in source.blocks] == [None, 0, 0, None, 1, 1, None]
    assert source.text == "前\n甲\t乙\n中\n甲\t乙\n后\n"
