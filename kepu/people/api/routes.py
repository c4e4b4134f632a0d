"""The addresses of `people` in the API: each takes the request apart, asks one query, and shapes the rows."""

from typing import Any

from django.db.models import Q
from ninja import Field, Query, Router

from kepu.people.access import get_region_for, get_unit_for, holdings, readable_places, readable_units
from kepu.people.api.shapes import (
    MeOut,
    RegionCode,
    RegionOut,
    UnitId,
    UnitOut,
    UnitWithHistory,
    region_out,
    role_out,
    unit_out,
    unit_with_history,
)
from kepu.people.models import Region, Unit
from kepu.people.requests import SignedIn
from kepu.ui.api import Page, Window, chosen, page_of, said

router = Router(tags=["区划和单位"])


class RegionFilter(Window):
    """Which regions are asked for."""

    level: str = chosen(Region.Level, "层级")
    parent: str = Field("", pattern=r"^([0-9]{12})?$", description="只要这个代码的直接下级")


class UnitFilter(Window):
    """Which units are asked for."""

    region: str = Field("", pattern=r"^([0-9]{12})?$", description="只要这个区域（12位代码）的单位")
    kind: str = chosen(Unit.Kind, "类别")
    q: str = Field("", max_length=40, description="名称或名称变体中含有的字")


@router.get("/me", response=said(MeOut), summary="我是谁", description="登录的人，或令牌所代表的人，及其今天的角色。")
def me(request: SignedIn) -> MeOut:
    account = request.user
    return MeOut(id=account.pk, name=account.name, roles=[role_out(holding) for holding in holdings(account)])


@router.get(
    "/regions", response=said(Page[RegionOut]), summary="行政区划", description="可以查看的行政区划，按代码排列。"
)
def regions(request: SignedIn, asked: Query[RegionFilter]) -> dict[str, Any]:
    rows = Region.objects.filter(readable_places(request.user))
    rows = rows.filter(level=asked.level) if asked.level else rows
    rows = rows.filter(parent=asked.parent) if asked.parent else rows
    return page_of(rows, asked, region_out)


@router.get("/regions/{code}", response=said(RegionOut), summary="一个区划", description="一个行政区划或功能区。")
def region(request: SignedIn, code: RegionCode) -> RegionOut:
    return region_out(get_region_for(request.user, code))


@router.get(
    "/units", response=said(Page[UnitOut]), summary="单位", description="可以查看的单位，按官方排序；已撤销的也在内，看 until。"
)  # fmt: skip
def units(request: SignedIn, asked: Query[UnitFilter]) -> dict[str, Any]:
    rows = Unit.objects.filter(readable_units(request.user)).select_related("region", "parent")
    rows = rows.filter(region=asked.region) if asked.region else rows
    rows = rows.filter(kind=asked.kind) if asked.kind else rows
    if asked.q:
        rows = rows.filter(Q(name__icontains=asked.q) | Q(aliases__name__icontains=asked.q)).distinct()
    return page_of(rows.prefetch_related("aliases"), asked, unit_out)


@router.get(
    "/units/{unit_id}", response=said(UnitWithHistory), summary="一个单位", description="一个单位，及其机构变动和承接单位。"
)  # fmt: skip
def unit(request: SignedIn, unit_id: UnitId) -> UnitWithHistory:
    return unit_with_history(get_unit_for(request.user, unit_id))
