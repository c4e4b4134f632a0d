"""A liaison tells a deed of a task without a number on the phone; the office confirms it; the board's count moves."""

import re

import pytest

from tests.journeys.looking import judge

pytestmark = pytest.mark.browser
PHONE = 390
LIAISON = "部门联络员（县教育体育局）"
BOARD = "/desk/plans/1/board/"
TASK = "提高课堂科学教育质量"
WHAT = "印发课堂科学教育质量提升办法，28所学校配齐实验员。"


@pytest.fixture(scope="module")
def made():
    """What the tests of this story hand to one another."""
    return {}


def counted(page, word: str) -> int:
    """How many tasks without a number stand in a state, as the board says; 0 where it names none."""
    door = page.locator("nav[aria-label=定性任务] a", has_text=re.compile(f"^{word} "))
    return int(door.inner_text().split()[-1]) if door.count() else 0


def test_the_board_counts_tasks_without_a_number_apart(visit, axe, made):
    page = visit("纲要办", BOARD)
    judge(page, axe)
    made["done"], made["waiting"] = counted(page, "已完成"), counted(page, "举措待确认")


def test_a_liaison_tells_a_deed_on_the_phone(visit, axe, made, shoot):
    page = visit(LIAISON, "/desk/plans/1/tasks/", width=PHONE, height=844)
    page.click(f"#tasks a:has-text('{TASK}')")
    page.click("a:has-text('报一条举措')")
    page.wait_for_url("**/deeds/new/")
    page.fill("[name=what]", WHAT)
    page.check("label:has-text('已完成') input")
    page.click("button:has-text('提交')")
    page.wait_for_selector(".summary")
    assert page.input_value("[name=what]") == WHAT
    page.complaints.clear()  # the browser notes the 422 in its console
    page.fill("[name=day]", "2026-03-20")
    page.fill("[name=proof]", "清教体〔2026〕21号")
    judge(page, axe)
    shoot(page, "task-deed", full_page=True)
    page.dblclick("button:has-text('提交')")
    page.wait_for_url(re.compile(r"/deeds/\d+/$"))
    made["deed"] = page.url
    assert "待确认" in page.inner_text("main")
    judge(page, axe)


def test_until_it_is_confirmed_it_only_waits(visit, made):
    page = visit("纲要办", BOARD)
    assert (counted(page, "已完成"), counted(page, "举措待确认")) == (made["done"], made["waiting"] + 1)


def test_the_office_confirms_and_the_count_moves(visit, axe, made):
    page = visit("纲要办", "/desk/")
    page.click("a:has-text('条任务举措')")
    page.wait_for_url("**/deeds/?state=told")
    judge(page, axe)
    page.click(f"a:has-text('{WHAT}')")
    page.wait_for_url(made["deed"])
    judge(page, axe)
    page.click("button:has-text('确认并计入')")
    page.wait_for_selector("text=已确认，任务状态")
    page.goto(BOARD)
    assert (counted(page, "已完成"), counted(page, "举措待确认")) == (made["done"] + 1, made["waiting"])


def test_the_task_tells_how_it_came_there(visit, axe):
    page = visit(LIAISON, "/desk/plans/1/tasks/?stand=done", width=PHONE)
    page.click(f"#tasks a:has-text('{TASK}')")
    page.wait_for_selector("#deeds")
    page.click("summary:has-text('状态变动')")
    assert "未启动 → 已完成" in page.inner_text("#deeds")
    judge(page, axe)


def test_a_work_record_becomes_a_deed_without_typing_it_again(visit, axe):
    page = visit(LIAISON, "/desk/ledger/records/?whose=&state=counted")
    links = page.eval_on_selector_all("main a", "links => links.map(a => a.getAttribute('href'))")
    page.goto(next(link for link in links if re.search(r"/records/\d+/$", link)))
    page.click("a:has-text('作为任务举措报送')")
    page.wait_for_url("**/deeds/from/**")
    judge(page, axe)
    page.click(f"a:has-text('{TASK}')")
    page.wait_for_url("**/deeds/new/?source=**")
    assert page.input_value("[name=source]")
    judge(page, axe)
    page.click("button:has-text('提交')")
    page.wait_for_url(re.compile(r"/deeds/\d+/$"))
    assert "工作记录" in page.inner_text("main")
