"""The main job of kepu, from a Word file to a telephone: upload, proofread, adopt, look, release, read, withdraw.

The steps follow one another and stand on each other, as they do in the office.
"""

import io

import pytest
from python_calamine import CalamineWorkbook

from tests.journeys.looking import holds, judge, opened
from tests.journeys.papers import SHORT, reworded

pytestmark = pytest.mark.browser
OFFICE = "纲要办"
TITLE = "清禾县科普提质五年行动实施方案（2026—2030年）"
NAME = "科普提质五年行动方案（送审稿）.docx"
WORDS = {
    "砚府办发〔2026〕12号": "（送审稿）",
    "2026年3月20日": "（成文日期待定）",
    "砚溪": "清禾",
    "驻砚": "驻县",
    "全民科学素质提升行动": "科普提质五年行动",
    "县老年大学": "老年教育机构",
    "县公安局": "县公安局、县公安局",
    "讲授智能设备使用": "联系人：王秀兰，电话：13912345678，讲授智能设备使用",
}


@pytest.fixture(scope="module")
def plan():
    """Where the plan of this story is found, once it is there."""
    return {}


@pytest.fixture
def draft(visit, plan):
    """The proofreading page of the plan, as someone who comes back to it finds it."""
    return visit(OFFICE, f"{plan['path']}proofread/")


def card(page, kind, text):
    return page.locator(f"#structure [data-item={kind}]", has_text=text).first


def count(page, word):
    return int(page.inner_text(f".proof-counts >> text={word} >> .number"))


def counted(page, words):
    """Wait until the head of the page counts so many."""
    holds(page, "words => document.querySelector('.proof-counts').textContent.includes(words)", words)


def name_row(page, printed):
    return page.locator("#names [data-item=name]", has=page.locator("h4", has_text=printed))


def settled(page, printed):
    """Wait until a printed name has left the list of those without a unit."""
    name_row(page, printed).wait_for(state="detached")


def drag_over(page, text):
    """Select words of the printed text with the mouse."""
    box = page.evaluate(
        """words => {
            const line = [...document.querySelectorAll('#text p')].find(p => p.textContent.includes(words));
            line.scrollIntoView({block: 'center'});
            const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
            const range = document.createRange();
            let before = 0, start = line.textContent.indexOf(words), end = start + words.length;
            for (let node; (node = walker.nextNode()); before += node.data.length) {
                const from = start - before, to = end - before;
                if (from >= 0 && from < node.data.length) range.setStart(node, from);
                if (to > 0 && to <= node.data.length) range.setEnd(node, to);
            }
            const parts = [...range.getClientRects()].filter(r => r.width);
            const first = parts[0], last = parts[parts.length - 1];
            return {x: first.left + 1, y: first.top + first.height / 2, toX: last.right - 1, toY: last.top + last.height / 2};
        }""",
        text,
    )
    page.mouse.move(box["x"], box["y"])
    page.mouse.down()
    page.mouse.move(box["toX"], box["toY"], steps=6)
    page.mouse.up()


def test_the_office_uploads_the_paper_and_watches_it_being_read(visit, plan, axe, shoot):
    page = visit(OFFICE, "/desk/")
    page.click(".rail >> text=方案任务")
    page.click("text=上传方案")
    page.set_input_files(
        "#file",
        {"name": NAME, "mimeType": "application/octet-stream", "buffer": reworded(SHORT / "02-yanxi.docx", WORDS)},
    )
    assert NAME in page.inner_text("[data-drop-chosen]")
    judge(page, axe)
    shoot(page, "upload")
    steps = []
    page.on("framenavigated", lambda frame: steps.append(frame.url))
    page.click("text=上传并读取")
    page.wait_for_url("**/proofread/")
    assert "/desk/plans/documents/" in steps[0]  # the page where the reading is watched leads on by itself
    plan["path"] = page.evaluate("location.pathname").removesuffix("proofread/")
    assert page.inner_text(".proof-title") == TITLE
    assert count(page, "任务") == 14
    assert count(page, "提示") >= 1
    judge(page, axe)


def test_either_side_of_the_proofreading_finds_the_other(draft, shoot):
    card(draft, "target", "服务老年人4万人次").click()
    lit = draft.locator("#text .lit")
    assert "累计服务老年人4万人次".endswith("".join(lit.all_inner_texts()))
    assert lit.first.bounding_box()["y"] < 800
    draft.wait_for_timeout(200)
    shoot(draft, "proofread")
    draft.locator("#text .m-title", has_text="推进场馆建设").first.click()
    draft.wait_for_selector("#structure [data-item=task][aria-current] >> text=推进场馆建设")


def test_remarks_are_settled_one_by_one(draft):
    open_ones = draft.locator("#structure [data-item=remark][data-state=open]")
    assert draft.locator("[data-item=remark]", has_text="县公安局").count() == 1  # printed twice for one task
    # another item is current and gives up its tools: the first click still hits the button it was aimed at
    draft.wait_for_selector("#i-frame[aria-current] .tools")
    left = open_ones.count()
    open_ones.first.get_by_role("button", name="原文如此").click()
    open_ones.nth(left - 1).wait_for(state="detached")
    while (left := open_ones.count()) > 0:
        draft.click("[data-go=remarks]")
        current = draft.locator("[data-item=remark][aria-current]")
        current.get_by_role("button", name="原文如此").click()
        open_ones.nth(left - 1).wait_for(state="detached")
    assert "提示没有处理" not in draft.inner_text("#proof-head")


def test_printed_names_find_their_units(draft, axe):
    draft.click("[data-go=names]")
    draft.wait_for_selector("#names[data-loaded]")
    judge(draft, axe)
    row = name_row(draft, "县人力资源社会保障局")
    assert "简称与全称" in row.inner_text()
    row.locator(".suggestion >> text=县人力资源和社会保障局").click()
    settled(draft, "县人力资源社会保障局")

    name_row(draft, "老年教育机构").get_by_role("button", name="集合单位").click()
    settled(draft, "老年教育机构")

    row = name_row(draft, "县砚石博物馆")
    row.locator("text=新建单位").click()
    assert row.locator("[name=kind] option:checked").inner_text() == "事业单位"
    row.get_by_role("button", name="按印发名称新建").click()
    settled(draft, "县砚石博物馆")

    row = name_row(draft, "清禾工业园区管委会")
    row.locator("[name=unit_name]").fill("清禾经济开发区管委会")
    row.get_by_role("button", name="对应", exact=True).click()
    settled(draft, "清禾工业园区管委会")

    while (rows := draft.locator("#names [data-item=name]")).count():
        row, printed = rows.first, rows.first.get_attribute("data-name")
        row.locator("text=新建单位").click()
        row.get_by_role("button", name="按印发名称新建").click()
        draft.locator(f"#names [data-name='{printed}']").wait_for(state="detached")
    assert "单位名称都已对应" in draft.inner_text("#names")
    assert "单位名称没有对应" not in draft.inner_text("#proof-head")


def test_a_target_is_put_right_by_hand_and_one_is_added_from_the_text(draft):
    target = card(draft, "target", "这一比例力争达到17%")
    target.click()
    target.get_by_role("button", name="修改").click()
    opened(draft)
    draft.fill(".editing [name=subject]", "公民具备科学素质的比例")
    draft.get_by_role("button", name="保存").click()
    draft.wait_for_selector("#structure [data-item=target] >> text=公民具备科学素质的比例")
    assert "已改：事项" in card(draft, "target", "这一比例力争达到17%").inner_text()

    before = count(draft, "目标")
    drag_over(draft, "改造提升县文化馆科普厅")
    assert "已选11字" in draft.inner_text("#selected-tools")
    draft.click("text=用选中文字新增")
    opened(draft)
    draft.wait_for_selector("#add [name=subject]")
    assert draft.input_value("#add [name=quote]") == "改造提升县文化馆科普厅"
    draft.fill("#add [name=subject]", "县文化馆科普厅改造提升")
    draft.select_option("#add [name=kind]", label="标志性事项")
    draft.get_by_role("button", name="新增目标").click()
    draft.wait_for_selector("#structure [data-item=target] >> text=县文化馆科普厅改造提升")
    counted(draft, f"目标 {before + 1}")


def test_a_task_is_split_and_after_second_thoughts_merged_again(draft):
    task = card(draft, "task", "推进场馆建设")
    task.click()
    task.get_by_role("button", name="拆分").click()
    opened(draft)
    draft.click(".sentences label:has-text('改造提升县文化馆')")
    draft.fill(".editing [name=title]", "改造提升县文化馆科普厅")
    draft.locator(".editing .form-end button").click()
    draft.wait_for_selector("#structure [data-item=task] >> text=改造提升县文化馆科普厅")
    counted(draft, "任务 15")
    both = draft.locator("#structure [data-item=task]", has_text="县自然资源局")
    assert both.count() == 2  # both keep the units that answer

    task = card(draft, "task", "推进场馆建设")
    task.click()
    task.get_by_role("button", name="与下一项合并").click()
    counted(draft, "任务 14")
    assert draft.locator("#structure [data-item=task]", has_text="改造提升县文化馆科普厅").count() == 0
    assert "提示和单位对应都已办完" in draft.inner_text("#proof-head")


def test_number_and_date_are_filled_in_when_the_paper_is_issued(draft):
    frame = draft.locator("#i-frame")
    frame.click()
    frame.get_by_role("button", name="修改").click()
    opened(draft)
    draft.fill("#i-frame [name=document_number]", "清府办发〔2026〕12号")
    draft.fill("#i-frame [name=issued_on]", "2026-03-20")
    draft.get_by_role("button", name="保存").click()
    draft.wait_for_selector("#i-frame >> text=2026年3月20日")


def test_it_is_adopted_once_its_issue_is_noted(draft, axe, shoot, plan):
    draft.click("text=去采用")
    draft.wait_for_url("**/adopt/")
    assert draft.get_by_role("button", name="采用第1版").is_disabled()
    assert "方案还没有印发" in draft.inner_text("main")
    draft.get_by_role("button", name="改为“已印发”").click()
    draft.wait_for_selector("#adopt")
    words = draft.inner_text("main")
    assert "公民具备科学素质的比例" in words or "这一比例力争达到17%" in words
    assert "改造提升县文化馆科普厅" in words  # what was done by hand is listed before one adopts
    judge(draft, axe)
    shoot(draft, "adopt")
    draft.get_by_role("button", name="采用第1版").click()
    draft.wait_for_url(f"**{plan['path']}")
    assert "已采用第1版" in draft.inner_text("main")
    assert draft.inner_text("h1") == TITLE
    judge(draft, axe)


def test_the_plan_can_be_looked_at_from_all_sides(visit, plan, axe, shoot):
    page = visit(OFFICE, plan["path"])
    page.click(".task-list >> text=开展智慧助老服务")
    assert "累计服务老年人4万人次" in page.inner_text(".print-text")
    assert "老年教育机构" in page.inner_text("aside")
    judge(page, axe)
    page.click("text=在全文中查看")
    assert page.locator(":target").evaluate("e => e.getBoundingClientRect().top") < 800

    page.click("main >> text=单位分工 >> nth=0")
    judge(page, axe)
    with page.expect_download() as download:
        page.click(".matrix-part >> text=导出 Excel")
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(download.value.path().read_bytes())).get_sheet_by_index(0).to_python()
    )
    titles = next(row for row in rows if "推进场馆建设" in row)
    by_unit = {row[0]: row for row in rows}
    assert by_unit["县科协"][titles.index("推进场馆建设")] == "牵"
    assert by_unit["县自然资源和规划局"][titles.index("推进场馆建设")] == "配"
    assert by_unit["县自然资源和规划局"][titles.index("抓实科学课堂")] in ("", None)

    page.click(".matrix th >> text=县卫生健康局")
    words = page.inner_text("main")
    assert "县卫生健康局任务清单" in page.inner_text("h1")
    assert "加强健康科普" in words
    assert "健全应急科普机制" in words
    assert "抓实科学课堂" not in words
    judge(page, axe)
    page.goto("/desk/plans/1/matrix/")
    shoot(page, "matrix")


def test_the_unit_finds_its_own_tasks_and_may_change_nothing(visit, plan):
    page = visit("部门联络员（县教育体育局）", plan["path"])
    page.click("text=县教育体育局在本方案中的任务")
    assert "抓实科学课堂" in page.inner_text("main")
    assert page.locator("text=继续校对").count() == 0
    answer = page.request.get(f"{plan['path']}proofread/")
    assert answer.status in (403, 404)


def test_the_office_releases_it_after_a_check_of_secrecy(visit, plan, axe, shoot):
    page = visit(OFFICE, plan["path"])
    page.click(".tabs >> text=公开")
    page.get_by_role("button", name="起草公开内容").click()
    page.wait_for_url("**/releases/*/")
    plan["release"] = page.evaluate("location.pathname")
    hidden = page.inner_text("main section:has-text('自动隐去的内容') .passages")
    assert "抓实科学课堂" not in hidden  # a task's text is its own and no other's
    assert "王**" in hidden
    assert "139****5678" in hidden
    assert "王秀兰" not in page.content()
    judge(page, axe)
    shoot(page, "release")
    public = visit("", "/")
    assert TITLE not in public.inner_text("main")  # a draft is nobody's yet
    page.check("[name=statement]")
    page.get_by_role("button", name="通过保密审查").click()
    page.click("button >> text=名义发布")
    page.wait_for_selector("text=公众现在可以看到这份内容")


def test_a_resident_reads_it_on_a_telephone_without_signing_in(visit, axe):
    page = visit("", "/", width=390, height=844)
    page.click(f".doors >> text={TITLE}")
    assert page.inner_text("h1") == TITLE
    assert "14 项任务" in page.inner_text(".lead")
    page.click(".people-doors >> text=老年人")
    task = page.locator("li", has=page.get_by_role("heading", name="开展智慧助老服务"))
    assert "县民政局、县委老干部局牵头" in task.inner_text()
    task.locator("text=查看原文").last.click()
    printed = task.locator("blockquote").last.inner_text()
    assert "联系人：王**，电话：139****5678" in printed
    assert "王秀兰" not in page.content()
    judge(page, axe, widths=(390,))


def test_withdrawn_it_is_gone_at_once(visit, plan, axe):
    phone = visit("", "/", width=390, height=844)
    phone.click(f".doors >> text={TITLE}")
    page = visit(OFFICE, plan["release"])
    page.fill("[name=remark]", "附件需更正后重新发布")
    page.get_by_role("button", name="撤下").click()
    page.wait_for_selector("text=公众看不到这份内容")
    assert "附件需更正后重新发布" in page.inner_text("main")
    phone.reload()
    assert "没有公开" in phone.inner_text("h1")
    judge(phone, axe, widths=(390,))
    phone.click("text=回到首页")
    assert TITLE not in phone.inner_text("main")
    assert phone.locator(".doors a", has_text="看进展").count() == 1
    phone.complaints.clear()  # the browser notes the 404 in its console


@pytest.mark.parametrize(
    ("name", "title", "tasks"),
    [
        ("03-tingling.doc", "汀岭县", 13),
        ("04-baishitan.html", "白石滩区", 10),
        ("05-jichuan.gb.txt", "霁川市", 15),
        ("06-wuping.pdf", "梧坪县", 14),
        ("08-bolan.md", "泊岚区", 13),
    ],
)
def test_papers_of_other_kinds_and_habits_come_as_far_as_proofreading(visit, name, title, tasks):
    page = visit(OFFICE, "/desk/plans/upload/")
    page.set_input_files("#file", SHORT / name)
    page.click("text=上传并读取")
    page.wait_for_url("**/proofread/")
    assert title in page.inner_text(".proof-title")
    assert count(page, "任务") == tasks
    assert page.locator("#text .m-title").count() >= tasks
