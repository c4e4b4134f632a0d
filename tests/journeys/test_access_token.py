"""A person lets a program read: a token is made after the password once more, shown once, used, and revoked."""

import pytest

from tests.journeys.looking import judge

pytestmark = pytest.mark.browser


def asked(page, text):
    """What a program gets that brings a token and no cookie."""
    program = page.context.browser.new_context(base_url=page.url.partition("/desk/")[0])
    answer = program.request.get("/api/v1/me", headers={"Authorization": f"Bearer {text}"})
    told = answer.status, answer.json()
    program.close()
    return told


def test_a_token_from_making_to_revoking(visit, axe, site):
    page = visit("纲要办", "/desk/people/me/")
    page.click("main a:has-text('访问令牌')")
    page.wait_for_selector("text=没有访问令牌")
    judge(page, axe)
    page.click(".empty a:has-text('生成令牌')")
    page.fill("[name=password]", site.people["纲要办"][1])
    page.press("[name=password]", "Enter")
    page.wait_for_selector("[name=name]")
    judge(page, axe)
    page.click("main button:has-text('生成令牌')")
    page.wait_for_selector("[data-errors]")
    page.complaints.clear()  # the browser notes the 422 in its console
    page.fill("[name=name]", "县政务数据平台")
    page.click("main button:has-text('生成令牌')")
    page.wait_for_selector("h1:has-text('令牌已生成')")
    judge(page, axe)
    text = page.locator("textarea").first.input_value()
    status, told = asked(page, text)
    assert (status, told["roles"][0]["role"]) == (200, "secretariat")
    page.click("main a:has-text('已经保存')")
    page.wait_for_selector("td:has-text('有效')")
    judge(page, axe)
    assert text not in page.content()
    page.click("summary:has-text('作废')")
    page.click(".confirm-sheet button.primary, dialog button.primary")
    page.wait_for_selector("text=令牌已作废")
    assert asked(page, text)[0] == 401
    page.click("main a:has-text('接口说明')")
    page.wait_for_selector("h1:has-text('接口说明')")
    judge(page, axe)
