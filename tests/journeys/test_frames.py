"""The frames of desk and portal in a real browser: accessible, light, usable on a phone, printable, without script."""

import pytest

from tests.journeys.looking import WEIGHT, elder

pytestmark = pytest.mark.browser
WIDTHS = [1280, 390]
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("person", "path"),
    [
        ("", "/"),
        ("", "/account/login/"),
        ("纲要办", "/desk/"),
        ("纲要办", "/desk/search/?q=科普"),
        ("纲要办", "/desk/parts/?try=1"),
        ("审计员", "/desk/audit/"),
        ("审计员", "/desk/audit/sign-ins/"),
    ],
)
def test_a_page_is_accessible_light_and_fits(visit, axe, person, path, width):
    page = visit(person, path, width=width)
    page.wait_for_load_state("networkidle")
    axe(page)
    assert page.evaluate(WEIGHT) <= 300_000
    assert not page.evaluate(TOO_WIDE)


@pytest.mark.parametrize("width", WIDTHS)
def test_elder_mode_is_accessible_large_and_stays(visit, axe, width):
    page = visit("", "/", width=width)
    elder(page)
    axe(page, strict=True)
    page.click(".doors a")
    axe(page, strict=True)
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 22
    page.goto("/")
    assert page.is_visible("text=返回普通版")


def test_the_portal_reads_and_switches_without_script(visit):
    page = visit("", "/", width=390, script=False)
    elder(page)
    assert page.is_visible("text=返回普通版")
    assert not page.is_visible("text=读给我听")  # a button that could do nothing is not shown


def test_on_a_telephone_the_entry_where_one_is_stands_in_view(visit):
    page = visit("纲要办", "/desk/people/settings/", width=390)
    box = page.locator(".rail [aria-current]").bounding_box()
    assert page.inner_text(".rail [aria-current]") == "设置"
    assert 0 <= box["x"] <= box["x"] + box["width"] < 391


def test_a_missing_page_is_accessible(visit, axe):
    page = visit("", "/no-such-page/")
    assert page.is_visible("text=找不到页面")
    axe(page)
    page.complaints.clear()  # the browser notes the 404 in its console


def test_the_keyboard_reaches_content_first(visit):
    page = visit("纲要办", "/desk/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_search_by_keyboard_alone(visit):
    page = visit("纲要办", "/desk/")
    page.keyboard.press("Control+k")
    page.wait_for_selector("#search[open]")
    page.keyboard.type("科普")
    page.wait_for_selector("#search-results a")
    page.keyboard.press("ArrowDown")
    address = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def test_paper_shows_the_content_and_no_controls(visit):
    page = visit("纲要办", "/desk/parts/")
    page.emulate_media(media="print")
    assert not page.is_visible(".rail")
    assert not page.is_visible(".top")
    assert page.is_visible("text=单位分工表") or page.is_visible(".matrix table")
    assert page.is_visible("h1")


def test_the_menu_closes_by_escape_and_gives_focus_back(visit):
    page = visit("纲要办", "/desk/")
    page.click(".top-own .menu > summary")
    page.keyboard.press("Escape")
    assert not page.is_visible("text=退出登录")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
