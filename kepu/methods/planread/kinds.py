"""Which of the ten kinds a promised number is.

level: a share or an index of the population, money by head, a size, a time limit, a rate of growth. coverage: a share
of a named universe (schools, villages, firms), or each of a universe. floor: so much in every period. cumulative: persons
and acts added up. reach: persons or households served. schedule: yearly steps and where they lead. rank: a place in
an order. count: things that stand at the end.
"""

import re

from .model import Target, TargetKind

_POPULATION = re.compile(r"公民|居民|群众|人民|健康素养|知晓率|满意度|知晓|人口")
_UNIVERSE = re.compile(
    r"学校|小学|中学|村|社区|企业|乡镇|镇|单位|项目|班组|车间|机构|开课率|开出率|培训率|参与率|参学率|互动率|覆盖率|配备率|覆盖|全体"
)
_SHARE_OF_UNIVERSE = re.compile(
    r"(?:学校|小学|中学|村|（社区）|社区|企业|乡镇|单位|项目|信息员|机构)(?:的)?(?:占比|比例|比重)$"
)
_STEPS = re.compile(
    r"20\d\d年[^，；。]{0,10}?\d[\d.万]*(?P<unit>[\u4e00-\u9fff]).{0,40}20\d\d年[^，；。]{0,10}?\d[\d.万]*(?P=unit)"
)
_YEARLY_STEP = re.compile(r"每年[^，；。]{0,8}(?:增加|提高|增长|递增)")
_SERVED = re.compile(r"惠及|覆盖|受益|带动|辐射|粉丝|到达|配送|(?<!年)服务(?!时长|分队|站|队)")
_ACTS = ("场", "场次", "部", "件", "篇", "期", "次", "台次", "轮", "站次")
_SIZES = ("小时", "学时", "课时", "天", "分钟", "平方米", "公里", "米", "份")
_PEOPLE = ("人", "名", "人次", "位", "户次")


def kind_of(target: Target, clause: str, sentence: str) -> TargetKind:
    """Return the kind of a target from its fields, the words of its clause and of its sentence."""
    unit = target.unit or ""
    if unit == "元/人":
        return "schedule" if _is_step(target, clause, sentence) else "level"
    if target.comparator == "<=" and unit in ("位", "名", "强"):
        return "rank"
    if unit in ("%", "百分点", "倍", "番"):
        return _kind_of_share(target, clause)
    if target.per or target.every:
        return "reach" if "覆盖" in clause and unit == "人次" else "floor"
    if target.each or ((target.unit_named or "").startswith("各") and target.value == 1):
        return "coverage"
    if unit in ("遍", "轮") and re.search(r"轮训|培训|全员", clause):
        return "coverage"
    return _kind_of_count(target, unit, clause, sentence)


def _is_step(target: Target, clause: str, sentence: str) -> bool:
    """Say whether an amount by head is a yearly step or where the steps lead; another body's amount is neither."""
    if target.delta or _STEPS.search(sentence):
        return True
    step = next((c for c in sentence.split("，") if _YEARLY_STEP.search(c)), "")
    own = target.subject in clause and target.subject not in step and re.search(r"人均[^每]*(?:经费|投入)", step)
    return bool(step) and not own


def _kind_of_share(target: Target, clause: str) -> TargetKind:
    subject = target.subject
    if target.each:
        return "coverage"
    if target.delta or _POPULATION.search(subject) or "/" in (target.unit or ""):
        return "level"
    if re.search(r"占比|比重", clause):
        return "coverage" if _SHARE_OF_UNIVERSE.search(subject) else "level"
    return "coverage" if _UNIVERSE.search(subject) or re.search(r"建有|设有|配备|覆盖", clause) else "level"


def _kind_of_count(target: Target, unit: str, clause: str, sentence: str) -> TargetKind:
    if _STEPS.search(sentence) and re.search(r"20\d\d年", clause):
        return "schedule"
    if unit in _SIZES or "/" in unit or target.comparator == "<=":
        return "level"
    if _SERVED.search(clause) and unit in ("人", "户", "所", "个", "家") and not re.search(r"培训|培育|培养", clause):
        return "reach" if unit in ("人", "户") or re.search(r"惠及|配送|覆盖", clause) else "count"
    if unit in _PEOPLE or unit in _ACTS:
        return "cumulative"
    return "count"
