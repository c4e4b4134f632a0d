"""Web pages: the document in the page's main content, without the page around it."""

import email
import email.policy
import re
from collections.abc import Iterable, Iterator

import lxml.html
from lxml import etree

from kepu.methods.planread.extract.charset import declared_charset, decode
from kepu.methods.planread.extract.compose import Item, Paragraph, Table, compose
from kepu.methods.planread.extract.furniture import is_furniture, is_label, is_related, tells_document
from kepu.methods.planread.extract.html_tree import find_main, strip_page
from kepu.methods.planread.extract.html_walk import walk
from kepu.methods.planread.extract.lines import clean
from kepu.methods.planread.extract.refused import Refused
from kepu.methods.planread.source import Source

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


def read_html(text: str, encoding: str) -> Source:
    """Read a decoded web page; raises `Refused` if there is no text in it."""
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        page = lxml.html.document_fromstring(_DECLARATION.sub("", text), parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise Refused("no_text") from error
    body = page.find("body")
    if body is None:
        raise Refused("no_text")
    aside = [*_head_lines(page), *strip_page(body)]
    return compose(_sorted_out(walk(body, find_main(body))), "html", encoding, aside)


def _head_lines(page: etree._Element) -> Iterator[str]:
    """The page's title, and what it says of itself in <meta>."""
    yield from (str(title.text or "") for title in page.iter("title"))
    yield from (meta.get("content", "") for meta in page.iter("meta"))


def read_mht(data: bytes) -> Source:
    """Read a web page saved as one file (MHT): its first HTML part."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                declared = part.get_content_charset() or declared_charset(page)
                return read_html(*decode(page, declared))
    raise Refused("no_text")


def _sorted_out(found: Iterable[tuple[Item, bool, bool]]) -> Iterator[Item]:
    """Decide for each item (with: inside the main content, only links) whether it is text, aside or nothing."""
    seen_main = related = False
    for item, inside, links in found:
        seen_main = seen_main or inside
        for part in [item] if inside else _fields(item):
            if isinstance(part, Table):
                yield part
                continue
            text = clean(part.text).strip()
            related = related or is_related(text)
            if not inside and links:
                continue
            kept = inside or (not seen_main and tells_document(text))
            part.aside = not kept or is_furniture(text) or (related and (links or not inside))
            yield part


def _fields(item: Item) -> Iterator[Paragraph]:
    """A table beside the main content as lines of label and value (索引号, 发文字号, 成文日期 …)."""
    if isinstance(item, Paragraph):
        yield item
        return
    label = ""
    for cell in item.cells:
        text = " ".join(paragraph.text for paragraph in cell.paragraphs).strip()
        if is_label(text):
            label = text if text.endswith(("：", ":")) else text + "："
        elif text:
            yield Paragraph(label + text)
            label = ""
