"""The order of a year's lines: parts of the plan as printed, lines within them as the office put them, others last."""

from kepu.plans.models import AnnualItem, AnnualPlan, Part, Task
from kepu.plans.queries.standing import standing


def parts_by_task(annual: AnnualPlan) -> dict[str, Part | None]:
    """Return the part in which each task of the year's wording stands, by the task's key; one query."""
    rows = standing(Task, annual.version).select_related("part")
    return {task.key: task.part if task.part and not task.part.removed else None for task in rows}


def group_of(item: AnnualItem, parts: dict[str, Part | None]) -> int | None:
    """Return what a line stands under: its part's id, 0 for a task outside every part, None for one outside the plan."""
    if item.basis != AnnualItem.Basis.TASK:
        return None
    part = parts.get(item.task_key)
    return part.pk if part else 0


def neighbour(item: AnnualItem, annual: AnnualPlan, *, up: bool) -> AnnualItem | None:
    """Return the line that stands before (or after) a line in its group; None at the edge, or for one taken out."""
    parts = parts_by_task(annual)
    rows = [row for row in annual.items.filter(removed=False) if group_of(row, parts) == group_of(item, parts)]
    at = next((i for i, row in enumerate(rows) if row.pk == item.pk), None)
    if at is None:
        return None
    other = at - 1 if up else at + 1
    return rows[other] if 0 <= other < len(rows) else None
