"""What a number counts: the noun before it or behind it, without verb, region, level, frequency and comparator.

``words`` is a paragraph's matching text; all places are local offsets in it.
"""

import re

from .duties import subject_at
from .terms import levels_of, trailing_level

Place = tuple[int, int]

COMPARATOR = re.compile(
    r"(?:(?:总数|累计|总共|共|合计|平均|分别|均|都|要|应|原则上|力争|争取|总计|每年|全年|年均|每次|每期|每场|稳定|继续|"
    r"不少于|不低于|不小于|不得少于|不得低于|不超过|不高于|不多于|至少|达到|达|超过|高于|突破|控制在|保持在|保持|稳定在|增加到|增至|提高到|提升到|"
    r"提升至|提高至|扩大到|发展到|增加|增长|提高|提升|为|约|近|到|至|约为)+)$"
)
_TAIL = re.compile(
    r"(?:20\d\d年|每(?:年|学期|学年|季度|月|周|半年|天|届|期|场|次|两年)|年均|年(?<=[^少老成中青百千常学童壮]年)|"
    r"全年|力争|争取|总共|累计|共|分别|均|都|要|应|不|按|的|"
    r"(?:在|从|由|自|比|较|与)[^，；]{0,14}?(?:基础上|年起|起|年的[\d.]+.{0,3}|[\d.]+[%个家所名人]|年)|不低于常住人口的?|"
    r"(?:位居|居|列|排名|排|进入|跻身|保持)?全[国省市县区州]前)$"
)
_LEAD = re.compile(
    r"(?:(?:[^，；。]{0,6}目标|指标)：|[一二三四五]年(?:内|来|间)?|到?20\d\d年(?:底|末)?(?:前|之前)?|此后|其中|"
    r"并|且|再|还|以及|和|及|同时|累计|共|分别|力争|争取|力求|每年|每月|每周|"
    r"每季度|每半年|每学期|每学年|每两年|年均|年内|至少|全年|年(?!轻|龄|度)|期间|要|应(?![急对用])|将|须|均|"
    r"都|原则上|全[县区市省州]的?|本[县区市]|我[县区市]|、|：|和|"
    r"分批|分期|分类|分级|广泛|深入|积极|大力|继续|逐步|着力|加快|计划|全面|持续|统筹|常态化|同步|新(?=认定|培育|创|评|建成|选|命名|打造)|把|使)+"
)
_HELPER = "推动|支持|鼓励|引导|组织|指导|动员|确保|实现|帮助|协助|促进|督促|发动|带动|依托|争取|力争"
_MAIN = (
    "新建|改建|扩建|改扩建|建成|建设|建立健全|建立|建有|建好|建强|共建|打造|培育|培养|轮训|培训|创建|创办|"
    "创作|创成|开展|举办|开办|办好|评选|评定|认定|"
    "命名|设立|开设|成立|组建|发展|注册|实名注册|招募|完成|推出|编印|编写|编制|配备|配齐|配送|选派|选送|遴选|"
    "扶持|新增|增加|增设|引进|获批|申报|争创|达到|"
    "拥有|播出|刊发|刊登|刊播|发布|制作|开发|推广|惠及|覆盖|服务|吸纳|聘请|选聘|安排|听取|召开|确定|明确|投入|"
    "列支|征集|接待|选树|推荐|选拔|输送|发放|投放|"
    "设置|布设|举行|参加|参与|提供|吸引|派出|更新|改造|升级|培树|办结|聘任|建(?!筑)|评审|实施|推送|开讲|配|设"
)
_HEAD_HELPER = re.compile(rf"(?:{_HELPER})(?=.{{2,}})")
_HEAD_MAIN = re.compile(rf"(?:{_MAIN})(?:了|并)?")
_ADVERBIAL = re.compile(r"(?:在|依托|通过|围绕|以|对|面向|为|利用|结合|借助|针对|按照|充分|聚焦|发挥|采取|把|将)")
_WEAK = (
    "服务",
    "发展",
    "参与",
    "参加",
    "推广",
    "制作",
    "开发",
    "培训",
    "建设",
    "覆盖",
    "配",
    "设",
    "建",
    "实施",
    "更新",
    "完成",
    "安排",
    "投入",
)
_ACT_NOUN = re.compile(
    r"(?:培训|活动|服务|竞赛|比赛|讲座|认定|宣讲|教育|巡讲|义诊|研学|咨询|宣传|展览|课程|大赛|讲堂|演练)$"
)
_DOING = ("开展", "举办", "实施", "举行", "组织")
_BEHIND = re.compile(r"[的“]?[\u4e00-\u9fffA-Za-z0-9（）“”+·]{2,30}")
_NOT_BEHIND = re.compile(
    r"的?(?:标准|规模|目标|基础|以上|左右|为|进行|开展|进入|用于|给予|参加|参与|建成|达到|并|或|进|开放|安排|"
    r"到|向|以|在|由|作为|左右)"
)
_BEHIND_STOP = re.compile(
    r"(?:和|及|以及)(?:[\u4e00-\u9fff]{0,12}\d)|并(?:投入|于|向)|(?<=..)(?:进入|参加|参与|走进|深入|配送|到)"
)
_OBJECT = re.compile(
    r"(?:(?:将|把)(?P<object>[^，；。]{2,16}?)(?:列入|纳入|安排|投入)|(?:落实|安排|列支|保障|核定)(?P<behind>[^，；。]{0,4}经费))"
)
_FREQUENCY = re.compile(r"每(?:年|月|周|季度|半年|学期|学年|天|届|两年)(?:至少|不少于)?|年均")
STANDARD = re.compile(r"(?:按|按照|以)[^，；。]{0,10}?(?:人均|每人)(?:每年|不低于|不少于)*$")
PER_HEAD = re.compile(r"(?:按|按照)?(?:人均|每人)$")


def money_by_head(words: str, start: int, number: int, behind: int, end: int) -> Place | None:
    """Return the fund that money by head goes to ("按人均2元标准将科普经费列入预算"), looking in the whole clause first."""
    if not STANDARD.search(words[start:number]):
        return None
    found = _OBJECT.search(words, behind, end) or _OBJECT.search(words, max(0, start - 60), number)
    if not found:
        return None
    return found.span("object") if found.group("object") else found.span("behind")


def noun_behind(words: str, at: int, end: int, unit: str) -> Place | None:
    """Return the noun that follows a number in its clause (100个“银龄线下课堂”), None if the number ends the phrase."""
    if unit in ("%", "百分点", "倍", "元", "番", "位") or words[at : at + 1] in (
        "、",
        "）",
        "及",
        "和",
        "以",
        "，",
        "",
    ):
        return None
    found = _BEHIND.match(words, at, end)
    if not found or _NOT_BEHIND.match(words, at):
        return None
    start, stop = found.span()
    start += words[start] == "的"
    cut = _BEHIND_STOP.search(words, start + 2, stop)
    stop = cut.start() if cut else stop
    if words[start] == "“" and words.find("”", start, stop) == stop - 1:
        start, stop = start + 1, stop - 1
    return (start, stop) if stop - start >= 2 else None


def noun_before(words: str, start: int, number: int, unit: str, region: str, each: re.Pattern[str]) -> Place:
    """Return the noun phrase before a number; it may be empty, then the number speaks of what stood before.

    ``start`` is where the phrase may begin: the head of the clause or the end of the number before.
    """
    stop = _trim_tail(words, start, number, each)
    subject = subject_at(words, start, number)
    start = min(subject[1], stop) if subject else start
    start = _trim_lead(words, start, stop, each, region)
    if unit not in ("%", "百分点", "倍", "位", "番"):
        start, stop = _around_frequency(words, start, stop)
        start = _behind_verbs(words, start, stop, unit)
        start = _trim_lead(words, start, stop, each, region)
    if stop - start > 2 and words[start] == "“" and words.find("”", start, stop) == stop - 1:
        start, stop = start + 1, stop - 1
    return start, max(start, stop)


def _around_frequency(words: str, start: int, stop: int) -> Place:
    """Cut a phrase with a frequency inside: what is done behind it, else the doer before it (…大讲堂每月至少举办)."""
    inside = list(_FREQUENCY.finditer(words, start + 2, stop))
    if not inside:
        return start, stop
    done = _HEAD_MAIN.match(words, inside[-1].end(), stop)
    begin = done.end() if done else inside[-1].end()
    return (inside[-1].end(), stop) if stop - begin >= 2 else (start, inside[0].start())


def _trim_tail(words: str, start: int, stop: int, each: re.Pattern[str]) -> int:
    """Return where the phrase ends when comparator, frequency and comparison are taken off, in whatever order."""
    while True:
        cut = COMPARATOR.search(words, start, stop) or _TAIL.search(words, start, stop)
        if not cut:
            cut = next((m for m in each.finditer(words, start, stop) if m.end() == stop and m.start() > start), None)
        if not cut or cut.start() >= stop:
            return stop
        stop = cut.start()


def _trim_lead(words: str, start: int, stop: int, each: re.Pattern[str], region: str) -> int:
    while start < stop:
        found = each.match(words, start, stop) or _LEAD.match(words, start, stop)
        if found and found.end() > start:
            start = found.end() + (words[found.end() : found.end() + 1] == "的")
        elif region and words.startswith(region, start):
            start += len(region)
        else:
            break
    return min(start, stop)


def _behind_verbs(words: str, start: int, stop: int, unit: str) -> int:
    """Return where the object of a clause begins; for person-times the act is part of what is counted."""
    if _ADVERBIAL.match(words, start, stop):
        return _last_verb(words, start, stop)
    helper = _HEAD_HELPER.match(words, start, stop)
    if helper:
        start = _behind_helper(words, helper.end(), start, stop)
    found = _HEAD_MAIN.match(words, start, stop)
    if not found or found.end() > stop - 2:
        return start
    acts = unit in ("人次", "场次") and not (found.group() in _DOING and _ACT_NOUN.search(words, start, stop))
    if acts and unit == "人次":
        return start
    return found.end()


def _behind_helper(words: str, behind: int, start: int, stop: int) -> int:
    """Return where the proper verb stands behind a helper (支持企业建设…), else where the helper's object begins."""
    inner = re.compile(rf"(?:{_MAIN})").search(words, behind, min(stop, behind + 10))
    if inner and inner.end() < stop - 1 and inner.group() not in ("配", "设", "建"):
        return inner.start() if inner.start() - behind <= 6 and inner.group() not in _WEAK[:6] else behind
    return behind


def _last_verb(words: str, start: int, stop: int) -> int:
    verbs = [m for m in re.finditer(rf"(?:{_MAIN})", words[start:stop]) if m.end() < stop - start - 1]
    strong = [m for m in verbs if m.group() not in _WEAK] or verbs
    return start + strong[-1].end() if strong else start


def levels_at(words: str, place: Place) -> tuple[tuple[str, ...], Place]:
    """Return the levels with which a noun phrase begins or ends, and the phrase without them."""
    levels, cut = levels_of(words[slice(*place)])
    if levels:
        return levels, (place[0] + cut, place[1])
    level, size = trailing_level(words[slice(*place)])
    return ((level,), (place[0], place[1] - size)) if level else ((), place)
