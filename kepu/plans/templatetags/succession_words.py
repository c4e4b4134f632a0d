"""Words and addresses for pages that set two plans against each other."""

from django import template

from kepu.plans import wording
from kepu.plans.models import Version
from kepu.plans.queries.proofreading import TaskNode
from kepu.plans.queries.sides import TargetPair, leading, names
from kepu.plans.sides_workbook import compared

register = template.Library()


@register.filter
def version_code(version: Version | None) -> str:
    """How an address names a version: plan-number."""
    return f"{version.plan_id}-{version.number}" if version else ""


@register.filter
def lead_names(node: TaskNode) -> str:
    """Who leads a task, or answers jointly where nobody does."""
    return "、".join(names(leading(node))) or "没有责任单位"


register.filter("compared", compared)
register.filter("subject_words", wording.subject_words)


@register.filter
def differing(rows: list[TargetPair], only: bool) -> list[TargetPair]:
    """With `only`, the pairs that differ."""
    return [row for row in rows if row.differs] if only else rows
