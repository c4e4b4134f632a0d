"""The grammar of promises with a number: subject, value, unit, comparator, frequency, term, hedge, level, universe."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .duties import subject_at
from .kinds import kind_of
from .model import Target
from .paragraphs import Paragraph
from .quantities import Quantity, is_made, quantities
from .subjects import COMPARATOR, PER_HEAD, STANDARD, levels_at, money_by_head, noun_before, noun_behind
from .terms import Term, per_of, term_of

_CLAUSE_END = "，；。！"
_CLAUSE_LIMIT = 400
_SENTENCE_LIMIT = 3000
_LEAST = re.compile(
    r"(?:不少于|不低于|不小于|不得少于|不得低于|至少|达到|达|保持在|稳定在|力争|完成)(?:每年|全年|了)?$"
)
_MORE = re.compile(r"(?:超过|高于|突破|大于|多于|超)$")
_MOST = re.compile(r"(?:不超过|不高于|不多于|控制在|低于|少于|缩小到|降低到|降至|下降到)$")
_DELTA = re.compile(r"(?:增加|增长|提高|提升|递增|上升|新增长)(?:了|约|不少于|不低于|超过|达到|达)?$")
_HEDGE = re.compile(r"力争|争取|力求")
_PAST_WORD = re.compile(
    r"目前|(?<!利用)(?<!依托)(?<!整合)(?<!盘活)(?<!用好)(?<!改造)[现已]有(?!基础)|截至|截止|已(?:经|建|达|成|完|培|开|创|累)|上年度?|去年|以来|建成了|完成了|取得了|荣获"
)
_FROM_TO = re.compile(r"(?:提高|提升|增加|增长|上升|发展|扩大|扩展|上涨)(?:到|至|为)")
_ELSEWHERE = re.compile(r"^(?:全国|我国|全省|国家)(?:公民|平均|各|有)")
_EACH_NOUN = (
    "乡镇|镇街|街道|乡|镇|行政村|自然村|村居|村|社区|县|区|市|学校|小学|中学|小学生|中学生|学生|幼儿园|高校|"
    "院校|校|班次|班级|班|企业|园区|单位|部门|科室|机构|"
    "卫生服务中心|卫生院|医院|中心|基地|场馆|科技馆|站点|驿站|站|点|户|教师|老师|职工|干部|公务员|农民|志愿者|"
    "服务分队|分队|队伍|队|协会|学会|支部|所|人"
)
EACH = re.compile(
    r"每(?:一?个|一?所|一?名|一?家|一?支|一?户|一?座|一?位|一)?(?P<each>(?!年|月|周|季|天|日|半年|学期|学年|两年|次|期|场|届|[二两三四五]年|\d|万)"
    rf"[\u4e00-\u9fff]{{0,8}}?(?:{_EACH_NOUN})(?!均|{_EACH_NOUN}|生)(?:（[^（）]{{1,10}}）)?)(?![\u4e00-\u9fff]{{0,1}}(?:级))"
)
_EACH_PERSON = re.compile(r"(?P<each>[\u4e00-\u9fff]{2,8})每人(?!均)")
_EACH_OF_ALL = re.compile(
    r"(?P<each>各(?:乡镇|镇|街道|村|社区|县|区|市|学校|街)(?:（[^（）]{1,10}）)?)(?:均|都|至少各)"
)
_PLAIN_FREQUENCY = re.compile(r"(?P<every>[两二三四五]年|半年|一年|[2-5]年)一(?=[次届场度])")


@dataclass(frozen=True, slots=True)
class Context:
    """Where a stretch stands: its task, the unit of a duty list, the plan's years, its region, a term in a heading."""

    task: str | None = None
    head_unit: str | None = None
    period: tuple[int, int] | None = None
    region: str = ""
    heading_due: str | None = None
    organised: bool = False


@dataclass(slots=True)
class _Carry:
    """What a clause without a verb of its own borrows from the one before."""

    subject: tuple[int, int] | None = None
    hedge: str | None = None
    per: str | None = None
    every: str | None = None
    unit: str | None = None
    level: str | None = None
    levels: tuple[str, ...] = ()
    doer: tuple[int, int] | None = None


def clauses_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the comma clauses of a sentence; marks within quotation marks do not part them."""
    depth, begin = 0, start
    for i in range(start, end):
        c = text[i]
        depth += (c in "“《") - (c in "”》" and depth > 0)
        if (c in _CLAUSE_END and depth == 0) or i - begin >= _CLAUSE_LIMIT:
            yield begin, i
            begin = i + (c in _CLAUSE_END)
            depth = 0
    if begin < end:
        yield begin, end


def sentences_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a stretch, each with its 。; what has no 。 for very long is cut."""
    begin = start
    while begin < end:
        limit = min(end, begin + _SENTENCE_LIMIT)
        stop = text.find("。", begin, limit)
        stop = limit if stop < 0 else stop + 1
        yield begin, stop
        begin = stop


def targets_in(paragraph: Paragraph, start: int, end: int, context: Context, text: str) -> Iterator[Target]:
    """Yield the targets of a stretch of one paragraph."""
    words = paragraph.text
    for s, e in sentences_of(words, start, end):
        if not re.search(r"\d|[一二两三四五六七八九十百千]", words[s:e]):
            continue
        term, carry = term_of(words[s:e], context.period), _Carry()
        for a, b in clauses_of(words, s, e):
            yield from _in_clause(_Clause(paragraph, a, b, s, e, term, context, text), carry)


@dataclass(frozen=True, slots=True)
class _Clause:
    """One comma clause with all that is needed to read a number in it."""

    paragraph: Paragraph
    start: int
    end: int
    sentence: int
    sentence_end: int
    term: Term
    context: Context
    document: str

    @property
    def words(self) -> str:
        return self.paragraph.text

    @property
    def text(self) -> str:
        return self.paragraph.text[self.start : self.end]


def _in_clause(clause: _Clause, carry: _Carry) -> Iterator[Target]:
    found = [q for q in quantities(clause.words, clause.start, clause.end) if not _is_past(clause, q)]
    kept = [q for q in found if _is_promise(clause, q)]
    left = clause.start
    if not kept:
        _remember(clause, carry)
    for i, quantity in enumerate(kept):
        target = _target(clause, quantity, left, carry, (i, len(kept)))
        left = quantity.end
        if target:
            yield target


def _remember(clause: _Clause, carry: _Carry) -> None:
    """Keep a clause without a number as the possible subject of the next one."""
    place = noun_before(clause.words, clause.start, clause.end, "", clause.context.region, EACH)
    carry.subject = place if 2 <= place[1] - place[0] <= 40 else None
    carry.hedge = carry.per = carry.every = carry.unit = carry.level = None
    _unit_named(clause, carry)


def _is_past(clause: _Clause, quantity: Quantity) -> bool:
    """Say whether a number states what has been: an earlier year, 目前, 已建成, 从…提高到."""
    words = clause.words
    before = words[clause.sentence : quantity.start]
    own = words[clause.start : quantity.start]
    risen = re.search(r"(?:提高|提升|增加|增长|扩大|上升|发展)(?P<to>到|至|为)?(?:了|约|不少于)?$", own)
    if risen and (risen.group("to") or clause.term.announced(len(before))):
        return False
    if quantity.unit != "番" and clause.term.is_past(len(before)):
        return True
    if _PAST_WORD.search(own) or (_PAST_WORD.search(before) and not clause.term.announced(len(before))):
        return True
    if _ELSEWHERE.search(re.sub(r"^到?20\d\d年", "", own)):
        return True
    following = words[quantity.end : quantity.end + 8]
    return bool(re.search(r"[从由][^，；]{0,24}$", own) and (_FROM_TO.match(following) or "的基础上" in following))


def _is_promise(clause: _Clause, quantity: Quantity) -> bool:
    """Say whether a number is promised: in Chinese, or of time, it needs a frequency, a comparator, a verb of making."""
    if quantity.rank or quantity.unit == "番":
        return True
    if not quantity.chinese and quantity.unit not in ("天", "小时", "分钟"):
        return True
    before = clause.words[clause.start : quantity.start]
    strong = bool(
        per_of(clause.text)[0] or per_of(clause.text)[1] or quantity.after or EACH.search(clause.text)
        or _LEAST.search(before) or "至少" in before or _MORE.search(before) or _PLAIN_FREQUENCY.search(clause.text)
    )  # fmt: skip
    return strong if quantity.value < 2 else strong or is_made(before)


def _comparator(clause: _Clause, quantity: Quantity) -> str:
    before = clause.words[clause.start : quantity.start]
    if quantity.after in ("以下", "以内", "之内", "内") or quantity.rank:
        return "<="
    if quantity.after in ("左右", "上下"):
        return "="
    if _LEAST.search(before):
        return ">="
    if _MOST.search(before):
        return "<="
    if _MORE.search(before) and quantity.after not in ("以上", "及以上"):
        return ">"
    return ">="


def _frequency(clause: _Clause) -> tuple[str | None, str | None]:
    """Return ``per`` and ``every`` of a clause."""
    plain = _PLAIN_FREQUENCY.search(clause.text)
    if plain:
        return ("year", None) if plain.group("every") == "一年" else (None, plain.group("every"))
    per, every = per_of(clause.text)
    if every:
        at = clause.start + clause.text.index(every)
        every = _cut(clause, (at, at + len(every)))
    return per, every


def _shift(found: re.Match[str], clause: _Clause) -> tuple[int, int]:
    """Return the paragraph offsets of a match in a clause's text."""
    return clause.start + found.start(), clause.start + found.end()


_OWN_VERB = re.compile(
    r"建|打造|培[育养训树]|创|开展|举办|组织|评|认定|命名|设立|开设|成立|发展|注册|招募|完成|编|配[备送]|选[派送聘]|遴选|扶持|新增|引进|获批|申报|"
    r"播|刊|发[布放]|制作|开发|推广|惠及|覆盖|服务|吸纳|聘|安排|听取|召开|确定|投入|征集|接待|推荐|输送|提供"
)


def _own_verb(text: str) -> bool:
    return bool(_OWN_VERB.search(text))


_OWN_PREDICATE = re.compile(r"达到|达|增加|增长|超过|突破|提高|提升|降低|保持")
_PER_EVENT = re.compile(r"每[期次场届班]")
_AFTERWARDS = re.compile(r"(?:正式|全面)?(?:运行|运营|开馆|建成|投用|投入使用|开放|竣工)后")
_ONWARD = re.compile(r"(?:此后|之后|以后|今后)")


def _target(clause: _Clause, q: Quantity, left: int, carry: _Carry, order: tuple[int, int]) -> Target | None:
    """Build the target of one quantity; ``left`` is where its own words begin in the clause."""
    own = clause.words[left : q.start]
    subject, level, borrowed = _subject(clause, q, left, carry, order)
    per, every = _frequency(clause)
    hedge = _HEDGE.search(clause.text)
    lent = borrowed and not _own_verb(own)
    if lent and not _OWN_PREDICATE.search(own) and not _PER_EVENT.search(clause.text):
        per, every = per or carry.per, every or carry.every
    hedge_word = _cut(clause, _shift(hedge, clause)) if hedge else carry.hedge if lent else None
    level = level or (carry.level if borrowed else None)
    per = per or _budgeted(clause, q)
    start, end = _quote(clause, q, left, subject, borrowed)
    carry.subject, carry.hedge, carry.per, carry.every = subject or carry.subject, hedge_word, per, every
    unit, delta = _unit(clause, q, carry if borrowed else _Carry()), _is_delta(clause, q)
    carry.unit, carry.level = unit, level
    target = Target(
        clause.context.task, "", clause.paragraph.span(start, end), _cut(clause, subject), q.value, unit, "count",
        _comparator(clause, q), per, _due(clause, q),
        hedge_word, level, _each(clause), every, delta, _unit_named(clause, carry),
    )  # fmt: skip
    return replace(
        target,
        kind=kind_of(target, clause.text, clause.words[clause.sentence : clause.sentence_end]),
        quote=clause.document[slice(*target.span)],
    )


def _cut(clause: _Clause, place: tuple[int, int] | None) -> str:
    if place is None:
        return ""
    a, b = clause.paragraph.span(*place)
    return clause.document[a:b]


def _due(clause: _Clause, q: Quantity) -> str | None:
    """Return by when a number is due; what holds only after an opening (开馆后每年…) has no date of its own."""
    if _AFTERWARDS.match(clause.text):
        return None
    onward = bool(_ONWARD.match(clause.text))
    return clause.term.due(q.start - clause.sentence, onward) or clause.context.heading_due


def _is_delta(clause: _Clause, q: Quantity) -> bool:
    """Say whether a number is an increase: 增加0.1元, 提高4个百分点, 翻一番."""
    return q.unit == "番" or bool(_DELTA.search(clause.words[clause.start : q.start]))


def _budgeted(clause: _Clause, q: Quantity) -> str | None:
    """Return year for money by head whose sentence puts it into the yearly budget."""
    before = clause.words[clause.sentence : q.start]
    return "year" if q.unit == "元" and re.search(r"年度(?:财政)?预算", before) and STANDARD.search(before) else None


def _unit(clause: _Clause, q: Quantity, carry: _Carry) -> str:
    """Return the measure as printed; money counted by head is 元/人, a density is 人/万人."""
    near = clause.words[max(clause.start, q.start - 24) : q.start]
    if q.unit == "元" and (
        carry.unit == "元/人" or re.search(r"人均|每人|/人", near + clause.words[q.end : q.end + 2])
    ):
        return "元/人"
    printed = _cut(clause, q.measure) if clause.words[slice(*q.measure)] == q.unit else q.unit
    return printed + "/万人" if re.search(r"每万(?:名)?(?:常住)?(?:人口?|居民)", near) else printed


def _each(clause: _Clause) -> str | None:
    found = _EACH_PERSON.search(clause.text) or EACH.search(clause.text) or _EACH_OF_ALL.match(clause.text)
    if not found:
        return None
    return _cut(clause, (clause.start + found.start("each"), clause.start + found.end("each")))


def _unit_named(clause: _Clause, carry: _Carry) -> str | None:
    """Return the unit that the clause itself, or the list it stands in, makes answerable."""
    if clause.context.head_unit:
        return clause.context.head_unit
    found = subject_at(clause.words, clause.start, clause.end)
    if found and not _EACH_OF_ALL.match(clause.text):
        carry.doer = (found[0][0][0], found[0][-1][1])
    return _cut(clause, carry.doer) if carry.doer and (found or clause.context.organised) else None


def _subject(
    clause: _Clause, q: Quantity, left: int, carry: _Carry, order: tuple[int, int]
) -> tuple[tuple[int, int] | None, str | None, bool]:
    """Return the place of the subject, its level, and whether the subject is borrowed from before."""
    words = clause.words
    if q.noun_end is not None:
        return _bare_noun(clause, q), None, False
    if q.unit == "%" and words[q.end : q.end + 1] == "的":
        return (q.end + 1, clause.end), None, False
    fund = money_by_head(words, clause.start, q.start, q.end, clause.end) if q.unit == "元" else None
    if fund:
        return fund, None, False
    behind = noun_behind(words, q.end, clause.end, q.unit)
    before = noun_before(words, left, q.start, q.unit, clause.context.region, EACH)
    if behind and not (before[1] - before[0] >= 2 and q.unit in ("人次", "场次", "学时", "课时")):
        levels, place = levels_at(words, behind)
        return place, _one(levels, order, False), False
    levels, place = levels_at(words, before)
    shared = "分别" in words[clause.start : q.start]
    carry.levels = levels or carry.levels
    level = _one(levels or (carry.levels if shared else ()), order, shared)
    if place[1] - place[0] < 2 and carry.subject:
        return carry.subject, level, True
    return (place if place[1] > place[0] else None), level, False


def _one(levels: tuple[str, ...], order: tuple[int, int], shared: bool) -> str | None:
    """Return the level of one number among ``order[1]`` in a clause; several levels only part under 分别."""
    if len(levels) == 1:
        return levels[0]
    return levels[order[0]] if shared and len(levels) == order[1] else None


def _bare_noun(clause: _Clause, q: Quantity) -> tuple[int, int]:
    start = q.start
    while clause.words[start] in "0123456789.,百千万亿多余":
        start += 1
    return start, q.end


def _quote(clause: _Clause, q: Quantity, left: int, subject: tuple[int, int] | None, borrowed: bool) -> tuple[int, int]:
    """Return the shortest stretch with subject, number, measure, comparator, frequency and hedge."""
    start, end = q.start, q.end
    if subject and not borrowed and clause.start <= subject[0] < clause.end:
        start, end = min(start, subject[0]), max(end, subject[1])
    level = (
        re.search(r"(?:国家|省|市|县|区|州|自治区)级[^，；。、]*$", clause.words[left:start]) if start > left else None
    )
    start = left + level.start() if level and level.end() - level.start() <= 8 else start
    for before in (COMPARATOR, STANDARD, PER_HEAD):
        found = before.search(clause.words[left : q.start])
        start = min(start, left + found.start()) if found else start
    for pattern in (_HEDGE, _FREQUENCY_WORD, EACH):
        word = pattern.search(clause.text)
        if word and (left == clause.start or clause.start + word.start() >= left):
            start, end = min(start, clause.start + word.start()), max(end, clause.start + word.end())
    quote = clause.words[start:end]
    end += clause.words[end : end + 1] == "”" and quote.count("“") > quote.count("”")
    start -= clause.words[start - 1 : start] == "“" and quote.count("”") > quote.count("“")
    return start, end


_FREQUENCY_WORD = re.compile(
    r"每(?:年|月|周|季度?|半年|学期|学年|届|天|日|[两二三四五]年)|年度财政预算|年均|全年|[两二三四五]年一"
)
