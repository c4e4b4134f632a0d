"""The API's open data: what is released, without signing in. The content is the snapshot as residents read it."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, P, PathEx, Query, Router, Schema
from pydantic import BaseModel, ConfigDict

from kepu.people.api import RegionCode, RegionRef, region_ref
from kepu.people.models import Region
from kepu.plans.api.shapes import PlanId
from kepu.portal import sources
from kepu.portal.open_data import deeds_data, plan_data, progress_data
from kepu.portal.places import served_region
from kepu.portal.sources import Shown
from kepu.ui.api import Moment, Page, Window, page_of, said

Year = PathEx[int, P(ge=1, le=9999, description="年度")]
Day = PathEx[str, P(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="截至日期，如 2026-06-30")]
router = Router(tags=["开放数据（不必登录）"])


class Released(BaseModel):
    """A piece of a snapshot. Fields that a later version adds go out as they are; those that an older lacked are empty."""

    model_config = ConfigDict(extra="allow")


class OpenTarget(Released):
    """A promise."""

    key: str = Field("", description="目标任务的键")
    kind: str = Field("", description="类型")
    quote: str = Field("", description="原文")
    subject: str = Field("", description="事项")
    words: str = Field("", description="目标值的说法")
    due: str = Field("", description="期限")


class OpenUnits(Released):
    """Who answers, by the printed names."""

    lead: list[str] = Field(default=[], description="牵头")
    support: list[str] = Field(default=[], description="配合")
    joint: list[str] = Field(default=[], description="按职责分工")


class OpenTask(Released):
    """A task."""

    key: str = Field("", description="任务的键")
    title: str = Field("", description="任务")
    body: str = Field("", description="原文，姓名电话已隐去")
    units: OpenUnits = Field(default=OpenUnits(), description="责任单位")
    open_ended: bool = Field(False, description="责任单位未列尽（等）")
    targets: list[OpenTarget] = Field([], description="目标任务")


class OpenPart(Released):
    """A part of the plan."""

    key: str = Field("", description="部分的键")
    kind: str = Field("", description="类别：action 提升行动、project 重点工程")
    title: str = Field("", description="标题")
    audience: str = Field("", description="人群")
    tasks: list[OpenTask] = Field([], description="任务")


class OpenPhase(Released):
    """A stage."""

    name: str = Field("", description="阶段")
    from_: int | None = Field(None, alias="from", description="起")
    to: int | None = Field(None, description="止")


class PlanContent(Released):
    """A plan as it was released."""

    title: str = Field("", description="标题")
    issuer: str = Field("", description="发文机关")
    document_number: str = Field("", description="发文字号")
    issued_on: str | None = Field(None, description="成文日期")
    period: list[int | None] = Field([], description="起止年份")
    version: int | None = Field(None, description="版本号")
    goals: list[OpenTarget] = Field([], description="总体目标")
    parts: list[OpenPart] = Field([], description="提升行动、重点工程")
    phases: list[OpenPhase] = Field([], description="进度安排")


class OpenFigure(Released):
    """One figure of a deed."""

    subject: str = Field("", description="事项")
    words: str = Field("", description="今年的数")


class OpenDeed(Released):
    """One deed of a year."""

    key: str = Field("", description="事项的键")
    title: str = Field("", description="办什么")
    text: str = Field("", description="怎样办")
    audience: str = Field("", description="面向的人群")
    place: str = Field("", description="地点")
    due: str = Field("", description="完成时限")
    leads: list[str] = Field([], description="负责单位")
    figures: list[OpenFigure] = Field([], description="今年的数")


class DeedsContent(Released):
    """A year's deeds as they were released."""

    kind: str = Field("", description="种类：year")
    title: str = Field("", description="标题")
    year: int | None = Field(None, description="年度")
    plan: str = Field("", description="方案标题")
    document_number: str = Field("", description="发文字号")
    issued_on: str | None = Field(None, description="成文日期")
    deeds: list[OpenDeed] = Field([], description="科普实事")


class OpenProgressLine(Released):
    """One promise and how far it has come."""

    key: str = Field("", description="目标任务的键")
    kind: str = Field("", description="类型")
    quote: str = Field("", description="原文")
    subject: str = Field("", description="事项")
    promise: str = Field("", description="目标值的说法")
    due: str = Field("", description="期限")
    audience: str = Field("", description="人群")
    task: str = Field("", description="任务")
    task_key: str = Field("", description="任务的键")
    figure: str = Field("", description="已计的数，万以上以万计，只舍不入；没有统计的为空")
    value: str = Field("", description="已计的数，未取舍")
    unit: str = Field("", description="计量单位")
    day: str = Field("", description="数字截至的日期")
    share: int | None = Field(None, description="占承诺的百分比；不宜计算的为空")
    share_of: str = Field("", description="百分比的分母")
    how: str = Field("", description="怎么计的")
    why: str = Field("", description="没有数字的原因")


class OpenNearPlace(Released):
    """What was done in a place month by month."""

    code: str = Field(default="", description="区划代码")
    name: str = Field(default="", description="名称")
    sessions: list[int] = Field(default=[], description="逐月场次")
    person_times: list[int] = Field(default=[], description="逐月人次")


class OpenNear(Released):
    """身边的科普: townships, months."""

    months: list[str] = Field(default=[], description="月份，最后一个月计到截至日期")
    towns: list[OpenNearPlace] = Field(default=[], description="乡镇（街道）")
    own: OpenNearPlace = Field(default=OpenNearPlace(), description="县级统一办的，没有分到乡镇")


class ProgressContent(Released):
    """A plan's progress as it was released."""

    kind: str = Field("", description="种类：progress")
    title: str = Field("", description="方案标题")
    issuer: str = Field("", description="发文机关")
    document_number: str = Field("", description="发文字号")
    issued_on: str | None = Field(None, description="成文日期")
    period: list[int | None] = Field([], description="起止年份")
    as_of: str = Field("", description="截至日期")
    drawn_on: str = Field("", description="按哪一天的台账计算")
    note: str = Field("", description="说明")
    lines: list[OpenProgressLine] = Field([], description="每项承诺")
    near: OpenNear = Field(default=OpenNear(), description="身边的科普")


class OpenPlan(Schema):
    """A released plan, in the list."""

    plan: int = Field(description="方案编号")
    title: str = Field(description="标题")
    period: list[int | None] = Field(description="起止年份")
    released_at: Moment = Field(description="公开时间")


class OpenYear(Schema):
    """A released year, in the list."""

    plan: int = Field(description="方案编号")
    year: int = Field(description="年度")
    title: str = Field(description="标题")
    deeds: int = Field(description="科普实事件数")
    released_at: Moment = Field(description="公开时间")


class OpenPlanData(Schema):
    """A released plan with where it comes from; the same as the file that the page offers."""

    format: str = Field(description="格式和版本")
    region: RegionRef = Field(description="区域")
    plan: int = Field(description="方案编号")
    released_at: str = Field(description="公开时间", json_schema_extra={"format": "date-time"})
    note: str = Field(description="来源说明")
    content: PlanContent = Field(description="公开内容")


class OpenDeedsData(OpenPlanData):
    """The released deeds of a year with where they come from."""

    year: int = Field(description="年度")
    content: DeedsContent = Field(description="公开内容")  # type: ignore[assignment]


class OpenProgress(Schema):
    """Released progress, in the list."""

    plan: int = Field(description="方案编号")
    as_of: str = Field(description="截至日期")
    title: str = Field(description="方案标题")
    released_at: Moment = Field(description="公开时间")


class OpenProgressData(OpenPlanData):
    """Released progress with where it comes from."""

    as_of: str = Field(description="截至日期")
    content: ProgressContent = Field(description="公开内容")  # type: ignore[assignment]


@router.get(
    "/regions", response=said(Page[RegionRef], public=True), summary="有公开内容的区域",
    description="有方案、科普实事或进展公开的区域，按代码排列。",
)  # fmt: skip
def open_regions(request: HttpRequest, asked: Query[Window]) -> dict[str, Any]:
    return page_of(sources.regions(), asked, region_ref)


def _place(code: str) -> Region:
    place = served_region(code)
    if place is None:
        raise Http404
    return place


def _plan_line(shown: Shown) -> OpenPlan:
    period = shown.snapshot.get("period", [])
    return OpenPlan(
        plan=shown.plan_id, title=shown.snapshot["title"], period=period, released_at=shown.released_at
    )  # fmt: skip


def _year_line(shown: Shown) -> OpenYear:
    told = shown.snapshot
    return OpenYear(
        plan=shown.plan_id, year=told["year"], title=told["title"], deeds=len(told["deeds"]), released_at=shown.released_at
    )  # fmt: skip


@router.get(
    "/{region}/plans", response=said(Page[OpenPlan], public=True), summary="公开的方案",
    description="一个区域（12位代码）公开的方案，时期新的在前。",
)  # fmt: skip
def open_plans(request: HttpRequest, region: RegionCode, asked: Query[Window]) -> dict[str, Any]:
    return page_of(sources.plans(_place(region)), asked, _plan_line)


@router.get(
    "/{region}/plans/{plan_id}", response=said(OpenPlanData, public=True), by_alias=True, summary="一个公开的方案",
    description="公开的内容，与网页上的开放数据相同；撤下以后不再提供。",
)  # fmt: skip
def open_plan(request: HttpRequest, region: RegionCode, plan_id: PlanId) -> dict[str, Any]:
    place = _place(region)
    if (shown := sources.plan(place, plan_id)) is None:
        raise Http404
    return plan_data(place, shown)


@router.get(
    "/{region}/years", response=said(Page[OpenYear], public=True), summary="公开的科普实事年度",
    description="一个区域（12位代码）公开了科普实事的年度，新的在前。",
)  # fmt: skip
def open_years(request: HttpRequest, region: RegionCode, asked: Query[Window]) -> dict[str, Any]:
    return page_of(sources.years(_place(region)), asked, _year_line)


@router.get(
    "/{region}/plans/{plan_id}/years/{year}", response=said(OpenDeedsData, public=True), summary="一个年度的科普实事",
    description="公开的科普实事：办什么、面向谁、在哪里、谁负责；撤下以后不再提供。",
)  # fmt: skip
def open_deeds(request: HttpRequest, region: RegionCode, plan_id: PlanId, year: Year) -> dict[str, Any]:
    place = _place(region)
    if (shown := sources.year(place, plan_id, year)) is None:
        raise Http404
    return deeds_data(place, shown)


def _progress_line(shown: Shown) -> OpenProgress:
    told = shown.snapshot
    return OpenProgress(
        plan=shown.plan_id, as_of=told["as_of"], title=told["title"], released_at=shown.released_at
    )  # fmt: skip


@router.get(
    "/{region}/progress", response=said(Page[OpenProgress], public=True), summary="公开的进展",
    description="一个区域（12位代码）公开的各份进展，日期新的在前。",
)  # fmt: skip
def open_progress_list(request: HttpRequest, region: RegionCode, asked: Query[Window]) -> dict[str, Any]:
    return page_of(sources.progress(_place(region)), asked, _progress_line)


@router.get(
    "/{region}/plans/{plan_id}/progress/{day}", response=said(OpenProgressData, public=True), summary="一份公开的进展",
    description="到一天为止每项承诺做到了多少、怎么计的，各乡镇逐月的场次和人次；撤下以后不再提供。",
)  # fmt: skip
def open_progress(request: HttpRequest, region: RegionCode, plan_id: PlanId, day: Day) -> dict[str, Any]:
    place = _place(region)
    if (shown := sources.progress_of(place, plan_id, day)) is None:
        raise Http404
    return progress_data(place, shown)
