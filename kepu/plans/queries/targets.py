"""A version's targets: filtered, and counted by kind."""

from collections import Counter

from django.db.models import Prefetch, Q, QuerySet

from kepu.plans.models import DutyRole, Responsibility, Target, Version
from kepu.plans.queries.standing import standing


def targets_of(
    version: Version, *, kind: str = "", audience: str = "", due: str = "", text: str = ""
) -> QuerySet[Target]:
    """Return a version's targets in the order of the document, filtered by kind, audience of the part, year due, words.

    Each target's task has `leads`, the responsibilities of those who lead it, or of all where nobody does.
    """
    rows = standing(Target, version).select_related("task__part")
    if kind:
        rows = rows.filter(kind=kind)
    if audience:
        rows = rows.filter(task__part__audience=audience)
    if due:
        rows = rows.filter(due__startswith=due)
    if text:
        rows = rows.filter(Q(quote__icontains=text) | Q(subject__icontains=text) | Q(task__title__icontains=text))
    answering = Responsibility.objects.filter(removed=False).exclude(role=DutyRole.SUPPORT).select_related("unit")
    return rows.prefetch_related(Prefetch("task__responsibilities", answering, to_attr="leads"))


def kind_counts(version: Version) -> list[tuple[str, str, int]]:
    """Return (kind, label, number of targets) for each kind that a version has, in the order of the ten kinds."""
    counts = Counter(standing(Target, version).order_by().values_list("kind", flat=True))
    return [(kind.value, str(kind.label), counts[kind]) for kind in Target.Kind if counts[kind]]


def due_years(version: Version) -> list[str]:
    """Return the years in which targets of a version fall due, earliest first."""
    dues = standing(Target, version).exclude(due="").order_by().values_list("due", flat=True)
    return sorted({due[:4] for due in dues})
