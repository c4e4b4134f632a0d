"""Units one at a time: create, edit, and the names they are printed under."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from kepu.audit.verbs import record
from kepu.people.access import check_in_office
from kepu.people.access.rules import ADD_ALIAS, CREATE_UNIT, EDIT_UNIT, REMOVE_ALIAS
from kepu.people.models import Account, Region, Unit, UnitAlias
from kepu.people.verbs.errors import BadInput

LONGEST_NAME = 80
LARGEST_ORDER = 99_999


@dataclass(frozen=True)
class UnitValues:
    """What is said of a unit, besides its aliases."""

    name: str
    kind: str
    affiliation: str = Unit.Affiliation.LOCAL.value
    order: int = 1000
    parent: Unit | None = None


@transaction.atomic
def create_unit(*, region: Region, values: UnitValues, by: Account | None, at: datetime) -> Unit:
    """Add a unit to a region. Raises BadInput for an empty or taken name, an unknown kind, an impossible parent."""
    check_in_office(CREATE_UNIT, by, region)
    _hold_names(region)
    unit = Unit(region=region)
    _set(unit, values)
    unit.save()
    record(verb=CREATE_UNIT.verb, thing=unit, by=by, at=at, changed=["name", "kind", "affiliation", "order", "parent"])
    return unit


@transaction.atomic
def edit_unit(*, unit: Unit, values: UnitValues, by: Account | None, at: datetime) -> Unit:
    """Mend what is said of a unit. A renaming by decision is a reform, not an edit: this is for slips of the pen."""
    check_in_office(EDIT_UNIT, by, unit.region)
    _hold_names(unit.region)
    changed = _set(unit, values)
    if changed:
        unit.save()
        record(verb=EDIT_UNIT.verb, thing=unit, by=by, at=at, changed=changed)
    return unit


def _hold_names(region: Region) -> None:
    """Let the names of a region's units be given out by one transaction at a time."""
    Region.objects.select_for_update(no_key=True).get(pk=region.pk)


def _set(unit: Unit, values: UnitValues) -> list[str]:
    name = "".join(values.name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise BadInput(f"请填写单位名称（{LONGEST_NAME}字以内）。")
    if values.kind not in Unit.Kind or values.affiliation not in Unit.Affiliation:
        raise BadInput("请选择单位类别和隶属关系。")
    if not 0 <= values.order <= LARGEST_ORDER:
        raise BadInput(f"官方排序应为0至{LARGEST_ORDER}的整数。")
    if Unit.objects.filter(region=unit.region, name=name).exclude(pk=unit.pk).exists():
        raise BadInput(f"{unit.region.name}已有“{name}”，不能重名。")
    _check_parent(unit, values.parent)
    new = {"name": name, "kind": values.kind, "affiliation": values.affiliation, "order": values.order}
    changed = [field for field, value in new.items() if getattr(unit, field) != value]
    if unit.parent_id != (values.parent.pk if values.parent else None):
        changed.append("parent")
    for field, value in new.items():
        setattr(unit, field, value)
    unit.parent = values.parent
    return changed


def _check_parent(unit: Unit, parent: Unit | None) -> None:
    if parent and parent.region_id != unit.region_id:
        raise BadInput("上级单位应属于同一区域。")
    above = parent
    while above:
        if unit.pk and above.pk == unit.pk:
            raise BadInput("上级单位不能是本单位或其下属单位。")
        above = above.parent


@transaction.atomic
def add_alias(*, unit: Unit, name: str, by: Account | None, at: datetime) -> UnitAlias:
    """Note a name under which a unit is printed; noting it again changes nothing.

    Raises BadInput when the name is empty or belongs to another unit of the region that still exists.
    """
    check_in_office(ADD_ALIAS, by, unit.region)
    _hold_names(unit.region)
    name = "".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise BadInput(f"请填写名称变体（{LONGEST_NAME}字以内）。")
    if name == unit.name:
        raise BadInput("这就是单位的正式名称，不必登记为变体。")
    if other := name_taken(unit, name):
        raise BadInput(f"“{name}”已是“{other.name}”的名称，不能再登记给“{unit.name}”。")
    alias, created = UnitAlias.objects.get_or_create(unit=unit, name=name)
    if created:
        record(verb=ADD_ALIAS.verb, thing=unit, by=by, at=at, changed=["aliases"])
    return alias


def name_taken(unit: Unit, name: str) -> Unit | None:
    """Return another standing unit of the region that has this name or alias."""
    named = Q(name=name) | Q(aliases__name=name)
    return Unit.objects.filter(named, region=unit.region, until__isnull=True).exclude(pk=unit.pk).first()


@transaction.atomic
def remove_alias(*, alias: UnitAlias, by: Account | None, at: datetime) -> None:
    """Take back a name that was noted for the wrong unit. What was matched by it stays as it is."""
    check_in_office(REMOVE_ALIAS, by, alias.unit.region)
    alias.delete()
    record(verb=REMOVE_ALIAS.verb, thing=alias.unit, by=by, at=at, changed=["aliases"])
