"""Proofreading by keyboard alone: from the uploaded file to the adopted plan without touching the mouse."""

import json
import re

import pytest

from tests.journeys.looking import holds

pytestmark = pytest.mark.browser

TEXT = """清禾县科普惠民实施方案（2026—2028年）
清科普办发〔2026〕3号
一、工作目标
到2028年，全县公民具备科学素质的比例达到17%。
二、重点任务
（一）科普惠民提升行动
1.办好科普大集。坚持赶集日就近办。每年开展科普大集不少于6场次。（牵头单位：县科协；责任单位：县科技局、县农业农村局）
2.送课到村组。组织专家到村组讲课，累计服务3000人次。（牵头单位：县农业农村局；责任单位：县科协、县民政局、县民政局）
3.建好科普角。在社区建设科普角20个。（牵头单位：县民政局；责任单位：县科协）
清禾县科普工作领导小组办公室
2026年4月8日
"""
TITLES = "[...document.querySelectorAll('#structure .task h4 > .song')].map(e => e.textContent)"
CURRENT = "document.querySelector('[data-item][aria-current]')?.dataset.item || ''"
FOCUSED = "document.activeElement.closest('[data-item]')?.dataset.item || document.activeElement.id || document.activeElement.tagName"


class Keys:
    """A person at the keyboard: presses, types, and waits to see what came of it."""

    def __init__(self, page):
        self.page = page

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text):
        self.page.keyboard.insert_text(text)

    def sees(self, script, value):
        holds(self.page, f"value => JSON.stringify({script}) === value", compact(value))

    def tasks(self, *titles):
        self.sees(TITLES, list(titles))

    def to(self, kind, title=""):
        """Go down, item by item, to the first of a kind (with a text in it)."""
        test = f"(e => e && e.dataset.item === '{kind}' && e.textContent.includes('{title}'))(document.querySelector('[data-item][aria-current]'))"
        for key in ["k"] * 60 + ["j"] * 60:
            if self.page.evaluate(test) and self.page.evaluate(FOCUSED) == kind:
                return
            self.press(key)
        raise AssertionError(f"no {kind} {title}")

    def tab_to(self, selector):
        for _ in range(60):
            if self.page.evaluate(f"document.activeElement.matches({selector!r})"):
                return
            self.press("Tab")
        raise AssertionError(f"no way by Tab to {selector}")


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@pytest.fixture(scope="module")
def draft(site):
    """Where the draft of the uploaded file is proofread; filled by the first step."""
    return {}


def upload(visit, draft):
    """Send the file in by the page and wait until it was read; later calls open the draft."""
    if draft:
        return visit("纲要办", draft["path"])
    page = visit("纲要办", "/desk/plans/upload/")
    page.set_input_files(
        "input[type=file]", {"name": "惠民方案.txt", "mimeType": "text/plain", "buffer": TEXT.encode()}
    )
    page.focus("#upload button.primary")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/proofread/$"), timeout=60_000)
    draft["path"] = re.sub(r"^https?://[^/]+", "", page.url)
    return page


def test_the_whole_way_by_keyboard(visit, draft, axe, shoot):
    page = upload(visit, draft)
    keys = Keys(page)
    axe(page)
    shoot(page, "proofread")
    keys.tasks("办好科普大集", "送课到村组", "建好科普角")

    # settle the doubt of the reader: 县民政局 stands twice
    keys.press("n")
    keys.sees(FOCUSED, "remark")
    keys.press("o")
    page.wait_for_selector("#structure .remark.kept")

    # edit a title in place; Ctrl-Enter saves, the card has the focus again
    keys.to("task", "办好科普大集")
    keys.press("Enter")
    keys.sees("document.activeElement.name", "title")
    keys.press("Control+a")
    keys.type("办好乡村科普大集")
    keys.press("Control+Enter")
    keys.tasks("办好乡村科普大集", "送课到村组", "建好科普角")
    keys.sees(FOCUSED, "task")

    # split at a sentence, take it back
    keys.press("s")
    keys.sees("document.activeElement.name", "at_offset")
    keys.press("ArrowDown", "Control+Enter")
    keys.tasks("办好乡村科普大集", "每年开展科普大集不少于6场次", "送课到村组", "建好科普角")
    keys.press("u")
    keys.tasks("办好乡村科普大集", "送课到村组", "建好科普角")

    # merge with the next, take it back; delete, take it back
    keys.to("task", "送课到村组")
    keys.press("m")
    keys.tasks("办好乡村科普大集", "送课到村组")
    keys.press("u")
    keys.tasks("办好乡村科普大集", "送课到村组", "建好科普角")
    keys.to("task", "建好科普角")
    keys.press("Delete")
    keys.tasks("办好乡村科普大集", "送课到村组")
    keys.press("u")
    keys.tasks("办好乡村科普大集", "送课到村组", "建好科普角")


def test_selecting_text_and_adding_from_it(visit, draft):
    page = upload(visit, draft)
    keys = Keys(page)
    keys.to("task", "送课到村组")
    keys.press("g")
    keys.sees(FOCUSED, "text")
    keys.press("ArrowDown")
    page.wait_for_selector("#selected-tools:not([hidden])")
    chosen = page.evaluate("window.proof.selected()")
    assert TEXT[chosen["start"] : chosen["end"]] == chosen["text"] == "组织专家到村组讲课，累计服务3000人次。"
    keys.press("a")
    page.wait_for_selector("#add [name=quote]")
    keys.sees("document.activeElement.name", "quote")
    keys.press("Control+a")
    keys.type("专家到村组讲课")
    keys.tab_to("#add [name=value]")
    keys.press("Control+a", "Backspace")
    keys.press("Control+Enter")
    page.wait_for_selector("#structure .target >> text=专家到村组讲课")
    keys.sees(FOCUSED, "target")
    keys.press("Delete")
    page.wait_for_selector("#structure .target >> text=专家到村组讲课", state="detached")


def test_matching_a_name(visit, draft):
    page = upload(visit, draft)
    keys = Keys(page)
    keys.press("w")
    keys.sees(FOCUSED, "name")
    keys.to("name", "县科技局")
    keys.press("Enter")
    keys.sees("document.activeElement.className.includes('suggestion')", True)
    assert "县科技和工业信息化局" in page.evaluate("document.activeElement.textContent")
    keys.press("Enter")
    page.wait_for_selector("text=单位名称都已对应")
    page.wait_for_selector("#structure .duty-chip.unmatched", state="detached")
    keys.press("w")
    keys.sees(CURRENT, "frame")


def test_a_closed_tab_loses_nothing(visit, draft):
    page = upload(visit, draft)
    keys = Keys(page)
    keys.to("task", "建好科普角")
    keys.press("Enter")
    keys.sees("document.activeElement.name", "title")
    keys.press("Control+a")
    keys.type("建好社区科普角")
    page.wait_for_timeout(500)
    page.reload()
    keys.to("task", "建好科普角")
    keys.press("Enter")
    page.wait_for_selector("text=尚未提交的内容")
    assert page.input_value("#structure .editing [name=title]") == "建好社区科普角"
    keys.sees("document.activeElement.name", "title")
    keys.press("Control+Enter")
    keys.tasks("办好乡村科普大集", "送课到村组", "建好社区科普角")


def test_two_people_at_one_task(visit, draft):
    mine, theirs = upload(visit, draft), upload(visit, draft)
    me, other = Keys(mine), Keys(theirs)
    for keys in (me, other):
        keys.to("task", "送课到村组")
        keys.press("Enter")
        keys.sees("document.activeElement.name", "title")
        keys.press("Control+a")
    other.type("送科普课到村组")
    other.press("Control+Enter")
    other.tasks("办好乡村科普大集", "送科普课到村组", "建好社区科普角")
    me.type("送课到村到组")
    me.press("Control+Enter")
    mine.wait_for_selector(".conflict >> text=送科普课到村组")
    mine.wait_for_selector(".conflict >> text=送课到村到组")
    mine.complaints.clear()  # the browser notes the 409 that this test provokes
    me.tab_to(".conflict [type=radio]:checked")
    me.press("Control+Enter")
    me.tasks("办好乡村科普大集", "送课到村到组", "建好社区科普角")
    theirs.wait_for_selector("#elsewhere:not([hidden])", timeout=12_000)
    other.press("r")
    other.tasks("办好乡村科普大集", "送课到村到组", "建好社区科普角")
    theirs.wait_for_selector("#elsewhere", state="hidden")


def test_what_is_typed_elsewhere_survives_a_redraw(visit, draft):
    page = upload(visit, draft)
    keys = Keys(page)
    keys.to("frame")
    keys.press("Enter")
    page.wait_for_selector("#i-frame [name=issuer]")
    page.fill("#i-frame [name=issuer]", "清禾县人民政府办公室")
    keys.press("Escape")
    page.wait_for_selector("#i-frame form", state="detached")
    keys.to("frame")
    keys.press("Enter")
    page.wait_for_selector("text=尚未提交的内容")
    page.evaluate("document.getElementById('structure').dataset.old = '1'")
    page.evaluate("window.proof.act.refresh()")
    page.wait_for_selector("#structure[data-old]", state="detached")
    assert page.input_value("#i-frame [name=issuer]") == "清禾县人民政府办公室"


def test_choosing_publicity_and_adopting(visit, draft, axe):
    page = upload(visit, draft)
    keys = Keys(page)
    keys.to("frame")
    keys.press("Enter")
    keys.tab_to("#i-frame [name=publicity]")
    keys.press("ArrowDown", "Control+Enter")
    page.wait_for_selector("#i-frame >> text=主动公开")
    page.wait_for_selector("text=提示和单位对应都已办完")
    page.focus("h1 ~ .actions button")
    keys.tab_to("#proof-head a.primary")
    keys.press("Enter")
    page.wait_for_url(re.compile("/adopt/$"))
    axe(page)
    page.wait_for_selector("text=办好乡村科普大集")
    keys.tab_to("#adopt")
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/desk/plans/\d+/$"))
    page.wait_for_selector("text=已采用第1版")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_are_accessible_and_fit(visit, axe, width):
    for path in ("/desk/plans/upload/", "/desk/plans/documents/1/"):
        page = visit("纲要办", path, width=width)
        axe(page)
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
