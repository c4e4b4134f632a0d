"""All reads of `people` that cross tables."""

from django.utils import timezone

from kepu.people.models import Account
from kepu.people.queries.holidays import HolidayYear, holiday_todo, holiday_year, holiday_years, workday_table
from kepu.people.queries.links import link_by_token, links_in_state
from kepu.people.queries.matching import UnitSuggestion, suggest_units, suggest_units_for
from kepu.people.queries.people import (
    ReformEffects,
    annex_lines,
    current_lines,
    effects_of_reform,
    has_liaison,
    member_lines,
    places_inside,
    standing,
    units_without_liaison,
)
from kepu.people.queries.places import (
    TownshipPopulations,
    region_changes,
    region_today,
    township_of,
    township_populations,
    townships_of,
    townships_of_units,
    units_of_townships,
)
from kepu.people.queries.successors import current_successors, endings_of, predecessors_of, stands, successors_of
from kepu.people.queries.tables import export_members, export_population, export_units
from kepu.people.queries.tokens import token_by_text, tokens_of
from kepu.people.queries.units import accounts_with_roles, liaison_todo, listed_units, search
from kepu.ui.shapes import Todo

__all__ = [
    "HolidayYear",
    "ReformEffects",
    "TownshipPopulations",
    "UnitSuggestion",
    "accounts_with_roles",
    "annex_lines",
    "current_lines",
    "current_successors",
    "effects_of_reform",
    "endings_of",
    "export_members",
    "export_population",
    "export_units",
    "has_liaison",
    "holiday_year",
    "holiday_years",
    "link_by_token",
    "links_in_state",
    "listed_units",
    "member_lines",
    "places_inside",
    "predecessors_of",
    "region_changes",
    "region_today",
    "search",
    "standing",
    "stands",
    "successors_of",
    "suggest_units",
    "suggest_units_for",
    "todo",
    "token_by_text",
    "tokens_of",
    "township_of",
    "township_populations",
    "townships_of",
    "townships_of_units",
    "units_of_townships",
    "units_without_liaison",
    "workday_table",
]


def todo(user: Account) -> list[Todo]:
    """Return what the list of people and the year's calendar ask of a person."""
    return [*liaison_todo(user), *holiday_todo(user, timezone.localdate())]
