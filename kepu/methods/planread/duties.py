"""Duties by unit: lists headed by the unit's name, and clauses of the organisation part with a unit for subject."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .model import Duty
from .outline import Node
from .paragraphs import Paragraph
from .tables import DutyRow
from .units import PREFIX, full_name, is_collective, strip_etc, unit_list

_MARK = re.compile(r"(?:（?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）.、](?!\d)|[①-⑳⑴-⒇]|[—·]+)+ ?")
_HEAD_LIMIT = 90
_ALONE_LIMIT = 40
_HEAD_TAIL = re.compile(r"(?:的)?(?:主要|工作|具体)*(?:职责|负责|任务)$")
_ENOUGH = 3
_OPENER = re.compile(
    r"要|应|须|需|负责|牵头|按|根据|依|将|把|会同|发挥|履行|统筹|积极|切实|充分|加强|加大|建立|健全|定期|每|做好|承担|组织|指导|协调|制定|制订|"
    r"落实|结合|对|在|进一步|不断|共同|主动|认真|严格|及时|全面|具体|分别|可|必须|拟订|拟定|研究|召开|听取|安排|确定|推动|推进|开展|完善|强化|支持|"
    r"配合|通过|以|从|向|与|同|给|坚持|带头|纳入|明确|设立|成立|参与|提供|增加|保障|督促|监督|考核|评估|总结|报送|编制|细化|分解|压实|密切|"
    r"各司其职|于|拨付|列支|作为|也|都|均|还|适时|逐步|持续|深入|大力|着力|抓好|确保|实行|实施|领导|管理|协同|"
    r"协助|联合|广泛|利用|动员|鼓励|引导|突出|"
    r"围绕|围|聚焦|立足|紧|率先|自觉|高度|优先|集中|合理|科学|有效|稳步|至少|原则上|一般|年|不|是|为|具|依托|"
    r"借助|负|主动|主要|主办|主持|设(?!施)|汇总|形成|公布|发布|通报|专题|审|会商|承|牵|办|做|接|受|提高|促进|"
    r"创新|培育|培养|普及|宣传|打造|建设|发展"
)
_TIME = re.compile(
    r"(?:每年(?:度)?|每半年|每季度?|每月|定期|同时|其中|此外|另外|年底|年初|各自)[，]?|到?20\d\d年(?:底|前|底前)?[，]?"
)
_OFFICE = re.compile(r"领导小组|办公室|纲要办|联席会议|科协$|(?:牵头|责任|配合|成员|承办)单位$")
_SUBJECT_TAIL = re.compile(r"的|等的|之|和|、|内|外|间|工作|建设|职责|责任|主要|）|：")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a list paragraph: its units (local spans) and the stretches that hold their duties."""

    paragraph: Paragraph
    units: tuple[tuple[int, int], ...]
    bodies: tuple[tuple[Paragraph, int, int], ...]


def _head_at(paragraph: Paragraph, start: int, listed: bool) -> tuple[list[tuple[int, int]], int] | None:
    """Return the units with which a paragraph opens and where its duties begin ("县委办：将…")."""
    text = paragraph.text
    mark = _MARK.match(text, start)
    start = mark.end() if mark else start
    colon = text.find("：", start, start + _HEAD_LIMIT)
    alone = listed and colon < 0 and len(text) - start <= _ALONE_LIMIT
    stop = len(text) if alone else colon
    if stop <= start:
        return subject_at(text, start, len(text)) if listed else None
    said = _HEAD_TAIL.search(text, start, stop)
    bare, _ = strip_etc(text[start : said.start() if said else stop])
    units = unit_list(text, start, start + len(bare))
    if units:
        return units, min(len(text), stop + 1)
    return subject_at(text, start, len(text)) if listed else None


def _in_node(node: Node) -> Head | None:
    """Return the list head that a heading is: a title of units with something below it."""
    p = node.paragraph
    if p is None or node.clauses:
        return None
    units = unit_list(p.text, node.start, node.stop)
    if not units:
        return None
    bodies = [(x.paragraph, x.start, x.end) for x in node.body]
    for child in node.walk()[1:]:
        if child.paragraph is not None:
            bodies.append((child.paragraph, child.start, len(child.paragraph.text)))
            bodies += [(x.paragraph, x.start, x.end) for x in child.body if x.paragraph is not child.paragraph]
    return Head(p, tuple(units), tuple(bodies)) if bodies else None


def _in_body(node: Node, listed: bool) -> list[Head]:
    """Return the list heads among a node's paragraphs; a paragraph without one goes on with the head before."""
    found: list[tuple[Paragraph, list[tuple[int, int]], list[tuple[Paragraph, int, int]]]] = []
    for piece in node.body:
        head = _head_at(piece.paragraph, piece.start, listed)
        if head:
            rest = [(piece.paragraph, head[1], piece.end)] if head[1] < piece.end else []
            found.append((piece.paragraph, head[0], rest))
        elif found and len(piece.text) > 3:
            found[-1][2].append((piece.paragraph, piece.start, piece.end))
    return [Head(p, tuple(u), tuple(b)) for p, u, b in found if b]


def _heads(root: Node, zones: dict[int, str]) -> Iterator[Head]:
    """Yield all list heads: of a section of duties, or three and more in a row anywhere outside the tasks."""
    for node in root.walk():
        zone = zones[id(node)]
        if zone in ("parts", "past", "aims"):
            continue
        below = [h for c in node.children if (h := _in_node(c))]
        within = _in_body(node, zone == "duties") if node.parent or not node.children else []
        for group in (within, below):
            if len(group) >= _ENOUGH or (zone == "duties" and group):
                yield from group


def _split(paragraph: Paragraph, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the duties of a stretch: what stands between ； and 。, numbers left out."""
    text, depth, begin = paragraph.text, 0, start
    for i in range(start, end + 1):
        c = text[i] if i < end else "。"
        depth += (c in "（“《") - (c in "）”》")
        if i == end or (c in "；。" and depth <= 0):
            depth = 0
            mark = _MARK.match(text, begin, i)
            a = mark.end() if mark else begin
            if i - a >= 3:
                yield a, i
            begin = i + 1


def _cut(text: str, paragraph: Paragraph, start: int, end: int) -> str:
    a, b = paragraph.span(start, end)
    return text[a:b]


def _listed(head: Head, text: str) -> Iterator[Duty]:
    names = [_cut(text, head.paragraph, *u) for u in head.units]
    for name in names:
        for paragraph, start, end in head.bodies:
            for a, b in _split(paragraph, start, end):
                full = full_name(name, names[0])
                yield Duty("".join(name.split()), _cut(text, paragraph, a, b), paragraph.span(a, b), "list", full)


def _tabled(row: DutyRow, text: str) -> Iterator[Duty]:
    units = unit_list(row.unit.text, 0, len(row.unit.text)) or [(0, len(row.unit.text))]
    bodies = tuple((p, 0, len(p.text)) for p in row.duties)
    yield from _listed(Head(row.unit, tuple(units), bodies), text)


def subject_at(text: str, start: int, end: int) -> tuple[list[tuple[int, int]], int] | None:
    """Return the units that are the subject of a clause beginning at ``start``, and where its predicate begins."""
    time = _TIME.match(text, start, end)
    start = time.end() if time else start
    start += text.startswith(("由"), start)
    for cut in range(min(end, start + 44), start + 1, -1):
        if not _OPENER.match(text, cut, end) or _SUBJECT_TAIL.match(text, cut) or text[cut - 1 : cut + 1] == "会同":
            continue
        units = unit_list(text, start, cut)
        if units and all(_is_subject(text[a:b]) for a, b in units):
            return units, cut
    return None


def _is_subject(name: str) -> bool:
    """Say whether a name can be answerable by itself: a collective, a body of a region, a named office."""
    if name in ("办公室", "领导小组"):
        return name == "领导小组"
    return is_collective(name) or bool(re.match(PREFIX, name) or _OFFICE.search(name))


def _clauses(paragraph: Paragraph, start: int, end: int) -> Iterator[tuple[list[tuple[int, int]], int, int]]:
    """Yield ``(units, start, end)`` of every clause with a unit for subject; it runs to ；, 。 or the next subject."""
    text = paragraph.text
    opened: tuple[list[tuple[int, int]], int] | None = None
    begin, depth = start, 0
    for i in range(start, end + 1):
        c = text[i] if i < end else "。"
        depth += (c in "（“《") - (c in "）”》" and depth > 0)
        if i < end and (c not in "，；。" or depth > 0):
            continue
        found = subject_at(text, begin, i)
        if found:
            if opened:
                yield opened[0], opened[1], begin - 1
            opened = found
        if opened and c in "；。":
            yield opened[0], opened[1], i
            opened = None
        begin = i + 1


def spoken(node: Node) -> list[tuple[Paragraph, int, int]]:
    """Return what a section says: its body, and its heading, which may itself be a sentence with a subject."""
    body = [(p.paragraph, p.start, p.end) for p in node.body]
    if node.paragraph is None:
        return body
    if node.loose and node.inline:
        return [(node.paragraph, node.start, node.inline.end), *body[1:]]
    return [(node.paragraph, node.start, node.stop), *body]


def _organised(root: Node, zones: dict[int, str], taken: set[int], text: str) -> Iterator[Duty]:
    for node in root.walk():
        if zones[id(node)] != "organisation":
            continue
        for paragraph, start, end in spoken(node):
            if id(paragraph) in taken:
                continue
            for units, a, b in _clauses(paragraph, start, end):
                for unit in units:
                    name = "".join(_cut(text, paragraph, *unit).split())
                    b -= paragraph.text[b - 1] == "："
                    yield Duty(name, _cut(text, paragraph, a, b), paragraph.span(a, b), "organisation")


def read_duties(root: Node, zones: dict[int, str], rows: list[DutyRow], text: str) -> tuple[list[Duty], list[Head]]:
    """Return all duties in document order, and the heads of the lists (for what stands within them)."""
    heads = list(_heads(root, zones))
    taken = {id(p) for h in heads for p, _, _ in h.bodies}
    duties = [d for h in heads for d in _listed(h, text)]
    duties += [d for r in rows for d in _tabled(r, text)]
    duties += _organised(root, zones, taken, text)
    return sorted(duties, key=lambda d: d.span), heads
