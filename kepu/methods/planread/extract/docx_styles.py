"""Paragraph and character styles of a .docx: outline level, numbering and hidden text, along the basedOn chain."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from kepu.methods.planread.extract.package import W

VAL = W + "val"
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)", re.IGNORECASE)


@dataclass(slots=True)
class Style:
    """What one style itself states; None where it leaves it to the style it is based on."""

    name: str
    parent: str | None = None
    list_id: str | None = None
    list_level: int | None = None
    outline: int | None = None
    hidden: bool | None = None


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self.default: str | None = None
        for element in root.iterchildren(W + "style") if root is not None else ():
            self._add(element)

    def _add(self, element: etree._Element) -> None:
        style_id, kind = element.get(W + "styleId", ""), element.get(W + "type")
        if kind == "table":
            return
        if kind == "paragraph" and is_on(element.get(W + "default")) and self.default is None:
            self.default = style_id
        style = Style(_child_value(element, "name") or "", _child_value(element, "basedOn"))
        properties = element.find(W + "pPr")
        if properties is not None:
            style.list_id, style.list_level = list_reference(properties.find(W + "numPr"))
            style.outline = integer(_child_value(properties, "outlineLvl"))
        run = element.find(W + "rPr")
        if run is not None:
            style.hidden = switch(run.find(W + "vanish"))
        self._styles[style_id] = style

    def chain(self, style_id: str | None) -> Iterator[Style]:
        """The style and those it is based on, nearest first; a circle ends where it closes."""
        seen: set[str] = set()
        while style_id is not None and style_id not in seen and style_id in self._styles:
            seen.add(style_id)
            yield self._styles[style_id]
            style_id = self._styles[style_id].parent

    def level(self, style_id: str | None) -> int | None:
        """The heading level (1 is the highest) that a style gives a paragraph, or None."""
        for style in self.chain(style_id):
            if style.outline is not None:
                return heading_level(style.outline)
            if match := _HEADING.fullmatch(style.name):
                return int(match.group(1))
        return None

    def numbering(self, style_id: str | None) -> tuple[str | None, int | None]:
        """The list id and level that a style gives a paragraph."""
        level: int | None = None
        for style in self.chain(style_id):
            level = style.list_level if level is None else level
            if style.list_id is not None:
                return style.list_id, level
        return None, level

    def hidden(self, style_id: str | None) -> bool:
        """Whether a style hides its text."""
        return next((style.hidden for style in self.chain(style_id) if style.hidden is not None), False)

    @property
    def hide_any(self) -> bool:
        """Whether any style of the document hides its text."""
        return any(style.hidden for style in self._styles.values())

    def is_contents(self, style_id: str | None) -> bool:
        """Whether a style is one of those of a table of contents."""
        return style_id in self._styles and bool(_CONTENTS.match(self._styles[style_id].name))


def list_reference(element: etree._Element | None) -> tuple[str | None, int | None]:
    """The list id and level of a ``w:numPr``; an id of 0 is kept, for it takes numbering away."""
    if element is None:
        return None, None
    return _child_value(element, "numId"), integer(_child_value(element, "ilvl"))


def heading_level(outline: int) -> int | None:
    """``w:outlineLvl`` (0–8, 9 for body text) as a level from 1."""
    return outline + 1 if 0 <= outline <= 8 else None


def switch(element: etree._Element | None) -> bool | None:
    """An on/off property: None where it is absent."""
    return None if element is None else is_on(element.get(VAL, "1"))


def is_on(value: str | None) -> bool:
    """Whether an on/off value says on."""
    return value in ("1", "true", "on")


def integer(value: str | None) -> int | None:
    """A decimal attribute within the range Word writes, or None."""
    if value is None or not re.fullmatch(r"[+-]?\d{1,9}", value):
        return None
    return int(value)


def _child_value(element: etree._Element, name: str) -> str | None:
    child = element.find(W + name)
    return None if child is None else child.get(VAL)
