"""Signing in with more than a password: setting up the second factor, losing the telephone, lock-out, first password."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest

from tests.journeys.conftest import sign_in
from tests.journeys.looking import judge

pytestmark = pytest.mark.browser
ADMIN = "系统管理员"


def code_at(secret, moment=None):
    """The six digits that a telephone shows at a moment, after RFC 6238 (30 seconds, SHA-1)."""
    step = int((time.time() if moment is None else moment) // 30)
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def test_the_telephone_of_this_journey_counts_as_the_standard_says():
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert [code_at(secret, moment) for moment in (59, 1111111109, 2000000000)] == ["287082", "081804", "279037"]


def own_menu(page, entry):
    page.click(".top-own .menu > summary")
    page.click(f".menu-sheet >> text={entry}")


def sign_out(page):
    own_menu(page, "退出登录")
    page.wait_for_url(lambda url: "/desk/" not in url and "/account/" not in url)


def give(page, text):
    page.fill("[name=code]", text)
    page.press("[name=code]", "Enter")


def test_a_new_person_gets_an_account_a_role_and_sets_a_password_of_their_own(visit, axe):
    admin = visit(ADMIN, "/desk/people/accounts/")
    admin.click("text=新建账号")
    admin.fill("[name=username]", "linxia")
    admin.fill("[name=name]", "林夏")
    admin.click("text=建立账号")
    assert admin.inner_text("h1") == "初始密码"
    judge(admin, axe)
    username, first = admin.locator("code").all_inner_texts()
    admin.click("text=已经告知")
    assert "尚未授予角色" in admin.inner_text("main")
    assert admin.get_by_role("button", name="授予").count() == 0  # who makes accounts grants no roles

    guard = visit("安全管理员", "/desk/people/accounts/")
    assert guard.get_by_role("link", name="新建账号").count() == 0  # and who grants roles makes no accounts
    guard.click("text=林夏")
    guard.select_option("[name=role]", label="联络员")
    guard.select_option("[name=unit]", label="县水利局")
    guard.click("button >> text=授予")
    assert "县水利局" in guard.inner_text("main table")
    judge(guard, axe)

    page = visit("", "/account/login/")
    sign_in(page, username, first)
    assert page.inner_text("h1") == "设置自己的密码"
    judge(page, axe)
    page.goto("/desk/plans/")
    assert page.inner_text("h1") == "设置自己的密码"
    for chosen, told in [("1234567890", "数字"), ("he-pan", "10"), (first, "原密码")]:
        change(page, first, chosen)
        assert told in page.inner_text("main .errorlist"), chosen
    change(page, first, "yun-xi-he-pan-7")
    page.wait_for_url("**/desk/")
    assert page.inner_text("h1") == "待办"
    page.click(".rail >> text=方案任务")
    page.click("main table a >> nth=0")
    assert "县水利局在本方案中的任务" in page.inner_text("main")
    sign_out(page)
    sign_in(page, username, "yun-xi-he-pan-7")
    assert page.inner_text("h1") == "待办"


def switched_on(page, site, axe):
    """Switch the second factor on as the page leads; the secret behind the picture and the printed codes."""
    own_menu(page, "动态口令")
    assert page.is_visible("text=尚未启用")
    page.click("a.button >> text=启用")
    assert page.inner_text("h1") == "请再次确认身份"
    judge(page, axe)
    page.fill("[name=password]", site.people[ADMIN][1])
    page.press("[name=password]", "Enter")
    page.wait_for_selector("text=密钥：")
    judge(page, axe)
    secret = page.inner_text("code").strip()
    assert page.get_attribute("img", "alt") == "动态口令二维码，内容与下面的密钥相同"

    give(page, "000000" if code_at(secret) != "000000" else "111111")
    assert "验证码不正确" in page.inner_text("main")
    assert page.inner_text("code").strip() == secret  # a wrong digit does not cost a second scan of the picture
    give(page, code_at(secret))
    page.wait_for_selector("ul.codes")
    judge(page, axe)
    recovery = [line.strip() for line in page.inner_text("ul.codes").splitlines() if line.strip()]
    assert len(recovery) == len(set(recovery)) >= 8
    page.emulate_media(media="print")
    assert page.is_visible("ul.codes")
    assert not page.is_visible("text=重新生成")
    page.emulate_media(media="screen")
    page.click("text=已经打印，进入工作台")
    page.wait_for_url("**/desk/")
    sign_out(page)
    return secret, recovery


def sign_in_with_the_telephone(page, site, axe, secret):
    """Password, then the digits of the next half minute: those in which it was set up are used up."""
    sign_in(page, *site.people[ADMIN])
    assert "第二步验证" in page.inner_text("h1")
    judge(page, axe)
    page.goto("/desk/people/accounts/")
    assert "/account/" in page.url  # the password alone opens nothing
    page.goto("/account/2fa/authenticate/")
    give(page, code_at(secret, time.time() + 30))
    page.wait_for_url("**/desk/")
    sign_out(page)


def sign_in_with_printed_codes(page, site, recovery):
    """The telephone lies at home: wrong digits are told, then one of the printed codes, once only."""
    sign_in(page, *site.people[ADMIN])
    give(page, "123456")
    page.wait_for_selector("text=验证码不正确")
    assert "未用过的恢复码" in page.inner_text(".errorlist, .notice.error")
    give(page, recovery[0])
    page.wait_for_url("**/desk/")
    sign_out(page)
    sign_in(page, *site.people[ADMIN])
    give(page, recovery[0])
    page.wait_for_selector("text=验证码不正确")
    give(page, recovery[1])
    page.wait_for_url("**/desk/")
    own_menu(page, "动态口令")
    assert f"还有{len(recovery) - 2}个可用" in page.inner_text("main")


def test_an_administrator_switches_the_second_factor_on_and_lives_with_it(visit, site, axe):
    page = visit(ADMIN, "/desk/", own=True)
    secret, recovery = switched_on(page, site, axe)
    sign_in_with_the_telephone(page, site, axe, secret)
    sign_in_with_printed_codes(page, site, recovery)


def test_five_wrong_passwords_lock_the_name_and_the_page_says_for_how_long(visit, site, axe):
    page = visit("", "/account/login/")
    username, password = site.people["上级查阅"]
    for _ in range(4):
        sign_in_wrongly(page, username)
        assert "登录名或密码不正确" in page.inner_text("main")
    sign_in_wrongly(page, username)
    assert page.inner_text("h1") == "账号已暂时锁定"
    words = page.inner_text("main")
    assert "连续输错5次" in words
    assert 14 <= int(re.search(r"(\d+)分钟", words)[1]) <= 15
    assert "系统管理员" in words
    judge(page, axe)
    page.goto("/account/login/")
    sign_in_wrongly(page, username, password)  # even the right one
    assert page.inner_text("h1") == "账号已暂时锁定"
    page.complaints.clear()  # the browser notes the refusal in its console


def sign_in_wrongly(page, username, password="wrong-horse-battery"):
    page.goto("/account/login/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", password)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")


def change(page, old, new):
    page.fill("[name=oldpassword]", old)
    page.fill("[name=password1]", new)
    page.fill("[name=password2]", new)
    page.click("text=保存新密码")
    page.wait_for_load_state()


def test_a_person_ends_the_sign_in_left_open_on_another_machine(visit, axe):
    left_open = visit("部门科室负责人（县教育体育局）", "/desk/", own=True)
    here = visit("部门科室负责人（县教育体育局）", "/desk/", own=True)
    own_menu(here, "登录设备")
    here.wait_for_selector("h1:text('登录设备')")
    assert here.locator("tbody tr").count() == 2
    assert here.locator("tbody tr", has_text="本机").count() == 1
    judge(here, axe)
    here.get_by_role("button", name="退出其他设备").click()
    here.wait_for_selector("text=只有本机在登录")
    assert here.locator("tbody tr").count() == 1
    left_open.goto("/desk/plans/")
    assert left_open.inner_text("h1") == "登录"
    here.goto("/desk/")
    assert here.inner_text("h1") == "待办"
