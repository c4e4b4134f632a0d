"""What a heading says its section is: aims, retrospect, a container of parts, organisation, phases, duties, an annex."""

import re
from typing import Literal

TitleKind = Literal["aims", "past", "container", "organisation", "phases", "duties", "annex", "box", "other"]

_ANNEX = re.compile(r"附(?:件|表|录)[一二三四五六七八九十\d]{0,3}(?:[：.、]|$|[—])|附(?:件|表)")
_AIMS = re.compile(
    r"(?:指导思想|基本原则|工作原则|总体要求|总体思路|工作思路|(?:总体|主要|工作|发展|具体|建设|阶段|行动)?目标(?:任务|"
    r"要求)?$|目标愿景|总体目标|目标和|要求和目标|工作定位)"
)
_PRINCIPLES = re.compile(r"指导思想|基本原则|工作原则|总体思路|工作思路|重大意义|重要意义")
_PAST = re.compile(
    r"(?:发展|工作|现实|实施)?基础(?:和|与|$)|基本情况|工作情况|发展状况|形势|现状|成效|回顾|背景|存在(?:的)?问题|"
    r"主要成就|面临|意义$|总结$"
)
_PHASES = re.compile(
    r"进度安排|(?:实施|工作|推进|方法)?步骤|时间安排|(?:实施|工作|推进)阶段|阶段(?:安排|划分|任务)|(?:实施|"
    r"工作|时间)进度|进度(?:计划|要求)|安排步骤|时间进度"
)
_DUTIES = re.compile(
    r"(?:成员|责任|有关|相关|各)?(?:单位|部门)(?:（[^（）]*）)?(?:的)?(?:主要|工作|具体|任务)?(?:职责|分工|"
    r"责任|任务)|职责(?:分工|任务)|主要职责|工作职责"
)
_ORGANISATION = re.compile(
    r"组织(?:实施|保障|领导|管理|机制|推进|协调|机构)|保障(?:措施|举措|机制|条件)?$|保障(?:措施|举措|机制)|"
    r"(?:工作|运行|实施|推进|长效|协调)?机制(?:和|与|$)|工作方式|工作(?:要求|保障)|实施要求|有关要求|"
    r"条件保障|机制保障|经费(?:保障|投入)|监测评估|监督|考核|督(?:促|查|导)|领导(?!干部)|督查|评估(?:监测|机制)?$|实施与保障|附则"
)
_SECTIONS: tuple[tuple[TitleKind, re.Pattern[str]], ...] = (
    ("phases", _PHASES), ("past", _PAST), ("aims", _AIMS), ("duties", _DUTIES), ("organisation", _ORGANISATION),
)  # fmt: skip
_AIM_TASKS = re.compile(r"(?:总体|主要|工作|发展|年度)*目标(?:[和与及]?任务)?")
_NUMBER = "(?:[一二三四五六七八九十两\\d]{1,3}(?:大|项|个|类)?)"
_FILL = (
    "实施|推进|开展|组织|深入|全面|大力|抓好|落实|突出|着力|聚焦|做好|明确|全民|公民|科学素质|素质|重点|主要|关键|专项|提升|工作|人群|"
    "科普|具体|建设|各项|核心|能力|目标|基础|提高|群体|主体|的|领域|科技|普及|持续|扎实|加快|组织实施|年度|全域|支撑|赋能|攻坚|配套|责任"
)
_NOUN = "行动|工程|任务|举措|措施|内容|计划|安排|项目|分工|部署|事项"
_GENERIC = re.compile(
    rf"(?:{_FILL})*{_NUMBER}?(?:{_FILL})*(?:{_NOUN})(?:(?:[和及与、]|以及)?(?:{_FILL})*{_NUMBER}?(?:{_FILL})*(?:{_NOUN}))*(?:的?(?:分工|"
    rf"落实|安排|部署))?"
)
_COUNTED = re.compile(
    rf"(?:[一二三四五六七八九十两]{{1,3}}(?:大|项|个|类)?|(?<!\d)\d{{1,2}}(?:大|项|个|类))(?:{_FILL})*(?:行动|工程|任务|计划)$"
)
_ACTION_LIKE = re.compile(r"(?:行动|工程|计划|项目|专项)$")
_AUDIENCES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("officials", re.compile(r"领导干部|公务员|干部职工|党政干部|机关干部")),
    ("elderly", re.compile(r"老年|银龄|老龄|银发|长者")),
    ("youth", re.compile(r"青少年|未成年|中小学生|少年儿童|学生")),
    ("workers", re.compile(r"产业工人|劳动者|职工|工人|从业人员")),
    ("farmers", re.compile(r"农民|农牧民|牧民|渔民")),
)
_LOOSE_AUDIENCES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("officials", re.compile(r"干部|机关")),
    ("workers", re.compile(r"工匠|企业|就业")),
    ("farmers", re.compile(r"乡村|农村|农业")),
)
_LITERACY = re.compile(r"科学(?:文化)?素[质养]|科普")


def bare(title: str) -> str:
    """Return a title without brackets, quotation marks, spaces and its closing stop."""
    return re.sub(r"（[^（）]*）?|[“”《》 ]|[。：；，]$", "", title)


def audience_of(title: str) -> str | None:
    """Return the audience that an action's title names, None if it names none."""
    plain = bare(title)
    patterns = _AUDIENCES + _LOOSE_AUDIENCES if plain.endswith("行动") else _AUDIENCES
    return next((name for name, pattern in patterns if pattern.search(plain)), None)


def is_action_like(title: str) -> bool:
    """Say whether a title is built like an action or a project: …行动, …工程, …计划, or an audience's 科学素质."""
    plain = bare(title)
    return bool(_ACTION_LIKE.search(plain)) or bool(audience_of(plain) and re.search("科学(?:文化)?素[质养]", plain))


def is_generic(title: str) -> bool:
    """Say whether a title only announces parts (提升行动, 五大重点工程, 主要任务及分工) and names no topic itself."""
    plain = bare(title)
    if re.search("[“《]", title):
        return False
    if _AIM_TASKS.fullmatch(plain):
        return False
    if re.fullmatch(r"(?:全民|公民)?科学素质(?:提升)?行动", plain):
        return True
    return bool(_GENERIC.fullmatch(plain) or (_COUNTED.search(plain) and not audience_of(plain)))


def kind_of(title: str) -> TitleKind:
    """Return what the section under ``title`` is for; ``other`` if the title says nothing of the kind."""
    plain = bare(title)
    if re.search(r"名词解释|术语|名单$|政策解读|编制说明|起草说明|联系方式", plain):
        return "past"
    if _ANNEX.match(plain):
        return "annex"
    if is_generic(plain):
        return "container"
    if is_action_like(plain):
        return "other"
    return next((kind for kind, pattern in _SECTIONS if pattern.search(plain)), "other")


def is_principle(title: str) -> bool:
    """Say whether a section only states principles: what stands in it promises nothing countable."""
    return bool(_PRINCIPLES.search(bare(title)))


def same_heading(a: str, b: str) -> bool:
    """Say whether two headings name the same part or task, whatever 实施, 提升, brackets and marks stand in them."""
    return _key(a) == _key(b)


def _key(title: str) -> str:
    plain = re.sub(r"[，、·“”\s]", "", bare(title))
    return re.sub(r"^(?:组织|深入|大力|全面)?(?:实施|开展|推进)|提升|专项", "", plain)


def heading_key(title: str) -> str:
    """Return the key under which headings are compared (see `same_heading`)."""
    return _key(title)
