"""A reporting cycle answered: the office opens it; the liaison of a lead unit writes on a phone while the network goes and
comes back, the leader signs, the office takes it in; a township answers on one page at the desk.

Counted here with the shipped headings: whoever answers on one page ticks the tasks it was named for and writes one text, and
one more for each task that it answers for by itself; a lead unit writes one text for each task it leads, the figures
being there. Clicks and texts are counted as they are
made and reckoned by the rule that the office reads before it opens a cycle (四分钟一段, 15秒一勾): at most 10 minutes for
a page, 40 for a lead unit.
"""

import re

import pytest

from tests.journeys.looking import holds, judge

pytestmark = pytest.mark.browser
PHONE = 390
LEAD, LEADER, TOWN = "部门联络员（县教育体育局）", "部门分管领导（县教育体育局）", "乡镇联络员（禾城街道）"
TITLE = "2026年专项报送"
A_CLICK, A_TEXT = 0.25, 4.0  # minutes
SAVED = "() => document.querySelector('#progress').innerText.includes('已保存')"


@pytest.fixture(scope="module")
def made():
    """What the tests of this story hand to one another."""
    return {}


def texts(page):
    """The required texts of a form, in their order."""
    return [
        box
        for box in page.locator("#report-form textarea[id^=t-]").all()
        if not page.locator(f"label[for='{box.get_attribute('id')}'] .optional").count()
    ]


def ready(page) -> bool:
    return "可以送审" in page.inner_text("#progress")


def test_the_office_opens_a_cycle(visit):
    page = visit("纲要办", "/desk/reporting/plans/1/new/")
    page.select_option("[name=kind]", "special")
    page.fill("[name=paper]", "清督查〔2026〕3号")
    page.fill("[name=title]", TITLE)
    page.click("main form button.primary")
    page.wait_for_url(re.compile(r"/desk/reporting/\d+/$"))
    page.click("summary:has-text('开始报送')")
    page.click("button:has-text('开始报送'):visible")
    page.wait_for_selector("text=按时报送率")


def test_a_lead_unit_answers_on_the_phone_though_the_network_goes(visit, axe, made, shoot):
    page = visit(LEAD, "/desk/", width=PHONE, height=844)
    page.click(f"main a:has-text('填报'):has-text('{TITLE}')")
    page.wait_for_selector("#report-form")
    made["lead"] = page.url
    judge(page, axe)
    boxes, clicks = texts(page), 1
    boxes[0].fill("在28所学校开设科学课堂，")
    holds(page, SAVED)
    page.context.set_offline(True)
    boxes[0].fill("在28所学校开设科学课堂，覆盖学生1.2万人。")
    page.wait_for_timeout(2000)
    page.context.set_offline(False)
    page.complaints.clear()  # the network was gone on purpose
    for box in boxes[1:]:
        box.fill("按方案组织开展，较上年有进步。")
    page.locator("#ticks input[name=part]").first.check()
    clicks += 1
    holds(page, "() => document.querySelector('#progress').innerText.includes('可以送审')")
    page.reload()
    assert texts(page)[0].input_value() == "在28所学校开设科学课堂，覆盖学生1.2万人。"
    assert ready(page)
    shoot(page, "report-lead")
    page.click("button:has-text('保存并送审')")
    page.wait_for_selector("text=已送审")
    judge(page, axe)
    assert len(boxes) * A_TEXT + (clicks + 1) * A_CLICK <= 40


def test_the_leader_signs_and_the_office_takes_it_in(visit, axe, made):
    page = visit(LEADER, "/desk/", width=PHONE, height=844)
    page.click(f"main a:has-text('审签'):has-text('{TITLE}')")
    page.wait_for_url(made["lead"])
    page.click("summary:has-text('审签报送')")
    page.click("button:has-text('审签报送'):visible")
    page.wait_for_selector("text=已审签报送")
    office = visit("纲要办", made["lead"])
    judge(office, axe)
    office.click("button:has-text('接收')")
    office.wait_for_selector("text=已接收")
    assert "填报中 → 待审签" in office.inner_text("aside")


def test_a_township_answers_at_the_desk(visit, axe, shoot):
    page = visit(TOWN, "/desk/reporting/reports/")
    page.click(f"main a:has-text('{TITLE}')")
    page.wait_for_selector("#report-form")
    ticks, boxes, clicks = page.locator("#ticks input[name=part]").all(), texts(page), 1
    alone = page.locator(".report-task").count()
    for tick in ticks:
        tick.check()
        clicks += 1
    for box in boxes:
        box.fill("开展科普讲座和科技志愿服务，群众参与踊跃。")
    holds(page, "() => document.querySelector('#progress').innerText.includes('可以送审')")
    judge(page, axe)
    shoot(page, "report-page")
    page.click("button:has-text('保存并送审')")
    page.wait_for_selector("text=已送审")
    assert page.locator("a:has-text('打印稿 PDF')").count() == 1
    assert len(boxes) == 1 + alone
    assert len(boxes) * A_TEXT + (clicks + 1) * A_CLICK <= (40 if alone else 10)
