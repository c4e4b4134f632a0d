"""Where numbers with a measure word stand in a sentence, and which of them can be promises at all.

Left out here, by the language alone: numbers in quotation marks and titles, ordinals, dates and spans of time, counts
of the plan's own parts or of aspects, numbers that are part of a name, the size of the territory.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .numbers import number

_MEASURE = (
    "人次|人（次）|场次|场（次）|次（场）|户次|站次|台次|轮次|个百分点|百分点|万元|元|%|平方米|㎡|公里|米|个学时|"
    "个课时|个小时|课时|学时|学分|小时|分钟|天|人|名（次）|名|位|个|家|所|处|座|场|次|"
    "期|项|条|件|种|部|篇|本|册|份|台|辆|套|间|块|户|档|届|节|门|堂|支|款|幅|张|例|组|对|集|首|倍|亩|只|艘|"
    "架|场|则|类|批|版|站|点|株|栏|起|轮|级|遍|番|讲|强"
)
_DIGITS = r"\d{1,9}(?:,\d{3})*(?:\.\d{1,4})?"
_CN = "[一二两三四五六七八九十百千][一二三四五六七八九十百千万零]{0,7}"
_QUANTITY = re.compile(
    rf"(?<![\d.A-Za-z第])(?P<num>{_DIGITS}|{_CN})(?P<size>[百千]?[万亿])?(?P<more>多|余)?"
    rf"(?:(?:—+|至|到)(?P<num2>{_DIGITS}|{_CN})(?P<size2>[百千]?[万亿])?)?(?P<more2>多|余)?"
    rf"(?P<measure>{_MEASURE})?(?P<after>及?以上|以下|以内|之内|内(?![容部涵])|左右|上下)?"
)
_SHARE = re.compile(rf"百分之(?P<num>{_CN})(?P<after>以上|以下|以内|左右)?")
_PEOPLE = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}?)(?P<noun>用户|家庭|群体|人群|人口|群众|居民|农民|职工|学生|青少年|老年人|老人|观众|读者|粉丝|工人|劳动者|干部|"
    r"党员|师生|市民|村民|民众|受众|会员|妇女|儿童|公众|志愿者)"
)
_COMPOUND = re.compile(
    r"人(?:民|才|员|数|群|格|文|物|类|均|社|工|大|心|力|生|际|体)|家(?:庭|长|园|乡|政|级|电|门|校)|部(?:门|分|署|委|队|长|级)|条(?:例|件|块|线)|"
    r"项目|场(?:馆|所|地|景|域)|所(?:有|在|属|长|谓|需)|处(?:级|室|长|理|于|置)|期(?:间|限|末|盼|待|刊)|节(?:日|能|气|约|目|点|庆|水)|"
    r"本(?:级|科|地|市|县|区|着|职|身|土|单位|部门|领域)|支(?:持|部|撑|队|出|付)|座谈|位(?:于|置)|类型|组(?:织|"
    r"长|建|成|合)|种(?:植|类|子|养|业)|首(?:先|个|次|席)|"
    r"对(?:口|接|象|标|外|于|应)|次(?:数|日|要)|件(?:事)|份(?:额)|名(?:义|师|家|称|单|录|牌|优)|级|点(?!位)|"
    r"版(?:本|权|块)|站(?!点)|块状|集(?:中|体|成|团|聚)|户(?:外|籍)|起(?:步|来|到)|门(?:户|类)|台(?:账|阶)|"
    r""
    r"个(?:人|性|体|月|年|工作日|学期|学年|小时|别|季度|周)|(?:项|个|类|级|种|条)?(?:方面|维度|层面|阶段|环节|"
    r"步骤|层次|层级|类别|部分|板块|版块|专章|档次|时段|周期|等级|月)"
)
_PARTS = re.compile(
    r"(?:[\u4e00-\u9fff、]{0,10}?)(?:行动|工程|任务|举措|措施|原则|目标|要求|机制|体系|理念|意识|自信|维护|"
    r"全面|布局|方向|重点|关键|抓手|问题|能力|关系|指标|方式|优势|短板|特色|坚持|结合|转变|清单)"
)
_MAKING = re.compile(
    r"办|翻|送|建|打造|培育|创|培养|培训|举办|开展|组织|评选|命名|认定|设立|开设|成立|组建|发展|编|配备|选派|"
    r"遴选|扶持|支持|新增|完成|引进|获批|推出|制作|"
    r"开发|选树|征集|吸纳|聘|招募|注册|安排|播|刊|举行|召开|布设|设置|布局|申报|争取|力争|达到|覆盖|服务|惠及|投放|发放|推荐|选拔|选出|输送"
)
_NAMED_NUMBER = re.compile(
    r"[\u4e00-\u9fff“”·]{0,16}?(?:行动|工程|计划|活动|大行动|讲师团|专家团|系列|大赛|万户|万家|工作法)"
)
_CLOSED_CN = re.compile(r"[场所家名个座处期部档次件本台辆户册篇人届堂节门项条集学课讲站遍番份幅支套轮天小间位元则只张]")
_NUMERAL_BEFORE = re.compile(
    r"[每第统唯专之单同某任另这那哪数几进十百千万半有]$|分[为成]?$|划分为?$|由$|坚持$|围绕$|聚焦$|这$|包[括含]$"
)
_TERRITORY = re.compile(r"(?:全|本|我|辖|所辖|辖区)[县区市省州]?(?:的|内|辖|所有|现有|共有?)?$")
_PLACE = re.compile(r"(?:乡镇|乡|镇|街道|村|社区|县|区|市|部门|单位|成员|行政村|自然村|居委会|区县)")
_BODIES = re.compile(r"(?:成员单位|责任单位|职能部门|有关部门|部门|单位)(?:组成|参加|参与|联合|，|。|、|$|$)")
_CIRCLE = re.compile(r"[\u4e00-\u9fff]{0,6}圈")
_QUOTED = re.compile(r"“[^“”]{0,80}”|《[^《》]{0,120}》")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its measure word; offsets are local to the paragraph, ``noun`` is an end of people counted bare."""

    start: int
    end: int
    value: float
    unit: str
    chinese: bool
    after: str
    measure: tuple[int, int] = (0, 0)
    noun_end: int | None = None
    rank: bool = False


def quoted_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return what stands in quotation marks or title marks within ``text[start:end]``."""
    return [m.span() for m in _QUOTED.finditer(text, start, end)]


def _value(found: re.Match[str]) -> float | None:
    size = found.group("size") or (found.group("size2") if found.group("num2") else "") or ""
    return number(found.group("num") + size)


_RANK = re.compile(r"(?:全[国省市县区州]|居|列|排名|排|进入|跻身|位居|保持在?)(?:的)?前$")
_UNITS = {
    "个学时": "学时",
    "个课时": "课时",
    "个小时": "小时",
    "人（次）": "人次",
    "名（次）": "人次",
    "场（次）": "场次",
    "次（场）": "场次",
    "个百分点": "百分点",
    "㎡": "平方米",
    "万元": "元",
}


def _bare_people(text: str, found: re.Match[str], end: int) -> tuple[str, int] | None:
    """Return unit and end of people counted without a measure word (50万老年群体, 200万有线用户)."""
    if not found.group("size"):
        return None
    noun = _PEOPLE.match(text, found.end(), end)
    if not noun:
        return None
    return ("户" if noun.group("noun") in ("用户", "家庭") else "人"), noun.end()


def quantities(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Yield the quantities of one comma clause that can be promises."""
    for share in _SHARE.finditer(text, start, end):
        value = number(share.group("num"))
        if value is not None:
            yield Quantity(*share.span(), value, "%", False, share.group("after") or "")
    quotes = quoted_spans(text, max(0, start - 80), min(len(text), end + 80)) if "“" in text or "《" in text else []
    for found in _QUANTITY.finditer(text, start, end):
        if any(a < found.start() < b for a, b in quotes) or text.startswith("百分之", max(0, found.start() - 3)):
            continue
        quantity = _quantity(text, found, start, end)
        if quantity and not _excluded(text, found, quantity, start, end):
            yield quantity


def _heads(text: str, found: re.Match[str], start: int) -> Quantity | None:
    """Return persons counted by the noun before the number (参与人数10万以上)."""
    value = _value(found)
    counted = re.search(
        r"人数(?:累计|总计|共)?(?:不少于|不低于|达到|达|超过|突破|约)?$",
        text[max(start, found.start() - 14) : found.start()],
    )
    if value is None or not counted or not found.group("size"):
        return None
    return Quantity(found.start(), found.end(), value, "人", False, found.group("after") or "")


def _quantity(text: str, found: re.Match[str], start: int, end: int) -> Quantity | None:
    value, measure = _value(found), found.group("measure")
    chinese = not found.group("num")[0].isdecimal()
    if value is None:
        return None
    if measure == "万元":
        value *= 10_000
    if measure is None:
        heads = None if chinese else _heads(text, found, start)
        if heads:
            return heads
        people = None if chinese else _bare_people(text, found, end)
        return Quantity(found.start(), people[1], value, people[0], chinese, "", noun_end=people[1]) if people else None
    after = found.group("after") or found.group("more") or found.group("more2") or ""
    rank = measure in ("位", "名", "强") and bool(_RANK.search(text[max(start, found.start() - 8) : found.start()]))
    place = found.span("measure")
    place = (place[0] + measure.startswith("个") * (len(measure) > 1) + (measure == "万元"), place[1])
    return Quantity(found.start(), found.end(), value, _UNITS.get(measure, measure), chinese, after, place, rank=rank)


def _excluded(text: str, found: re.Match[str], quantity: Quantity, start: int, end: int) -> bool:
    """Say whether the words around a number make it a name, a date, an ordinal, a part or the territory."""
    before = text[max(start, found.start() - 12) : found.start()]
    if quantity.rank:
        return False
    if quantity.noun_end is not None:
        return before.endswith("每")
    at = found.start("measure")
    tail = text[found.end() : min(end, found.end() + 24)]
    compound = _COMPOUND.match(text, at, end)
    if (compound and compound.end() > found.end("measure")) or before.endswith(("第", "每", "前", "提前")):
        return True
    if quantity.unit in ("强", "级") or (quantity.unit == "番") != before.endswith("翻"):
        return True
    if quantity.unit in ("小时", "公里", "分钟") and _CIRCLE.match(tail):
        return True
    if quantity.unit in ("项", "个", "类", "条", "种", "批", "级") and _PARTS.match(tail) and not found.group("after"):
        return True
    if (_TERRITORY.search(before) and _PLACE.match(tail)) or _BODIES.match(tail):
        return True
    return quantity.chinese and _bad_numeral(text, found, before, tail)


def _bad_numeral(text: str, found: re.Match[str], before: str, tail: str) -> bool:
    """Say whether a number written in Chinese is no count: 统一, 一批, 千名专家进基层活动, 三个方面."""
    measure = found.group("measure")
    if _NUMERAL_BEFORE.search(before) and not re.search(r"每[一二两三四五]?年$|[两二三四五]年$", before):
        return True
    if measure in ("批", "类", "种", "级", "点", "倍", "起") or not _CLOSED_CN.match(measure):
        return True
    bare = set(found.group("num")) <= set("百千")
    return bare and bool(_NAMED_NUMBER.match(tail) or _NAMED_NUMBER.match(text[found.start() : found.end()] + tail))


def is_made(before: str) -> bool:
    """Say whether a verb of making or doing stands before a number in its clause."""
    return bool(_MAKING.search(before))
