"""Finding the main content of a web page, by what holds the running text and not by names of one publisher."""

import re
from typing import Final

from lxml import etree

from kepu.methods.planread.extract.furniture import BOX_NAMES, is_furniture, is_label
from kepu.methods.planread.extract.html_walk import read_table

_DROPPED: Final = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "select", "button", "textarea",
    "input", "audio", "video", "canvas", "map",
)  # fmt: skip
_BOXES: Final = frozenset({"nav", "footer", "aside", "menu"})
_HIDDEN: Final = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)
_PUNCTUATION: Final = re.compile(r"[，。；、,;]")
_NAMED: Final = frozenset({"div", "ul", "ol", "dl", "section", "p", "span", "table"})
_SHARE: Final = 0.9
_FEW: Final = 2


def strip_page(body: etree._Element) -> list[str]:
    """Take out of a page what is never its text: scripts, forms' fields, hidden elements, boxes of links.

    A box with running text in it stays, whatever it is called. Returns the lines of the elements taken out.
    """
    etree.strip_elements(body, *_DROPPED, with_tail=False)
    weights = _weights(body)
    most = weights.get(body, 0) / 4
    gone: set[etree._Element] = set()
    lines: list[str] = []
    for element in list(body.iter(etree.Element)):
        if element.getparent() in gone:
            gone.add(element)
        elif element is not body and _is_left_out(element, weights.get(element, 0), most):
            gone.add(element)
            lines += "".join(map(str, element.itertext())).split("\n")
            _drop(element)
    return lines


def _is_left_out(element: etree._Element, weight: int, most: float) -> bool:
    """Whether an element of this weight is no text: an aside of at most ``most``, or a box with next to no text."""
    return (weight <= most and _is_aside(element)) or (weight <= _FEW and _is_named_box(element))


def _is_aside(element: etree._Element) -> bool:
    """Whether an element is hidden, or navigation or foot of the page by its tag."""
    if element.tag in _BOXES or _HIDDEN.search(element.get("style", "")):
        return True
    return element.tag == "div" and element.get("title") in ("header", "footer")  # as LibreOffice exports them


def _is_named_box(element: etree._Element) -> bool:
    """Whether an element is called like a box of links."""
    names = f"{element.get('id', '')} {element.get('class', '')}".strip()
    return bool(names) and element.tag in _NAMED and bool(BOX_NAMES.search(names))


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def find_main(body: etree._Element) -> etree._Element:
    """The element that holds nine tenths of the page's running text (its punctuation outside links).

    First the innermost such element, then those around it as long as they add text without links or furniture:
    the title, the number of the document, whom it is addressed to.
    """
    weights = _weights(body)
    least = weights.get(body, 0) * _SHARE
    main = body
    while least > 0:
        inner = next((child for child in main if weights.get(child, 0) >= least), None)
        if inner is None or inner.tag in ("p", "span", "font") or (inner.tag == "table" and read_table(inner)):
            break
        main = inner
    while main is not body and (parent := main.getparent()) is not None and _adds_only_text(parent, main):
        main = parent
    return main


def _adds_only_text(parent: etree._Element, main: etree._Element) -> bool:
    """Whether what ``parent`` has beside ``main`` is text of the document."""
    for child in parent:
        if child is not main:
            if child.tag == "a" or child.find(".//a") is not None:
                return False
            if any(is_furniture(line) or is_label(line) for line in map(str, child.itertext()) if line.strip()):
                return False
        if child.tail and is_furniture(child.tail):
            return False
    return True


def _weights(body: etree._Element) -> dict[etree._Element, int]:
    """Marks of punctuation inside each element, links not counted."""
    weights: dict[etree._Element, int] = {}
    for _, element in etree.iterwalk(body, events=("end",)):
        own = 0 if element.tag == "a" else _count(element.text)
        for child in element:
            own += (0 if child.tag == "a" else weights.get(child, 0)) + _count(child.tail)
        weights[element] = own
    return weights


def _count(text: str | None) -> int:
    return len(_PUNCTUATION.findall(text)) if text else 0
