"""What a .docx holds beside its text: running heads, notes, comments, hidden and deleted text, properties."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from kepu.methods.planread.extract.package import Package, W, parse
from kepu.methods.planread.extract.refused import Refused

_PARTS: Final = re.compile(r"word/(?:header|footer|footnotes|endnotes|comments|glossary/document)[^/]*\.xml")
_PROPERTIES: Final = ("docprops/core.xml", "docprops/app.xml", "docprops/custom.xml")
_WORDS: Final = (W + "t", W + "delText")
_SHADY: Final = (W + "vanish", W + "delText", W + "del", W + "moveFrom")
_TAG: Final = re.compile(rb"<[^>]*>")


def lines_elsewhere(package: Package, document: etree._Element, hiding_styles: bool) -> Iterator[str]:
    """Yield the lines; of the document itself only where a run or, with ``hiding_styles``, a style may hide text."""
    if hiding_styles or next(document.iter(*_SHADY), None) is not None:
        yield from _paragraphs(document)
    for name in package.names():
        if _PARTS.fullmatch(name):
            yield from _lines(package.read(name) or b"", whole=False)
        elif name in _PROPERTIES:
            yield from _lines(package.read(name) or b"", whole=True)


def _lines(data: bytes, *, whole: bool) -> Iterator[str]:
    """The lines of a part; one that is no XML is looked through all the same."""
    try:
        root = parse(data)
    except Refused:
        yield from _TAG.sub(b"\n", data).decode("utf-8", "replace").split("\n")
        return
    yield from map(str, root.itertext()) if whole else _paragraphs(root)


def _paragraphs(root: etree._Element) -> Iterator[str]:
    for paragraph in root.iter(W + "p"):
        yield "".join(run.text or "" for run in paragraph.iter(*_WORDS))
