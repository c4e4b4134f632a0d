"""The named sets that coverage is counted against."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from kepu.audit.verbs import record
from kepu.people.models import Account, Region
from kepu.people.queries import townships_of
from kepu.plans import access
from kepu.plans.models import Universe

MOST_MEMBERS, LONGEST_MEMBER, LONGEST_NAME = 2000, 80, 60
Kind = Universe.Kind
Seen = tuple[str, str, list[str]]


class StaleUniverse(Exception):
    """Somebody else changed the set since the person opened it; `current` is what it is now."""

    def __init__(self, current: Universe) -> None:
        super().__init__("这个覆盖范围刚被其他同志改过，没有保存。请核对现在的内容后再保存。")
        self.current = current


def seen_of(universe: Universe) -> Seen:
    """Return what a person sees of a set: its name, kind, and the names of its members."""
    return universe.name, universe.kind, [str(member["name"]) for member in universe.members]


@transaction.atomic
def keep_universe(
    *, region: Region, name: str, kind: str, members: Iterable[str] = (), universe: Universe | None = None,
    seen: Seen | None = None, by: Account, at: datetime,
) -> Universe:  # fmt: skip
    """Make a set, or change `universe`. Townships and villages are taken from the divisions as they are now.

    `members` are the names of a list; `seen` is the set as the person saw it. Raises NotAllowed, StaleUniverse, or
    ValidationError naming the field.
    """
    access.check_can_keep_universe(by, region)
    Region.objects.select_for_update().get(pk=region.pk)  # one writer of a region's sets, so that names stay single
    row = Universe.objects.get(pk=universe.pk, region=region) if universe else Universe(region=region)
    if universe and seen != seen_of(row):
        raise StaleUniverse(row)
    before = (row.name, row.kind, row.members)
    row.name, row.kind = _name(region, name, row), _kind(kind)
    row.members = _listed(members) if row.kind == Kind.LIST else _inside(region, row.kind)
    if before != (row.name, row.kind, row.members):
        row.save()
        record(verb="plans.keep_universe", thing=row, by=by, at=at, changed=["name", "members"] if universe else ())
    return row


def _name(region: Region, name: str, row: Universe) -> str:
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise ValidationError({"name": f"请填写名称，不超过{LONGEST_NAME}个字。"})
    if Universe.objects.filter(region=region, name=name).exclude(pk=row.pk).exists():
        raise ValidationError({"name": f"已有名为“{name}”的覆盖范围，请换一个名称。"})
    return name


def _kind(kind: str) -> str:
    if kind not in Kind.values:
        raise ValidationError({"kind": "请选择类别。"})
    return kind


def _listed(names: Iterable[str]) -> list[dict[str, str]]:
    unique = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    if not unique:
        raise ValidationError({"members": "请填写名单，一行一个。"})
    if len(unique) > MOST_MEMBERS:
        raise ValidationError({"members": f"名单最多{MOST_MEMBERS}个。"})
    if long := next((name for name in unique if len(name) > LONGEST_MEMBER), ""):
        raise ValidationError({"members": f"“{long[:20]}…”过长，名称不超过{LONGEST_MEMBER}个字。"})
    return [{"code": "", "name": name} for name in unique]


def _inside(region: Region, kind: str) -> list[dict[str, str]]:
    if kind == Kind.TOWNSHIPS:
        rows, what = townships_of(region), "乡镇（街道）"
    else:
        rows, what = Region.objects.inside(region).filter(level=Region.Level.VILLAGE).order_by("code"), "村（社区）"
    members = [{"code": row.code, "name": row.name} for row in rows if row.pk != region.pk]
    if not members:
        raise ValidationError({"kind": f"本级还没有登记{what}，请先在“区划与人口”中导入，或改选“自定名单”。"})
    return members
