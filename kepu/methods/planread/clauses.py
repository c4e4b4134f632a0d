"""Responsibility clauses: who leads, who supports, who shares (牵头单位：…，责任单位：… / …牵头，…配合 / …按职责分工负责).

A clause is a stretch that holds nothing but units and role words. It stands in brackets, in a paragraph of its own
or as a sentence at a paragraph's end. Inside it, a label (配合单位：) rules what follows up to the next label, a
suffix (…配合) rules what stands before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from .units import PREFIX, is_open, is_unit, strip_etc

Raw = Literal["lead", "support", "neutral", "joint"]
Form = Literal["bracket", "label", "sentence"]
LIMIT = 2500

_WORD = "牵头|责任|负责|主责|主办|承办|配合|协作|协同|协助|协办|参与|参加|支持|落实|实施|组织|执行|完成|督办|联系"
_LABEL = re.compile(
    rf"(?P<word>(?:第一|主要|共同|总|直接|具体|各)?(?:{_WORD})(?:(?:[、和及与]|以及)?(?:{_WORD})){{0,3}})"
    r"(?:(?:的)?(?:单位|部门|处室|科室|机构|主体|成员单位)(?:[及和、](?:单位|部门|责任人))?|（?单位|部门）?)?"
    r"(?:（(?:单位|部门)）)?(?:分别)?(?P<colon>为：|是：|有：|：)"
)
_BARE_LABEL = re.compile(
    rf"(?P<word>(?:第一|主要|共同|总|直接|具体)?(?:{_WORD})(?:(?:[、和及与]|以及)?(?:{_WORD})){{0,2}})"
    rf"(?:单位|部门)(?:为|是|有|由)?(?= |{PREFIX})"
)
_LONE_LABEL = re.compile(rf"(?P<word>(?:{_WORD})(?:(?:[、和及与]|以及)?(?:{_WORD})){{0,2}})(?:单位|部门)")
_FRAME_LABEL = re.compile(r"(?:责任|任务|职责|工作)?分工(?:单位|部门)?：|责任落实：|责任：")
_LEAD_END = re.compile(
    r"(?:为主|共同|联合|分别|具体|统一|总)?牵头(?:负责|抓总|落实|实施|组织|推进|抓好|组织实施|抓好落实|组织落实|"
    r"推动|主办|组织协调)*$"
)
_SUPPORT_END = re.compile(
    r"(?:积极|共同|协同|做好|密切|予以|给予|分别|按职责分工|按职责|按照职责分工|按各自职责|根据职责分工)*"
    r"(?:参与|参加|配合|协助|协同|支持|协办|协作)(?:单位|部门|实施|落实|配合|参与|做好|推进|工作|开展|完成|负责)*$"
)
_NEUTRAL_END = re.compile(
    r"(?:(?:(?:按照|按|根据|依据|依照|依|结合|对照)(?:照)?(?:各自|部门|工作|自身|本单位|有关|相关|法定)*的?(?:工作)?(?:职责|职能|分工|任务|权限)+"
    r"(?:范围|要求)?(?:和|及|、)?(?:任务)?(?:分工)?(?:范围)?(?:内)?)"
    r"(?:，?(?:分别|共同|具体|各负其责|各司其职|抓好|做好|组织|推动|统筹|切实|密切|协同|认真|分工|负责|落实|"
    r"实施|推进|执行|承担|配合|开展|工作|相关|有关))*"
    r"|(?:分别|共同|具体|分工|直接|组织|统筹)*(?:负责|落实|实施|承办|组织实施|抓好落实|承担|执行|具体落实)(?:落实|实施|组织实施)?)$"
)
_NOUN_END = re.compile(rf"(?:为|是|作为)(?P<word>(?:主要)?(?:{_WORD}))(?:单位|部门)$")
_HEAD = re.compile(
    r"(?:(?:(?:此|该|本)项(?:工作|任务)|本(?:工程|行动|项目))?由|并由|并|以及|及|和|与|其中|再由|同时|会同|"
    r"会商|商|联合|协同|协调|其他由|分别由)+(?=[\u4e00-\u9fff])"
)
_INNER = re.compile(r"会同|会商|联合(?!会|体|国|社)|牵头会同|商(?=[县区市省州]|团)")
_ROLE_WORD = re.compile(r"牵头|负责|责任|配合|参与|参加|协助|协办|主办|承办|落实|分工|职责|协同|支持|实施")
_AND = re.compile(r"以及|及其|和|及|与|暨")
_WEAK_LEFT = re.compile(r"[村镇乡场园店库团队厂]$|组织$|企业$|商务$|财政$|气象$|地震$|电力$")
_TIME_ITEM = re.compile(
    r"(?:完成)?(?:时限|时间|期限|进度)(?:要求)?(?:：|为)|(?:20\d\d年|长期|持续|每年|按年度|常年|\d{1,2}月|全年|“?十[四五六]五”?)[^、]{0,16}$"
    r"|(?:排名?|列)(?:在|名)?(?:第一|首|最前)[^、]{0,12}牵头[^、]{0,6}$|下同$|(?:责任|分管|牵头)领导：|责任人：|联系(?:人|电话)"
)
FIRST_LEADS = re.compile(
    r"(?:排名?|列|位)(?:在|于|名)?(?:第一|首)位?[^，。；）]{0,8}(?:为|是)牵头|第一个?单位(?:为|是)牵头"
)
_CLOSERS = "。；！”）』…"


@dataclass(frozen=True, slots=True)
class Named:
    """One unit of a clause with the role the clause itself gives it; offsets are local to the paragraph."""

    start: int
    end: int
    role: Raw
    known: bool = True


@dataclass(frozen=True, slots=True)
class Clause:
    """One responsibility clause of a paragraph: ``[start, end)`` covers its brackets or its sentence."""

    start: int
    end: int
    named: tuple[Named, ...]
    open_ended: bool
    form: Form


@dataclass(slots=True)
class _State:
    """The automaton's memory: pending items by comma group, the label in force, what was decided."""

    label: Raw | None = None
    pending: list[tuple[int, int]] = field(default_factory=list)
    group: list[tuple[int, int]] = field(default_factory=list)
    done: list[tuple[int, int, Raw | None]] = field(default_factory=list)
    marked: bool = False
    open_ended: bool = False


def role_of(word: str) -> Raw:
    """Return what a role word says: 牵头 leads, 配合 and 参与 support, 责任 and 负责 are neutral; both at once: joint."""
    lead = bool(re.search(r"牵头|主办|主责|主要负责", word))
    support = bool(re.search(r"配合|协|参与|参加|支持", word))
    if lead and support:
        return "joint"
    return "lead" if lead else "support" if support else "neutral"


def _separators(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield ``(start, end, separator)`` for the items of a unit list, brackets kept whole."""
    depth = start = 0
    for i, c in enumerate(text):
        if c == "（":
            depth += 1
        elif c == "）":
            depth = max(0, depth - 1)
        elif depth == 0 and c in "、，；。/｜ \n":
            yield start, i, c
            start = i + 1
    yield start, len(text), ""


def _labelled(text: str, start: int, end: int) -> tuple[Raw, int] | None:
    """Return the role and the end of a label that stands at the beginning of an item."""
    frame = _FRAME_LABEL.match(text, start, end)
    if frame:
        inner = _labelled(text, frame.end(), end)
        return inner or ("neutral", frame.end())
    found = (
        _LABEL.match(text, start, end) or _BARE_LABEL.match(text, start, end) or _LONE_LABEL.fullmatch(text, start, end)
    )
    return (role_of(found.group("word")), found.end()) if found else None


def _flush(state: _State, role: Raw | None, *, everything: bool) -> None:
    chosen = [*state.pending, *state.group] if everything else state.group
    state.done.extend((a, b, role) for a, b in chosen)
    state.group = []
    if everything:
        state.pending = []


def _close_group(state: _State) -> None:
    """End a comma group: under a label its units take the label's role, without one they wait for a suffix."""
    if state.label:
        _flush(state, state.label, everything=False)
    else:
        state.pending += state.group
        state.group = []


_SUFFIXES: tuple[tuple[re.Pattern[str], Raw], ...] = (
    (_LEAD_END, "lead"), (_SUPPORT_END, "support"), (_NEUTRAL_END, "neutral"))  # fmt: skip


def _suffix(text: str) -> tuple[Raw, int] | None:
    """Return the role that an item's ending gives to the units before it, and where that ending begins."""
    noun = _NOUN_END.search(text)
    if noun:
        return role_of(noun.group("word")), noun.start()
    for pattern, role in _SUFFIXES:
        found = pattern.search(text)
        if found:
            return role, found.start()
    return None


def _halves(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split an item at 和, 及, 以及, 会同 where a whole unit ends before the word."""
    for pattern in (_INNER, _AND):
        for found in pattern.finditer(text, start + 2, end - 1):
            left, right = text[start : found.start()], text[found.end() : end]
            if left.startswith("各") and pattern is _AND and not right.startswith(("各", "县", "区", "市")):
                continue
            if "（" in left[left.rfind("）") + 1 :] or (_WEAK_LEFT.search(left) and not re.match(PREFIX, right)):
                continue
            if is_unit(left) and is_unit(strip_etc(right)[0]):
                return [(start, found.start()), *_halves(text, found.end(), end)]
    return [(start, end)]


def _take_item(state: _State, text: str, start: int, end: int) -> None:
    """Add one item to the group, its 由 and its 等部门 taken off; a term (完成时限：2028年) is no unit."""
    if _TIME_ITEM.match(text, start, end):
        return
    while end > start and text[end - 1] in "）" and text.count("（", start, end) < text.count("）", start, end):
        end -= 1
    head = _HEAD.match(text, start, end)
    if head and not is_unit(text[start:end]):
        start = head.end()
    bare, etc = strip_etc(text[start:end])
    state.open_ended |= etc
    if text[start:end] == "等" or re.fullmatch(r"等[\u4e00-\u9fff]{0,8}", text[start:end]):
        state.open_ended = True
        return
    if bare:
        state.group += _halves(text, start, start + len(bare))


def _feed(state: _State, text: str, start: int, end: int) -> None:
    """Read one item: a label at its beginning, a role at its end, a unit between."""
    if _TIME_ITEM.match(text, start, end):
        return
    label = _labelled(text, start, end)
    if label:
        _close_group(state)
        _flush(state, state.label, everything=True)
        state.label, start, state.marked = label[0], label[1], True
    suffix = _suffix(text[start:end])
    if suffix is None:
        if start < end:
            _take_item(state, text, start, end)
        return
    role, cut = suffix
    state.marked = True
    if cut > 0:
        _take_item(state, text, start, start + cut)
    _flush(state, role, everything=state.label is None)


def _whole(text: str) -> bool:
    """Say whether a stretch between spaces is a unit, a label, or a label and a unit."""
    label = _labelled(text, 0, len(text))
    if label and label[1] == len(text):
        return True
    text = text[label[1] :] if label else text
    suffix = _suffix(text)
    return is_unit(strip_etc(text[: suffix[1]] if suffix else text)[0])


def _items(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the items of a clause; a space only parts them where a unit or a role stands on both sides."""
    kept: int | None = None
    for start, end, mark in _separators(text):
        first = kept if kept is not None else start
        following = re.split(r"[、，；。 ]", text[end + 1 : end + 40], maxsplit=1)[0] if mark == " " else ""
        if mark == " " and not (
            _whole(text[first:end]) and _whole(following.split("：")[0] + ("：" if "：" in following else ""))
        ):
            kept = first
            continue
        kept = None
        yield first, end, mark


def parse(text: str) -> tuple[list[Named], bool, bool] | None:
    """Read the inside of a clause: its units with raw roles, whether it is open-ended, whether it had a role word.

    None if ``text`` is not a clause: something in it is neither a unit nor a role.
    """
    state = _State()
    for start, end, mark in _items(text):
        _feed(state, text, start, end)
        if mark in "，,；;。":
            _close_group(state)
    _close_group(state)
    _flush(state, state.label, everything=True)
    named = [_named(text, a, b, role) for a, b, role in state.done if text[a:b].strip(" ：（）")]
    if not named or (not state.marked and not all(n.known for n in named)):
        return None
    return named, state.open_ended or any(is_open(text[n.start : n.end]) for n in named), state.marked


def _named(text: str, start: int, end: int, role: Raw | None) -> Named:
    while start < end and text[start] in " ：":
        start += 1
    while end > start and text[end - 1] in " ：":
        end -= 1
    return Named(start, end, role or "neutral", is_unit(text[start:end].replace(" ", "")))


def _clause(text: str, start: int, end: int, outer: tuple[int, int], form: Form) -> Clause | None:
    """Parse ``text[start:end]`` and judge whether the evidence is enough for its form."""
    if end - start > LIMIT:
        return None
    inner = text[start:end].rstrip("。；， ")
    if form != "bracket" and not _ROLE_WORD.search(inner):
        return None
    parsed = parse(inner)
    if parsed is None or not _credible(parsed, inner, form):
        return None
    named = tuple(Named(n.start + start, n.end + start, n.role, n.known) for n in parsed[0])
    return Clause(outer[0], outer[1], named, parsed[1], form)


def _credible(parsed: tuple[list[Named], bool, bool], inner: str, form: Form) -> bool:
    """Say whether enough of the names look like units: all in a mere sentence, half in brackets or behind a label."""
    named, _, marked = parsed
    unknown = sum(not n.known for n in named)
    if form == "sentence" or not marked or unknown == 0:
        return unknown == 0
    labelled = bool(_LABEL.search(inner) or _BARE_LABEL.search(inner))
    allowed = max(1, len(named) // 2) if labelled or len(named) > 1 else 0
    return unknown <= allowed and all(n.end - n.start <= 40 for n in named)


def _brackets(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield ``(start, end, inner start, inner end)`` of each outermost bracket; one left open runs to the end."""
    depth = start = 0
    for i, c in enumerate(text):
        if c in "（〔":
            if depth == 0:
                start = i
            depth += 1
        elif c in "）〕" and depth:
            depth -= 1
            if depth == 0:
                yield start, i + 1, start + 1, i
    if depth:
        first = text.find("（", start)
        yield first if first >= 0 else start, len(text), start + 1, len(text)


def _in_place(text: str, start: int, end: int) -> bool:
    """Say whether a bracket stands where clauses stand: at the paragraph's end, after a stop, or at the heading."""
    if end >= len(text.rstrip("。；，")) or start == 0 or text[start - 1] in _CLOSERS:
        return True
    heading = text.find("。")
    return heading < 0 or end <= heading + 1


def _closes(text: str, start: int, end: int) -> bool:
    """Say whether a bracket that holds units only stands behind a stop at the end of its paragraph."""
    return end >= len(text.rstrip("。")) and (start == 0 or text[start - 1] in _CLOSERS)


def _bracketed(text: str) -> list[Clause]:
    found = []
    for start, end, a, b in _brackets(text):
        if b - a >= 2 and _in_place(text, start, end):
            clause = _clause(text, a, b, (start, end), "bracket")
            if clause and (_ROLE_WORD.search(text, a, b) or _closes(text, start, end)):
                found.append(clause)
    return found


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a paragraph, their 。 or ； taken in; a bracket is not cut."""
    start = depth = 0
    for i, c in enumerate(text):
        depth += (c == "（") - (c == "）" and depth > 0)
        if c == "。" and depth == 0:
            yield start, i + 1
            start = i + 1
    if start < len(text):
        yield start, len(text)


def _spoken(text: str, taken: list[Clause]) -> Iterator[Clause]:
    """Yield clauses without brackets: a whole sentence, or what a label opens within the last one."""
    for start, end in _sentences(text):
        if any(c.start < end and start < c.end for c in taken):
            continue
        for begin, form in _openings(text, start, end):
            clause = _clause(text, begin, end, (begin, end), form)
            if clause and (form == "label" or end >= len(text) - 1 or start == 0):
                yield clause
                break


_BY = re.compile(
    rf"(?:(?:此|该|本)项(?:工作|任务)|本(?:工程|行动|项目))?由(?={PREFIX}|[\u4e00-\u9fff]{{2,16}}(?:局|委|办|部|会|协))"
)


def _openings(text: str, start: int, end: int) -> Iterator[tuple[int, Form]]:
    """Yield where a clause may begin in a sentence: at a label, at the sentence's head, at 由 and a unit."""
    label = _first_label(text, start, end)
    by = _BY.search(text, start, end)
    if by and (label is None or by.start() < label):
        yield by.start(), "sentence"
    if label is not None:
        yield label, "label"
    else:
        yield start, "sentence"


def _first_label(text: str, start: int, end: int) -> int | None:
    """Return where the first label with a colon stands in a sentence, if it opens the sentence or follows a stop."""
    for found in _LABEL.finditer(text, start, end):
        if found.start() == start or text[found.start() - 1] in "，。；：） ”·—":
            return found.start()
    frame = _FRAME_LABEL.match(text, start, end) or (_BARE_LABEL.match(text, start, end))
    return frame.start() if frame else None


_HINT = re.compile(r"牵头|负责|配合|责任|分工|参与|参加|协助|（")


def clauses_in(text: str) -> list[Clause]:
    """Return the responsibility clauses of one paragraph's matching text, in order."""
    if not _HINT.search(text):
        return []
    found = _bracketed(text)
    found += list(_spoken(text, found))
    return sorted(found, key=lambda c: c.start)
