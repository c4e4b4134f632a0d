"""The stages of a plan with their years, and who hands in what by when."""

import re
from collections.abc import Iterator
from itertools import pairwise

from .duties import spoken, subject_at
from .model import Phase, Reporting
from .outline import Node
from .paragraphs import Paragraph

_YEAR = r"20\d\d年?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:上半年|下半年|年底|底|初|末)?"
_YEARS = re.compile(r"(20\d\d)年?[^—至到，。；）]{0,8}(?:(?:—+|至|到)(20\d\d)?)?")
_NAME = r"[^，。；：（）\d“]{2,14}"
_BRACKETED = re.compile(rf"(?P<name>{_NAME})（(?P<years>[^（）]{{0,6}}20\d\d[^（）]{{0,30}})）")
_COUNTED = re.compile(rf"(?:(?<=。)|^)第[一二三四五]阶段(?:：|，|、|为|是)?{_BRACKETED.pattern}")
_BEFORE = re.compile(
    rf"(?P<years>{_YEAR}(?:(?:—+|至|到)(?:{_YEAR}|\d{{1,2}}月(?:\d{{1,2}}日)?(?:底)?))?)(?:为|是|：|，)?(?P<name>{_NAME})"
)
_AFTER = re.compile(rf"(?P<name>{_NAME})(?:：|，)(?P<years>{_YEAR}(?:(?:—+|至|到)(?:{_YEAR}|\d{{1,2}}月))?)")
_OPENING_YEARS = re.compile(rf"(?:时间：|（)?{_YEAR}(?:(?:—+|至|到)(?:{_YEAR}|\d{{1,2}}月))?")
_ORDER = re.compile(r"第[一二三四五]阶段(?:为|是|：|，|、)?(?=.)|(?:为|是)(?=.)|[—·、：， ]+")
_CN = "[一二三四五六七八九十]{1,3}"
_DAY = rf"(?:(?:\d{{1,2}}|{_CN})月)?(?:份)?(?:(?:\d{{1,2}}|{_CN})日|底|末|初|上旬|中旬|下旬)?"
_DUE = re.compile(
    rf"(?:每年度?|每半年|每季度?|每个季度|每月|次年|年度)(?:末月|末|首月|次月|首周|第一个月)?{_DAY}(?:(?:、|和|及){_DAY})?(?:之前|以前|前|内)"
    rf"|(?:\d{{1,2}}|{_CN})月(?:\d{{1,2}}日|{_CN}日|底|末)?(?:之前|以前|前)|每年度?|每半年|每季度?|每月"
)
_HAND_IN = re.compile(
    r"报送|上报|报告|报至|提交|书面报|抄送|汇报|报备|报(?=[县区市省州旗盟领纲全科素给到])|送(?=[县区市省州旗盟])"
)
_TOWARD = re.compile(
    r"向(?P<to>[^，。；]{2,24}?)(?:报送|上报|报告|提交|汇报|书面报告|书面报送)(?:[一1]次)?(?P<what>[^，。；]{0,30})"
)
_TO = re.compile(
    r"(?:书面)?(?:报送至|报送到|报送给|报送|上报至|上报到|上报给|上报|报至|报给|报告给|提交给|提交至|提交|送至|送|报到|报)"
    r"(?P<to>(?!科普|科技活动|全年)(?:[县区市省州旗盟全领纲科素联]|本)[^，。；]{1,28}?)(?=备案|汇总|审核|备查|（联系|[，。；]|$)"
)
_WHAT = re.compile(
    r"(?:将|把)(?P<what>[^，。；]{2,40}?)(?:以书面形式|书面|及时|汇总后|统一)?(?:报送|上报|报告|报至|提交|报|送)"
)
_WHAT_MADE = re.compile(r"(?:形成|编制|撰写|汇总)(?!形成|后)(?P<what>[^，。；]{3,24})")
_WHAT_BEHIND = re.compile(r"(?:报送|上报|提交)(?P<what>[^，。；县区市]{2,24})")


def _phase(paragraph: Paragraph, found: re.Match[str], text: str) -> Phase | None:
    """Make a phase of a match with a name and years; 第一阶段 before a name is left out."""
    years = _YEARS.search(found.group("years"))
    start, stop = found.span("name")
    order = _ORDER.match(found.group("name"))
    start += order.end() if order else 0
    if years is None or stop - start < 2:
        return None
    first = int(years.group(1))
    a, b = paragraph.span(start, stop)
    return Phase(
        "".join(text[a:b].split()), first, max(first, int(years.group(2) or first)), paragraph.span(*found.span())
    )


def _in_heading(node: Node, text: str) -> Phase | None:
    """Read a phase out of its heading: 启动实施（2021—2022年）, 2021年，启动实施, 启动实施：2021年."""
    if node.paragraph is None:
        return None
    words, start = node.paragraph.text, node.start
    stop = words.find("。", start)
    stop = min(len(words) if stop < 0 else stop, start + 60)
    for pattern in (_BRACKETED, _BEFORE, _AFTER):
        found = pattern.search(words, start, stop)
        if found:
            return _phase(node.paragraph, found, text)
    return _named_phase(node, text)


def _named_phase(node: Node, text: str) -> Phase | None:
    """Read a phase whose years open its body: "启动阶段。2021年，…"."""
    piece = node.body[0] if node.body else None
    opened = _OPENING_YEARS.match(piece.paragraph.text, piece.start, piece.end) if piece else None
    if not opened or len(node.title) > 16 or node.paragraph is None:
        return None
    years = _YEARS.search(opened.group())
    order = _ORDER.match(node.title)
    start = node.start + (order.end() if order else 0)
    a, b = node.paragraph.span(start, node.stop)
    first = int(years.group(1)) if years else 0
    last = int(years.group(2) or first) if years else 0
    return Phase("".join(text[a:b].split()), first, max(first, last), node.title_span)


def _in_body(node: Node, text: str) -> Iterator[Phase]:
    """Read phases out of running text: 2021年启动实施，2022—2024年深入推进，2025年总结评估."""
    for piece in node.body:
        for pattern in (_BRACKETED, _BEFORE):
            hits = list(pattern.finditer(piece.paragraph.text, piece.start, piece.end))
            yield from (p for h in hits if (p := _phase(piece.paragraph, h, text)))
            if hits:
                break


def read_phases(root: Node, zones: dict[int, str], text: str) -> list[Phase]:
    """Return the phases of the 进度安排 or of a list of steps, in order."""
    out: list[Phase] = []
    known: set[tuple[str, int, int]] = set()
    for node in root.walk()[1:]:
        if zones[id(node)] != "phases":
            continue
        own = (
            _in_heading(node, text)
            if (node.parent and zones[id(node.parent)] == "phases") or not node.children
            else None
        )
        for phase in [own] if own else list(_in_body(node, text)) if node.kind == "phases" else []:
            if (phase.name, phase.first, phase.last) not in known:
                known.add((phase.name, phase.first, phase.last))
                out.append(phase)
    return out or _ordered(root, text)


def _ordered(root: Node, text: str) -> list[Phase]:
    """Return phases that stand in no section of their own but count themselves: 第一阶段：动员部署（2022年1月—3月）."""
    pieces = [p for n in root.walk() for p in n.body]
    hits = [(p.paragraph, found) for p in pieces for found in _COUNTED.finditer(p.paragraph.text, p.start, p.end)]
    phases = [phase for paragraph, found in hits if (phase := _phase(paragraph, found, text))]
    return phases if len(phases) > 1 else []


def _reports(paragraph: Paragraph, start: int, end: int, text: str) -> Iterator[Reporting]:
    """Read one sentence that says who hands something in; every reporter makes a row.

    Where a second body hands on or hands in as well (…报县科协，县科协汇总后报县政府), what it leaves out is what the first said.
    """
    before: Reporting | None = None
    for a, b in _handings(paragraph.text, start, end):
        rows = list(_report(paragraph, a, b, text, before))
        yield from rows
        before = rows[-1] if rows else before


def _handings(words: str, start: int, end: int) -> list[tuple[int, int]]:
    """Part a sentence where another reporter's handing in begins; usually there is one, the sentence itself."""
    begins, handed = [start], False
    for clause in re.finditer(r"[^，]+", words[start:end]):
        a, b = start + clause.start(), start + clause.end()
        if handed and _HAND_IN.search(words, a, b) and subject_at(words, a, b):
            begins.append(a)
        handed = handed or bool(_HAND_IN.search(words, a, b))
    return list(pairwise([*begins, end]))


def _report(paragraph: Paragraph, start: int, end: int, text: str, before: Reporting | None) -> Iterator[Reporting]:
    words = paragraph.text
    due = _DUE.search(words, start, end)
    to = _TOWARD.search(words, start, end) or _TO.search(words, start, end)
    handed = to or (_HAND_IN.search(words, start, end) if before else None)
    subject = _subject(words, start, end, handed.start()) if handed else None
    due = next((d for d in _DUE.finditer(words, start, end) if to and "，" not in words[d.end() : to.start()]), due)
    if not subject or not (due or before):
        return
    what = _WHAT.search(words, start, end) or (to if to and "what" in to.groupdict() else None)
    what = what or _WHAT_BEHIND.search(words, start, end) or _WHAT_MADE.search(words, start, end)

    said = (before.what, before.to) if before else (None, None)

    def cut(span: tuple[int, int]) -> str | None:
        a, b = paragraph.span(*span)
        return text[a:b] if span[0] < span[1] else None

    for unit in subject:
        yield Reporting(
            "".join((cut(unit) or "").split()), cut(what.span("what")) if what else said[0],
            cut(due.span()) if due else None, cut(to.span("to")) if to else said[1],
            paragraph.span(start, end),
        )  # fmt: skip


def _subject(words: str, start: int, end: int, handed: int) -> list[tuple[int, int]] | None:
    """Return the reporters: the units that are the subject of the clause in which something is handed in."""
    found = None
    for clause in re.finditer(r"[^，；]+", words[start:end]):
        here = subject_at(words, start + clause.start(), start + clause.end())
        found = here[0] if here else found
        if start + clause.end() >= handed:
            return found
    return None


def read_reporting(root: Node, zones: dict[int, str], text: str) -> list[Reporting]:
    """Return who hands in what by when, from all sections but the tasks."""
    out: list[Reporting] = []
    for node in root.walk():
        if zones[id(node)] in ("parts", "past"):
            continue
        for paragraph, start, end in spoken(node):
            for sentence in re.finditer(r"[^。；]+", paragraph.text[start:end]):
                if _HAND_IN.search(sentence.group()) and _DUE.search(sentence.group()):
                    out += _reports(paragraph, start + sentence.start(), start + sentence.end(), text)
    return out
