"""The grammar of units: what a body that can be held responsible looks like in print.

No list of bodies: a unit is known by its ending (局, 委, 办, 部, 中心, 协会 …), by the shape of the mass organisations
(团县委, 县妇联) or as a collective (各乡镇（街道）, 县级有关部门). Brackets belong to the name.
"""

import re
from functools import lru_cache

_ENDING = (
    "(?:局|委|办|部|厅|处|科|室|院|所|站|台|社|会|团|队|组|馆|园|宫|塔|港|人大|[一二三四五六七八九十]中|职中|"
    "高中|初中|厂|场|矿|店|库|校|协|联|府|财政|公安|税务|中心|公司|集团|银行|支行|"
    "分行|学校|大学|学院|中学|小学|幼儿园|办事处|管委会|街道|乡镇|镇乡|乡|镇|村|社区|园区|开发区|新区|景区|镇街|街|会议|中心组|报|报社|日报|电视台|"
    "党校|党委|党组|工委|纪委|纪检监察组|工会|妇联|科协|社科联|文联|侨联|残联|工商联|作协|记协|老科协|农技协|关工委|老龄办|团委|政府|"
    "医院|卫生院|指挥部|领导小组|专班|机构|部门|单位|基地|联盟|总社|研究院|企业|组织|团体|媒体|法院|检察院|消防|海关|"
    "电力|电信|移动|联通|邮政|铁塔|石油|石化|烟草|气象|地震|水文|档案馆|党史办|融媒体|融媒|网信|供销社|合作社|联社|林场|农场|"
    "职业技术学校|职教中心|科创中心|武装部|人武部|红十字会|老年大学|干休所|分校|总队|支队|大队|中队)"
)
_TAIL = r"(?:（[^（）]{1,40}(?:（[^（）]{1,20}）[^（）]{0,20})?）)?"
_BODY = r"[\u4e00-\u9fffA-Za-z0-9“”·]{0,28}?"
_NAMED = re.compile(rf"{_BODY}{_ENDING}{_TAIL}(?:{_BODY}{_ENDING}{_TAIL})?")
_YOUTH = re.compile(r"(?:共青团|团)[\u4e00-\u9fff]{0,8}(?:委|委员会)")
_COLLECTIVE = re.compile(
    rf"(?:全[县区市省州镇]|[县区市省州](?:级|直)|本级|辖区内?|驻[\u4e00-\u9fff]{{1,4}}|其他|其它|涉及|所有|[县区市省州]内)?"
    r"(?:的|属)?(?:各级|各个|各|有关|相关|各有关|各相关|成员)[\u4e00-\u9fff、/]{0,24}(?:（[^（）]{1,12}）[\u4e00-\u9fff]{0,8})?"
    rf"(?:部门|单位|政府|党委|机关|县|区|市|旗|州|{_ENDING}){_TAIL}"
)
_NOT_A_NAME = re.compile(
    r"开展|加强|推进|提升|加大|完善|积极|根据|应当|通过|围绕|建立|健全|推动|鼓励|引导|深入|充分|利用|提高|实现|促进|确保|"
    r"按照|负责|牵头|配合|要求|会同|会商|以及|等|的|了|将|把|为|并|由|每|报送|召开|听取|承担|兼任|担任|设在|"
    r"从(?!化|江)|\d[月日年]|于\d|向[县区市州省上领]|前向"
)
_NAME_PART = re.compile(
    r"(?:牵头|责任|配合|负责|参与|成员)(?:单位|部门)|等院校|发展|建设|开发|推广|服务|普及|促进会|推进会|引导中心|"
    r"促进中心|提升中心|推进办|推进中心|鼓励"
)
_VERB_IN_NAME = re.compile(
    r"(?:开展|加强|推进|提升|推动|提高|促进|实现|利用|引导|鼓励|完善|配合|保障)(?=局|中心|会|办|委|处|院|站|所|科|大队|公司|基金|协|和|与)"
    r"|[初中高同优]等|综合利用|开发利用"
)
_PLAIN_AREA = re.compile(r"[县区市旗](?:（[^（）]{1,8}）)")
_VERB_END = re.compile(
    r"(?<!社会|经济|群团|行业|企业|公益|学术|专业|合作|科协|农民|志愿|民间|基层|国际)(?<![党团])组织$"
)
_BRACKETED = re.compile(r"（.*）")
_WITH = re.compile(r"[与及]")
_JOINT = re.compile(r"以及|[和及与]")
_OPEN = re.compile(r"部门|单位|机构$")
_OPEN_QUALIFIER = re.compile(r"^(?:[\u4e00-\u9fff]{0,4}?)(?:各|有关|相关|其他|其它|所有)")
_ETC = re.compile(
    r"等(?:[一二三四五六七八九十\d]{1,3}个)?(?:其他|其它|各|各级|各有关|有关|相关|[县区市省州](?:级|直))*"
    r"(?:成员|职能|责任|配合|参与|业务|主管)?(?:(?:部门|单位|机构|组织|方面|企业|企事业单位|媒体|学校|处室|科室|团体|社会组织)"
    r"(?:（单位）|（部门）)?(?:[和、及与]|以及)?){0,3}$"
)
PREFIX = r"(?:[县区市省州旗镇乡](?!级)|团[县区市省州旗]|共青团|各|驻|中共|国家)"


def strip_etc(text: str) -> tuple[str, bool]:
    """Return ``text`` without a closing 等, 等部门, 等有关单位 …, and whether there was one."""
    found = _ETC.search(text)
    return (text[: found.start()], True) if found and found.start() > 0 else (text, False)


def is_collective(text: str) -> bool:
    """Say whether ``text`` names a class of bodies: 各乡镇（街道）, 县级有关部门, 相关单位."""
    return bool(2 <= len(text) <= 40 and _COLLECTIVE.fullmatch(text) and _known(_JOINT.sub("", text)))


@lru_cache(maxsize=8192)
def is_unit(text: str) -> bool:
    """Say whether ``text``, one matching text without separators, has the shape of one unit."""
    if not 2 <= len(text) <= 48:
        return False
    if _YOUTH.fullmatch(text) or _PLAIN_AREA.fullmatch(text) or is_collective(text):
        return True
    return bool(_NAMED.fullmatch(text) and _known(text) and not _two_units(text))


def _two_units(text: str) -> bool:
    """Say whether 与, 及 or 和 in a name parts two whole units (县海洋与渔业局 is one)."""
    return any(_NAMED.fullmatch(text[: m.start()]) for m in _WITH.finditer(text) if m.start() >= 3)


def _known(text: str) -> bool:
    """Say whether no verb or particle stands in the name outside its brackets."""
    bare = _VERB_IN_NAME.sub("", _NAME_PART.sub("", _BRACKETED.sub("", text)))
    return not _NOT_A_NAME.search(bare) and not _VERB_END.search(bare)


def is_open(text: str) -> bool:
    """Say whether a unit's name leaves the list open (县级各部门, 有关单位); 各乡镇（街道） does not."""
    bare = re.sub(r"（.*?）", "", text)
    return bool(_OPEN.search(bare) and _OPEN_QUALIFIER.match(bare))


def full_name(unit: str, first: str) -> str | None:
    """Return ``unit`` with the 县, 区 or 市 of the ``first`` unit of its list where the list writes it only once."""
    head = re.match(r"[县区市省州旗]", first)
    plain = re.match(r"[县区市省州旗团各驻有相省国中]", unit)
    return head.group() + unit if head and not plain and is_unit(head.group() + unit) else None


def unit_list(text: str, start: int, end: int) -> list[tuple[int, int]] | None:
    """Return the places of the units if ``text[start:end]`` is nothing but a list of units."""
    out: list[tuple[int, int]] = []
    depth, begin = 0, start
    for i in range(start, end + 1):
        c = text[i] if i < end else "、"
        depth += (c == "（") - (c == "）")
        if (c in "、， ；" and depth <= 0) or i == end:
            if not is_unit(text[begin:i]):
                return None
            out.append((begin, i))
            begin = i + 1
    return out or None
