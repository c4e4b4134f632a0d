"""The rows of a grid: the whole county, its townships, or units; those that answer for the target's task come first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from kepu.people.models import Region, Unit
from kepu.people.queries import townships_of
from kepu.people.queries.people import standing as standing_units
from kepu.plans.models import Breakdown, Cell, Duty, DutyRole, Responsibility, Target
from kepu.plans.queries.reformed import Passed, passed_on
from kepu.plans.queries.standing import standing

WHOLE = "all"
Over = Breakdown.Over
_RANK = {DutyRole.LEAD: 0, DutyRole.JOINT: 1, DutyRole.SUPPORT: 2}


@dataclass(frozen=True)
class Row:
    """One place: its code (``all``, ``u12``, ``r990123100000``), name, and what is to know of it.

    `until` is the year in which a unit that is no more came to its end.
    """

    code: str
    name: str
    note: str = ""
    role: str = ""
    unit_id: int | None = None
    region_id: str | None = None
    until: int | None = None

    def closed(self, year: int) -> bool:
        """Whether nothing new may be asked of the place in a year: its unit is no more then."""
        return self.until is not None and year >= self.until


def code_of(unit_id: int | None, region_id: str | None) -> str:
    """Return the code of a place."""
    if unit_id is not None:
        return f"u{unit_id}"
    return f"r{region_id}" if region_id is not None else WHOLE


def place_of(code: str) -> tuple[int | None, str | None]:
    """Return (unit id, region code) of a place's code; both None for the whole county. Raises ValueError for nonsense."""
    if code == WHOLE:
        return None, None
    kind, rest = code[:1], code[1:]
    if kind == "u" and rest.isascii() and rest.isdecimal() and len(rest) <= 9:
        return int(rest), None
    if kind == "r" and rest.isascii() and rest.isdecimal() and len(rest) == 12:
        return None, rest
    raise ValueError(f"no place: {code}")


def rows_of(
    over: str,
    county: Region,
    target: Target,
    cells: Iterable[Cell],
    *,
    more: Iterable[int] = (),
    supports: bool = False,
) -> list[Row]:
    """Return the rows of a grid, those with cells always among them; `more` are ids of further units of the county."""
    if over == Over.YEARS:
        return [Row(WHOLE, whole_name(county))]
    if over == Over.TOWNSHIPS:
        held = {cell.region_id for cell in cells if cell.region_id}
        towns = {town.pk: town for town in townships_of(county)}
        towns |= {town.pk: town for town in Region.objects.filter(pk__in=held - towns.keys())}
        return [Row(f"r{town.pk}", town.name, region_id=town.pk) for town in towns.values()]
    held_units = {cell.unit_id for cell in cells if cell.unit_id}
    return _unit_rows(county, target, held_units, set(more), supports)


def whole_name(county: Region) -> str:
    """Return what the whole of a region is called: 全县, 全区, 全市."""
    last = county.name[-1:]
    return f"全{last if last in {'县', '市', '区', '旗', '州', '省'} else county.name}"


def _unit_rows(county: Region, target: Target, held: set[int], more: set[int], supports: bool) -> list[Row]:
    """Return the rows of units. For one that is no more its successor is offered; it stays itself while it has cells."""
    roles = answering(target)
    offered = {pk for pk, role in roles.items() if supports or role != DutyRole.SUPPORT}
    allowed = Q(pk__in=held | offered) | Q(pk__in=more, region__code__startswith=county.prefix)
    units = {unit.pk: unit for unit in Unit.objects.filter(allowed)}
    passed = passed_on(units.values())
    before: dict[int, list[str]] = {}
    for pk in [pk for pk in units if pk in passed]:
        for heir in passed[pk].heirs if pk in offered or pk in held else ():
            units[heir.pk] = heir
            before.setdefault(heir.pk, []).append(units[pk].name)
            roles[heir.pk] = min(roles.get(heir.pk, ""), roles.get(pk, ""), key=_rank)
        if pk not in held:
            del units[pk]
    ordered = sorted(units.values(), key=lambda u: (_rank(roles.get(u.pk, "")), u.order, u.pk))
    return [_unit_row(unit, roles.get(unit.pk, ""), passed, before.get(unit.pk, [])) for unit in ordered]


def _rank(role: str) -> int:
    return _RANK[DutyRole(role)] if role else len(_RANK)


def _unit_row(unit: Unit, role: str, passed: Mapping[int, Passed], before: list[str]) -> Row:
    row = Row(f"u{unit.pk}", unit.name, f"承接自{'、'.join(before)}" if before else "", role, unit.pk)
    if unit.pk not in passed:
        return row
    return replace(row, note=f"当时名称，{passed[unit.pk].words}", until=unit.until.year if unit.until else None)


def passed_codes(codes: Iterable[str], on: date) -> dict[str, str]:
    """Return for codes of units that are no more on a day the code of the unit that goes on for each."""
    ids = [pk for pk, _ in map(place_of, codes) if pk is not None]
    units = Unit.objects.filter(pk__in=ids, until__lte=on)
    return {f"u{pk}": f"u{went.heirs[0].pk}" for pk, went in passed_on(units, on).items() if len(went.heirs) == 1}


def answering(target: Target) -> dict[int, str]:
    """Return the units that answer for a target, by id, with their strongest role: of its task, or those it names itself."""
    if target.task_id:
        named = standing(Responsibility, target.version).filter(task=target.task_id, unit__isnull=False)
        pairs = [(pk or 0, role) for pk, role in named.values_list("unit_id", "role")]
    else:
        pairs = [(pk, DutyRole.LEAD.value) for pk in _named(target)]
    found: dict[int, str] = {}
    for pk, role in sorted(pairs, key=lambda pair: _RANK[DutyRole(pair[1])]):
        found.setdefault(pk, role)
    return found


def _named(target: Target) -> set[int]:
    """The units that the names printed with a target of no task mean elsewhere in its version: 县科协、县统计局."""
    names = {name for name in target.unit_named.split("、") if name}
    if not names:
        return set()
    tasks = standing(Responsibility, target.version).filter(printed__in=names)
    duties = standing(Duty, target.version).filter(printed__in=names)
    pairs = [*tasks.values_list("unit_id", flat=True), *duties.values_list("unit_id", flat=True)]
    return {pk for pk in pairs if pk is not None}


def choosable(county: Region) -> QuerySet[Unit]:
    """Return every unit that stands today in a county, in the official order: any of them may be given a part."""
    return Unit.objects.filter(standing_units(timezone.localdate()), region__code__startswith=county.prefix)
