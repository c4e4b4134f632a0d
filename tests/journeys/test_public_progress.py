"""The office prepares how the promises stand, looks at it, releases it; a resident opens 看进展 and chooses a township."""

import re

import pytest

from tests.journeys.looking import elder, judge

pytestmark = pytest.mark.browser
PHONE = 390
OFFICE = "纲要办"
DAY, WORDS = "2026-01-31", "截至2026年1月31日"


@pytest.fixture
def phone(visit):
    return visit("", "/", width=PHONE, height=844)


def open_progress(page):
    page.click(".doors >> text=看进展")
    page.wait_for_url("**/progress/")


def test_the_office_prepares_looks_and_releases(visit, axe, shoot):
    page = visit(OFFICE, "/desk/plans/1/release/")
    page.click("main >> text=公开进展")
    page.wait_for_selector("h1:has-text('公开进展')")
    judge(page, axe)
    page.fill("[name=as_of]", "2020-12-31")
    page.click("text=起草公开进展")
    page.wait_for_selector("text=截至日期不能更早")
    judge(page, axe)
    page.complaints.clear()  # the browser notes the 422 in its console
    page.fill("[name=as_of]", DAY)
    page.fill("[name=note]", "清禾县为虚构。1月起按新的统计口径计。")
    page.click("text=起草公开进展")
    page.wait_for_selector(f"h1:has-text('公开{WORDS}的进展')")
    judge(page, axe)
    shown = page.frame_locator("iframe.phone-frame")
    shown.locator("h1").wait_for()
    assert WORDS in shown.locator("h1").inner_text()
    assert "1月起按新的统计口径计" in shown.locator("main").inner_text()
    shoot(page, "progress-release")
    page.check("[name=statement]")
    page.get_by_role("button", name="通过保密审查").click()
    page.get_by_role("button", name=re.compile("的名义发布")).click()
    page.wait_for_selector("text=公众现在可以看到这份内容")
    visit(OFFICE, "/desk/plans/1/release/progress/").wait_for_selector("td:has-text('已发布')")


def test_a_resident_reads_the_promises_and_chooses_a_township(phone, axe, shoot):
    open_progress(phone)
    judge(phone, axe, widths=(PHONE, 1280))
    lines = phone.locator(".progress-lines > li", has=phone.locator(".progress-figure"))
    published, line = lines.first, lines.filter(has_text="智能终端").first
    phone.locator("section.audience").first.evaluate("e => e.scrollIntoView()")
    shoot(phone, "progress")
    assert "Song" in line.locator("blockquote").evaluate("e => getComputedStyle(e).fontFamily")
    assert re.search(r"\d", line.locator(".promise-value").inner_text())
    assert "公布的数为准" in published.locator(".progress-how").inner_text()
    assert "计" in line.locator(".progress-how").inner_text()
    assert phone.locator(".light").count() == 0
    assert not re.search("滞后|难以完成|正常推进|落后", phone.inner_text("main"))

    phone.select_option("#town", label="禾城街道")
    phone.click("text=看一看")
    phone.wait_for_selector("h1:has-text('身边的科普：禾城街道')")
    judge(phone, axe, widths=(PHONE, 1280))
    shoot(phone, "near")
    rows = phone.locator("table.near tbody tr")
    assert rows.count() == 12
    sessions = [int(text) for text in rows.locator("td:nth-child(2)").all_inner_texts()]
    assert sum(sessions) == int(phone.locator("table.near tfoot td").first.inner_text()) > 0


def test_older_days_are_read_by_their_date_also_without_script(visit):
    page = visit("", "/", width=PHONE, script=False)
    open_progress(page)
    page.click(f".dates >> text={WORDS}")
    page.wait_for_url(f"**/{DAY}/")
    assert "这是以前公布的" in page.inner_text("main")
    page.select_option("#town", label="河东街道")
    page.click("text=看一看")
    assert "身边的科普：河东街道" in page.inner_text("h1")
    assert page.locator("table.near tbody tr").last.inner_text().startswith("2026年1月")


def test_the_large_version_shows_one_thing_at_a_time(phone, axe):
    elder(phone)
    open_progress(phone)
    judge(phone, axe, widths=(PHONE,))
    assert phone.locator(".progress-lines").count() == 0
    phone.click(".people-doors >> text=我是老年人")
    assert phone.locator("section.audience").count() == 1
    judge(phone, axe, widths=(PHONE,))


def test_withdrawn_it_is_gone_and_the_others_stay(visit, phone):
    page = visit(OFFICE, "/desk/plans/1/release/progress/")
    page.get_by_role("row", name=re.compile("2026年1月31日")).get_by_role("link").click()
    page.fill("[name=remark]", "数字有误")
    page.get_by_role("button", name="撤下").click()
    page.wait_for_selector("text=公众看不到这份内容")
    open_progress(phone)
    assert WORDS not in phone.inner_text("main")
