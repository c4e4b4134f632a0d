"""A unit without an account names its liaison: a link in the group chat, a code by telephone, one page on a phone."""

import re

import pytest

from tests.journeys.looking import judge

pytestmark = pytest.mark.browser
PHONE = 390


def missing(office):
    """The units without liaison, as the office sees them."""
    office.goto("/desk/people/members/?missing=1")
    return office.locator("tbody th").all_inner_texts()


def issue(office):
    """Issue a link to the first unit without liaison; returns the unit, the link and the code."""
    unit = missing(office)[0]
    office.locator("tbody tr", has_text=unit).get_by_text("请单位自行登记").click()
    office.click("button:has-text('生成链接和验证码')")
    text = office.locator(".copy textarea").input_value()
    assert text.startswith(f"{unit}：请打开 ")
    return unit, re.search(r"http://\S+", text)[0], office.locator("code").inner_text()


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def enter(page, code):
    page.fill("[name=code]", code)
    page.click("main button:has-text('打开')")


def test_from_the_yellow_line_to_the_name_on_the_list(visit, axe):
    office = visit("纲要办", "/desk/")
    office.locator(".todo a", has_text="联络员").click()
    before = missing(office)
    unit, link, code = issue(office)
    judge(office, axe)
    phone = visit("", link, width=PHONE, height=844)
    judge(phone, axe, widths=(PHONE, 1280))
    assert "吴" not in phone.inner_text("main")
    enter(phone, wrong(code))
    phone.wait_for_selector("text=还可以再试4次")
    judge(phone, axe, widths=(PHONE,))
    phone.complaints.clear()  # the browser notes the 422 in its console
    enter(phone, code)
    phone.wait_for_selector("[name=liaison]")
    judge(phone, axe, widths=(PHONE, 1280))
    assert "link=" not in phone.evaluate("document.cookie")  # no script reads it
    phone.fill("[name=leader]", "吴明远")
    phone.fill("[name=liaison]", "周小雨")
    phone.fill("[name=phone]", "0990-1234567")
    phone.click("main button:has-text('提交')")
    phone.wait_for_url("**/link/done/")
    judge(phone, axe, widths=(PHONE,))
    assert missing(office) == [name for name in before if name != unit]
    office.goto("/desk/people/links/")
    row = office.locator("tbody tr", has_text=unit).first
    assert "已完成" in row.inner_text()
    judge(office, axe)
    phone.goto(link)
    assert "打不开" in phone.inner_text("h1")
    judge(phone, axe, widths=(PHONE,))
    phone.complaints.clear()  # 404


def test_what_was_typed_outlives_the_hour(visit):
    _, link, code = issue(visit("纲要办", "/desk/"))
    phone = visit("", link, width=PHONE)
    enter(phone, code)
    phone.fill("[name=liaison]", "周小雨")
    phone.fill("[name=phone]", "0990-1234567")
    phone.context.clear_cookies(name="link")  # the hour is over
    phone.click("main button:has-text('提交')")
    phone.wait_for_selector("text=填写的内容在本机上仍保留着")
    enter(phone, code)
    phone.wait_for_selector("text=尚未提交的内容")
    assert phone.input_value("[name=liaison]") == "周小雨"
    phone.click("main button:has-text('提交')")
    phone.wait_for_url("**/link/done/")
    kept = phone.evaluate("Object.keys(localStorage).filter(key => key.includes('keep')).length")
    assert kept == 0  # nothing of it stays in a browser that others use


def test_a_revoked_link_closes_the_page_that_is_open(visit):
    office = visit("纲要办", "/desk/")
    unit, link, code = issue(office)
    phone = visit("", link, width=PHONE, script=False)  # all of it works without script
    enter(phone, code)
    phone.wait_for_selector("[name=liaison]")
    office.goto("/desk/people/links/")
    office.locator("tbody tr", has_text=unit).locator("summary", has_text="作废").first.click()
    office.click("dialog button:has-text('作废')")
    office.wait_for_selector("text=已作废")
    phone.fill("[name=liaison]", "周小雨")
    phone.fill("[name=phone]", "0990-1234567")
    phone.click("main button:has-text('提交')")
    assert "打不开" in phone.inner_text("h1")
    assert unit in missing(office)
    phone.complaints.clear()  # 404


def test_a_sentence_is_copied_with_and_without_the_browsers_leave(visit, axe):
    office = visit("纲要办", "/desk/inbox/reminders/")
    judge(office, axe)
    sentence = office.locator(".copy textarea").first.input_value()
    assert sentence.startswith("【温馨提示】")
    assert all(name in sentence for name in missing(office))
    office.context.grant_permissions(["clipboard-read", "clipboard-write"])
    office.goto("/desk/inbox/reminders/")
    office.click("[data-copy] >> nth=0")
    office.wait_for_selector("text=已复制")
    assert office.evaluate("navigator.clipboard.readText()") == sentence
    office.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined});"
                           "document.execCommand = () => false;")  # fmt: skip
    office.goto("/desk/inbox/reminders/")
    office.click("[data-copy] >> nth=0")
    office.wait_for_selector("text=请按 Ctrl-C")
    assert office.evaluate("getSelection().toString() || document.activeElement.value.slice("
                           "document.activeElement.selectionStart, document.activeElement.selectionEnd)") == sentence  # fmt: skip


def test_the_pages_of_channels_and_of_ones_own_choice(visit, axe):
    office = visit("纲要办", "/desk/inbox/channels/")
    judge(office, axe)
    office.click("text=新增渠道 >> nth=0")
    judge(office, axe)
    office.click("a[href='?kind=wecom']")
    office.wait_for_url("**kind=wecom")
    judge(office, axe)
    office.fill("[name=name]", "联络员群")
    office.fill("[name=address]", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcdefgh-1234")
    assert office.evaluate("JSON.stringify(localStorage)").count("abcdefgh-1234") == 0
    office.click("main button:has-text('保存')")
    office.wait_for_selector("text=请发一条测试消息")
    judge(office, axe)
    assert "abcdefgh-1234" not in office.content()
    office.goto("/desk/inbox/settings/")
    judge(office, axe)
