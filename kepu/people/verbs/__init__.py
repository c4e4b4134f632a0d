"""All writes of `people`. Every verb is keyword-only, checks first, runs in one transaction and leaves one audit entry."""

from kepu.people.verbs.accounts import (
    close,
    create_account,
    disable,
    edit_account,
    enable,
    reset_password,
    reset_second_factor,
    unlock,
)
from kepu.people.verbs.demo import DemoAccount, create_demo_accounts
from kepu.people.verbs.divisions import load_divisions
from kepu.people.verbs.errors import BadInput, WrongRows
from kepu.people.verbs.holdings import end_role, grant_role
from kepu.people.verbs.holidays import StaleHolidays, remove_holidays, set_holidays
from kepu.people.verbs.links import Issued, finish_link, give_code, issue_link, revoke_link
from kepu.people.verbs.member_tables import import_members
from kepu.people.verbs.members import MemberValues, change_member, end_member, name_own_liaison
from kepu.people.verbs.own import note_own_password, note_second_factor
from kepu.people.verbs.population import import_population
from kepu.people.verbs.reforms import ReformValues, reform
from kepu.people.verbs.regions import add_own_area, import_regions
from kepu.people.verbs.successions import succeed_region
from kepu.people.verbs.tokens import Made, make_token, note_token_use, revoke_token
from kepu.people.verbs.unit_tables import import_units
from kepu.people.verbs.units import UnitValues, add_alias, create_unit, edit_unit, remove_alias

__all__ = [
    "BadInput",
    "DemoAccount",
    "Issued",
    "Made",
    "MemberValues",
    "ReformValues",
    "StaleHolidays",
    "UnitValues",
    "WrongRows",
    "add_alias",
    "add_own_area",
    "change_member",
    "close",
    "create_account",
    "create_demo_accounts",
    "create_unit",
    "disable",
    "edit_account",
    "edit_unit",
    "enable",
    "end_member",
    "end_role",
    "finish_link",
    "give_code",
    "grant_role",
    "import_members",
    "import_population",
    "import_regions",
    "import_units",
    "issue_link",
    "load_divisions",
    "make_token",
    "name_own_liaison",
    "note_own_password",
    "note_second_factor",
    "note_token_use",
    "reform",
    "remove_alias",
    "remove_holidays",
    "reset_password",
    "reset_second_factor",
    "revoke_link",
    "revoke_token",
    "set_holidays",
    "succeed_region",
    "unlock",
]
