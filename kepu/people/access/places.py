"""Regions and units: which office runs a place, who reads it."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
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


def run_by_office(office: Region, path: str = "") -> Q:
    """Return a condition on regions, or on what leads to them by `path`: the places that this very office runs.

    It holds for the places of which `office_region` is this region: those of a county are not run from the city, and a
    township runs none.
    """
    way = f"{path}__" if path else ""
    if office_region(office).pk != office.pk:
        return Q(pk__in=[])
    if office.level == Region.Level.COUNTY:
        return Q(**{f"{way}code__startswith": office.prefix})
    found, between, step = Q(**{f"{way}pk": office.pk}), Q(), way
    for _ in range(3):  # a village in a township under 市辖区 is three steps below its city
        between &= Q(**{f"{step}level__in": _BELOW_AN_OFFICE}) | Q(**{f"{step}kind": Region.Kind.PLACEHOLDER})
        step += "parent__"
        found |= between & Q(**{f"{step}pk": office.pk})
    return found


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
    office = office_region(region)
    return any(
        region.code.startswith(own.prefix) if reader else office.pk == office_region(own).pk
        for own, reader in _own_regions(by)
    )


def readable_places(by: Account) -> Q:
    """Return a condition on regions: those that `get_region_for` opens."""
    if Role.SYSTEM_ADMIN in roles(by):
        return Q()
    found = Q(pk__in=[])
    for own, reader in _own_regions(by):
        found |= Q(code__startswith=own.prefix) if reader else run_by_office(office_region(own))
    return found


def _own_regions(by: Account) -> list[tuple[Region, bool]]:
    pairs = [(h.region or (h.unit.region if h.unit else None), h.role == Role.READER) for h in holdings(by)]
    return [(region, reader) for region, reader in pairs if region]


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


def home_region(by: Account | AnonymousUser) -> Region | None:
    """Return the installation's own region: that of a role of `by`, which is loaded already, else in one query."""
    own = (one.region for one in holdings(by) if one.region_id == settings.HOME_REGION) if by.is_authenticated else ()
    return next(iter(own), None) or Region.objects.filter(pk=settings.HOME_REGION).first()


def own_office(by: Account) -> Region:
    """Return the region whose list of units is this person's: the first of the roles', else the installation's own.

    Raises Http404 before the home region has been imported.
    """
    own = [region for region, reader in _own_regions(by) if not reader] or [r for r, _ in _own_regions(by)]
    region = office_region(own[0]) if own else home_region(by)
    if region is None:
        raise Http404("还没有导入本级行政区划，请运行 kepu demo 或导入区划。")
    return region
