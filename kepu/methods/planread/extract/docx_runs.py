"""The text of one Word paragraph: runs, breaks, fields, tracked changes, hidden text, text boxes."""

from lxml import etree

from kepu.methods.planread.extract.docx_styles import VAL, Styles, switch
from kepu.methods.planread.extract.package import ALTERNATE, W, chosen

_R, _T, _RPR, _FIELD = W + "r", W + "t", W + "rPr", W + "fldChar"
_FRAGMENTS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_DRAWN = frozenset(W + name for name in ("drawing", "pict", "object"))
_TRANSPARENT = frozenset(
    W + name
    for name in (
        "hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo",
        "ruby", "rubyBase",
    )
)  # fmt: skip
_BOX = W + "txbxContent"


class Runs:
    """Reads paragraphs of one document; a field may run over several of them."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[bool] = []  # for each open field: whether its result has begun
        self._parts: list[str] = []
        self._boxes: list[etree._Element] = []
        self._box_first = False
        self._hidden = False
        self._hidden_styles: dict[str, bool] = {}

    def paragraph(self, element: etree._Element, style_id: str | None) -> tuple[str, list[etree._Element], bool]:
        """Text, the contents of the text boxes anchored in it, and whether the first of them stands before the text."""
        self._parts, self._boxes = [], []
        self._hidden = self._style_hides(style_id)
        self._fields = [begun for begun in self._fields if begun]
        self._box_first = False
        self._inline(element)
        return "".join(self._parts), self._boxes, self._box_first

    def _inline(self, element: etree._Element) -> None:
        for child in element:
            tag = child.tag
            if tag == _R:
                self._run(child, self._hidden)
            elif tag in _TRANSPARENT:
                self._inline(child)
            elif tag == ALTERNATE:
                self._inline(chosen(child))

    def _run(self, run: etree._Element, hidden: bool) -> None:
        for child in run:
            tag = child.tag
            if tag == _RPR:
                hidden = self._hides(child)
            elif tag == _FIELD:
                self._field(child.get(W + "fldCharType"))
            elif tag in _DRAWN:
                self._drawn(child)
            elif tag == ALTERNATE:
                self._run(chosen(child), hidden)
            elif hidden or not all(self._fields):
                continue
            elif tag == _T:
                self._parts.append(child.text or "")
            elif tag in _FRAGMENTS:
                self._parts.append(_FRAGMENTS[tag])
            elif tag == W + "sym":
                self._parts.append(_symbol(child))
            elif tag == W + "ruby":
                self._inline(child)

    def _hides(self, properties: etree._Element) -> bool:
        own = switch(properties.find(W + "vanish"))
        if own is not None:
            return own
        style = properties.find(W + "rStyle")
        return self._hidden or (style is not None and self._style_hides(style.get(VAL)))

    def _style_hides(self, style_id: str | None) -> bool:
        if style_id is None:
            return False
        if style_id not in self._hidden_styles:
            self._hidden_styles[style_id] = self._styles.hidden(style_id)
        return self._hidden_styles[style_id]

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _drawn(self, element: etree._Element) -> None:
        """Note the text boxes of a drawing, each once: Word stores a drawing as a choice and a fallback."""
        for child in element:
            if child.tag == ALTERNATE:
                self._drawn(chosen(child))
            elif child.tag == _BOX:
                self._box_first |= not self._boxes and not "".join(self._parts).strip()
                self._boxes.append(child)
            else:
                self._drawn(child)


def _symbol(element: etree._Element) -> str:
    """A ``w:sym``: symbol fonts have no meaning as text, a character of a plain font has."""
    try:
        code = int(element.get(W + "char", ""), 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0xD800 else ""
