"""The session ends in the middle of typing: after signing in again everything typed is there, and is saved once."""

import pytest

from tests.journeys.papers import SHORT

pytestmark = pytest.mark.browser
OFFICE = "纲要办"


def expire(page):
    """What a day's end does: the browser no longer has the session; all else it kept."""
    page.wait_for_timeout(400)  # the form is kept a moment after the last key
    page.context.clear_cookies(name="sessionid")


def sign_in_again(page, site):
    page.fill("[name=login]", site.people[OFFICE][0])
    page.fill("[name=password]", site.people[OFFICE][1])
    page.press("[name=password]", "Enter")


def unit(page, name):
    page.goto(f"/desk/people/?q={name}")
    page.click(f"main >> a:text-is('{name}')")
    return page.evaluate("location.pathname")


def test_an_ordinary_form_comes_back_filled_in_and_is_saved(visit, site):
    page = visit(OFFICE, "/desk/", own=True)
    unit(page, "县水利局")
    page.click("main >> text=调整")
    form = page.evaluate("location.pathname")
    page.fill("[name=leader]", "俞样本")
    page.fill("[name=liaison]", "柏虚构")
    expire(page)
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/account/login/**")
    assert "填写的内容还在" in page.inner_text(".notice.warning")
    sign_in_again(page, site)
    page.wait_for_url(f"**{form}")
    assert (page.input_value("[name=leader]"), page.input_value("[name=liaison]")) == ("俞样本", "柏虚构")
    assert "已恢复" in page.inner_text(".kept")
    page.get_by_role("button", name="保存").click()
    page.wait_for_selector("main >> text=柏虚构")
    page.goto(form)
    assert page.locator(".kept").count() == 0
    assert page.input_value("[name=liaison]") == "柏虚构"


def test_a_form_sent_to_another_address_comes_back_on_its_page(visit, site):
    page = visit(OFFICE, "/desk/", own=True)
    path = unit(page, "县水利局")
    page.fill("main [name=name]", "县水务局")
    expire(page)
    page.get_by_role("button", name="登记").click()
    page.wait_for_url("**/account/login/**")
    sign_in_again(page, site)
    page.wait_for_url(f"**{path}")
    assert page.input_value("main [name=name]") == "县水务局"
    page.get_by_role("button", name="登记").click()
    page.wait_for_selector("main li >> text=县水务局")
    assert page.input_value("main [name=name]") == ""


def test_a_record_changed_meanwhile_is_not_overwritten_by_what_was_kept(visit, site):
    page, other = visit(OFFICE, "/desk/", own=True), visit(OFFICE, "/desk/")
    unit(page, "县交通运输局")
    page.click("main >> text=调整")
    form = page.evaluate("location.pathname")
    page.fill("[name=office]", "运输科")
    expire(page)
    other.goto(form)
    other.fill("[name=liaison]", "章虚构")
    other.get_by_role("button", name="保存").click()
    other.wait_for_selector("main >> text=章虚构")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/account/login/**")
    sign_in_again(page, site)
    page.wait_for_url(f"**{form}")
    assert (page.input_value("[name=office]"), page.input_value("[name=liaison]")) == ("", "章虚构")
    assert "此后内容已被更新" in page.inner_text(".kept")
    page.click(".kept >> text=仍然恢复")
    assert page.input_value("[name=office]") == "运输科"


@pytest.fixture
def proofreading(visit, request):
    """A plan in proofreading, its first target open for editing with a subject typed anew."""
    page = visit(OFFICE, "/desk/plans/upload/", own=True)
    page.set_input_files("#file", SHORT / request.param)
    page.click("text=上传并读取")
    page.wait_for_url("**/proofread/", timeout=60_000)
    card = page.locator("#structure [data-item=target]").first
    card.click()
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=subject]")
    page.fill("[name=subject]", "重新写过的事项")
    yield page
    page.complaints.clear()


def save(page):
    page.locator("#structure form >> button:has-text('保存')").first.click()


@pytest.mark.parametrize("proofreading", ["01-qinghuai.txt"], indirect=True)
def test_proofreading_stays_open_and_is_saved_after_signing_in_beside_it(proofreading, site):
    page = proofreading
    expire(page)
    save(page)
    page.wait_for_selector(".toast.error >> text=登录已过期")
    assert page.input_value("[name=subject]") == "重新写过的事项"
    with page.context.expect_page() as opened:
        page.click(".toast.error a")
    beside = opened.value
    sign_in_again(beside, site)
    beside.wait_for_url("**/desk/")
    save(page)
    page.wait_for_selector("#structure [data-item=target]:not(.editing) >> text=重新写过的事项")


@pytest.mark.parametrize("proofreading", ["08-bolan.md"], indirect=True)
def test_proofreading_left_and_opened_anew_has_what_was_typed(visit, site, proofreading):
    page = proofreading
    path = page.evaluate("location.pathname")
    expire(page)
    page.goto(path)
    page.wait_for_url("**/account/login/**")
    sign_in_again(page, site)
    page.wait_for_url(f"**{path}")
    page.locator("#structure [data-item=target]").first.click()
    page.keyboard.press("Enter")
    page.wait_for_selector(".kept >> text=已恢复")
    assert page.input_value("[name=subject]") == "重新写过的事项"
    save(page)
    page.wait_for_selector("#structure [data-item=target]:not(.editing) >> text=重新写过的事项")
