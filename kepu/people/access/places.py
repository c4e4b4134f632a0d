"""Regions and units: which office runs a place, who reads it."""

from django.conf import settings
from django.db.models import Q
from django.http import Http404

from kepu.people.access.mechanism import Rule, allows, check, holdings, readable_regions, roles
from kepu.people.models import Account, Region, Role, Unit, UnitAlias

_BELOW_AN_OFFICE = (Region.Level.TOWNSHIP, Region.Level.VILLAGE)


def office_region(region: Region) -> Region:
    """Return the region whose secretariat runs this one: itself, or for a township or village the county above.

    In a city without counties the townships are run from the city.
    """
    while region.parent and (region.level in _BELOW_AN_OFFICE or region.kind == Region.Kind.PLACEHOLDER):
        region = region.parent
    return region


def check_in_office(rule: Rule, by: Account | None, region: Region) -> None:
    """Raise unless `by` may do this in the region's office. None is the operator of the machine, at its command line."""
    if by is not None:
        check(rule, by, region=office_region(region))


def can_in_office(rule: Rule, by: Account, region: Region) -> bool:
    """Answer whether `check_in_office` would pass."""
    return allows(rule, by, region=office_region(region))


def readable_units(by: Account) -> Q:
    """Return a condition on units: those of the regions the account reads; administrators of accounts read all names."""
    if roles(by) & {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}:
        return Q()
    return readable_regions(by)


def reads_region(by: Account, region: Region) -> bool:
    """Answer whether the account reads the region's programme, or looks after its divisions as system administrator."""
    if Role.SYSTEM_ADMIN in roles(by):
        return True
    code = office_region(region).code
    return any(code == own.code or (reader and code.startswith(own.prefix)) for own, reader in _own_regions(by))


def _own_regions(by: Account) -> list[tuple[Region, bool]]:
    pairs = [(h.region or (h.unit.region if h.unit else None), h.role == Role.READER) for h in holdings(by)]
    return [(office_region(region), reader) for region, reader in pairs if region]


def get_region_for(by: Account, code: str) -> Region:
    """Return a region the person reads. Raises Http404 otherwise."""
    region = Region.objects.select_related("parent__parent__parent").filter(pk=code).first()
    if region is None or not reads_region(by, region):
        raise Http404
    return region


def get_unit_for(by: Account, unit_id: int) -> Unit:
    """Return a unit of a region the person reads. Raises Http404 otherwise."""
    unit = (
        Unit.objects.select_related("region__parent__parent", "parent").filter(readable_units(by), pk=unit_id).first()
    )
    if unit is None:
        raise Http404
    return unit


def get_alias_for(by: Account, alias_id: int) -> UnitAlias:
    """Return a name variant of a unit the person reads. Raises Http404 otherwise."""
    alias = UnitAlias.objects.select_related("unit__region__parent__parent").filter(pk=alias_id).first()
    if alias is None:
        raise Http404
    get_unit_for(by, alias.unit_id)
    return alias


def own_office(by: Account) -> Region:
    """Return the region whose list of units is this person's: the first of the roles', else the installation's own.

    Raises Http404 before the home region has been imported.
    """
    own = [region for region, reader in _own_regions(by) if not reader] or [r for r, _ in _own_regions(by)]
    region = own[0] if own else Region.objects.filter(pk=settings.HOME_REGION).first()
    if region is None:
        raise Http404("还没有导入本级行政区划，请运行 kepu demo 或导入区划。")
    return region
