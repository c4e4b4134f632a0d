"""All reads of `people` that cross tables."""

from kepu.people.queries.links import link_by_token, links_in_state
from kepu.people.queries.matching import UnitSuggestion, suggest_units, suggest_units_for
from kepu.people.queries.people import (
    ReformEffects,
    annex_lines,
    current_lines,
    effects_of_reform,
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
from kepu.people.queries.successors import current_successors, predecessors_of, stands, successors_of
from kepu.people.queries.tables import export_members, export_population, export_units
from kepu.people.queries.units import accounts_with_roles, listed_units, search, todo

__all__ = [
    "ReformEffects",
    "TownshipPopulations",
    "UnitSuggestion",
    "accounts_with_roles",
    "annex_lines",
    "current_lines",
    "current_successors",
    "effects_of_reform",
    "export_members",
    "export_population",
    "export_units",
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
    "township_of",
    "township_populations",
    "townships_of",
    "townships_of_units",
    "units_of_townships",
    "units_without_liaison",
]
