"""Commitments without a number: something built or opened, a place in an order, a direction, a universe covered.

General wishes (氛围更加浓厚, 机制更加健全) are none: a trend needs a subject that can be measured.
"""

import re
from collections.abc import Iterator

from .model import Promise, Target, TargetKind
from .paragraphs import Paragraph
from .subjects import noun_before
from .targets import EACH, Context, clauses_of, sentences_of
from .terms import term_of

_RANK = re.compile(
    r"(?P<at>(?:继续|稳定|始终|力争|整体|总体)*(?:位居|稳居|居于|居|位列|列|走在|走到|进入|跻身|保持|处于|达到|"
    r"高于|接近|不低于|超过|在)(?=[^，；。]{0,14}"
    r"(?:前列|前茅|领先|方阵|先进行列|排头|前位|上游|平均水平|平均值|位次)))[^，；。]{0,14}(?:前列|前茅|领先|"
    r"方阵|先进行列|排头|前位|上游|平均水平|平均值|位次[^，；。]{0,6})"
)
_MILESTONE = re.compile(
    r"(?:建成(?=并|投|开|后|$|[^，；。]{2,16}(?:并|$))|竣工|完工|开工建设|完成(?:主体)?(?:改造|建设|布展|验收|"
    r"扩建|搬迁)|投入(?:运行|运营|使用)|投用|"
    r"开馆|正常运行|(?:免费|对外|重新|建成)开放|向(?:公众|社会)开放$|挂牌(?:成立|运行)|组建成立)"
)
_NAMED_WORK = re.compile(r"馆|中心|基地|工程|场|园|院|厅|项目|一期|二期|改造|平台|系统|大楼")
_TREND = re.compile(
    r"(?P<how>逐年|逐步|持续|稳步|明显|显著|不断|进一步|大幅|有效|切实|只增不减)?(?P<what>提高|提升|增加|增长|"
    r"缩小|改善|扩大|降低|减少|加强|增强|上升|优化|下降|拉近)$"
)
_QUANTITY_NOUN = re.compile(
    r"率|比例|占比|经费|投入|数量|水平|面积|规模|差距|总量|满意度|覆盖面|覆盖率|程度|不均衡|不平衡|状况|素质|"
    r"素养|队伍|性|环节|能力|质量|供给|影响力|人数|比重|总数"
)
_TREND_SURE = re.compile(r"逐年|只增不减|逐步")
_COVERED = re.compile(
    r"(?P<what>[^，；。]{0,30}?)(?:实现|达到|做到)?(?:[^，；。实现]{0,16})全覆盖|(?P<all>所有[^，；。]{2,16}?均|"
    r"[^，；。]{2,16}?均)(?:配备|建有|设有|开设|建成)[^，；。\d]{2,20}"
)
_DUTY_FORM = re.compile(r"^(?:加强|强化|推动|推进|促进|大力|着力|积极|鼓励|引导|支持|完善|深化)")


def promises_in(
    paragraph: Paragraph, start: int, end: int, context: Context, zone: str, targets: list[Target], text: str
) -> Iterator[Promise]:
    """Yield the commitments without a number of a stretch; clauses that hold a target are left out."""
    words = paragraph.text
    taken = [t.span for t in targets]
    for s, e in sentences_of(words, start, end):
        term = term_of(words[s:e], context.period)
        for a, b in clauses_of(words, s, e):
            found = _kind(words, a, b, zone)
            if not found or term.is_past(a - s + 1):
                continue
            kind, begin, stop, subject = found
            begin = noun_before(words, begin, stop, "%", context.region, EACH)[0] if begin == a else begin
            span = paragraph.span(begin, stop)
            if stop - begin < 4 or any(x < span[1] and span[0] < y for x, y in taken):
                continue
            due = term.due(stop - s - 1) or context.heading_due
            name = text[slice(*paragraph.span(*subject))] if subject[0] < subject[1] else ""
            yield Promise(kind, context.task, text[slice(*span)], span, name, due)


def _kind(words: str, a: int, b: int, zone: str) -> tuple[TargetKind, int, int, tuple[int, int]] | None:
    """Return kind, quote bounds and subject of a clause that commits to something."""
    for reader in (_rank, _milestone, _coverage, _trend):
        found = reader(words, a, b, zone)
        if found:
            return found
    return None


def _rank(words: str, a: int, b: int, zone: str) -> tuple[TargetKind, int, int, tuple[int, int]] | None:
    found = _RANK.search(words, a, b)
    return ("rank", a, found.end(), (a, found.start())) if found else None


def _milestone(words: str, a: int, b: int, zone: str) -> tuple[TargetKind, int, int, tuple[int, int]] | None:
    found = _MILESTONE.search(words, a, b)
    if not found or (zone != "parts" and zone != "aims"):
        return None
    sentence = max(words.rfind("。", 0, a) + 1, a - 60)
    if not _NAMED_WORK.search(words, sentence, b) or re.search(r"推动|鼓励|引导|支持|推进", words[a : found.start()]):
        return None
    return "milestone", a, b, (a, found.start())


def _coverage(words: str, a: int, b: int, zone: str) -> tuple[TargetKind, int, int, tuple[int, int]] | None:
    found = _COVERED.search(words, a, b)
    if not found:
        return None
    subject = found.span("what") if found.group("what") else (a, found.start())
    return "coverage", a, b, subject


def _trend(words: str, a: int, b: int, zone: str) -> tuple[TargetKind, int, int, tuple[int, int]] | None:
    found = _TREND.search(words, a, b)
    sure = _TREND_SURE.search(words, a, b)
    if found is None or not (found.group("how") or sure):
        if not (sure and words.endswith("只增不减", a, b)):
            return None
        return "trend", a, b, (a, a)
    if zone != "aims" and not sure and found.group("how") not in ("稳步", "明显"):
        return None
    subject = words[a : found.start()]
    if _DUTY_FORM.match(subject) or not (_QUANTITY_NOUN.search(subject) or sure):
        return None
    return "trend", a, b, (a, found.start())
