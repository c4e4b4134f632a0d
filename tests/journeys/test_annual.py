"""A year's work, from the plan to the notice board: opened, made this year's, issued, handed out, told to residents.

The steps of the office follow one another and stand on each other. The sample county has the year 2026 already.
"""

import io

import pytest
from python_calamine import CalamineWorkbook

from tests.journeys.looking import elder, judge

pytestmark = pytest.mark.browser
OFFICE, LIAISON = "纲要办", "部门联络员（县教育体育局）"
PHONE = 390
DEED = "培育高素质农民"


@pytest.fixture(scope="module")
def year():
    """Where the year of this story is found, once it is open."""
    return {}


@pytest.fixture
def draft(visit, year):
    """The page of the year, as someone who comes back to it finds it."""
    return visit(OFFICE, year["path"])


def line(page, title):
    return page.locator(".year-lines > li", has=page.locator("h3", has_text=title))


def edit(page, title):
    line(page, title).locator("text=修改").click()
    page.wait_for_url("**/items/*/")


def test_a_year_is_opened_from_the_plan_with_one_press(visit, axe, year):
    page = visit(OFFICE, "/desk/plans/")
    page.click(".plan-name")
    page.click(".tabs >> text=年度")
    page.wait_for_url("**/years/")
    judge(page, axe)
    assert page.input_value("[name=year]") == "2027"
    page.click("text=开年度")
    page.wait_for_url("**/desk/plans/years/*/")
    year["path"] = f"/{page.url.split('/', 3)[3]}"
    assert "已从方案带出37项工作事项" in page.inner_text("[role=status], .notice.success, .messages")
    assert page.inner_text("h1") == "清禾县2027年全民科学素质工作要点"
    assert "县农业农村局" in line(page, DEED).inner_text()
    judge(page, axe)


def test_a_line_becomes_this_years_and_a_deed_for_residents(draft, axe):
    edit(draft, DEED)
    judge(draft, axe)
    draft.fill("[name=text]", "2027年在田间地头办课，讲剪枝、测土和网上卖货。")
    draft.fill("[name=due]", "2027-11-20")
    draft.select_option("[name=new-unit-1]", label="县气象局")
    draft.select_option("[name=new-role-1]", "support")
    draft.check("[name=resident_deed]")
    draft.click("button.primary")  # where it is done is still missing
    draft.wait_for_selector("text=请写明在哪里办")
    draft.complaints.clear()  # the browser notes the 422 in its console
    assert draft.input_value("[name=text]").startswith("2027年在田间地头")
    judge(draft, axe)
    draft.fill("[name=place]", "各乡镇田间学校")
    draft.click("button.primary")
    draft.wait_for_url("**/years/*/*#i-*")
    text = line(draft, DEED).inner_text()
    assert "2027年11月20日前完成" in text
    assert "县气象局" in text
    assert "科普实事：面向农民，各乡镇田间学校" in text


def test_who_is_overtaken_loses_nothing_and_decides(visit, draft, year, axe):
    edit(draft, "提升职业技能水平")
    other = visit(OFFICE, year["path"])
    edit(other, "提升职业技能水平")
    other.fill("[name=text]", "别人先写的")
    other.click("button.primary")
    other.wait_for_url("**/years/*/*#i-*")
    draft.fill("[name=text]", "我后写的")
    draft.click("button.primary")
    draft.wait_for_selector("text=刚被其他同志改过")
    draft.complaints.clear()  # the browser notes the 409 in its console
    assert [c.inner_text() for c in draft.locator("[data-label]").all()] == ["别人先写的", "我后写的"]
    assert draft.input_value("[name=text]") == "我后写的"
    judge(draft, axe)
    draft.click("button.primary")
    draft.wait_for_url("**/years/*/*#i-*")
    assert "我后写的" in line(draft, "提升职业技能水平").inner_text()


def test_lines_are_put_in_order_taken_out_and_brought_back(draft, axe):
    draft.click("text=排序和取舍")
    draft.wait_for_selector("#arrange")
    judge(draft, axe)
    first = draft.locator(".arrange-lines > li").first
    title = first.locator(".song").inner_text()
    first.locator("text=下移").click()
    draft.wait_for_selector(f".toast >> text=“{title}”已下移")
    assert title in draft.locator(".arrange-lines > li").nth(1).inner_text()
    draft.locator(".arrange-lines > li").nth(1).locator("text=移出").click()
    draft.wait_for_selector("text=已移出的事项（1项）")
    assert title in draft.inner_text("#removed")
    draft.locator("#removed >> text=恢复").click()
    draft.wait_for_selector("#removed", state="detached")
    assert title in draft.locator(".arrange-lines > li").nth(1).inner_text()


def test_without_script_order_and_choice_work_too(visit, year):
    page = visit(OFFICE, f"{year['path']}?arrange=1", script=False)
    before = page.locator(".arrange-lines > li .song").all_inner_texts()[:2]
    page.locator(".arrange-lines > li").first.locator("text=下移").click()
    assert page.locator(".arrange-lines > li .song").all_inner_texts()[:2] == before[::-1]


def test_what_a_meeting_asked_for_is_added_with_its_paper(draft, axe):
    draft.click("text=增加方案以外的事项")
    judge(draft, axe)
    draft.fill("[name=title]", "办好科普大集")
    draft.click("button.primary")
    draft.wait_for_selector("text=要写明依据文件或文号")
    draft.complaints.clear()
    draft.select_option("[name=basis]", "meeting")
    draft.fill("[name=paper]", "县政府专题会议纪要〔2027〕5号")
    draft.click("button.primary")
    draft.wait_for_url("**/years/*/*#i-*")
    assert "会议议定：县政府专题会议纪要〔2027〕5号" in line(draft, "办好科普大集").inner_text()


def test_it_is_issued_when_somebody_answers_for_every_line(draft, axe):
    draft.click(".actions >> text=印发")
    draft.wait_for_url("**/issue/")
    judge(draft, axe)
    draft.click("text=“办好科普大集”没有牵头或按职责分工的单位")
    draft.select_option("[name=new-unit-1]", label="县科协")
    draft.select_option("[name=new-role-1]", "lead")
    draft.click("button.primary")
    draft.wait_for_url("**/years/*/*#i-*")
    draft.click(".actions >> text=印发")
    draft.fill("[name=document_number]", "清科组发〔2027〕2号")
    draft.fill("[name=issued_on]", "2026-11-20")
    judge(draft, axe)
    draft.click("text=登记印发 >> nth=-1")
    draft.wait_for_selector("text=工作事项不再改动")
    assert draft.locator(".year-lines >> text=修改").count() == 0
    assert "清科组发〔2027〕2号" in draft.inner_text("aside")


def test_the_table_by_line_and_by_unit_filters_prints_and_goes_out(draft, axe):
    draft.click("text=任务分工表")
    draft.wait_for_url("**/table/")
    judge(draft, axe)
    draft.fill(".filter [name=q]", "县气象局")
    draft.click("text=筛选")
    draft.wait_for_url("**q=**")
    assert DEED in draft.inner_text("#duty-table")
    draft.click("text=按单位")
    draft.wait_for_url("**by=unit**")
    judge(draft, axe)
    assert "县气象局" in draft.inner_text("table")
    with draft.expect_download() as caught:
        draft.click("text=导出 Excel")
    data = caught.value.path().read_bytes()
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["按事项", "按单位"]
    assert DEED in [row[2] for row in book.get_sheet_by_name("按单位").to_python()]


def test_a_liaison_finds_the_own_units_year_from_the_first_page(visit, axe):
    page = visit(LIAISON, "/desk/", width=PHONE)
    page.click("text=清禾县2027年全民科学素质工作要点")
    page.wait_for_url("**/units/*/")
    assert page.inner_text("h1") == "县教育体育局2027年任务清单"
    assert "不少于20场次" in page.inner_text("table")
    judge(page, axe)
    page.emulate_media(media="print")
    assert page.locator(".rail").is_hidden()
    assert page.locator("table").is_visible()


def test_the_deeds_go_to_the_public_in_three_steps(draft, visit, axe, year):
    draft.click("text=科普实事")
    draft.wait_for_url("**/release/")
    judge(draft, axe)
    draft.click("button >> text=起草公开内容")
    draft.wait_for_url("**/releases/*/")
    judge(draft, axe)
    draft.check("[name=statement]")
    draft.click("text=通过保密审查")
    draft.wait_for_selector("text=名义发布 >> nth=0")
    draft.locator("button", has_text="名义发布").click()
    draft.wait_for_selector("text=公众现在可以看到这份内容")
    page = visit("", "/r/990123000000/deeds/?year=2027", width=PHONE)
    assert DEED in page.inner_text("main")
    assert "各乡镇田间学校" in page.inner_text("main")
    assert "办好科普大集" not in page.inner_text("main")  # work of the offices, no promise to residents


def test_a_resident_finds_what_is_done_for_the_own_kind(visit, axe, shoot):
    page = visit("", "/", width=PHONE, height=844)
    page.locator(".doors a", has_text="科普实事").click()
    page.wait_for_url("**/deeds/")
    judge(page, axe, widths=(PHONE, 1280))
    shoot(page, "deeds")
    everything = page.locator(".deeds > li").count()
    page.click("text=我是老年人")
    page.wait_for_url("**for=elderly**")
    assert 0 < page.locator(".deeds > li").count() < everything
    card = page.locator(".deeds > li", has_text="智慧助老")
    for words in ("为谁办", "老年人", "在哪里", "养老服务站", "谁负责", "县民政局"):
        assert words in card.inner_text()


def test_it_reads_without_script_large_and_on_paper(visit, axe):
    page = visit("", "/r/990123000000/deeds/", width=PHONE, script=False)
    page.click("text=我是农民")
    assert "培育高素质农民" in page.inner_text(".deeds")
    elder(page)
    assert page.url.endswith("for=farmers&year=2026")  # the switch leads back to what was being read
    large = visit("", "/r/990123000000/deeds/", width=PHONE)
    elder(large)
    judge(large, axe, widths=(PHONE,))
    small = large.evaluate("""() => [...document.querySelectorAll('main *')].filter(e => e.offsetParent &&
        [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) &&
        parseFloat(getComputedStyle(e).fontSize) < 20).map(e => e.outerHTML.slice(0, 80))""")
    assert small == []
    large.emulate_media(media="print")
    assert large.locator(".deed-doors").is_hidden()
    assert large.locator(".deeds > li").first.is_visible()
