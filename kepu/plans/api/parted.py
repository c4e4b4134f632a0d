"""目标任务分解: which targets are parted how, whether the sums come out, and every cell."""

from typing import Any

from ninja import Field, Query, Router, Schema

from kepu.people.api import RegionRef, UnitRef, region_ref, unit_ref
from kepu.people.requests import SignedIn
from kepu.plans import access
from kepu.plans.api.shapes import PlanId, TargetOut, target_out
from kepu.plans.models import Breakdown, Cell, Target
from kepu.plans.queries.breakdown.cells import all_cells
from kepu.plans.queries.breakdown.judging import WORDS
from kepu.plans.queries.breakdown.listing import Listed, listed
from kepu.ui.api import Amount, Page, Window, chosen, page_of, said

router = Router(tags=["目标任务分解"])
_STATES = "、".join(f"{state} {words}" for state, words in WORDS.items())


class BreakdownOut(Schema):
    """A target that has a number, and how it is parted."""

    target: TargetOut = Field(description="目标任务，现行版本的")
    over: str = Field(description="分解到：years 只分年度、units 分单位、townships 分乡镇（街道）；没有分解的为空")
    adding: str = Field(
        description="合计方式：total 各年合计、yearly 每年合计、standing 末年合计、rate 不相加；没有分解的为空"
    )
    universe: str = Field(description="覆盖范围的名称")
    state: str = Field(description=f"合计情况：{_STATES}", json_schema_extra={"enum": [str(s) for s in WORDS]})
    words: str = Field(description="合计情况的说法")
    changed: str = Field(description="方案调整后目标值有变的说明，没有则为空")


class CellOut(Schema):
    """What one place is to do in one year."""

    target: str = Field(description="目标任务的键")
    year: int = Field(description="年度")
    unit: UnitRef | None = Field(description="单位；不分到单位的为空")
    region: RegionRef | None = Field(description="乡镇（街道）；不分到乡镇的为空")
    value: Amount = Field(description="分解值")
    carried: Amount = Field(description="其中从往年结转的")


class BreakdownFilter(Window):
    """Which targets are asked for."""

    kind: str = chosen(Target.Kind, "类型")
    over: str = chosen(Breakdown.Over, "分解到")


class CellFilter(Window):
    """Which cells are asked for."""

    target: str = Field("", pattern=r"^([0-9a-f]{12})?$", description="只要这个目标任务（键）的")
    year: int = Field(0, ge=0, le=9999, description="只要这一年的")
    unit: int = Field(0, ge=0, le=2**31 - 1, description="只要这个单位（编号）的")
    region: str = Field("", pattern=r"^([0-9]{12})?$", description="只要这个乡镇（12位代码）的")


def _breakdown_out(line: Listed) -> BreakdownOut:
    row = line.breakdown
    return BreakdownOut(
        target=target_out(line.target), over=row.over if row else "", adding=row.adding if row else "",
        universe=row.universe.name if row and row.universe else "", state=line.verdict.state, words=line.verdict.words,
        changed=line.changed,
    )  # fmt: skip


def _cell_out(cell: Cell) -> CellOut:
    return CellOut(
        target=cell.breakdown.target_key, year=cell.year, unit=unit_ref(cell.unit) if cell.unit else None,
        region=region_ref(cell.region) if cell.region else None, value=cell.value, carried=cell.carried,
    )  # fmt: skip


@router.get(
    "/plans/{plan_id}/breakdown", response=said(Page[BreakdownOut]), summary="目标任务分解",
    description="现行版本中有数字的目标任务，怎样分解，合计与目标值是否一致。",
)  # fmt: skip
def breakdown(request: SignedIn, plan_id: PlanId, asked: Query[BreakdownFilter]) -> dict[str, Any]:
    version = access.get_version_for(request.user, plan_id)
    return page_of(listed(version, kind=asked.kind, over=asked.over), asked, _breakdown_out)


@router.get(
    "/plans/{plan_id}/cells", response=said(Page[CellOut]), summary="分解值",
    description="各年度、各单位或乡镇的分解值，一处一年一条。",
)  # fmt: skip
def cells(request: SignedIn, plan_id: PlanId, asked: Query[CellFilter]) -> dict[str, Any]:
    plan = access.get_version_for(request.user, plan_id).plan
    wanted = {"breakdown__target_key": asked.target, "year": asked.year, "unit": asked.unit, "region": asked.region}
    rows = all_cells(plan).filter(**{name: value for name, value in wanted.items() if value})
    return page_of(rows, asked, _cell_out)
