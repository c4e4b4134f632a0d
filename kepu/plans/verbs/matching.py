"""Tying printed names to units: the print stays as it is, a person decides whom it means."""

from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from kepu.audit.verbs import record
from kepu.people.access import office_region
from kepu.people.models import Account, Region, Unit, UnitAlias
from kepu.people.verbs import BadInput, add_alias, remove_alias
from kepu.plans.models import Duty, Responsibility, Version
from kepu.plans.verbs.items import bump, lock

NAMED = (Responsibility, Duty)
_Named = TypeVar("_Named", Responsibility, Duty)


@transaction.atomic
def match_unit(
    *, version: Version, printed: str, unit: Unit | None, collective: bool = False, by: Account, at: datetime
) -> int:
    """Say what a printed name means, at every place it stands: a unit, a class of units (`collective`), or undecided.

    A name that differs from the unit's is kept as its alias; a unit that the name was tied to by mistake loses it.
    Returns the number of places. Raises NotAllowed, ValidationError for a name that stands nowhere or a unit of elsewhere.
    """
    locked = lock(version, by)
    _check_unit(locked, unit)
    mistaken = _tied_to(locked, printed) - {unit.pk if unit else None}
    changed = 0
    for model in NAMED:
        places = model.objects.filter(version=locked, printed=printed)
        changed += places.update(unit=unit, collective=collective and unit is None, revision=F("revision") + 1)
    if not changed:
        raise ValidationError(f"文中没有“{printed}”这个单位名称，可能已被改过。请刷新页面。")
    _forget(locked, printed, mistaken, by, at)
    if unit is not None and unit.name != printed and office_region(unit.region) == locked.plan.region:
        with suppress(BadInput):  # the name of another unit: here it may mean this one, but that is no rule
            add_alias(unit=unit, name=printed, by=by, at=at)
    record(verb="plans.match_unit", thing=locked, by=by, at=at, changed=["unit"])
    bump(locked)
    return changed


def _check_unit(version: Version, unit: Unit | None) -> None:
    """Raise for a unit that neither lies in the plan's region nor governs over it."""
    region = version.plan.region
    if unit and not (unit.region.code.startswith(region.prefix) or region.code.startswith(unit.region.prefix)):
        raise ValidationError(f"“{unit}”不是本级、下级或上级单位，不能对应。")


def _tied_to(version: Version, printed: str) -> set[int | None]:
    places = [model.objects.filter(version=version, printed=printed, unit__isnull=False) for model in NAMED]
    return {pk for rows in places for pk in rows.values_list("unit_id", flat=True)}


def _forget(version: Version, printed: str, mistaken: set[int | None], by: Account, at: datetime) -> None:
    """Take the name from units of the plan's own office that no other version ties it to."""
    others = [model.objects.filter(printed=printed, unit__in=mistaken).exclude(version=version) for model in NAMED]
    used = {pk for rows in others for pk in rows.values_list("unit_id", flat=True)}
    rows = UnitAlias.objects.filter(name=printed, unit__in=mistaken - used).select_related(
        "unit__region__parent__parent"
    )
    for alias in rows:
        if (
            office_region(alias.unit.region) == version.plan.region
        ):  # the names of units above are kept by their own office
            remove_alias(alias=alias, by=by, at=at)


def match_known_names(version: Version) -> int:
    """Tie every printed name that is exactly one unit's name or alias in the region; called when a reading is opened.

    A name that several units go by is left to a person, unless it is the very name of one of them.
    """
    known = known_names(version.plan.region)
    return _tie(Responsibility, version, known) + _tie(Duty, version, known)


def _tie(model: type[_Named], version: Version, known: dict[str, int]) -> int:
    rows = list(model._default_manager.filter(version=version, unit__isnull=True, printed__in=known))
    for row in rows:
        row.unit_id = known[row.printed]
    model._default_manager.bulk_update(rows, ["unit"])
    return len(rows)


def known_names(region: Region) -> dict[str, int]:
    """Return name → unit for the names and aliases by which exactly one living unit of the region goes."""
    alive = Unit.objects.filter(region=region, until__isnull=True)
    bearers: dict[str, set[int]] = {}
    for name, pk in UnitAlias.objects.filter(unit__in=alive).values_list("name", "unit_id"):
        bearers.setdefault(name, set()).add(pk)
    aliases = {name: pks.pop() for name, pks in bearers.items() if len(pks) == 1}
    return {**aliases, **dict(alive.values_list("name", "pk"))}
