"""The office takes the targets apart: over townships, units and years, with the keyboard, with Excel, two at once.

The steps follow one another and stand on each other.
"""

import io

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.journeys.looking import judge

pytestmark = pytest.mark.browser
OFFICE, LIAISON = "纲要办", "部门联络员（县教育体育局）"
LIST = "/desk/plans/1/breakdown/"
LECTURES, TRAINING, SKILLS = "每年举办百场乡村科普讲座", "农村实用技术培训3万人次以上", "补贴性职业技能培训8000人次以上"


@pytest.fixture(scope="module")
def story():
    """Where the grids of this story are found, once someone was there."""
    return {}


def open_target(page, story, quote):
    page.goto(f"{LIST}?q={quote}")
    page.click(f".quote-door >> text={quote}")
    story[quote] = page.evaluate("location.pathname")
    return page


def cell(page, place, year):
    return page.get_by_label(f"{place}{year}年", exact=True)


def save(page):
    page.locator(".save-row .primary").click()


def said(page):
    return page.inner_text(".notice.success")


def test_the_list_says_what_is_parted_and_whether_it_comes_out(visit, axe):
    page = visit(OFFICE, "/desk/plans/1/targets/")
    page.click(".tabs >> text=目标分解")
    judge(page, axe)
    page.select_option("#f-state", label="还差")
    page.click("button >> text=筛选")
    assert page.locator("tbody tr").count() == 1
    assert "还差10000人" in page.inner_text("tbody")
    with page.expect_download() as download:
        page.click("text=导出 Excel")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(download.value.path().read_bytes())).get_sheet_by_index(0)
    assert [row[7] for row in rows.to_python()] == ["合计情况", "还差10000人"]


def test_a_target_is_parted_over_townships_in_equal_parts(visit, story, axe):
    page = open_target(visit(OFFICE), story, LECTURES)
    assert "每年都要达到的目标" in page.inner_text(".choose")
    judge(page, axe)
    page.select_option("#choose-over", label="分年度、分乡镇（街道）")
    page.click("button >> text=下一步")
    assert "2026至2030年，每年分解值合计都应等于100场" in page.inner_text("main")
    page.click(".fill-tools >> text=平均分解")
    page.locator("dialog").get_by_role("button", name="平均分解").click()
    page.wait_for_selector(".notice.success")
    assert "改动70格" in said(page)
    # 100 lectures over 14 townships: two go even eight, twelve seven
    assert [cell(page, "禾城街道", 2026).input_value(), cell(page, "茶山乡", 2026).input_value()] == ["8", "7"]
    assert page.inner_text("[data-column='2026']") == "100"
    assert "合计一致" in page.inner_text("[data-verdict]")
    judge(page, axe)


def test_sums_follow_what_is_typed_and_the_keyboard_moves(visit, story):
    page = visit(OFFICE, story[LECTURES])
    cell(page, "禾城街道", 2026).click()
    page.keyboard.press("Control+a")
    page.keyboard.type("10")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "南浦街道2026年"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "南浦街道2027年"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "禾城街道2027年"
    assert page.inner_text("[data-column='2026']") == "102"
    assert page.inner_text("[data-left='2026']") == "超出2"
    assert page.inner_text("[data-verdict]") == "有改动尚未保存"
    cell(page, "茶山乡", 2026).fill("5")
    assert page.inner_text("[data-left='2026']") == "一致"
    page.fill("#why", "城区讲座多一些")
    page.keyboard.press("Enter")  # in a field outside the grid it is the form's own key
    page.wait_for_selector(".notice.success")
    assert said(page) == "已保存，改动2格。合计一致。"
    page.click("text=改动记录")
    assert "城区讲座多一些" in page.locator("tbody tr").first.inner_text()


def test_what_is_wrong_is_named_and_nothing_typed_is_lost(visit, story, axe):
    page = visit(OFFICE, story[LECTURES])
    cell(page, "柳湾镇", 2028).fill("七场")
    cell(page, "石井镇", 2028).fill("9")
    cell(page, "石井镇", 2028).press("Control+Enter")
    page.wait_for_selector("[data-errors]")
    assert page.locator("[data-errors] a").inner_text() == "柳湾镇2028年"
    judge(page, axe)
    page.click("[data-errors] a")
    assert page.evaluate("document.activeElement.value") == "七场"
    assert cell(page, "石井镇", 2028).input_value() == "9"
    page.goto(LIST)
    page.goto(story[LECTURES])
    page.wait_for_selector("text=已恢复您")
    assert [cell(page, place, 2028).input_value() for place in ("柳湾镇", "石井镇")] == ["七场", "9"]
    page.click(".kept >> text=放弃")
    page.complaints.clear()  # the browser notes the 422 in its console


def test_what_was_typed_and_not_saved_is_there_on_coming_back(visit, story):
    page = visit(OFFICE, story[LECTURES])
    cell(page, "云溪镇", 2029).fill("12")
    page.goto(LIST)
    page.goto(story[LECTURES])
    page.wait_for_selector("text=已恢复您")
    assert cell(page, "云溪镇", 2029).input_value() == "12"
    assert page.inner_text("[data-left='2029']") == "超出5"
    page.click(".kept >> text=放弃")


def test_of_two_at_one_grid_the_second_is_shown_what_differs(visit, story, axe):
    one, other = visit(OFFICE, story[LECTURES]), visit(OFFICE, story[LECTURES])
    cell(one, "望江镇", 2027).fill("6")
    save(one)
    one.wait_for_selector(".notice.success")
    cell(other, "望江镇", 2027).fill("9")
    cell(other, "双桥镇", 2027).fill("11")
    save(other)
    other.wait_for_selector("[data-errors]")
    assert "望江镇2027年：现为6，您填9" in other.inner_text("[data-errors]")
    assert cell(other, "双桥镇", 2027).input_value() == "11"
    judge(other, axe)
    cell(other, "望江镇", 2027).fill("6")
    save(other)
    other.wait_for_selector(".notice.success")
    assert "改动1格" in said(other)
    other.complaints.clear()  # the browser notes the 409 in its console


def test_parts_by_population_come_to_exactly_the_printed_value(visit, story, axe, shoot):
    page = open_target(visit(OFFICE, width=1280), story, TRAINING)
    page.click(".fill-tools >> text=按人口分解")
    page.locator("dialog").get_by_label("人口口径").select_option(label="常住人口")
    page.locator("dialog").get_by_role("button", name="按人口分解").click()
    page.wait_for_selector(".notice.success")
    assert page.inner_text("[data-total]") == "30000"
    assert "合计一致" in page.inner_text("[data-verdict]")
    values = [int(v) for v in page.eval_on_selector_all(".grid-input", "all => all.map(e => e.value)")]
    assert sum(values) == 30000
    judge(page, axe)
    shoot(page, "breakdown")


def test_a_block_from_a_sheet_is_pasted_as_a_block(visit, story):
    page = visit(OFFICE, story[TRAINING])
    cell(page, "禾城街道", 2029).focus()
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData('text/plain', '901\\t902\\r\\n801\\t802\\r\\n');
            document.activeElement.dispatchEvent(
                new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    shown = [cell(page, place, year).input_value() for place in ("禾城街道", "南浦街道") for year in (2029, 2030)]
    assert shown == ["901", "902", "801", "802"]
    assert page.inner_text("[data-total]") != "30000"


def test_a_unit_is_added_and_the_shortfall_goes_into_the_next_year(visit, story, axe, shoot):
    page = open_target(visit(OFFICE), story, SKILLS)
    cell(page, "县总工会", 2026).fill("700")
    page.select_option("#add-unit", label="团县委")
    page.get_by_role("button", name="加入").click()
    cell(page, "团县委", 2026).fill("100")
    assert cell(page, "县总工会", 2026).input_value() == "700"  # typed before the unit was added
    save(page)
    page.wait_for_selector(".notice.success")
    assert said(page) == "已保存，改动2格。合计一致。"
    page.click("text=上年结转")
    judge(page, axe)
    page.get_by_label("县总工会2026年实际完成").fill("520")
    page.get_by_label("团县委2026年实际完成").fill("130")
    page.fill("#source", "2026年度总结第三部分")
    shoot(page, "breakdown-carry")
    page.click("button >> text=结转到2027年")
    page.wait_for_selector(".notice.success")
    assert cell(page, "县总工会", 2027).input_value() == "980"
    assert "其中结转180" in page.inner_text(".grid-table")
    assert "合计一致" in page.inner_text("[data-verdict]")  # what is carried over is not counted twice
    judge(page, axe)


def test_a_table_goes_out_is_changed_and_comes_in(visit, story, axe):
    page = visit(OFFICE, story[SKILLS])
    with page.expect_download() as download:
        page.click("text=导出 Excel")
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(download.value.path().read_bytes())).get_sheet_by_index(0).to_python()
    )
    heads = rows[0]
    line = next(row for row in rows if row[0] == "县人力资源和社会保障局")
    line[heads.index("2030年")] = 760
    page.click("text=导入 Excel")
    judge(page, axe)
    page.set_input_files(
        "#file", {"name": "分解表.xlsx", "mimeType": "application/octet-stream", "buffer": sheet(rows)}
    )
    page.click("button >> text=预览")
    assert "修改1行，不变2行" in page.inner_text("main")
    assert "2030年 800 → 760" in page.inner_text("tbody")
    judge(page, axe)
    page.click("button >> text=写入")
    page.wait_for_selector(".notice.success")
    assert cell(page, "县人力资源和社会保障局", 2030).input_value() == "760"
    assert "还差40人次" in page.inner_text("[data-verdict]")


def sheet(rows):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    return out.getvalue()


def test_a_universe_is_made_and_counted(visit, axe):
    page = visit(OFFICE, LIST)
    page.click("text=覆盖范围")
    judge(page, axe)
    page.click("text=新建覆盖范围")
    page.fill("#id_name", "全县中学")
    page.select_option("#id_kind", label="自定名单")
    page.fill("#id_members", "清禾县第一中学\n清禾县第二中学\n清禾县职业教育中心")
    judge(page, axe)
    page.click("button >> text=保存")
    assert said(page) == "已保存“全县中学”，共3个。"
    page.goto(f"{LIST}?q=每所中学")
    page.click(".quote-door")
    page.select_option("#choose-universe", label="全县中学（3个）")
    page.click("button >> text=下一步")
    assert "2030年末合计应等于3名" in page.inner_text("main")


def test_a_unit_reads_and_changes_nothing(visit, story, axe):
    page = visit(LIAISON, story[SKILLS])
    assert page.locator(".grid-table input, .fill-tools").count() == 0
    assert "其中结转180" in page.inner_text("main")
    judge(page, axe)
    page.goto(f"{story[SKILLS]}changes/")
    assert "2026年完成520，欠180；来源：2026年度总结第三部分" in page.inner_text("main")


def test_without_script_it_is_a_plain_form(visit, story):
    page = visit(OFFICE, story[LECTURES], script=False)
    cell(page, "竹坪乡", 2030).fill("8")
    save(page)
    assert "已保存，改动1格。2027年超出3场，共2年不一致。" in page.inner_text("main")
