"""A version's tasks: filtered, each with who answers for it and which targets hang on it."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from kepu.plans.models import Responsibility, Target, Task, Version
from kepu.plans.queries.standing import standing


def tasks_of(version: Version, *, part: str = "", unit: int = 0) -> QuerySet[Task]:
    """Return a version's tasks in the order of the document, of one part (its key) or one unit if asked.

    Each has `answering`, who answers for it, with units, and `promises`, its targets; three queries.
    """
    named = Responsibility.objects.filter(removed=False).select_related("unit").order_by("order", "id")
    promises = Target.objects.filter(removed=False).only("key", "task").order_by("order", "id")
    rows = standing(Task, version).select_related("part")
    if part:
        rows = rows.filter(part__key=part)
    if unit:
        rows = rows.filter(Exists(Responsibility.objects.filter(task=OuterRef("pk"), unit=unit, removed=False)))
    return rows.prefetch_related(
        Prefetch("responsibilities", named, to_attr="answering"), Prefetch("targets", promises, to_attr="promises")
    )
