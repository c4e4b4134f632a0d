"""What the tests of the breakdown stand on: an adopted plan of 2026 to 2030 in a county with townships and people."""

from decimal import Decimal
from typing import Any

from kepu.people.models import Account, Population, Region, Unit
from kepu.plans import verbs
from kepu.plans.models import Breakdown, Target, Version
from kepu.plans.tests import builders
from kepu.plans.tests.builders import AT

YEARS = [2026, 2027, 2028, 2029, 2030]
PEOPLE = {"城关镇": 600, "柳河镇": 300, "石桥乡": 100}
Cells = dict[tuple[int, str], Decimal]


def townships(people: dict[str, int] | None = None, year: int = 2025) -> dict[str, Region]:
    """Three townships (or those given) of the county with their residents in a year."""
    made = {}
    for at, (name, count) in enumerate((people or PEOPLE).items()):
        code = f"990123{100 + at}000"
        town = Region.objects.create(code=code, name=name, parent=builders.region(), level="township")
        Population.objects.create(region=town, year=year, basis="resident", count=count, source="虚构")
        made[name] = town
    return made


def target(version: Version, kind: str = "cumulative", **fields: Any) -> Target:
    """The target of a kind of the plan, with other values if asked: written behind the back of the verbs."""
    found = version.target_set.filter(kind=kind).first()
    Target.objects.filter(pk=found.pk).update(**fields)
    found.refresh_from_db()
    return found


def chosen(promise: Target, by: Account, over: str = "years", adding: str = "total", **more: Any) -> Breakdown:
    """A breakdown of a target."""
    return verbs.choose(target=promise, over=over, adding=adding, by=by, at=AT, **more)


def save(row: Breakdown, by: Account, values: dict[tuple[int, str], Any], **more: Any) -> int:
    """Set cells by hand from the revision as it is."""
    row.refresh_from_db()
    numbers = {key: None if value is None else Decimal(value) for key, value in values.items()}
    return verbs.save_cells(breakdown=row, values=numbers, seen=row.revision, by=by, at=AT, **more)


def equally(row: Breakdown, by: Account, **more: Any) -> int:
    row.refresh_from_db()
    return verbs.part_equally(breakdown=row, seen=row.revision, by=by, at=AT, **more)


def by_people(row: Breakdown, by: Account, basis: str = "resident") -> int:
    row.refresh_from_db()
    return verbs.part_by_population(breakdown=row, basis=basis, seen=row.revision, by=by, at=AT)


def cells(row: Breakdown) -> Cells:
    """What stands: the value of each cell by year and place."""
    return {(c.year, place(c)): c.value for c in row.cells.all()}


def place(cell: Any) -> str:
    if cell.unit_id:
        return f"u{cell.unit_id}"
    return f"r{cell.region_id}" if cell.region_id else "all"


def unit(name: str) -> Unit:
    return Unit.objects.get(name=name)
