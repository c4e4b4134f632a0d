"""年度工作要点: the years of a plan, and each line of a year's work with who answers for it and its figures."""

from datetime import date
from typing import Any

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from kepu.people.api import UnitRef, unit_ref
from kepu.people.requests import SignedIn
from kepu.plans import access
from kepu.plans.api.shapes import AnnualId, PlanId
from kepu.plans.models import AnnualItem, AnnualPlan, Audience, DutyRole
from kepu.plans.queries.annual.figures import Figure
from kepu.plans.queries.annual.page import YearLine, year_page
from kepu.ui.api import Amount, Page, Window, one_of, page_of, said

router = Router(tags=["年度工作"])


class YearOut(Schema):
    """A year's cut of a plan."""

    id: int = Field(description="年度编号")
    plan: int = Field(description="方案编号")
    version: int = Field(description="所依据的方案版本号")
    year: int = Field(description="年度")
    state: str = one_of(AnnualPlan.State, "状态，拟稿的只有本级纲要办可见")
    title: str = Field(description="标题")
    document_number: str = Field(description="发文字号")
    issued_on: date | None = Field(description="成文日期")


class YearDutyOut(Schema):
    """A unit's part in a line."""

    role: str = one_of(DutyRole, "角色")
    unit: UnitRef = Field(description="单位")


class FigureOut(Schema):
    """What a target asks of the whole year."""

    target: str = Field(description="目标任务的键")
    subject: str = Field(description="事项")
    value: Amount | None = Field(description="本年目标值")
    unit: str = Field(description="计量单位")
    words: str = Field(description="本年目标值的说法")
    carried: Amount = Field(description="其中从往年结转的")


class YearItemOut(Schema):
    """One line of the year's work."""

    key: str = Field(description="事项的键")
    number: int = Field(description="序号")
    group: str = Field(description="所属部分的标题")
    basis: str = one_of(AnnualItem.Basis, "依据")
    task: str = Field(description="方案任务的键，方案以外的为空")
    paper: str = Field(description="依据文件，方案以外的才有")
    title: str = Field(description="工作事项")
    text: str = Field(description="本年度要求")
    due: date | None = Field(description="完成时限")
    resident_deed: bool = Field(description="是否列为科普实事")
    audience: str = one_of(Audience, "人群", blank=True)
    place: str = Field(description="地点")
    units: list[YearDutyOut] = Field(description="责任单位")
    figures: list[FigureOut] = Field(description="本年的数")


def _year_out(annual: AnnualPlan) -> YearOut:
    return YearOut(
        id=annual.pk, plan=annual.plan_id, version=annual.version.number, year=annual.year, state=annual.state,
        title=annual.title, document_number=annual.document_number, issued_on=annual.issued_on,
    )  # fmt: skip


def _figure_out(figure: Figure) -> FigureOut:
    return FigureOut(
        target=figure.target.key, subject=figure.subject, value=figure.value, unit=figure.target.unit,
        words=figure.words, carried=figure.carried,
    )  # fmt: skip


def _item_out(group: str, line: YearLine) -> YearItemOut:
    item = line.item
    return YearItemOut(
        key=item.key, number=line.number, group=group, basis=item.basis, task=item.task_key, paper=item.paper,
        title=item.title, text=item.text, due=item.due, resident_deed=item.resident_deed, audience=item.audience,
        place=item.place, units=[YearDutyOut(role=d.role, unit=unit_ref(d.unit)) for d in line.duties],
        figures=[_figure_out(figure) for figure in line.figures],
    )  # fmt: skip


@router.get(
    "/plans/{plan_id}/years", response=said(Page[YearOut]), summary="年度", description="一个方案的年度，新的在前。"
)  # fmt: skip
def years(request: SignedIn, plan_id: PlanId, asked: Query[Window]) -> dict[str, Any]:
    plan = access.get_plan_for(request.user, plan_id)
    rows = AnnualPlan.objects.filter(access.readable_years(request.user, plan), plan=plan)
    return page_of(rows.select_related("version"), asked, _year_out)


@router.get("/years/{annual_id}", response=said(YearOut), summary="一个年度", description="一个年度的基本情况。")
def year(request: SignedIn, annual_id: AnnualId) -> YearOut:
    return _year_out(access.get_annual_for(request.user, annual_id))


@router.get(
    "/years/{annual_id}/items", response=said(Page[YearItemOut]), summary="年度工作事项",
    description="一个年度的工作事项，依据、时限、责任单位和本年的数，按要点的次序。",
)  # fmt: skip
def year_items(request: SignedIn, annual_id: AnnualId, asked: Query[Window]) -> dict[str, Any]:
    page = year_page(access.get_annual_for(request.user, annual_id), timezone.localdate())
    lines = [(group.title, line) for group in page.groups for line in group.lines]
    return page_of(lines, asked, lambda pair: _item_out(*pair))
