"""``numbering.xml`` of a .docx as definitions to count with (ECMA-376 part 1, 17.9)."""

from lxml import etree

from kepu.methods.planread.extract.docx_styles import VAL, Styles, integer, is_on
from kepu.methods.planread.extract.numbering import LEVELS, Definition, Level
from kepu.methods.planread.extract.package import ALTERNATE, W

_GAPS = {"nothing": "", "space": " ", "tab": " "}


class Lists:
    """The lists of a document, and the levels that paragraph styles are tied to."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self.definitions: dict[str, Definition] = {}
        self._style_levels: dict[tuple[str, str], int] = {}
        if root is None:
            return
        self._styles = styles
        self._abstract = {element.get(W + "abstractNumId"): element for element in root.iter(W + "abstractNum")}
        self._lists = {element.get(W + "numId", ""): element for element in root.iter(W + "num")}
        self._levels: dict[str, dict[int, Level]] = {}
        for list_id, element in self._lists.items():
            self.definitions[list_id] = self._definition(element)

    def level_of_style(self, list_id: str, style_id: str | None) -> int | None:
        """The level of that list which the style is linked to (``w:pStyle``), or None."""
        definition = self.definitions.get(list_id)
        return None if definition is None else self._style_levels.get((definition.group, style_id or ""))

    def _definition(self, element: etree._Element) -> Definition:
        group = self._resolve(element)
        levels, starts = dict(self._group_levels(group)), {}
        for override in element.iterchildren(W + "lvlOverride"):
            index = integer(override.get(W + "ilvl")) or 0
            own = override.find(W + "lvl")
            if own is not None:
                levels[index] = read_level(own)
            start = override.find(W + "startOverride")
            if start is not None:
                starts[index] = integer(start.get(VAL)) or 0
        return Definition(group, levels, {index: start for index, start in starts.items() if 0 <= index < LEVELS})

    def _resolve(self, element: etree._Element) -> str:
        """The id of the abstract list of a ``w:num``, followed through ``w:numStyleLink``."""
        seen: set[str] = set()
        while True:
            reference = element.find(W + "abstractNumId")
            group = "" if reference is None else reference.get(VAL, "")
            link = self._abstract[group].find(W + "numStyleLink") if group in self._abstract else None
            linked = None if link is None else self._styles.numbering(link.get(VAL))[0]
            if linked is None or linked in seen or linked not in self._lists:
                return group
            seen.add(linked)
            element = self._lists[linked]

    def _group_levels(self, group: str) -> dict[int, Level]:
        if group not in self._levels:
            self._levels[group] = levels = {}
            abstract = self._abstract.get(group)
            for element in abstract.iterchildren(W + "lvl") if abstract is not None else ():
                index = integer(element.get(W + "ilvl"))
                if index is not None and 0 <= index < LEVELS:
                    levels[index] = read_level(element)
                    self._link_style(group, element, index)
        return self._levels[group]

    def _link_style(self, group: str, element: etree._Element, index: int) -> None:
        style = element.find(W + "pStyle")
        if style is not None:
            self._style_levels[group, style.get(VAL, "")] = index


def read_level(element: etree._Element) -> Level:
    """One ``w:lvl``."""
    level = Level(start=0)
    for child in element:
        if child.tag == ALTERNATE:  # a format of Word's own, with a usual one to fall back on
            level.format = next((usual.get(VAL, "") for usual in child.iter(W + "numFmt")), "decimal")
            continue
        value = child.get(VAL, "")
        match child.tag[len(W) :]:
            case "start":
                level.start = integer(value) or 0
            case "numFmt":
                level.format = value
            case "lvlText":
                level.text = value
            case "suff":
                level.gap = _GAPS.get(value, " ")
            case "isLgl":
                level.legal = is_on(child.get(VAL, "1"))
            case "lvlRestart":
                level.restart = integer(value)
    return level
