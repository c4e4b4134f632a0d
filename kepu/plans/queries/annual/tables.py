"""The 任务分工表 narrowed by part of the plan, role, and words."""

from dataclasses import dataclass, replace

from kepu.plans.queries.annual.page import OUTSIDE, YearGroup, YearLine, YearPage
from kepu.plans.queries.annual.units import UnitItem, UnitYear

OUTSIDE_KEY = "outside"


@dataclass(frozen=True)
class TableFilters:
    """What is asked of the table: a part's key (``outside`` for lines from outside the plan), a role, words."""

    part: str = ""
    role: str = ""
    text: str = ""

    @property
    def any(self) -> bool:
        """Whether anything is asked."""
        return bool(self.part or self.role or self.text)


def part_choices(page: YearPage) -> list[tuple[str, str]]:
    """Return (key, title) of each group of a year's lines."""
    return [(key_of(group), group.title) for group in page.groups]


def key_of(group: YearGroup) -> str:
    """Return how a group is named in an address."""
    if group.part:
        return group.part.key
    return OUTSIDE_KEY if group.title == OUTSIDE else "other"


def filtered_lines(page: YearPage, filters: TableFilters) -> list[YearGroup]:
    """Return the groups with the lines that fit: words are sought in the line and in its units (of the role asked)."""
    groups = [group for group in page.groups if not filters.part or key_of(group) == filters.part]
    kept = [replace(group, lines=[line for line in group.lines if _fits(line, filters)]) for group in groups]
    return [group for group in kept if group.lines]


def _fits(line: YearLine, filters: TableFilters) -> bool:
    duties = [duty for duty in line.duties if not filters.role or duty.role == filters.role]
    if filters.role and not duties:
        return False
    names = [duty.unit.name for duty in duties]
    return not filters.text or any(filters.text in text for text in (line.item.title, line.item.text, *names))


def filtered_units(units: list[UnitYear], page: YearPage, filters: TableFilters) -> list[UnitYear]:
    """Return the units with those of their lines that fit; words are sought in the unit's name and in the line."""
    keys = {line.item.pk: key_of(group) for group in page.groups for line in group.lines}
    found = []
    for year in units:
        named = filters.text in year.unit.name
        items = [
            row for row in year.items
            if (not filters.part or keys.get(row.item.pk) == filters.part) and (not filters.role or row.role == filters.role)
            and (named or filters.text in row.item.title or filters.text in row.item.text)
        ]  # fmt: skip
        if items or (not filters.any and year.quantities):
            found.append(_narrowed(year, items, whole=not filters.any))
    return found


def _narrowed(year: UnitYear, items: list[UnitItem], *, whole: bool) -> UnitYear:
    """Return a unit's year with some of its lines: their figures, and with `whole` its shares of goals too."""
    shown = {row.item.pk for row in items}
    quantities = [q for q in year.quantities if (q.item.pk in shown if q.item else whole)]
    return replace(year, items=items, quantities=quantities)
