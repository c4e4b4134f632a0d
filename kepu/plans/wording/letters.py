"""The office's standing words in a 目标责任书: clauses offered for a new year, numbers, lines."""

import re
from datetime import date

from kepu.people.models import Region
from kepu.plans.models import AnnualPlan, LetterTerms
from kepu.plans.wording.counting import OFFERED

ORDINAL, YEAR = "{序号}", "{年度}"
QUALITATIVE_EVIDENCE = "文件、总结、照片"

GROUNDWORK = (
    "明确分管领导和联络员｜确定1名分管领导、1名联络员，有变动的5个工作日内书面告知甲方｜3月31日前",
    "研究部署工作｜主要负责人或分管领导每年至少专题研究1次，有会议记录｜12月31日前",
    "保障工作经费｜所需经费纳入部门预算或在现有经费中统筹安排｜全年",
    "参加会议和培训｜按通知参加成员单位会议、联络员培训｜全年",
    "报送工作情况｜按时报送进展和年度总结，数据真实、有据可查｜12月20日前",
)
PROVIDES = (
    "提供科普资源清单、专家和科技志愿服务队伍信息，按需求组织服务。",
    "对联络员开展业务培训和填报辅导。",
    "协调解决跨部门、跨乡镇（街道）的困难和问题。",
)
REPORTING = (
    "乙方按方案和年度工作要点规定的时间报送工作情况，材料经分管领导审签并加盖公章。",
    "甲方对完成情况进行汇总，按规定开展评价，结果按程序报告和反馈；乙方有异议的，可在5个工作日内申请复核。",
)
CHANGES = (
    "因政策调整、机构改革等需要变更的，由双方协商，以书面形式确定并编号，作为本责任书的附件。",
    "未经书面变更，目标任务不得调减。",
)
OTHERS = (
    "本责任书一式三份，甲方执二份、乙方执一份，自双方签字盖章之日起生效。",
    "责任期内机构改革的，由承接职能的单位继续履行；人员变动的，由继任者继续履行。",
)


def terms_for(annual: AnnualPlan) -> LetterTerms:
    """Return what the office settled for a year's letters, else what is offered to it (then without a primary key)."""
    return LetterTerms.objects.filter(annual=annual).first() or offered_terms(annual)


def offered_terms(annual: AnnualPlan) -> LetterTerms:
    """Return words for a year: the clauses of the year before where the office settled them, else standing ones.

    The term is the calendar year, filed away on 31 March of the next.
    """
    year = annual.year
    earlier = LetterTerms.objects.filter(annual__plan__region=annual.plan.region_id, annual__year__lt=year)
    before = earlier.select_related("annual").order_by("-annual__year", "-pk").first()
    said = _said_before(before, year) if before else _standing(annual)
    return LetterTerms(
        annual=annual, term_from=date(year, 1, 1), term_to=date(year, 12, 31), expires_on=date(year + 1, 3, 31), **said
    )


CLAUSES = ("groundwork", "provides", "reporting", "changes", "others", "counting")


def _standing(annual: AnnualPlan) -> dict[str, str]:
    region = annual.plan.region
    lines = (GROUNDWORK, PROVIDES, REPORTING, CHANGES, OTHERS, OFFERED)
    return {
        "title": f"{region.name}{annual.year}年度全民科学素质工作目标责任书",
        "party": f"{region.name}全民科学素质工作领导小组",
        "number_pattern": f"{short_name(region)}科责〔{YEAR}〕{ORDINAL}号",
    } | {name: "\n".join(clause) for name, clause in zip(CLAUSES, lines, strict=True)}


def _said_before(before: LetterTerms, year: int) -> dict[str, str]:
    """Return the words of an earlier year, with this year in the title."""
    said = {name: getattr(before, name) for name in ("title", "party", "number_pattern", *CLAUSES)}
    said["counting"] = said["counting"] or "\n".join(OFFERED)
    return said | {"title": before.title.replace(str(before.annual.year), str(year))}


def short_name(region: Region) -> str:
    """Return the first character of a region's name, by which its offices number their papers: 清禾县 is 清."""
    return region.name[:1]


def number(pattern: str, year: int, ordinal: int) -> str:
    """Return the number of a letter: 清科责〔{年度}〕{序号}号 gives 清科责〔2026〕1号."""
    return pattern.replace(YEAR, str(year)).replace(ORDINAL, str(ordinal))


def ordinal_of(pattern: str, year: int, text: str) -> int | None:
    """Return the ordinal that a number written by the pattern holds; None for one written otherwise."""
    before, _, after = pattern.replace(YEAR, str(year)).partition(ORDINAL)
    match = re.fullmatch(re.escape(before) + r"(\d{1,6})" + re.escape(after), text)
    return int(match.group(1)) if match else None


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that are not blank."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def groundwork_rows(text: str) -> list[dict[str, str]]:
    """Return the lines 事项｜要求｜时限 as rows; what a line lacks is empty."""
    rows = []
    for line in lines_of(text):
        title, asked, due = ([part.strip() for part in re.split("[｜|]", line, maxsplit=2)] + ["", ""])[:3]
        rows.append({"key": title, "title": title, "text": asked, "due": due})
    return rows
