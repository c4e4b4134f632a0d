"""A letter as a paper: the values of its placeholders, the office's .docx, our PDF."""

from datetime import date

from kepu.methods.papers.codes import grouped
from kepu.methods.papers.kinds import Values
from kepu.plans.models import Letter
from kepu.plans.queries.letters.content import Content, content_of, day_words

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
