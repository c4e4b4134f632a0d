"""The shapes of plans and of what their versions hold, and how a row becomes one. Items are known by their `key`, which
stays the same through all versions of a plan."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ninja import Field, P, PathEx, Schema

from kepu.people.api import RegionRef, UnitRef, region_ref, unit_ref
from kepu.plans.models import (
    Audience,
    Duty,
    DutyRole,
    Part,
    Phase,
    Plan,
    Reporting,
    Responsibility,
    Target,
    Task,
    Version,
)
from kepu.plans.queries.plans import Listed
from kepu.plans.wording import subject_words, value_words
from kepu.ui.api import LARGEST, Amount, Moment, one_of

PlanId = PathEx[int, P(ge=1, le=LARGEST, description="方案编号")]
AnnualId = PathEx[int, P(ge=1, le=LARGEST, description="年度编号")]
VersionNumber = PathEx[int, P(ge=1, le=9999, description="版本号")]


class Paper(Schema):
    """What the head of a plan's paper says."""

    title: str = Field(description="标题")
    issuer: str = Field(description="发文机关")
    document_number: str = Field(description="发文字号")
    issued_on: date | None = Field(description="成文日期")
    period_from: int | None = Field(description="起始年份")
    period_to: int | None = Field(description="截止年份")


class PlanOut(Paper):
    """A plan, as the version that stands for it has it."""

    id: int = Field(description="方案编号")
    region: RegionRef = Field(description="区域")
    status: str = one_of(Plan.Status, "状态")
    publicity: str = one_of(Version.Publicity, "公开属性", blank=True)
    upper_plan: str = Field(description="上级规划")
    version: int = Field(description="版本号")
    in_force: bool = Field(description="这一版是否已采用；否则是校对稿，只有本级纲要办可见")
    tasks_count: int = Field(description="任务数")
    targets_count: int = Field(description="目标任务数")


class VersionOut(Paper):
    """One wording of a plan."""

    number: int = Field(description="版本号")
    state: str = one_of(Version.State, "状态")
    in_force: bool = Field(description="是否现行版本")
    reason: str = Field(description="调整原因")
    paper: str = Field(description="调整依据文号")
    adopted_at: Moment | None = Field(description="采用时间")


class PartRef(Schema):
    """A part of a plan, by name."""

    key: str = Field(description="部分的键")
    title: str = Field(description="标题")
    audience: str = one_of(Audience, "人群", blank=True)


class AnsweringOut(Schema):
    """One unit that answers for a task, as printed and as matched."""

    role: str = one_of(DutyRole, "角色")
    printed: str = Field(description="印发的名称")
    unit: UnitRef | None = Field(description="对应的单位")
    collective: bool = Field(description="是否集合单位，如各乡镇（街道）")


class PartOut(PartRef):
    """A part of a plan."""

    kind: str = one_of(Part.Kind, "类别")
    units: list[AnsweringOut] = Field(description="整个部分的责任单位")


class PhaseOut(Schema):
    """A stage of the plan."""

    key: str = Field(description="阶段的键")
    name: str = Field(description="阶段")
    from_year: int = Field(description="起")
    to_year: int = Field(description="止")


class ReportingOut(Schema):
    """A reporting duty."""

    key: str = Field(description="报送要求的键")
    who: str = Field(description="报送单位")
    what: str = Field(description="报送内容")
    due: str = Field(description="时限")
    to: str = Field(description="报送对象")


class VersionWithFrame(VersionOut):
    """A version with its parts, stages and reporting duties."""

    parts: list[PartOut] = Field(description="提升行动、重点工程")
    phases: list[PhaseOut] = Field(description="进度安排")
    reporting: list[ReportingOut] = Field(description="报送要求")


class TaskOut(Schema):
    """A task with who answers for it."""

    key: str = Field(description="任务的键")
    title: str = Field(description="任务")
    body: str = Field(description="原文")
    part: PartRef | None = Field(description="所属部分")
    open_ended: bool = Field(description="责任单位未列尽（等）")
    units: list[AnsweringOut] = Field(description="责任单位")
    targets: list[str] = Field(description="本任务的目标任务的键")


class TargetOut(Schema):
    """A promise of the plan."""

    key: str = Field(description="目标任务的键")
    task: str | None = Field(description="任务的键，总体目标为空")
    kind: str = one_of(Target.Kind, "类型")
    quote: str = Field(description="原文")
    subject: str = Field(description="事项")
    words: str = Field(description="目标值的说法")
    value: Amount | None = Field(description="目标值，没有数字的为空")
    unit: str = Field(description="计量单位")
    comparator: str = one_of(Target.Comparator, "比较", blank=True)
    per: str = Field(description="周期：year 每年、quarter 每季度、month 每月、week 每周、day 每天")
    due: str = Field(description="期限：年、年-月或年-月-日")
    hedge: str = Field(description="限定语，如力争")
    each: str = Field(description="按每个什么要求")
    delta: bool = Field(description="是否增量")


class DutyOut(Schema):
    """One duty of a unit."""

    key: str = Field(description="职责的键")
    printed: str = Field(description="印发的名称")
    unit: UnitRef | None = Field(description="对应的单位")
    collective: bool = Field(description="是否集合单位")
    text: str = Field(description="职责")
    where: str = one_of(Duty.Where, "出处")


def plain(row: Any, shape: type[Schema]) -> dict[str, Any]:
    """Return the fields that a row has by the very names of the shape."""
    return {name: getattr(row, name) for name in shape.model_fields if hasattr(row, name)}


def plan_out(line: Listed) -> PlanOut:
    """Return a line of the list of plans."""
    version = line.version
    told = {name: value for name, value in plain(version, PlanOut).items() if name not in {"id", "region", "version"}}
    return PlanOut(**told | {
        "id": line.plan.pk, "region": region_ref(line.plan.region), "status": line.plan.status,
        "version": version.number, "in_force": line.in_force,
    })  # fmt: skip


def version_out(version: Version, newest: int | None) -> VersionOut:
    """Return a version; `newest` is the number of the one in force."""
    return VersionOut(**plain(version, VersionOut) | {"in_force": version.number == newest})


def answering_out(row: Responsibility) -> AnsweringOut:
    unit = unit_ref(row.unit) if row.unit else None
    return AnsweringOut(role=row.role, printed=row.printed, unit=unit, collective=row.collective)


def part_out(part: Part, rows: Iterable[Responsibility]) -> PartOut:
    """Return a part; `rows` are those who answer for all of it."""
    return PartOut(**plain(part, PartRef), kind=part.kind, units=[answering_out(row) for row in rows])


def phase_out(phase: Phase) -> PhaseOut:
    return PhaseOut(**plain(phase, PhaseOut))


def reporting_out(row: Reporting) -> ReportingOut:
    return ReportingOut(**plain(row, ReportingOut))


def task_out(task: Task) -> TaskOut:
    """Return a task out of `tasks_of`."""
    part = PartRef(**plain(task.part, PartRef)) if task.part and not task.part.removed else None
    return TaskOut(
        key=task.key, title=task.title, body=task.body, part=part, open_ended=task.open_ended,
        units=[answering_out(row) for row in task.answering], targets=[t.key for t in task.promises],  # type: ignore[attr-defined]
    )  # fmt: skip


def target_out(target: Target) -> TargetOut:
    told = plain(target, TargetOut) | {"task": target.task.key if target.task else None}
    return TargetOut(**told | {"subject": subject_words(target), "words": value_words(target)})


def duty_out(duty: Duty) -> DutyOut:
    return DutyOut(**plain(duty, DutyOut) | {"unit": unit_ref(duty.unit) if duty.unit else None})
