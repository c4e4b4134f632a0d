"""A letter as a paper: the values of its placeholders, the office's .docx, our PDF."""

from datetime import date

from kepu.methods.papers.codes import grouped
from kepu.methods.papers.kinds import Values
from kepu.methods.planread.extract.numerals import numeral
from kepu.plans.models import AnnualDuty, AnnualPlan, DutyRole, Letter
from kepu.plans.queries.annual import UnitYear
from kepu.plans.queries.annual.page import YearLine, YearPage
from kepu.plans.queries.annual.units import UnitRow
from kepu.plans.queries.letters.content import ROLES, Content, content_of, day_words
from kepu.plans.wording.letters import terms_for

DRAFT_WORDS = {Letter.State.DRAFT: "拟稿", Letter.State.CONSULTED: "征求意见稿"}


def letter_values(letter: Letter, content: Content | None = None) -> Values:
    """Return the values of a letter by the placeholders' names; a draft says so and bears no check code."""
    said = content or content_of(letter)
    stage = DRAFT_WORDS.get(Letter.State(letter.state), "")
    return {
        "标题": said["title"], "年度": said["year"], "编号": said["number"], "甲方": said["party"], "乙方": said["unit"],
        "方案名称": said["plan"], "方案文号": said["plan_number"], "要点名称": said["points"], "要点文号": said["points_number"],
        "起始日期": _day(said["from"]), "结束日期": _day(said["to"]),
        "定量目标": [_quantity(n, row, said["year"]) for n, row in enumerate(said["quantitative"], 1)],
        "定性任务": [_item(n, row, said["year"]) for n, row in enumerate(said["qualitative"], 1)],
        "基础工作": [_groundwork(n, row, said["year"]) for n, row in enumerate(said["groundwork"], 1)],
        "职责": said["duties"], "支持保障": said["provides"], "报送考核": said["reporting"], "变更约定": said["changes"],
        "其他约定": said["others"], "稿次": stage,
        "校验码": grouped(letter.sheet.code) if letter.sheet and letter.snapshot else "",
    }  # fmt: skip


def _day(text: str) -> str:
    return day_words(date.fromisoformat(text))


def _in_year(day: str, year: object) -> str:
    """Return a day without the letter's own year, which stands in its title: the column is narrow."""
    return day.removeprefix(f"{year}年")


def _quantity(number: int, row: dict[str, str], year: object) -> dict[str, str]:
    return {
        "序号": str(number), "条款": row["clause"], "原文": row["text"], "角色": row["role"], "目标值": row["value"],
        "单位": row["unit"], "口径": row["definition"], "时限": _in_year(row["due"], year), "数据来源": row["source"], "佐证": row["evidence"],
    }  # fmt: skip


def _item(number: int, row: dict[str, str], year: object) -> dict[str, str]:
    return {
        "序号": str(number), "条款": row["clause"], "原文": row["text"], "角色": row["role"], "要求": row["asked"],
        "时限": _in_year(row["due"], year), "佐证": row["evidence"],
    }  # fmt: skip


def _groundwork(number: int, row: dict[str, str], year: object) -> dict[str, str]:
    return {"序号": str(number), "事项": row["title"], "要求": row["text"], "时限": _in_year(row["due"], year)}


def table_values(page: YearPage, on: date) -> Values:
    """Return the values of a year's 任务分工表: lines under the parts of the plan, units that are no more with their heirs."""
    annual = page.annual
    points = f"根据《{annual.title}》{f'（{annual.document_number}）' if annual.document_number else ''}制定。"
    return {
        "标题": f"{annual.plan.region.name}{annual.year}年度全民科学素质工作任务分工表", "年度": annual.year,
        "编制单位": office_of(annual), "编制日期": day_words(on), "依据": points,
        "分组": [{"名称": group.title, "事项": [_line(line, page) for line in group.lines]} for group in page.groups],
        "说明": ["同时列为按职责分工的单位，列在牵头单位一栏。", "目标值为全县合计数，分解到单位、乡镇（街道）的以目标任务分解为准。"],
        "稿次": "" if annual.state == AnnualPlan.State.ISSUED else "送审稿",
    }  # fmt: skip


def points_values(page: YearPage) -> Values:
    """Return the values of a year's 年度工作要点: parts and lines in their order, who answers for each in brackets."""
    annual, version = page.annual, page.annual.version
    plan = f"《{version.title}》{f'（{version.document_number}）' if version.document_number else ''}"
    goals = "；".join(f"{goal.subject}{goal.words}" for goal in page.goals)
    issued = annual.state == AnnualPlan.State.ISSUED
    party = terms_for(annual).party
    return {
        "发文机关标志": party, "文号": annual.document_number, "标题": annual.title, "年度": annual.year,
        "主送单位": "各乡镇（街道），各成员单位",
        "导语": [f"为落实{plan}，做好{annual.year}年全民科学素质工作，制定本要点。", *([f"主要目标：{goals}。"] if goals else [])],
        "部分": [
            {"序号": _numeral(n), "标题": group.title, "事项": [_point(k, line, page) for k, line in enumerate(group.lines, 1)]}
            for n, group in enumerate(page.groups, 1)
        ],
        "署名": party, "成文日期": day_words(annual.issued_on) if annual.issued_on else "", "稿次": "" if issued else "送审稿",
    }  # fmt: skip


def _numeral(number: int) -> str:
    return numeral(number, "chineseCountingThousand")


def _point(number: int, line: YearLine, page: YearPage) -> dict[str, str]:
    item = line.item
    asked = _asked(item.text, [f"{f.subject}{f.words}" for f in line.figures]).rstrip("。；")
    due = f"{day_words(item.due)}前完成" if item.due else ""
    text = "；".join(part for part in (asked, due) if part)
    answering = (("牵头单位", DutyRole.LEAD), ("按职责分工负责", DutyRole.JOINT), ("配合单位", DutyRole.SUPPORT))
    units = [f"{word}：{_names(line.in_role(role), page)}" for word, role in answering if line.in_role(role)]
    return {
        "序号": _numeral(number), "标题": item.title, "正文": f"{text}。" if text else "", "责任单位": "；".join(units),
    }  # fmt: skip


def _line(line: YearLine, page: YearPage) -> dict[str, str]:
    asked = _asked(line.item.text, [f"{f.subject}{f.words}" for f in line.figures])
    lead = [*line.in_role(DutyRole.LEAD), *line.in_role(DutyRole.JOINT)]
    basis = str(line.item.get_basis_display())
    return {
        "序号": str(line.number), "事项": line.item.title, "要求": asked, "牵头单位": _names(lead, page),
        "配合单位": _names(line.in_role(DutyRole.SUPPORT), page),
        "时限": day_words(line.item.due) if line.item.due else f"{page.annual.year}年底前",
        "依据": f"{basis}：{line.item.paper}" if line.item.paper else basis,
    }  # fmt: skip


def _asked(text: str, figures: list[str]) -> str:
    """Return what is asked in one cell: the year's words, then the figures."""
    words = text.strip()
    return "；".join([*([words.rstrip("。；") if figures else words] if words else []), *figures])


def _names(duties: list[AnnualDuty], page: YearPage) -> str:
    """Return the names of units; one that is no more with who goes on for it."""
    names = []
    for duty in duties:
        passed = page.passed.get(duty.unit_id)
        names.append(f"{duty.unit.name}（{passed.words}）" if passed else duty.unit.name)
    return "、".join(names)


def office_of(annual: AnnualPlan) -> str:
    """Return the office that writes for the leading group."""
    party = terms_for(annual).party
    return party if party.endswith(("办公室", "协会", "科协")) else f"{party}办公室"


def prompt_values(year: UnitYear, on: date, phone: str = "") -> Values:
    """Return the values of a unit's 任务提示函: a co-ordinating body prompts, it gives no orders."""
    annual = year.annual
    points = f"《{annual.title}》{f'（{annual.document_number}）' if annual.document_number else ''}"
    return {
        "标题": f"关于{annual.year}年度全民科学素质工作有关任务的提示函", "年度": annual.year, "主送单位": year.unit.name,
        "缘由": f"根据{points}，{annual.year}年度涉及贵单位的工作事项共{len(year.lines)}项。现提示如下，供贵单位安排工作时参考。",
        "事项": [_prompted(number, line, annual) for number, line in enumerate(year.lines, 1)],
        "要求": [
            "请结合实际统筹安排，明确分管领导和联络员；人员有变动的，请及时告知。",
            "推进中需要协调、支持的事项，请随时与我办联系。",
            f"请于{annual.year}年12月20日前将工作情况反馈我办。",
        ],
        "联系人": office_of(annual) if phone else "", "联系电话": phone, "署名": office_of(annual), "成文日期": day_words(on),
    }  # fmt: skip


def _prompted(number: int, line: UnitRow, annual: AnnualPlan) -> dict[str, str]:
    item = line.item.item if line.item else None
    figures = [f"{q.subject}{q.words}{'（合计）' if q.whole else ''}" for q in line.quantities]
    asked = _asked(item.text if item else "", figures)
    return {
        "序号": str(number), "事项": item.title if item else line.goal.subject if line.goal else "",
        "要求": asked or "按职责推进", "角色": ROLES.get(line.item.role, "") if line.item else "",
        "时限": day_words(item.due) if item and item.due else f"{annual.year}年底前",
    }  # fmt: skip
