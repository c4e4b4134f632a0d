"""What a person should look at before the reading is adopted. Nothing is corrected here, only pointed out."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice, takewhile

from .clauses import Clause
from .headings import heading_key
from .items import numbering_jumps
from .model import Frame, Remark, Span, Target
from .outline import Node
from .stretches import Stretch
from .tasks import Answer, Book, Draft

_CLAUSE_WORD = re.compile(
    r"牵头(?:单位|部门)|责任(?:单位|部门)：|配合(?:单位|部门)|按职责分工|分工负责|[局委办部会协]牵头"
)
_FIGURE = r"(?<![\d.,])\d{1,9}(?:[.,]\d{1,4})?[百千万亿]{0,2}"
_STATED = re.compile(
    rf"(?:不少于|不低于|至少|达到|超过|突破){_FIGURE}[\u4e00-\u9fff%]{{1,2}}|{_FIGURE}[\u4e00-\u9fff%]{{1,2}}以上"
)
_LONGEST = 600
_NOT_COUNTED = re.compile(r"年|岁|月|日|级|周|℃|以上$")


def remarks_of(
    root: Node, book: Book, answers: list[tuple[Draft, Answer]], targets: list[Target], places: list[Stretch],
    frame: Frame, zones: dict[int, str],
) -> list[Remark]:  # fmt: skip
    """Return all remarks on a reading, those with a place in document order, those without one first."""
    found = [*_frame(frame, book), *_answers(answers), *_titles(book), *_bare_items(root, book, zones)]
    found += [*_groups(book), *_jumps(root, zones), *_unread_clauses(root, zones), *_bodiless(book)]
    found += [*_unread_numbers(places, targets), *_contradictions(targets)]
    return sorted(found, key=lambda r: (r.span or (-1, -1), r.code))


def _frame(frame: Frame, book: Book) -> Iterator[Remark]:
    if not frame.title:
        yield Remark("no_title", "没有找到方案标题，请补填。")
    if not frame.region.name:
        yield Remark("no_region", "没有看出方案属于哪个地区，已按本级处理。请确认没有传错文件。")
    if not frame.period:
        yield Remark("no_period", "没有找到方案的起止年份，请补填。")
    if not book.tasks:
        yield Remark("no_tasks", "没有读出任务：正文和表格中都没有找到责任分工，请核对文件是否完整。")


def _answers(answers: list[tuple[Draft, Answer]]) -> Iterator[Remark]:
    for draft, answer in answers:
        for mention in answer.twice:
            yield Remark("unit_twice", f"“{mention.unit}”在同一分工中出现两次，只记一次。", mention.span)
        for mention in answer.unknown:
            yield Remark("unknown_unit", f"“{mention.unit}”不像单位名称，请核对。", mention.span)
        if not answer.units("lead") and _names_support(draft):
            yield Remark(
                "support_without_lead", "分工中有配合单位而没有牵头单位，全部记为按职责分工。", answer.clauses[0]
            )


def _names_support(draft: Draft) -> bool:
    return any(n.role == "support" for _, c in draft.held for n in c.named)


def _titles(book: Book) -> Iterator[Remark]:
    seen: set[tuple[int, str]] = set()
    for draft in book.tasks:
        key = (id(draft.part), heading_key(draft.title))
        if key in seen:
            yield Remark("duplicate_title", f"同一部分有两项任务都叫“{draft.title}”。", draft.title_span)
        seen.add(key)


def _bare_items(root: Node, book: Book, zones: dict[int, str]) -> Iterator[Remark]:
    """Remark on items without a clause where most of their neighbours have one."""
    tasks = {id(d.node) for d in book.tasks if d.node}
    for node in root.walk():
        bearing = [c for c in node.children if id(c) in tasks]
        if zones[id(node)] != "parts" or len(bearing) * 2 <= len(node.children):
            continue
        for child in node.children:
            if child.family not in {b.family for b in bearing}:
                continue
            if id(child) not in tasks and not any(id(n) in tasks for n in child.walk()):
                yield Remark("task_without_clause", f"“{child.title}”没有写明责任单位，未记为任务。", child.title_span)


def _groups(book: Book) -> Iterator[Remark]:
    for draft in book.groups:
        paragraph, clause = draft.held[0]
        span = paragraph.span(clause.start, clause.end)
        yield Remark("group_clause", f"“{draft.title}”之下各项另有分工，此处的分工未计入。", span)


def _jumps(root: Node, zones: dict[int, str]) -> Iterator[Remark]:
    """Remark on numbers that do not follow on, unless they run on through the plan."""
    for node in root.walk():
        for before, after in numbering_jumps(node.children):
            yield Remark("number_jump", f"序号从{before.value}跳到{after.value}，请核对是否有缺漏。", after.title_span)


def _unread_clauses(root: Node, zones: dict[int, str]) -> Iterator[Remark]:
    nodes = root.walk()
    read = [(id(p), c) for n in nodes for p, c in n.clauses]
    by_paragraph: dict[int, list[Clause]] = {}
    for key, clause in read:
        by_paragraph.setdefault(key, []).append(clause)
    for node in (n for n in nodes if zones[id(n)] == "parts"):
        for piece in node.body:
            hit = _CLAUSE_WORD.search(piece.paragraph.text, piece.start, piece.end)
            here = by_paragraph.get(id(piece.paragraph), [])
            if hit and not any(c.start <= hit.start() < c.end for c in here):
                message = "这里像是责任分工，但没有读懂，请核对。"
                yield Remark("unread_clause", message, piece.paragraph.span(hit.start(), hit.end()))


def _bodiless(book: Book) -> Iterator[Remark]:
    for draft in book.tasks:
        if draft.node is None and not draft.cells:
            yield Remark("row_without_body", f"表中的“{draft.title}”在正文中没有对应的段落。", draft.title_span)


def _unread_numbers(places: list[Stretch], targets: list[Target]) -> Iterator[Remark]:
    """Remark on numbers with a comparator that became no target."""
    spans = sorted(t.span for t in targets)
    for place in places:
        for hit in _STATED.finditer(place.paragraph.text, place.start, place.end):
            span = place.paragraph.span(*hit.span())
            if not _NOT_COUNTED.search(hit.group()[:-1]) and not _touches(span, spans):
                yield Remark("number_unread", f"“{hit.group()}”像是目标，但没有读成目标，请核对。", span)


def _touches(span: Span, spans: list[Span]) -> bool:
    """Say whether a span overlaps one of ``spans``, which are sorted and short."""
    near = bisect_left(spans, (span[0] - _LONGEST, 0))
    return any(a < span[1] and span[0] < b for a, b in takewhile(lambda s: s[0] < span[1], islice(spans, near, None)))


def _contradictions(targets: list[Target]) -> Iterator[Remark]:
    seen: dict[tuple[object, ...], Target] = {}
    for t in targets:
        key = (t.subject, t.unit, t.per, t.every, t.due, t.level, t.each, t.delta, t.unit_named)
        other = seen.setdefault(key, t)
        if len(t.subject) >= 4 and other.value != t.value:
            yield Remark("contradiction", f"“{t.subject}”前后两处的数值不同：{other.value:g}和{t.value:g}。", t.span)
