"""Plans, their versions, and what a version holds."""

from typing import Any

from ninja import Field, Query, Router, Schema

from kepu.people.requests import SignedIn
from kepu.plans import access
from kepu.plans.api import shapes
from kepu.plans.models import Duty, Part, Phase, Plan, Reporting, Responsibility, Target, Version
from kepu.plans.queries.plans import Listed, listed, plans_for
from kepu.plans.queries.standing import standing
from kepu.plans.queries.targets import targets_of
from kepu.plans.queries.tasks import tasks_of
from kepu.ui.api import Page, Window, chosen, page_of, said

router = Router(tags=["方案"])
_KEY = r"^([0-9a-f]{12})?$"


class Of(Schema):
    """Which version of a plan is meant."""

    version: int = Field(0, ge=0, le=9999, description="版本号；不填为现行版本，还没有采用的为校对稿")


class PlanFilter(Window):
    """Which plans are asked for."""

    status: str = chosen(Plan.Status, "状态")
    region: str = Field("", pattern=r"^([0-9]{12})?$", description="只要这个区域（12位代码）的方案")


class TaskFilter(Of, Window):
    """Which tasks are asked for."""

    part: str = Field("", pattern=_KEY, description="只要这个部分（键）的任务")
    unit: int = Field(0, ge=0, le=2**31 - 1, description="只要这个单位（编号）承担的任务")


class TargetFilter(Of, Window):
    """Which targets are asked for."""

    kind: str = chosen(Target.Kind, "类型")
    task: str = Field("", pattern=_KEY, description="只要这项任务（键）的目标")


class DutyFilter(Of, Window):
    """Which duties are asked for."""

    unit: int = Field(0, ge=0, le=2**31 - 1, description="只要这个单位（编号）的职责")


@router.get(
    "/plans", response=said(Page[shapes.PlanOut]), summary="方案", description="可以查看的方案，时期新的在前。"
)  # fmt: skip
def plans(request: SignedIn, asked: Query[PlanFilter]) -> dict[str, Any]:
    rows = plans_for(request.user, asked.status)
    rows = rows.filter(region=asked.region) if asked.region else rows
    told = page_of(rows, asked, lambda row: row)
    return told | {"items": [shapes.plan_out(line) for line in listed(request.user, told["items"])]}


@router.get("/plans/{plan_id}", response=said(shapes.PlanOut), summary="一个方案", description="方案的基本情况。")
def plan(request: SignedIn, plan_id: shapes.PlanId) -> shapes.PlanOut:
    access.get_plan_for(request.user, plan_id)
    (line,) = _lines(request, plan_id)
    return shapes.plan_out(line)


def _lines(request: SignedIn, plan_id: int) -> list[Listed]:
    return listed(request.user, plans_for(request.user).filter(pk=plan_id))


@router.get(
    "/plans/{plan_id}/versions", response=said(Page[shapes.VersionOut]), summary="版本",
    description="方案的各个版本，新的在前；没有采用的只有本级纲要办可见。",
)  # fmt: skip
def versions(request: SignedIn, plan_id: shapes.PlanId, asked: Query[Window]) -> dict[str, Any]:
    plan = access.get_plan_for(request.user, plan_id)
    rows = plan.versions.all()
    rows = rows if access.sees_drafts(request.user, plan.region) else rows.filter(state=Version.State.ADOPTED)
    newest = _newest(plan)
    return page_of(rows, asked, lambda version: shapes.version_out(version, newest))


def _newest(plan: Plan) -> int | None:
    adopted = plan.versions.filter(state=Version.State.ADOPTED)
    return adopted.values_list("number", flat=True).first()


@router.get(
    "/plans/{plan_id}/versions/{number}", response=said(shapes.VersionWithFrame), summary="一个版本",
    description="一个版本的基本信息、各部分、进度安排和报送要求。",
)  # fmt: skip
def version(request: SignedIn, plan_id: shapes.PlanId, number: shapes.VersionNumber) -> shapes.VersionWithFrame:
    row = access.get_version_for(request.user, plan_id, number)
    named = standing(Responsibility, row).filter(task=None).select_related("unit")
    parts = [shapes.part_out(p, [r for r in named if r.part_id == p.pk]) for p in standing(Part, row)]
    return shapes.VersionWithFrame(
        **dict(shapes.version_out(row, _newest(row.plan))), parts=parts,
        phases=[shapes.phase_out(phase) for phase in standing(Phase, row)],
        reporting=[shapes.reporting_out(one) for one in standing(Reporting, row)],
    )  # fmt: skip


def _version(request: SignedIn, plan_id: int, asked: Of) -> Version:
    return access.get_shown_version_for(request.user, plan_id, asked.version or None)


@router.get(
    "/plans/{plan_id}/tasks", response=said(Page[shapes.TaskOut]), summary="任务",
    description="一个版本的任务和责任单位，按文件次序。",
)  # fmt: skip
def tasks(request: SignedIn, plan_id: shapes.PlanId, asked: Query[TaskFilter]) -> dict[str, Any]:
    rows = tasks_of(_version(request, plan_id, asked), part=asked.part, unit=asked.unit)
    return page_of(rows, asked, shapes.task_out)


@router.get(
    "/plans/{plan_id}/targets", response=said(Page[shapes.TargetOut]), summary="目标任务",
    description="一个版本的目标任务，按文件次序；总体目标没有任务。",
)  # fmt: skip
def targets(request: SignedIn, plan_id: shapes.PlanId, asked: Query[TargetFilter]) -> dict[str, Any]:
    rows = targets_of(_version(request, plan_id, asked), kind=asked.kind)
    return page_of(rows.filter(task__key=asked.task) if asked.task else rows, asked, shapes.target_out)


@router.get(
    "/plans/{plan_id}/duties", response=said(Page[shapes.DutyOut]), summary="部门职责",
    description="一个版本写明的部门职责，按文件次序。",
)  # fmt: skip
def duties(request: SignedIn, plan_id: shapes.PlanId, asked: Query[DutyFilter]) -> dict[str, Any]:
    rows = standing(Duty, _version(request, plan_id, asked)).select_related("unit")
    return page_of(rows.filter(unit=asked.unit) if asked.unit else rows, asked, shapes.duty_out)
