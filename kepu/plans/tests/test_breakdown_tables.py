"""A grid as a workbook: out, changed by hand, in again after a preview; wrong rows named, nothing half written."""

import io
from decimal import Decimal as D

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from kepu.people.tests.county import rows
from kepu.people.verbs.errors import WrongRows
from kepu.plans import verbs
from kepu.plans.tests import parted
from kepu.plans.tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("units")]


@pytest.fixture
def row(version, office):
    parted.townships()
    made = parted.chosen(parted.target(version, due="2027"), office, "townships")
    parted.equally(made, office)  # 5000 over two years and three townships
    made.refresh_from_db()
    return made


def at(name, row):
    return reverse(f"plans:{name}", args=[row.plan_id, row.target_key])


def sheet(answer):
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def csv(text, name="分解.csv"):
    return {"file": SimpleUploadedFile(name, text.encode())}


def test_the_grid_goes_out_with_its_numbers(desk, row):
    lines = sheet(desk.get(at("breakdown_grid_workbook", row)))
    assert lines == [
        ["单位或乡镇*", "区划代码", "2026年", "2027年"], ["城关镇", "990123100000", 834, 833],
        ["柳河镇", "990123101000", 833, 834], ["石桥乡", "990123102000", 833, 833],
    ]  # fmt: skip


def test_what_was_carried_stands_in_columns_that_come_in_as_nothing(desk, row, office):
    town = "r990123100000"
    verbs.carry_over(breakdown=row, year=2026, done={town: D(800)}, source="总结", seen=1, by=office, at=AT)
    answer = desk.get(at("breakdown_grid_workbook", row))
    assert sheet(answer)[0][4:] == ["其中结转（2026年）", "其中结转（2027年）"]
    assert sheet(answer)[1][2:] == [834, 867, "", 34]
    back = SimpleUploadedFile("表.xlsx", answer.content)
    assert "不变3行" in desk.post(at("breakdown_import", row), {"file": back}).content.decode()


def test_the_list_goes_out_with_how_each_stands(desk, version, row):
    lines = sheet(desk.get(reverse("plans:breakdown_workbook", args=[version.plan_id]), {"kind": "cumulative"}))
    assert [line[0] for line in lines] == ["原文", "累计培训老年人5000人次"]
    assert lines[1][5:8] == ["分年度、分乡镇（街道）", "各年合计等于目标值", "合计一致"]


def test_a_changed_table_is_previewed_and_written(desk, row):
    url = at("breakdown_import", row)
    text = "乡镇,2026年,2027\n城关镇,1000,\n石桥乡,667,833\n合计,1,1\n"
    preview = desk.post(url, csv(text))
    html = preview.content.decode()
    assert "修改2行" in html
    assert "2026年 834 → 1000" in html
    assert parted.cells(row)[2026, "r990123100000"] == 834  # nothing yet
    done = desk.post(url, {"sealed": preview.context["sealed"]}, follow=True).content.decode()
    assert "导入完成：修改2行" in done
    assert parted.cells(row)[2026, "r990123100000"] == 1000
    assert parted.cells(row)[2027, "r990123100000"] == 833  # blank: as it was
    assert set(row.changes.filter(way="table").values_list("why", flat=True)) == {"导入“分解.csv”"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("乡镇,2026年\n望江镇,5\n", "不在单位名录或本级乡镇"),
        ("乡镇,2026年\n城关镇,5\n城关镇,6\n", "在表中重复"),
        ("乡镇,2026年\n城关镇,-5\n", "2026年不能是负数"),
        ("乡镇,2026年\n城关镇,五\n", "2026年“五”不是数字"),
        ("乡镇,2026年,2027年\n城关镇,1.5,99999999999999\n", "2026年以“人次”计的数应是整数；2027年数字过大"),
    ],
)
def test_wrong_rows_are_named_and_nothing_can_be_written(desk, row, text, words):
    answer = desk.post(at("breakdown_import", row), csv(text))
    assert words in answer.content.decode()
    assert answer.context["sealed"] == ""
    assert not row.changes.filter(way="table").exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "不认识的文件"),
        ("姓名,电话\n甲,1\n".encode(), "缺少“单位或乡镇”"),
        (b"PK\x03\x04broken", "已损坏"),
        (("乡镇,2026年\n" + "城关镇,1\n" * 1001).encode(), "有1001行"),
        (b"x" * (5 * 1024 * 1024 + 1), "超过5 MB"),
    ],
)
def test_files_that_are_no_table_are_refused(desk, row, data, words):
    answer = desk.post(at("breakdown_import", row), {"file": SimpleUploadedFile("表.xlsx", data)})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_what_another_wrote_after_the_preview_is_not_overwritten(desk, row, office):
    url = at("breakdown_import", row)
    preview = desk.post(url, csv("乡镇,2026年\n城关镇,1000\n"))
    parted.save(row, office, {(2026, "r990123100000"): 900})
    answer = desk.post(url, {"sealed": preview.context["sealed"]}, follow=True)
    assert "刚被其他同志改过" in answer.content.decode()
    assert parted.cells(row)[2026, "r990123100000"] == 900
    assert "预览已超过一小时" in desk.post(url, {"sealed": "forged"}, follow=True).content.decode()


def test_a_township_may_be_known_by_its_code(row, office):
    report = verbs.import_cells(
        breakdown=row,
        rows=rows({"place": "城关", "code": "990123100000", "y2026": "7"}),
        name="表",
        seen=1,
        by=office,
        at=AT,
    )
    assert report.summary == "修改1行"
    assert parted.cells(row)[2026, "r990123100000"] == 7


def test_the_verb_writes_nothing_when_a_row_is_wrong(row, office):
    lines = rows({"place": "城关镇", "y2026": "7"}, {"place": "柳河镇", "y2026": "x"})
    with pytest.raises(WrongRows):
        verbs.import_cells(breakdown=row, rows=lines, name="表", seen=1, by=office, at=AT)
    assert parted.cells(row)[2026, "r990123100000"] == 834


def test_any_unit_of_the_county_may_stand_in_a_table_of_units(version, office):
    made = parted.chosen(parted.target(version, "floor"), office, "units", "yearly")
    lines = rows({"place": "团县委", "y2026": "12"}, {"place": "县 教育局", "y2026": "0"})
    verbs.import_cells(breakdown=made, rows=lines, name="表", seen=0, by=office, at=AT)
    own = {name: f"u{parted.unit(name).pk}" for name in ("团县委", "县教育局")}
    assert parted.cells(made) == {(2026, own["团县委"]): 12, (2026, own["县教育局"]): 0}


def test_one_line_stands_for_the_whole_county(version, office):
    made = parted.chosen(parted.target(version), office)
    verbs.import_cells(breakdown=made, rows=rows({"place": "全县", "y2026": "12"}), name="表", seen=0, by=office, at=AT)
    assert parted.cells(made) == {(2026, "all"): 12}


def test_a_share_from_a_cell_in_the_format_of_per_cent_is_not_taken_for_a_hundredth(version, office):
    made = parted.chosen(parted.target(version, "level"), office, adding="rate")  # 16%
    report = verbs.import_cells(
        breakdown=made, rows=rows({"place": "全县", "y2026": "0.125", "y2027": "13"}), name="表", seen=0, by=office, at=AT,
        dry_run=True,
    )  # fmt: skip
    assert [line.text for line in report.errors] == [
        "2026年读到的是0.125，单元格可能设成了百分比。请改成常规格式，填12.5。"
    ]
