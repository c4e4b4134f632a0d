"""Tables of `people`: places, units, persons."""

from kepu.people.models.accounts import ADMIN_ROLES, REGION_ROLES, UNIT_ROLES, Account, AccountManager, Holding, Role
from kepu.people.models.holidays import HolidayNotice
from kepu.people.models.links import OneTimeLink
from kepu.people.models.regions import Population, Region, RegionSuccession
from kepu.people.models.tokens import AccessToken
from kepu.people.models.units import Membership, Unit, UnitAlias, UnitSuccession

__all__ = [
    "ADMIN_ROLES",
    "REGION_ROLES",
    "UNIT_ROLES",
    "AccessToken",
    "Account",
    "AccountManager",
    "Holding",
    "HolidayNotice",
    "Membership",
    "OneTimeLink",
    "Population",
    "Region",
    "RegionSuccession",
    "Role",
    "Unit",
    "UnitAlias",
    "UnitSuccession",
]
