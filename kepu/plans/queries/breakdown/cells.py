"""What one year asks of one place, out of the breakdown of a plan's targets."""

from django.db.models import Q, QuerySet

from kepu.people.models import Unit
from kepu.people.queries.places import township_of
from kepu.plans.models import Cell, Plan, Target
from kepu.plans.wording import PER, number_words, subject_words


def all_cells(plan: Plan) -> QuerySet[Cell]:
    """Return every cell of a plan's breakdowns, with breakdown, unit and region loaded."""
    return Cell.objects.filter(breakdown__plan=plan).select_related("breakdown", "unit", "region")


def cells_of(plan: Plan, year: int, *, unit: Unit | None = None) -> QuerySet[Cell]:
    """Return what a year asks, with breakdown, unit and region loaded: of everyone, or of one unit.

    A township's unit is asked what its township is asked. A cell with neither unit nor region is of the whole county.
    """
    rows = all_cells(plan).filter(year=year)
    if unit is None:
        return rows
    mine = Q(unit=unit)
    if town := township_of(unit):
        mine |= Q(region=town)
    return rows.filter(mine)


def cell_words(cell: Cell, target: Target) -> str:
    """Return what a cell asks in words: 培训老年人 1200人次，其中结转200; 人均科普经费 每人2.1元; 广播节目 每周2期."""
    every = "" if target.per == "year" else PER.get(target.per, target.per) or target.every
    head = "每人" if target.unit.endswith("/人") else ""
    more = "增加" if target.delta else ""
    most = "不超过" if target.comparator == Target.Comparator.AT_MOST else ""
    unit = "个百分点" if target.unit == "百分点" else target.unit.removesuffix("/人")
    amount = f"{every}{head}{more}{most}{number_words(cell.value)}{unit}"
    carried = f"，其中结转{number_words(cell.carried)}" if cell.carried else ""
    return f"{subject_words(target)} {amount}{carried}".strip()
