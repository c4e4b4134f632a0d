"""A past year taken from its old summary: the table downloaded, filled in Excel, compared, kept, seen at the year alone."""

import io
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.journeys.looking import judge

pytestmark = pytest.mark.browser
YEAR, PAPER = 2019, "县科协2019年工作总结（清科协〔2020〕3号）第5页"
MEASURE, TOTAL, ELDERLY = "参加科普（技）讲座人次", 4321, 321
FIGURES = "/desk/ledger/figures/990123000000/lecture.person_times/"


def filled(template: Path) -> bytes:
    """The downloaded table with one line filled in as a person does it in Excel: the total, and 老年人 of it."""
    lines = CalamineWorkbook.from_path(str(template)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    head = next(line for line in lines if "统计指标*" in line)
    (row,) = (line for line in lines if MEASURE in line)
    row[head.index("合计*")], row[head.index("其中：老年人")] = TOTAL, ELDERLY
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet(f"{YEAR}年")
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    return out.getvalue()


def counted(visit, since, until):
    page = visit("纲要办", f"{FIGURES}?since={since}&until={until}")
    return int(page.locator(".figure strong").inner_text().replace(",", ""))


def test_the_table_is_downloaded_filled_handed_in_and_looked_over_before_it_counts(visit, axe, tmp_path, shoot):
    page = visit("纲要办", "/desk/ledger/years/")
    page.get_by_role("link", name="补录一年").first.click()
    page.wait_for_url("**/years/new/")
    page.goto(f"/desk/ledger/years/new/?year={YEAR}")
    judge(page, axe)
    with page.expect_download() as caught:
        page.get_by_role("link", name="下载表格").click()
    assert caught.value.suggested_filename == f"{YEAR}年历年数据.xlsx"
    template = tmp_path / "表.xlsx"
    caught.value.save_as(template)
    page.fill("[name=paper]", PAPER)
    page.set_input_files("[name=file]", {
        "name": "2019.xlsx", "mimeType": "application/octet-stream", "buffer": filled(template),
    })  # fmt: skip
    page.get_by_role("button", name="上传并核对").click()
    expect(page.get_by_role("button", name="计入台账")).to_be_visible()
    told = page.get_by_role("row", name=MEASURE)
    expect(told.locator("td.number")).to_have_text(["4,321", "321"])
    judge(page, axe)
    shoot(page, "past-year")
    assert counted(visit, f"{YEAR}-01-01", f"{YEAR}-12-31") == 0
    page.get_by_role("button", name="计入台账").click()
    expect(page.get_by_text(f"{YEAR}年的数已计入台账。")).to_be_visible()
    assert PAPER in page.inner_text("main")
    judge(page, axe)


def test_the_figure_shows_at_the_year_and_at_no_month(visit):
    assert counted(visit, f"{YEAR}-01-01", f"{YEAR}-12-31") == TOTAL
    assert counted(visit, f"{YEAR}-01-01", f"{YEAR}-06-30") == 0
    assert counted(visit, f"{YEAR}-12-01", f"{YEAR}-12-31") == 0


def test_the_list_of_years_tells_which_paper_it_came_from(visit, axe):
    page = visit("纲要办", "/desk/ledger/years/")
    row = page.get_by_role("row", name=f"{YEAR}年")
    expect(row).to_contain_text(PAPER)
    judge(page, axe)
