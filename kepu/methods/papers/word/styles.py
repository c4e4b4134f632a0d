"""The styles of the document. They bear Chinese names, so that the office finds and changes them in its word processor."""

from dataclasses import dataclass
from typing import Any, Final

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

from kepu.methods.papers import geometry
from kepu.methods.papers.word.elements import element, fonts, replace_child

SONG_TITLE: Final = "方正小标宋简体"
FANG: Final = "仿宋_GB2312"
HEI: Final = "黑体"
KAI: Final = "楷体_GB2312"
SONG: Final = "宋体"
LATIN: Final = "Times New Roman"
CONTROL: Final = "模板控制行"


@dataclass(frozen=True)
class Style:
    """A paragraph style: sizes in points, `indent` in characters, `align` left, center, right or both."""

    name: str
    font: str
    size: float
    align: str = "both"
    indent: int = 0
    pitch: float = geometry.LINE
    outline: int | None = None
    colour: str = ""
    tracking: float = 0


TITLE: Final = "公文标题"
BODY: Final = "公文正文"
FLUSH: Final = "公文正文（顶格）"
STYLES: Final = (
    Style(TITLE, SONG_TITLE, geometry.TITLE, "center", pitch=34, outline=0),
    Style("发文机关标志", SONG_TITLE, geometry.MARK, "center", pitch=38, colour="C00000"),
    Style("发文字号", FANG, geometry.BODY, "center"),
    Style("稿次", HEI, geometry.BODY, "left"),
    Style(BODY, FANG, geometry.BODY, indent=2, tracking=geometry.TRACKING),
    Style(FLUSH, FANG, geometry.BODY, tracking=geometry.TRACKING),
    Style("公文一级标题", HEI, geometry.BODY, indent=2, outline=1, tracking=geometry.TRACKING),
    Style("公文二级标题", KAI, geometry.BODY, indent=2, outline=2, tracking=geometry.TRACKING),
    Style("公文三级标题", FANG, geometry.BODY, indent=2, outline=3, tracking=geometry.TRACKING),
    Style("公文四级标题", FANG, geometry.BODY, indent=2, outline=4, tracking=geometry.TRACKING),
    Style("公文附件说明", FANG, geometry.BODY, "left", tracking=geometry.TRACKING),
    Style("公文署名", FANG, geometry.BODY, "right"),
    Style("公文签署", FANG, geometry.SMALL, "left"),
    Style("公文版记", FANG, geometry.SMALL, "left", pitch=22),
    Style("公文表格", FANG, geometry.TABLE, "left", pitch=geometry.TABLE * geometry.TABLE_LINE),
    Style("公文表格（五号）", FANG, geometry.TABLE_SMALL, "left", pitch=geometry.TABLE_SMALL * geometry.TABLE_LINE),
    Style("公文表头", HEI, geometry.TABLE, "center", pitch=geometry.TABLE * geometry.TABLE_LINE),
    Style("公文表头（五号）", HEI, geometry.TABLE_SMALL, "center", pitch=geometry.TABLE_SMALL * geometry.TABLE_LINE),
    Style("封面标题", SONG_TITLE, geometry.COVER, "center", pitch=52),
    Style("封面文字", FANG, geometry.BODY, "left", pitch=36),
    Style("封面落款", KAI, geometry.TITLE, "center", pitch=36),
    Style("公文页码", SONG, geometry.SMALL, "left", pitch=18),
    Style("校验码", HEI, 9, "left", pitch=12),
    Style(CONTROL, SONG, 9, "left", pitch=12, colour="7A828B"),
)
HEADINGS: Final = (TITLE, "公文一级标题", "公文二级标题", "公文三级标题", "公文四级标题")
_ALIGN: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}  # fmt: skip


def add_styles(document: Document) -> None:
    """Give the document its styles; its own 正文 becomes 仿宋 三号, its language Chinese."""
    _defaults(document)
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    _dress(normal, Style("Normal", FANG, geometry.BODY))
    for style in STYLES:
        made = document.styles.add_style(style.name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(made, ParagraphStyle)
        made.base_style = None
        made.quick_style = True
        _dress(made, style)


def _defaults(document: Document) -> None:
    """What holds where no style says otherwise, and the language that decides the shape of punctuation marks."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for child in list(defaults):
        defaults.remove(child)
    language = element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    size = round(geometry.BODY * 2)
    run = element("rPr", fonts(FANG, LATIN), element("sz", val=size), element("szCs", val=size), language)
    defaults.extend((element("rPrDefault", run), element("pPrDefault", element("pPr"))))
    theme = document.settings.element.find(qn("w:themeFontLang"))
    theme.set(qn("w:eastAsia"), "zh-CN")


def _dress(made: ParagraphStyle, style: Style) -> None:
    made.font.size = Pt(style.size)
    if style.colour:
        made.font.color.rgb = RGBColor.from_string(style.colour)
    run = made.element.get_or_add_rPr()
    replace_child(run, fonts(style.font, SONG if style.font == SONG else LATIN))
    if style.tracking:
        run.append(element("spacing", val=round(style.tracking * 20)))
    _in_order(run, ("rFonts", "color", "spacing", "sz"))
    shape = made.paragraph_format
    shape.alignment = _ALIGN[style.align]
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = Pt(style.pitch)
    shape.widow_control = False
    properties = made.element.get_or_add_pPr()
    if style.indent:
        properties.append(
            element("ind", firstLineChars=style.indent * 100, firstLine=round(style.indent * style.size * 20))
        )
    properties.append(element("overflowPunct", val=1))  # Word's own default; LibreOffice 7 reads 0 as 1 and loses marks
    properties.append(element("snapToGrid", val=0))
    if style.outline is not None:
        properties.append(element("outlineLvl", val=style.outline))
    _in_order(properties, _ORDER)


_ORDER: Final = (
    "keepNext", "keepLines", "pageBreakBefore", "widowControl", "pBdr", "kinsoku", "overflowPunct", "autoSpaceDE",
    "autoSpaceDN", "snapToGrid", "spacing", "ind", "jc", "outlineLvl",
)  # fmt: skip


def _in_order(properties: Any, order: tuple[str, ...]) -> None:
    """Sort the children as the schema wants them: strict readers refuse another order."""
    children = list(properties)
    children.sort(key=lambda child: order.index(child.tag.rpartition("}")[2]))
    for child in children:
        properties.append(child)
