"""The office says what a promise is counted by: a suggestion taken, the board moves; nothing counts it, the reason stands."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.looking import judge

pytestmark = pytest.mark.browser
BOARD, PROMISE, REASON = "/desk/plans/1/board/", "乡村科普讲座", "统计口径待县科协与县委宣传部商定"


def line(page):
    return page.get_by_role("row").filter(has_text=PROMISE).first


def door(page):
    return line(page).get_by_role("link", name=re.compile("对应指标"))


def test_a_promise_that_nothing_counts_says_why(visit, axe):
    page = visit("纲要办", BOARD)
    door(page).click()
    judge(page, axe)
    page.get_by_label("统计指标").select_option(label="（没有对应的指标）")
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_role("alert").first).to_be_visible()  # neither a measure nor a reason
    page.complaints.clear()  # the browser notes the 422 in its console
    page.get_by_label("没有对应指标的原因").fill(REASON)
    page.get_by_role("button", name="确认").click()
    expect(page).to_have_url(re.compile(f"{BOARD}$"))
    expect(line(page)).to_contain_text(REASON)


def test_a_suggestion_is_taken_and_the_board_counts(visit, axe):
    page = visit("纲要办", BOARD)
    door(page).click()
    page.locator("a.chip").filter(has_text="讲座").filter(has_text="场次").first.click()
    expect(page.get_by_label("统计指标").locator("option:checked")).to_contain_text("讲座")
    page.get_by_label("计数时段").select_option(label="每年分别计")
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_text("已确认，目标进展随台账自动计算。")).to_be_visible()
    expect(line(page)).not_to_contain_text(REASON)
    expect(line(page).get_by_role("link").filter(has_text=re.compile(r"^\d[\d,]*")).first).to_be_visible()
