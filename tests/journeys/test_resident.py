"""A resident on a phone: finds what the plan promises, who answers for it and how it is printed; large, or without script."""

import pytest

from tests.journeys.looking import crawl, elder, judge, kind_of

pytestmark = pytest.mark.browser
PHONE = 390
FOCUSED = """() => {
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return {
        name: (element.getAttribute('aria-label') || element.innerText || '').replace(/\\s+/g, ' ').trim(),
        top: box.top + window.scrollY,
        seen: box.width > 0 && box.height > 0 && (style.outlineStyle !== 'none' || style.boxShadow !== 'none'),
    };
}"""


@pytest.fixture
def phone(visit):
    return visit("", "/", width=PHONE, height=844)


def open_plan(page):
    page.click(".doors >> text=看进展")
    page.click("main >> text=看方案：要做哪些事、谁负责")
    page.wait_for_url("**/plans/1/")


def task(page, title):
    return page.locator("li", has=page.get_by_role("heading", name=title, exact=True))


def test_what_is_promised_to_the_elderly_who_leads_and_the_printed_words(phone, axe, shoot):
    judge(phone, axe, widths=(PHONE, 1280))
    assert "看进展" in phone.inner_text(".doors")
    open_plan(phone)
    assert "清禾县全民科学素质行动实施方案" in phone.inner_text("h1")
    assert "37 项任务" in phone.inner_text(".lead")
    judge(phone, axe, widths=(PHONE, 1280))
    shoot(phone, "public")

    phone.click(".people-doors >> text=老年人")
    elderly = phone.locator("#elderly")
    assert elderly.locator("h2").bounding_box()["y"] < 300  # the click led there
    promise = elderly.locator(".promises > li").first
    assert promise.locator(".promise-value").inner_text().strip()
    promise.locator("text=查看原文").click()
    assert promise.locator("blockquote").is_visible()
    assert "Song" in promise.locator("blockquote").evaluate("e => getComputedStyle(e).fontFamily")

    promise.locator("text=看是哪件事、谁负责").click()
    asked = phone.locator("li:target")
    assert "牵头" in asked.inner_text()
    assert phone.evaluate("document.querySelector('li:target').getBoundingClientRect().top") < 400
    asked.locator("text=查看原文").last.click()
    printed = asked.locator("blockquote").last.inner_text()
    assert len(printed) > 40
    assert "***" not in printed


def test_the_public_page_shows_neither_lights_nor_telephones_of_persons(phone):
    open_plan(phone)
    assert phone.locator(".light").count() == 0
    assert phone.locator("main a[href^='tel:']").count() == 0
    assert phone.locator("main >> text=联络员名单").count() == 0


def test_everything_can_be_read_without_script(visit):
    page = visit("", "/", width=PHONE, script=False)
    open_plan(page)
    page.click(".people-doors >> text=老年人")
    page.locator("#elderly .promises >> text=查看原文").first.click()
    assert page.locator("#elderly .promises blockquote").first.is_visible()
    page.locator("#elderly .promises >> text=看是哪件事、谁负责").first.click()
    assert page.locator("li[id^='t-'] >> text=牵头").first.is_visible()
    elder(page)
    assert page.is_visible("text=返回普通版")
    assert page.url.endswith("/plans/1/")  # the switch leads back to the page that was being read
    page.click("text=返回普通版")
    page.wait_for_selector("text=长辈版")


def test_the_large_version_is_large_plain_and_stays(phone, axe):
    elder(phone)
    judge(phone, axe, widths=(PHONE,))
    assert phone.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 22
    assert phone.get_attribute("main a.phone", "href") == "tel:0999-5551234"
    open_plan(phone)
    judge(phone, axe, widths=(PHONE,))
    assert phone.is_visible("text=返回普通版")
    small = phone.evaluate("""() => [...document.querySelectorAll('main *')].filter(e => e.offsetParent &&
        [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) &&
        parseFloat(getComputedStyle(e).fontSize) < 20).map(e => e.outerHTML.slice(0, 80))""")
    assert small == []
    low = phone.evaluate("""() => [...document.querySelectorAll('main a, main button, main summary')].filter(e =>
        e.offsetParent && e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 80))""")
    assert low == []  # a finger finds every door


def test_the_keyboard_goes_through_the_page_in_reading_order_and_shows_where_it_is(phone):
    open_plan(phone)
    stops = []
    for _ in range(14):
        phone.keyboard.press("Tab")
        stops.append(phone.evaluate(FOCUSED))
    assert [stops[i]["name"] for i in (0, 2)] == ["跳到正文", "长辈版"]
    assert "清禾县" in stops[1]["name"]
    assert all(stop["seen"] for stop in stops[1:])
    rows = [stop["top"] // 40 for stop in stops[1:]]
    assert rows == sorted(rows)


def test_every_public_link_leads_somewhere(phone, site):
    reached = {url: answer.status for url, answer in crawl(phone.context, f"{site.url}/", of_a_kind=40)}
    assert {url: status for url, status in reached.items() if status != 200} == {}
    assert {kind_of(url) for url in reached} >= {"/", "/r/*/", "/r/*/plans/*/"}
    open_plan(phone)
    missing = phone.evaluate("""() => [...document.querySelectorAll('a[href*="#"]')].map(a => a.hash.slice(1))
        .filter(place => place && !document.getElementById(place))""")
    assert missing == []


def test_an_address_that_is_not_there_says_what_to_do(visit, axe):
    page = visit("", "/r/990123000000/plans/999/", width=PHONE)
    assert "没有公开" in page.inner_text("h1")
    judge(page, axe, widths=(PHONE,))
    page.click("text=回到首页")
    assert page.is_visible(".doors")
    page.complaints.clear()  # the browser notes the 404 in its console
