"""Office files: what is read, what is refused and with which words, and that an export comes back as it went out."""

import io
import time
import zipfile
from datetime import date

import pytest
import xlsxwriter

from kepu.methods.sheets import Column, Report, SheetError, read_table, shown, whole_number, write_table

COLUMNS = (
    Column("name", "单位名称", aliases=("名称",), required=True),
    Column("order", "官方排序"),
    Column("since", "设立日期"),
)


def workbook(*rows: list[object]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        date_format = book.add_format({"num_format": "yyyy-mm-dd"})
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                sheet.write_datetime(r, c, value, date_format) if isinstance(value, date) else sheet.write(r, c, value)
    return buffer.getvalue()


def test_a_title_above_the_headings_and_empty_rows_do_not_matter() -> None:
    data = workbook(["某县单位名录"], [], ["官方排序", " 名 称*（必填）"], [3, "县教育局"], [], [4.0, "县科协"])
    table = read_table(data, COLUMNS)
    assert [(r.number, r["name"], r["order"]) for r in table.rows] == [(4, "县教育局", "3"), (6, "县科协", "4")]


def test_a_date_cell_reads_as_iso() -> None:
    table = read_table(workbook(["单位名称", "设立日期"], ["县科协", date(2026, 3, 5)]), COLUMNS)
    assert table.rows[0]["since"] == "2026-03-05"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_each_encoding(encoding: str) -> None:
    table = read_table("单位名称,备注\n县科协,甲\n".encode(encoding), COLUMNS)
    assert (table.rows[0]["name"], table.columns, table.unknown) == ("县科协", ["name"], ["备注"])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "空的"),
        ("官方排序\n1\n".encode(), "缺少“单位名称”"),
        ("单位名称\n".encode(), "没有内容"),
        (b"PK\x03\x04 not a zip", "损坏"),
        (b"\xd0\xcf\x11\xe0 not a workbook", "打不开"),
        (b"%PDF-1.4\0\0", "不认识"),
    ],
)
def test_what_is_not_the_table_is_refused_with_a_reason(data: bytes, says: str) -> None:
    with pytest.raises(SheetError, match=says):
        read_table(data, COLUMNS)


def test_a_bomb_is_refused_before_it_is_opened() -> None:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bomb,
        bomb.open("xl/worksheets/sheet1.xml", "w") as sheet,
    ):
        for _ in range(201):
            sheet.write(b"\0" * 1024 * 1024)
    with pytest.raises(SheetError, match="过大"):
        read_table(buffer.getvalue(), COLUMNS)


def test_what_is_written_reads_back() -> None:
    rows = [{"name": "=1+1", "order": 7, "since": "2026-03-05"}, {"name": "012345678901", "order": "", "since": None}]
    table = read_table(write_table("单位", COLUMNS, rows), COLUMNS)
    assert [r.cells for r in table.rows] == [
        {"name": "=1+1", "order": "7", "since": "2026-03-05"},
        {"name": "012345678901", "order": "", "since": ""},
    ]


def test_a_report_counts_and_says_it_in_one_sentence() -> None:
    report = Report()
    report.add(2, "create", "县科协")
    report.add(3, "error", "？", "没有名称")
    assert (report.summary, [e.number for e in report.errors]) == ("新增1行，有误1行", [3])


def _with_stray_cell(row: int, column: int) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "名称")
        sheet.write_string(1, 0, "县科协")
        sheet.write_string(row, column, "误")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [(1_048_575, 16_383, "很远处"), (1, 16_383, "很远处"), (1_048_575, 100, "很远处"), (1_048_575, 0, "超过50000行")],
)
def test_a_stray_cell_far_off_is_refused_before_room_is_made_for_all_between(row: int, column: int, words: str) -> None:
    begin = time.process_time()
    with pytest.raises(SheetError, match=words):
        read_table(_with_stray_cell(row, column), [Column("name", "名称", required=True)])
    assert time.process_time() - begin < 5


def test_cells_that_are_only_formatted_do_not_count() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "名称")
        sheet.write_string(1, 0, "县科协")
        sheet.write_blank(1, 16_383, None, book.add_format({"bold": True}))
    table = read_table(buffer.getvalue(), [Column("name", "名称", required=True)])
    assert [row["name"] for row in table.rows] == ["县科协"]


def _with_sheet(rows: bytes, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A workbook whose sheet is written by hand and stands under any name in the package."""
    plain, made = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(plain, {"in_memory": True}) as book:
        book.add_worksheet()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part).replace(b"worksheets/sheet1.xml", name.removeprefix("xl/").encode())
            if part == "xl/worksheets/sheet1.xml":
                head, _, tail = data.partition(b"<sheetData/>")
                data, part = head + b"<sheetData>" + rows + b"</sheetData>" + tail, name
            new.writestr(part, data)
    return made.getvalue()


HEAD = b'<row r="1"><c r="A1" t="inlineStr"><is><t>\xe5\x90\x8d\xe7\xa7\xb0</t></is></c></row>'
FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


@pytest.mark.parametrize(
    "rows",
    [
        HEAD + b'<row r="2"><c r="IV2"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>',
        HEAD + b'<row r="2">' + b"<c><v>1</v></c>" * 257 + b"</row>",
        HEAD + b"<row><c s='>' r='XFD1048576'><v>1</v></c></row>",
        HEAD + b'<row><c x=\' r="A1"\' r="XFD1048576"><v>1</v></c></row>',
        HEAD + b'<row><c x="' + b"a" * 5000 + b'" r="XFD1048576"><v>1</v></c></row>',
        HEAD + b"<!--" + b"a" * (1024 * 1024 - 700) + b"-->" + b"<row/>" * 200 + FAR,
        HEAD + b'<' + b"n" * 50 + b':row r="1048576"><' + b"n" * 50 + b':c r="XFD1048576"></c></row>',
    ],
)  # fmt: skip
def test_a_stray_cell_is_found_however_it_says_where_it_stands(rows: bytes) -> None:
    with pytest.raises(SheetError, match="很远处"):
        read_table(_with_sheet(rows), [Column("name", "名称", required=True)])


def test_a_sheet_is_looked_over_whatever_its_part_is_called() -> None:
    with pytest.raises(SheetError, match="很远处"):
        read_table(_with_sheet(HEAD + FAR, "xl/sheet.dat"), [Column("name", "名称", required=True)])


def test_a_tag_without_end_is_refused() -> None:
    with pytest.raises(SheetError, match="损坏"):
        read_table(_with_sheet(b'<c x="' + b"a" * 3_000_000), [Column("name", "名称", required=True)])


def test_cells_that_do_not_say_where_they_stand_are_read() -> None:
    rows = HEAD + b'<row><c t="inlineStr"><is><t>a</t></is></c></row>' + b"<!-- <c  -->"
    assert [r["name"] for r in read_table(_with_sheet(rows), [Column("name", "名称", required=True)]).rows] == ["a"]


def test_a_package_that_is_also_another_kind_of_workbook_is_refused() -> None:
    buffer = io.BytesIO(_with_sheet(HEAD))
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr("content.xml", "<office/>")
    with pytest.raises(SheetError, match="不认识的文件"):
        read_table(buffer.getvalue(), [Column("name", "名称", required=True)])


def test_numbers_read_as_the_office_program_shows_them() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, value in enumerate(["名称", 0.1 + 0.2, 1.1 * 3, 0.00001, 12345678.9, 3.0, 2.5e15, -0.5]):
            sheet.write(at, 0, value)
    table = read_table(buffer.getvalue(), [Column("name", "名称", required=True)])
    assert [row["name"] for row in table.rows] == [
        "0.3", "3.3", "0.00001", "12345678.9", "3", "2500000000000000", "-0.5",
    ]  # fmt: skip


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as other:
        other.writestr("content.xml", "<office/>")
    with pytest.raises(SheetError, match="不认识的文件"):
        read_table(buffer.getvalue(), [Column("name", "名称", required=True)])


@pytest.mark.parametrize(
    ("cell", "number"),
    [("0", 0), ("412,300", 412300), ("1，000", 1000), ("999999999999", 999_999_999_999)]
    + [(odd, None) for odd in ("", "-1", "1.0", "²", "１", "一", "1e9", "inf", "9" * 13, "9" * 5000)],
)
def test_a_whole_number_in_a_cell_and_what_is_none(cell: str, number: int | None) -> None:
    assert whole_number(cell) == number


def test_of_a_long_cell_a_message_shows_the_beginning() -> None:
    assert (shown("9" * 5000), shown("第三")) == ("9" * 20 + "…", "第三")
    report = Report()
    report.add(2, "error", "长" * 5000, "有误")
    assert report.lines[0].title == "长" * 60 + "…"


def test_control_characters_in_cells_are_dropped() -> None:
    table = read_table("单位名称,官方排序\n县\x1b科\x08协,\x073\n".encode(), COLUMNS)
    assert [(r["name"], r["order"]) for r in table.rows] == [("县科协", "3")]
