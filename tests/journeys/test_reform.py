"""Two units become one in the middle of the year: what is open goes over with the paper, what was put down stays as it was.

The steps follow one another and stand on each other. In the sample county 县民政局 has signed its letter of 2026 and an
adjustment of it is drafted; the letter of 县人力资源和社会保障局 is printed.
"""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pypdfium2
import pytest

from tests.journeys.looking import judge

pytestmark = pytest.mark.browser
OFFICE = "纲要办"
CIVIL, LABOUR, NEW = "县民政局", "县人力资源和社会保障局", "县民政和人力资源社会保障局"
PAPER = "清委编发〔2026〕5号"
HEALTH, SKILLS = "老年健康科普活动不少于48场次", "补贴性职业技能培训8000人次以上"
DAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
SINCE = f"{PAPER}，{DAY.year}年{DAY.month}月{DAY.day}日起"


@pytest.fixture(scope="module")
def story():
    """The addresses of the units' pages, by name."""
    return {}


def unit_page(page, story, name):
    """Come to a unit's page by the list of units."""
    page.goto(f"/desk/people/?q={name}")
    page.locator("tbody th").get_by_role("link", name=name, exact=True).click()
    page.wait_for_url("**/people/units/*/")
    story[name] = f"/{page.url.split('/', 3)[3]}"
    return page


def fill(page, **said):
    """The first step of the wizard: 并入 on this day, by the paper."""
    page.check("[name=change][value=merged]")
    page.fill("[name=on]", DAY.isoformat())
    page.fill("[name=paper]", PAPER)
    for name, value in said.items():
        page.fill(f"[name={name}]", value)
    page.click("text=下一步：查看影响")


def of_the_year(page, name):
    """What the newest issued year asks of a unit, by the way from its page."""
    page.locator("main").get_by_role("link", name="年度任务").first.click()
    page.wait_for_url("**/years/*/units/*/")
    assert name in page.inner_text("h1")


def cells(page, quote):
    """The rows of a target's grid: of each place, by its name, what stands in its cells."""
    page.goto(f"/desk/plans/1/breakdown/?q={quote}")
    page.click(f".quote-door >> text={quote}")
    page.wait_for_selector(".grid-table")
    rows = [row.locator("input").all() for row in page.locator(".grid-table tbody tr").all()]
    return {row[0].get_attribute("aria-label")[: -len("2026年")]: [i.input_value() for i in row] for row in rows}


def test_the_wizard_tells_what_will_happen_before_it_does(visit, axe, story, shoot):
    page = unit_page(visit(OFFICE, "/desk/"), story, CIVIL)
    judge(page, axe)
    page.click("text=机构改革")
    judge(page, axe)
    fill(page)
    page.wait_for_selector("[data-errors]")
    assert "请指定承接单位" in page.inner_text("[data-errors]")
    page.complaints.clear()  # the browser notes the refusal (422)
    assert page.input_value("[name=paper]") == PAPER
    judge(page, axe)
    page.fill("[name=new_name]", NEW)
    page.click("text=下一步：查看影响")
    effects = page.inner_text("main")
    for passing in ("牵头任务", "目标任务分解", "老年健康科普活动", "2026年度牵头事项", "清科责〔2026〕11号（已签订）",
                    "新设的单位还没有联络员"):  # fmt: skip
        assert passing in effects, passing
    judge(page, axe)
    shoot(page, "reform")
    page.click("text=返回修改")
    assert page.input_value("[name=new_name]") == NEW
    page.click("text=下一步：查看影响")
    page.click("text=确认登记")
    page.wait_for_selector(".notice.success")
    assert f"已登记：{CIVIL}并入，由{NEW}承接" in page.inner_text(".notice.success")
    assert PAPER in page.inner_text("main")


def test_the_second_unit_joins_the_one_that_was_just_founded(visit, axe, story):
    page = unit_page(visit(OFFICE, "/desk/"), story, LABOUR)
    page.click("text=机构改革")
    page.select_option("[name=new]", label=NEW)
    fill(page)
    assert f"{NEW}现在没有联络员" in page.inner_text("main")
    judge(page, axe)
    page.click("text=确认登记")
    page.wait_for_selector(".notice.success")
    unit_page(page, story, NEW)
    assert page.inner_text("main").count(PAPER) == 2
    judge(page, axe)


def test_a_unit_without_liaison_is_a_yellow_line_on_the_first_page(visit, axe):
    page = visit(OFFICE, "/desk/")
    line = page.locator(".todo .warning")
    assert NEW in line.inner_text()
    judge(page, axe)
    line.locator("a").click()
    page.wait_for_url("**/members/?missing=1")
    assert NEW in page.inner_text("tbody")
    judge(page, axe)


def test_the_new_unit_finds_everything_that_was_open(visit, axe, story):
    page = visit(OFFICE, story[NEW])
    work = page.inner_text("main")
    for open_work in (f"开展智慧助老服务（承接自{CIVIL}）", "清科责〔2026〕11号（已签订）（承接自县民政局）",
                      f"清科责〔2026〕13号（已印制）（承接自{LABOUR}）", "目标任务分解"):  # fmt: skip
        assert open_work in work, open_work
    page.goto(story[CIVIL])
    assert "在办事项" not in page.inner_text("main")


def test_its_page_of_the_year_is_whole_and_prints(visit, axe, story, shoot):
    page = visit(OFFICE, story[NEW])
    of_the_year(page, NEW)
    text = page.inner_text("main")
    for words in (f"{CIVIL}（{SINCE}）", f"{LABOUR}（{SINCE}）", f"承接自{CIVIL}", f"承接自{LABOUR}", "清科责〔2026〕11号",
                  "不少于12场次", "不少于800人次"):  # fmt: skip
        assert words in text, words
    judge(page, axe)
    shoot(page, "unit-after-reform")
    printed = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))
    paper = "".join("".join(sheet.get_textpage().get_text_range() for sheet in printed).split())
    assert f"{NEW}2026年任务清单" in paper
    assert "开展智慧助老服务" in paper
    assert "扫描件" not in paper  # the rail stays on the screen
    page.click("text=方案中的任务")
    page.wait_for_url("**/plans/1/units/*/")
    assert f"承接自{CIVIL}" in page.inner_text("main")
    judge(page, axe)


def test_the_old_units_pages_read_as_they_were_and_lead_on(visit, axe, story):
    page = visit(OFFICE, story[CIVIL])
    assert f"由{NEW}承接（{PAPER}）" in page.inner_text("main")
    number = story[CIVIL].rstrip("/").rpartition("/")[2]
    for address in (f"/desk/plans/1/units/{number}/", f"/desk/plans/years/1/units/{number}/"):
        page.goto(address)
        assert f"当时为{CIVIL}，现由{NEW}承接（{SINCE}）" in page.inner_text("main")
        assert "开展智慧助老服务" in page.inner_text("main")
        judge(page, axe)
    page.goto("/desk/plans/1/matrix/")
    assert f"当时名称，现由{NEW}承接" in page.inner_text("main")


def test_letters_are_carried_on_and_their_words_stay(visit, axe, story):
    page = visit(OFFICE, "/desk/plans/years/1/letters/?q=" + CIVIL)
    assert f"现由{NEW}承接" in page.inner_text("tbody")
    judge(page, axe)
    page.locator("tbody tr", has_text="已签订").get_by_role("link").first.click()
    page.wait_for_url("**/letters/*/")
    text = page.inner_text("main")
    assert f"当时为{CIVIL}，现由{NEW}承接（{SINCE}）。责任书的内容和历史不变。" in text
    assert f"乙方：{CIVIL}\n" in text
    judge(page, axe)
    page.locator(".notice a", has_text="清科责〔2026〕65号").click()
    page.wait_for_selector("text=调整自")
    assert f"乙方：{NEW}（承接{CIVIL}的职能）" in page.inner_text("main")
    judge(page, axe)


def test_cells_of_open_years_are_the_successors_and_the_record_says_why(visit, axe):
    page = visit(OFFICE)
    rows = cells(page, SKILLS)
    new, old = rows[NEW], rows[LABOUR]
    assert (new[-1], old[0], old[-1]) == (
        "800",
        "800",
        "",
    )  # its letter of 2026 was settled: that year stays in its name
    assert page.locator(".grid-table input[readonly]").count() == sum(not value for value in old)
    assert "合计一致" in page.inner_text("[data-verdict]")
    judge(page, axe)
    page.click("text=改动记录")
    page.select_option("#f-way", label="机构改革")
    page.click("button >> text=筛选")
    assert f"{LABOUR}并入，由{NEW}承接，{PAPER}" in page.inner_text("tbody")
    judge(page, axe)
    assert cells(page, HEALTH)[NEW][-1] == "12"


def test_the_new_liaison_is_told_what_to_take_over(visit, axe, story):
    page = visit(OFFICE, story[NEW])
    page.locator("main").get_by_role("link", name="调整").click()
    assert "接手的事项" in page.inner_text("main")
    assert f"承接自{LABOUR}" in page.inner_text("main")
    judge(page, axe)
    page.fill("[name=liaison]", "示例联络员")
    page.fill("[name=phone]", "0990-0000000")
    page.fill("[name=on]", DAY.isoformat())
    page.click("button >> text=保存")
    page.wait_for_url("**/people/units/*/")
    page.goto("/desk/")
    assert NEW not in page.inner_text("main")
