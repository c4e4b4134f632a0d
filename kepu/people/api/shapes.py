"""The shapes of regions and units in the API, and how a row becomes one."""

from datetime import date
from typing import Any

from ninja import Field, P, PathEx, Schema

from kepu.people.models import Holding, Region, Role, Unit, UnitSuccession
from kepu.ui.api import LARGEST, one_of

UnitId = PathEx[int, P(ge=1, le=LARGEST, description="单位编号")]
RegionCode = PathEx[str, P(max_length=12, description="12位行政区划代码")]


class RegionRef(Schema):
    """A region, by name."""

    code: str = Field(description="12位行政区划代码")
    name: str = Field(description="名称")


class UnitRef(Schema):
    """A unit, by name."""

    id: int = Field(description="单位编号")
    name: str = Field(description="名称")


class RegionOut(RegionRef):
    """A region."""

    level: str = one_of(Region.Level, "层级")
    kind: str = one_of(Region.Kind, "类别")
    parent: str | None = Field(description="上级的代码")


class UnitOut(UnitRef):
    """A unit."""

    aliases: list[str] = Field(description="名称变体")
    kind: str = one_of(Unit.Kind, "类别")
    affiliation: str = one_of(Unit.Affiliation, "隶属")
    region: RegionRef = Field(description="所属区域")
    parent: UnitRef | None = Field(description="上级单位")
    order: int = Field(description="官方排序")
    since: date | None = Field(description="设立日期")
    until: date | None = Field(description="撤销日期，当日起不再办公")


class SuccessionOut(Schema):
    """One reform of a unit."""

    change: str = one_of(UnitSuccession.Change, "变动")
    on: date = Field(description="生效日期")
    paper: str = Field(description="文号")
    unit: UnitRef | None = Field(description="承接单位，撤销而无承接的为空")


class UnitWithHistory(UnitOut):
    """A unit with what became of it."""

    successions: list[SuccessionOut] = Field(description="机构变动，按日期先后")


class RoleOut(Schema):
    """A role that the person holds today."""

    role: str = one_of(Role, "角色")
    unit: UnitRef | None = Field(description="单位角色所在的单位")
    region: RegionRef | None = Field(description="区域角色所在的区域")
    until: date | None = Field(description="截止日期")


class MeOut(Schema):
    """Who asks."""

    id: int = Field(description="账号编号")
    name: str = Field(description="姓名")
    roles: list[RoleOut] = Field(description="今天担任的角色")


def region_ref(region: Region) -> RegionRef:
    return RegionRef(code=region.pk, name=region.name)


def unit_ref(unit: Unit) -> UnitRef:
    return UnitRef(id=unit.pk, name=unit.name)


def region_out(region: Region) -> RegionOut:
    return RegionOut(
        code=region.pk, name=region.name, level=region.level, kind=region.kind, parent=region.parent_id
    )  # fmt: skip


def unit_out(unit: Unit) -> UnitOut:
    """Return a unit whose region, parent and aliases are loaded."""
    return UnitOut(
        **_unit_fields(unit), aliases=[alias.name for alias in unit.aliases.all()], region=region_ref(unit.region),
        parent=unit_ref(unit.parent) if unit.parent else None,
    )  # fmt: skip


def _unit_fields(unit: Unit) -> dict[str, Any]:
    names = ("name", "kind", "affiliation", "order", "since", "until")
    return {"id": unit.pk, **{name: getattr(unit, name) for name in names}}


def unit_with_history(unit: Unit) -> UnitWithHistory:
    """Return the same with its reforms; one query more."""
    rows = unit.successions.select_related("new")
    return UnitWithHistory(**dict(unit_out(unit)), successions=[_succession(row) for row in rows])


def _succession(row: UnitSuccession) -> SuccessionOut:
    new = unit_ref(row.new) if row.new else None
    return SuccessionOut(change=row.change, on=row.on, paper=row.paper, unit=new)


def role_out(holding: Holding) -> RoleOut:
    return RoleOut(
        role=holding.role, unit=unit_ref(holding.unit) if holding.unit else None,
        region=region_ref(holding.region) if holding.region else None, until=holding.until,
    )  # fmt: skip
