"""What every journey asks of every page it comes by, and how all pages that a person can reach are found."""

import contextlib
import re
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from lxml import html
from playwright.sync_api import Error

HEAVIEST = 300_000
# without the script of the charts, which loads only where there is one
WEIGHT = """performance.getEntries().filter(entry => !entry.name.endsWith("/vendor/echarts.min.js"))
    .reduce((sum, entry) => sum + (entry.decodedBodySize || 0), 0)"""
TOO_WIDE = """() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const wide = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > room + 1);
    return wide.slice(0, 4).map(e => e.outerHTML.slice(0, 120));
}"""
HEADINGS = "[...document.querySelectorAll('h1')].filter(h => h.offsetParent && h.innerText.trim()).length"


def parts_of(text: str) -> set[str]:
    """What kinds of elements a page is made of: a page that has no part of its own differs in its words alone."""
    elements = html.document_fromstring(text).iter("*")
    return {" ".join([str(e.tag), *(e.get(name, "") for name in ("class", "role", "type"))]) for e in elements}


def opened(page: Any) -> None:
    """Wait until a form of the proofreading stands open with the cursor in it: what is typed earlier is moved away."""
    page.wait_for_selector(".editing :focus, #add :focus")


def holds(page: Any, script: str, arg: Any = None, *, seconds: float = 30) -> None:
    """Wait until `script` says true of the page.

    Asked from here again and again: the page's own timers may not evaluate what we write (no ``unsafe-eval``), so
    Playwright's ``wait_for_function`` fails whenever the first look comes too early.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(Error):  # the page is just giving way to the next one
            if page.evaluate(script, arg):
                return
        page.wait_for_timeout(50)
    raise AssertionError(f"{page.url}: {script} {arg or ''}")


def elder(page: Any) -> None:
    """Switch to 长辈版 and wait for it."""
    page.click("text=长辈版")
    page.wait_for_selector("text=返回普通版")


def judge(page: Any, axe: Callable[[Any], None], *, widths: tuple[int, ...] = (1280, 390), phone: bool = True) -> None:
    """Assert that the open page has one heading and a title, is light, accessible and never wider than the screen.

    Without `phone`, what axe says is asked at the first width alone. The window is left as wide as it was.
    """
    page.wait_for_load_state()
    before = page.viewport_size
    assert page.evaluate(HEADINGS) == 1, page.url
    assert page.title().strip(" ·"), page.url
    assert page.evaluate(WEIGHT) <= HEAVIEST, page.url
    for width in widths:
        page.set_viewport_size({"width": width, "height": before["height"]})
        assert page.evaluate(TOO_WIDE) == [], f"{page.url} at {width}"
        if phone or width == widths[0]:
            axe(page)
    page.set_viewport_size(before)


def kind_of(url: str) -> str:
    """The address with its numbers and keys left out: pages of one kind come from one view."""
    parts = urlsplit(url)
    path = re.sub(r"(?<=/)(\d+|[kptdr]?[0-9a-f]{8,}|[ptd]\d+)(?=[/.]|$)", "*", parts.path)
    return path + "".join(f"?{name}" for name, _ in sorted(parse_qsl(parts.query, keep_blank_values=True)))


def links_of(url: str, text: str) -> Iterator[str]:
    """Every address of this site that a page links to; addresses of telephones and of places in the page are left out."""
    for element in html.document_fromstring(text).iter("a", "iframe"):
        target = urldefrag(urljoin(url, element.get("href") or element.get("src") or ""))[0]
        if target.startswith(urljoin(url, "/")):
            yield target


def crawl(context: Any, start: str, *, at_most: int = 150, of_a_kind: int = 6) -> Iterator[tuple[str, Any]]:
    """Ask for every page that can be reached from `start` by links; yields address and answer, nearest pages first.

    Of each kind of page not more than `of_a_kind` are asked for, and `at_most` in all.
    """
    waiting, seen, kinds, asked = deque([start]), {start}, Counter[str](), 0
    while waiting and asked < at_most:
        url = waiting.popleft()
        answer = context.request.get(url)
        asked += 1
        yield url, answer
        if not answer.headers.get("content-type", "").startswith("text/html") or not answer.ok:
            continue
        for link in links_of(answer.url, answer.text()):
            kind = kind_of(link)
            if link not in seen and kinds[kind] < of_a_kind:
                seen.add(link)
                kinds[kind] += 1
                waiting.append(link)
