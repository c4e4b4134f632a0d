"""The sample county's work of one year: opened from the plan, some lines from outside it, a few 科普实事, issued, released.

All papers, numbers and places are invented.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from kepu.people.models import Account, Unit
from kepu.plans import verbs
from kepu.plans.forms.annual import proposed_title
from kepu.plans.models import AnnualItem, AnnualPlan, Plan

FIRST, LAST = 2026, 2030
TAKEN_OUT = "深化区域科普交流合作"


@dataclass(frozen=True)
class Deed:
    """One line that residents are told of: the task it is, what is done this year, for whom, where, by when."""

    task: str
    text: str
    audience: str
    place: str
    month: int
    day: int


@dataclass(frozen=True)
class Outside:
    """One line from outside the plan, with its units in their roles."""

    basis: str
    paper: str
    title: str
    text: str
    roles: dict[str, str]


DEEDS = (
    Deed("开展智慧助老服务", "手把手教老年人用手机看病挂号、缴费、视频通话和识别诈骗。每个乡镇（街道）至少办四期，每期半天，不收费，"
         "不会用手机也能打电话报名。",
         "elderly", "各乡镇（街道）养老服务站、县老年大学", 11, 30),
    Deed("培育高素质农民", "农技专家到柑橘园、稻渔田和药材基地现场讲课，包括剪枝、病虫害防治、测土配方和网上卖货，讲完留下专家电话。",
         "farmers", "各乡镇田间学校和农民夜校", 11, 15),
    Deed("拓展校外科学实践", "周末和寒暑假开放青少年科学实践点，孩子可以由家长带着做实验、认星星、看水厂怎样净水，提前一天预约。",
         "youth", "县科技馆和各青少年科学实践点", 12, 10),
    Deed("提升职业技能水平", "开办补贴性职业技能培训，电工、焊工、养老护理、电商客服四个工种任选，晚上和周末上课。",
         "workers", "清禾县职业教育中心、清禾经济开发区", 11, 30),
    Deed("改善农村科普服务条件", "科普大篷车开进偏远村和易地搬迁安置区，带去展品、图书和义诊，时间提前一周在村务公开栏张贴。",
         "general", "竹坪、松岗、茶山等乡的村（社区）", 12, 10),
)  # fmt: skip

OUTSIDE = (
    Outside("upper", "安科协发〔2026〕9号", "承办流动科技馆清禾站巡展", "巡展两个月，组织城乡学校集中参观，做好讲解员培训和安全管理。",
            {"县科协": "lead", "县教育体育局": "support", "县科技馆": "support"}),
    Outside("leader", "县政府领导批示（2026年6月3日）", "开展暑期防溺水科普", "放暑假前讲清水情、自救和施救常识，覆盖全部中小学。",
            {"县教育体育局": "lead", "县水利局": "joint", "县应急管理局": "joint"}),
    Outside("meeting", "县全民科学素质工作领导小组会议纪要〔2026〕2号", "摸清全县科普阵地底数",
            "逐处登记位置、面积、开放时间和管理人，十月底前形成台账。",
            {"县科协": "lead", "县文化和旅游局": "support"}),
)  # fmt: skip


def load(by: Account, at: datetime, say: Callable[[str], None]) -> None:
    """Open the year as the office would, put deeds and further lines in, issue it, release the deeds."""
    plan = Plan.objects.select_related("region").get()
    year = min(max(timezone.localdate(at).year, FIRST), LAST)
    title = proposed_title(plan.region, year)
    annual = verbs.open_year(plan=plan, year=year, title=title, by=by, at=at)
    for deed in DEEDS:
        _deed(annual, deed, by, at)
    for row in OUTSIDE:
        _outside(annual, row, by, at)
    gone = annual.items.get(title=TAKEN_OUT)
    verbs.remove_year_item(item=gone, revision=gone.revision, by=by, at=at)
    annual.refresh_from_db()
    verbs.issue_year(
        annual=annual, document_number=f"清科组发〔{year}〕3号", revision=annual.revision, by=by, at=at,
        issued_on=min(date(year, 6, 10), timezone.localdate(at)),
    )  # fmt: skip
    release = verbs.draft_year_release(annual=annual, by=by, at=at)
    verbs.check_secrecy(release=release, statement=True, by=by, at=at)
    verbs.release(release=release, by=by, at=at)
    standing = annual.items.filter(removed=False).count()
    say(f"已印发{year}年工作要点：{standing}项工作事项，其中{len(OUTSIDE)}项在方案以外；{len(DEEDS)}件科普实事已公开。")


def _deed(annual: AnnualPlan, deed: Deed, by: Account, at: datetime) -> None:
    item: AnnualItem = annual.items.select_related("annual").get(title=deed.task)
    changes = {
        "text": deed.text, "audience": deed.audience, "place": deed.place, "resident_deed": True,
        "due": date(annual.year, deed.month, deed.day),
    }  # fmt: skip
    verbs.edit_year_item(item=item, changes=changes, revision=item.revision, by=by, at=at)


def _outside(annual: AnnualPlan, row: Outside, by: Account, at: datetime) -> None:
    units = {unit.name: unit for unit in Unit.objects.filter(region=annual.plan.region, name__in=row.roles)}
    values = {"basis": row.basis, "paper": row.paper, "title": row.title, "text": row.text}
    roles = {units[name]: role for name, role in row.roles.items()}
    verbs.add_year_item(annual=annual, values=values, roles=roles, by=by, at=at)
