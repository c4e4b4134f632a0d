"""Words and addresses for pages that set two plans against each other."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kepu.plans import wording
from kepu.plans.models import Version
from kepu.plans.queries.proofreading import TaskNode
from kepu.plans.queries.sides import TargetPair, leading, names
from kepu.plans.queries.succession.told import Told
from kepu.plans.workbooks.sides import compared

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


@register.filter
def door(doors: dict[str, str], key: str) -> str:
    """The address of an item among those of its version."""
    return doors.get(key, "")


@register.filter
def subtract(number: int, other: int) -> int:
    """number - other."""
    return number - other


@register.simple_tag
def said_lines(told: Told | str | None, key: str) -> SafeString:
    """What is said of an item's way from plan to plan, a line each; nothing where nobody looked."""
    lines = told.of(key) if isinstance(told, Told) else []
    return format_html_join("", '<span class="line small said">{}{}{}{}</span>', (
        (f"{s.lead}：" if s.lead else "", s.word, format_html(' <a class="song" href="{}">{}</a>', s.url, s.words) if s.words else "",
         format_html(' <span class="soft">（{}）</span>', s.reason) if s.reason else "")
        for s in lines
    ))  # fmt: skip
