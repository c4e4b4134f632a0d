"""Who answers for a line of the year, as chips or names; where a figure comes from; for whom a deed is done."""

from collections.abc import Iterable, Mapping

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kepu.people.models import Unit
from kepu.plans.models import AnnualDuty, Audience, DutyRole
from kepu.plans.queries.annual.figures import Figure
from kepu.plans.queries.annual.page import YearLine, YearPage
from kepu.plans.queries.plans import address_of
from kepu.plans.queries.reformed import Passed
from kepu.ui.templatetags.ui import DUTIES

register = template.Library()

_MARKS = {
    role: mark_safe(f'<span class="duty {role}"><span aria-hidden="true">{mark}</span><span class="hidden">{word}：</span></span>')  # noqa: S308
    for role, (mark, word) in DUTIES.items()
}  # fmt: skip
_NOW = '<span class="small soft">（{}）</span>'


@register.simple_tag
def year_chips(line: YearLine, page: YearPage, base: str) -> SafeString:
    """List items, one a unit with its role, linked to its own page of the year; all townships in one role as one chip.

    A unit that is no more says who goes on for it. A tag, since a page may have hundreds.
    """
    chips = [
        _chip(role, duty, base, page.passed) for role in DutyRole for duty in apart(line.in_role(role), page.towns)
    ]
    return mark_safe("".join(chips))  # noqa: S308 — escaped piece by piece


def apart(duties: list[AnnualDuty], towns: Iterable[Unit]) -> list[AnnualDuty | str]:
    """Return duties of one role, those of the townships as one word where all of them are there."""
    ids = {town.pk for town in towns}
    if len(ids) < 2 or not ids <= {duty.unit_id for duty in duties}:
        return list(duties)
    return [*(duty for duty in duties if duty.unit_id not in ids), f"各乡镇（街道）{len(ids)}个"]


@register.simple_tag
def figure_door(figure: Figure, plan: int) -> str:
    """The page behind a figure: how its target is parted, else the target in its place in the plan."""
    if figure.cells:
        return reverse("plans:breakdown_grid", args=[plan, figure.target.key])
    return address_of(figure.target, plan)


@register.filter
def audience_word(audience: str) -> str:
    """For whom a deed is done, as residents are called."""
    return "所有人" if audience in {"", Audience.GENERAL} else str(Audience(audience).label)


@register.simple_tag
def year_names(line: YearLine, page: YearPage, role: str) -> str:
    """The units of a line in one role by name, for a table: 县教育局、各乡镇（街道）14个."""
    found = apart(line.in_role(role), page.towns)
    return "、".join(row if isinstance(row, str) else _named(row, page.passed) for row in found)


def _named(duty: AnnualDuty, passed: Mapping[int, Passed]) -> str:
    went = passed.get(duty.unit_id)
    return f"{duty.unit.name}（{went.words}）" if went else duty.unit.name


def _chip(role: str, duty: AnnualDuty | str, base: str, passed: Mapping[int, Passed]) -> SafeString:
    if isinstance(duty, str):
        return format_html('<li><span class="duty-chip">{}{}</span></li>', _MARKS[role], duty)
    went = passed.get(duty.unit_id)
    now = format_html(_NOW, went.words) if went else ""
    link = format_html('<a href="{}{}/">{}</a>', base, duty.unit_id, duty.unit.name)
    return format_html('<li><span class="duty-chip">{}{}{}</span></li>', _MARKS[role], link, now)
