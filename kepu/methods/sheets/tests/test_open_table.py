"""Long tables row by row: the same rows as the whole table, where they stand, and which cells are merged."""

import io

import pytest
import xlsxwriter

from kepu.methods.sheets import Column, SheetError, open_table, read_table

pytestmark = pytest.mark.engineless
COLUMNS = (Column("day", "日期", required=True), Column("people", "人次", required=True))


def book(top: int = 2, left: int = 1) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(top, left, ["日期", "人次", "备注"])
        sheet.merge_range(top + 1, left, top + 3, left, "2026-03-05")
        for number in range(3):
            sheet.write(top + 1 + number, left + 1, number)
        sheet.write_formula(top + 5, left + 1, "=1+1", None, 2)
    return out.getvalue()


@pytest.mark.parametrize(("top", "left"), [(0, 0), (2, 1), (5, 3)])
def test_the_rows_are_those_of_the_whole_table_and_merged_cells_are_told(top: int, left: int) -> None:
    opened = open_table(book(top, left), COLUMNS, most=10)
    rows = list(opened.rows)
    assert rows == read_table(book(top, left), COLUMNS).rows
    assert [(row.number, row["day"], row["people"]) for row in rows] == [
        (top + 2, "2026-03-05", "0"), (top + 3, "", "1"), (top + 4, "", "2"), (top + 6, "", "2")
    ]  # fmt: skip
    assert opened.merged == {"day": {top + 3, top + 4}, "people": set()}
    assert opened.unknown == ["备注"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_files_in_the_encodings_that_offices_save(encoding: str) -> None:
    data = "日期,人次\n2026-03-05,40\n".encode(encoding)
    assert [row.cells for row in open_table(data, COLUMNS, most=1).rows] == [{"day": "2026-03-05", "people": "40"}]


def test_too_many_rows_and_none_are_told_while_reading() -> None:
    with pytest.raises(SheetError, match="超过2行"):
        list(open_table(book(), COLUMNS, most=2).rows)
    with pytest.raises(SheetError, match="没有内容"):
        list(open_table("日期,人次\n".encode(), COLUMNS, most=2).rows)
    with pytest.raises(SheetError, match="表头"):
        open_table("甲,乙\n".encode(), COLUMNS, most=2)
    with pytest.raises(SheetError, match="损坏"):
        open_table(b"PK\x03\x04 nonsense", COLUMNS, most=2)
