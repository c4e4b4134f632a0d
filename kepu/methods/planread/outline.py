"""Paragraphs → the tree of headings, in any habit of numbering.

Every numbered paragraph is a node; its heading runs to the first 。 and its body goes on behind it and in the
paragraphs that follow. Which family of numbers stands under which is learnt from their order: a family already open
closes all below it, a new one opens below. Headings typed as plain paragraphs take their rank from what they say.
"""

import re
from dataclasses import dataclass, field

from .clauses import Clause, clauses_in
from .headings import TitleKind, is_action_like, is_generic, kind_of
from .model import Span
from .numbering import Marker, marker_of
from .paragraphs import Paragraph
from .units import unit_list

_TITLE_LIMIT = 48
_LABEL_LIMIT = 36
_STYLED_LIMIT = 70
_NOT_LABEL = re.compile(
    r"[。；，！]|^[（“《]|\d{4}年\d|〔\d{4}〕|[：]\S|^(?:牵头|责任|配合|主办|参与|任务|措施|分工|扫一扫|来源|字体|打印)|印发|通知|^\d|https?|号$"
)
_FURNITURE = re.compile(
    r"(?:抄送|抄报|主送|分送|扫一扫|字体大小|字号|打印|收藏|关闭窗口|上一篇|下一篇|相关链接|相关解读|网站标识码|"
    r"备案号|版权所有|浏览次数|责任编辑|信息来源|来源|编辑)[：: ]"
    r"|[^，。]{2,30}20\d\d年\d{1,2}月\d{1,2}日印发$|第?\d{1,3}页|—\d{1,3}—$"
)
_ANNEX_LINE = re.compile(r"附(?:件|表|录)(?:[一二三四五六七八九十]{1,3}|\d{1,2})?(?:[：.、—]?$|[：.、—].{0,60}$)")
_BOX_LINE = re.compile(
    r"（?专栏(?:[一二三四五六七八九十]{1,3}|\d{1,2})?）?(?:[：:.、— ]|$|(?=[\u4e00-\u9fff“]))[^。；]{0,50}$"
)
_TITLE_TAIL = re.compile(
    r"(?:分工|分工表|任务表|分解表|责任表|责任清单|清单|一览表|职责|名单|方案|任务书|目标表|指标表)(?:（[^（）]{0,30}）)?$"
)


@dataclass(slots=True)
class Piece:
    """A stretch of one paragraph that belongs to a node's body; offsets are local to the paragraph."""

    paragraph: Paragraph
    start: int
    end: int

    @property
    def text(self) -> str:
        """Return the matching text of the stretch."""
        return self.paragraph.text[self.start : self.end]

    @property
    def span(self) -> Span:
        """Return its span in the document."""
        return self.paragraph.span(self.start, self.end)


@dataclass(eq=False, slots=True)
class Node:
    """A heading with its body and the headings below it; ``title`` is the matching text without number and 。."""

    family: str
    value: int | None
    paragraph: Paragraph | None
    title: str = ""
    start: int = 0
    stop: int = 0
    rest: int = 0
    loose: bool = False
    kind: TitleKind = "other"
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)
    body: list[Piece] = field(default_factory=list)
    clauses: list[tuple[Paragraph, Clause]] = field(default_factory=list)
    index: int = 0
    annex: int = 0

    @property
    def title_span(self) -> Span:
        """Return the span of the title in the document."""
        return self.paragraph.span(self.start, self.stop) if self.paragraph else (0, 0)

    def ancestors(self) -> list["Node"]:
        """Return the nodes above, nearest first, the root left out."""
        out, node = [], self.parent
        while node is not None and node.parent is not None:
            out.append(node)
            node = node.parent
        return out

    def walk(self) -> list["Node"]:
        """Return this node and all below it in document order."""
        out, stack = [], [self]
        while stack:
            node = stack.pop()
            out.append(node)
            stack.extend(reversed(node.children))
        return out

    @property
    def inline(self) -> Piece | None:
        """Return the body that stands on the heading's own line."""
        return self.body[0] if self.body and self.body[0].paragraph is self.paragraph else None


def title_end(text: str, begin: int, clauses: list[Clause]) -> tuple[int, int, bool]:
    """Return where the heading ends and its body begins, and whether there was no heading proper (a bare sentence)."""
    stop = _first(text, "。", begin)
    held = next((c for c in clauses if begin < c.start <= stop and c.start - begin <= _TITLE_LIMIT), None)
    if held:
        rest = held.end + (text[held.end : held.end + 1] in ("。", "：", "；"))
        return held.start, rest, False
    colon = text.find("：", begin, min(stop, begin + 26))
    if colon > begin and colon + 1 < len(text) and not re.search(r"[，、；]", text[begin:colon]):
        return colon, colon + 1, False
    far = text.find("：", begin, min(stop, begin + 90))
    if far > begin and far + 1 < len(text) and unit_list(text, begin, far):
        return far, far + 1, False
    space = text.find(" ", begin, min(stop, begin + 32))
    if space > begin and len(text) - space > 24 and not re.search(r"[，、：；]", text[begin:space]):
        return space, space + 1, False
    if stop - begin <= _TITLE_LIMIT and "；" not in text[begin:stop]:
        return stop, min(len(text), stop + 1), False
    comma = text.find("，", begin, begin + 36)
    return (comma, comma + 1, True) if comma > begin else (min(stop, begin + 24), min(stop, begin + 24), True)


def _first(text: str, mark: str, begin: int) -> int:
    """Return where ``mark`` first stands outside quotation marks and brackets, the end if nowhere."""
    depth = 0
    for i in range(begin, len(text)):
        c = text[i]
        if c in "“《（":
            depth += 1
        elif c in "”》）":
            depth = max(0, depth - 1)
        elif c == mark and (depth == 0 or i == len(text) - 1):
            return i
    found = text.find(mark, begin)
    return found if found >= 0 else len(text)


@dataclass(slots=True)
class _Builder:
    root: Node
    current: Node
    ranks: dict[str, float]
    count: int = 0
    annex: int = 0

    def open(self, node: Node, parent: Node) -> None:
        self.count += 1
        node.index, node.parent, node.annex = self.count, parent, self.annex
        parent.children.append(node)
        self.current = node

    def parent_for(self, family: str, value: int | None) -> Node:
        """Return where a new node hangs: beside the open node of its family, else below the nearest higher rank."""
        node: Node | None = self.current
        while node is not None and node.parent is not None:
            if node.family == family:
                return node.parent
            if family == "cn" and value == 1 and node.family in ("section", "annex"):
                return node
            if _stands_aside(node, family, value):
                node = node.parent
                continue
            if self.rank(node.family) < self.rank(family) and not self._open_above(node, family):
                return node
            node = node.parent
        return self.root

    def _open_above(self, node: Node, family: str) -> bool:
        return any(a.family == family for a in node.ancestors())

    def rank(self, family: str) -> float:
        return self.ranks.get(family, 1.0)

    def add(self, paragraph: Paragraph, start: int, end: int) -> None:
        if start < end:
            self.current.body.append(Piece(paragraph, start, end))


def _stands_aside(node: Node, family: str, value: int | None) -> bool:
    """Say whether an open box or an open part without a number has nothing to do with the item that follows."""
    if node.family == "box":
        return not _within_box(node, family, value)
    return node.family == "part" and _beside(node, family, value)


def _beside(part: Node, family: str, value: int | None) -> bool:
    """Say whether a part typed without a number stands beside the numbered one that follows, not above it."""
    return family == "(cn)" and (value or 0) > 1 and not any(c.family == family for c in part.children)


def _within_box(box: Node, family: str, value: int | None) -> bool:
    """Say whether an item belongs to an open box: it has no number, or goes on with the box's own series."""
    if value is None:
        return True
    last = box.children[-1] if box.children else None
    return value == (last.value or 0) + 1 if last and last.family == family else value == 1 and last is None


def _heading(paragraph: Paragraph, marker: Marker, clauses: list[Clause]) -> Node:
    """Make the node of a numbered paragraph."""
    text, begin = paragraph.text, marker.end
    while begin < len(text) and text[begin] == " ":
        begin += 1
    stop, rest, loose = title_end(text, begin, clauses)
    title = text[begin:stop].rstrip("：；。，, ")
    node = Node(marker.family, marker.value, paragraph, title, begin, begin + len(title), rest, loose)
    node.kind = kind_of(title)
    return node


def _plain_family(paragraph: Paragraph, following: Paragraph | None, root: bool) -> str | None:
    """Return the rank of a heading typed as a plain paragraph: annex, section, part or item; None if it is body."""
    text = paragraph.text
    if _ANNEX_LINE.match(text) and len(text) <= 60:
        return None if root else "annex"
    if _BOX_LINE.match(text):
        return "box"
    if paragraph.block.level and len(text) <= _STYLED_LIMIT:
        return f"level{paragraph.block.level}"
    if len(text) > _LABEL_LIMIT or len(text) < 2 or _NOT_LABEL.search(text) or following is None:
        return None
    if unit_list(text, 0, len(text)):
        return None
    plain = text.rstrip("：")
    if is_generic(plain) or kind_of(plain) not in ("other", "annex"):
        return "section"
    if is_action_like(plain) and not root:
        return "part"
    return "annex" if _TITLE_TAIL.search(plain) and not root else None


def _plain_node(paragraph: Paragraph, family: str) -> Node:
    title = paragraph.text.rstrip("：")
    node = Node(family, None, paragraph, title, 0, len(title), len(paragraph.text))
    said = kind_of(title)
    node.kind = "box" if family == "box" else "annex" if family == "annex" and said != "past" else said
    return node


def _place_plain(builder: _Builder, node: Node) -> None:
    if node.family == "annex":
        builder.annex += 1
        builder.open(node, builder.root)
    elif node.family == "part" and (host := _family_of_parts(builder.current)):
        kin = next((n for n in host.children if n.value is not None and is_action_like(n.title)), None)
        node.family = kin.family if kin else node.family
        builder.open(node, host)
    else:
        builder.open(node, builder.parent_for(node.family, None))


def _family_of_parts(current: Node) -> Node | None:
    """Return the nearest open container: an action whose number is missing hangs there."""
    return next((n for n in (current, *current.ancestors()) if n.kind == "container"), None)


_RANKS = {
    "annex": 0.0, "chapter": 0.5, "level1": 0.7, "cn": 1.0, "section": 1.5, "level2": 1.6, "part": 1.8, "level3": 1.9,
    "(cn)": 2.0, "word": 2.5, "box": 2.9, "1.": 3.0, "1.1": 3.5, "1.1.1": 3.7, "level4": 3.8, "(1)": 4.0, "①": 5.0, "——": 6.0, "·": 7.0,
}  # fmt: skip


def _ranks(markers: list[Marker]) -> dict[str, float]:
    """Return the rank of each family; where 1. opens the document before any 一、 it stands above （一）."""
    order = list(dict.fromkeys(m.family for m in markers if m.family in ("chapter", "cn", "(cn)", "1.", "1.1")))
    ranks = dict(_RANKS)
    if order[:1] == ["1."] and "cn" not in order:
        ranks["1."] = 1.2
    return ranks


def outline_of(paragraphs: list[Paragraph]) -> Node:
    """Return the root of the heading tree; table cells are left out."""
    root = Node("root", None, None)
    running = [p for p in paragraphs if not p.cell and not _FURNITURE.match(p.text)]
    builder = _Builder(root, root, _ranks([m for p in running if (m := marker_of(p.text))]))
    for i, paragraph in enumerate(running):
        clauses = clauses_in(paragraph.text)
        marker = marker_of(paragraph.text)
        if marker and marker.end < len(paragraph.text) and not _is_clause(paragraph, marker, clauses):
            node = _heading(paragraph, marker, clauses)
            builder.open(node, builder.parent_for(node.family, node.value))
            builder.add(paragraph, node.rest, len(paragraph.text))
        else:
            _unnumbered(builder, paragraph, running[i + 1] if i + 1 < len(running) else None)
        builder.current.clauses += [(paragraph, c) for c in clauses]
    return root


def _is_clause(paragraph: Paragraph, marker: Marker, clauses: list[Clause]) -> bool:
    """Say whether a paragraph with a mark (●牵头单位：…) is a clause and nothing else."""
    return bool(clauses) and clauses[0].start <= marker.end and clauses[-1].end >= len(paragraph.text) - 1


def _unnumbered(builder: _Builder, paragraph: Paragraph, following: Paragraph | None) -> None:
    family = _plain_family(paragraph, following, builder.current is builder.root)
    if family:
        _place_plain(builder, _plain_node(paragraph, family))
    else:
        builder.add(paragraph, 0, len(paragraph.text))
