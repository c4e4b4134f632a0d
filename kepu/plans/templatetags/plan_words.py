"""Filters for what plans say: a target's value in words, a due date, hidden passages shown to a checker."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from kepu.methods.masking import HIDDEN
from kepu.plans import wording
from kepu.plans.models import Responsibility, TaskState
from kepu.plans.queries.deeds import STATE_LIGHTS
from kepu.plans.queries.letters.content import day_words
from kepu.plans.queries.progress import HeatCell
from kepu.plans.queries.reformed import Passed
from kepu.ui.templatetags.ui import DUTIES, LIGHTS

register = template.Library()

register.filter("due_words", wording.due_words)
register.filter("value_words", wording.value_words)
register.filter("plain_number", wording.number_words)


@register.filter
def iso_day(text: str) -> str:
    """A day kept as 2026-03-05 in Chinese: 2026年3月5日."""
    return day_words(date.fromisoformat(text))


@register.filter
def unit_word(row: Responsibility) -> str:
    """The name of the unit that a printed name was tied to, else the printed name."""
    return row.unit.name if row.unit else row.printed


@register.filter
def in_role(rows: list[Responsibility], role: str) -> list[Responsibility]:
    """Of several responsibilities those in one role."""
    return [row for row in rows if row.role == role]


@register.filter
def answering(rows: list[Responsibility]) -> list[Responsibility]:
    """Those who lead; where nobody does, those who answer jointly."""
    return in_role(rows, "lead") or in_role(rows, "joint")


@register.filter
def hidden_marked(text: str, show: bool) -> SafeString | str:
    """With `show`, text in which every masked name or number is in <mark>, for the person who checks a release."""
    if not show:
        return text
    hits = [*(format_html("<mark>{}</mark>", hit) for hit in HIDDEN.findall(text)), ""]
    return format_html_join("", "{}{}", zip(HIDDEN.split(text), hits, strict=True))


_CELLS = {
    role: f'<td><span class="duty {role}"><span aria-hidden="true">{mark}</span><span class="hidden">{word}</span></span></td>'
    for role, (mark, word) in DUTIES.items()
}


@register.filter
def matrix_cells(cells: Iterable[str]) -> SafeString:
    """The cells of one line of the matrix; a filter, since a loop in the template takes ten times as long."""
    return mark_safe("".join(_CELLS[cell] if cell else "<td></td>" for cell in cells))  # noqa: S308 — of our own making


@register.filter
def heat_cells(cells: Iterable[HeatCell]) -> SafeString:
    """The cells of one line of units × tasks with their lights; a filter, since there are thousands."""
    return mark_safe("".join(map(_heat_cell, cells)))  # noqa: S308 — of our own making


@cache
def _heat_cell(cell: HeatCell) -> str:
    """The HTML of a cell; there are few different ones."""
    if not cell.light:
        return _CELLS.get(cell.role, "<td></td>")
    word = state_word(cell.state) if cell.state else LIGHTS[cell.light]
    said = f"{word}（按本单位分解值）" if cell.own else word
    dot = f'<span class="light {cell.light}" title="{said}"><i aria-hidden="true"></i><span class="hidden">，{said}</span></span>'
    return f'<td class="{cell.light}">{_CELLS[cell.role].removeprefix("<td>").removesuffix("</td>")}{dot}</td>'


@register.filter
def of_key(rows: Mapping[str, Any] | str, key: str) -> Any:
    """Return what stands for a key, nothing where the page has no such rows."""
    return rows.get(key) if isinstance(rows, Mapping) else None


@register.simple_tag
def unit_light(lit: Mapping[int, HeatCell], task: int) -> SafeString | str:
    """How a task of a unit stands, beside its title; nothing where no light is told."""
    if task not in lit:
        return ""
    cell = lit[task]
    own = "，按本单位分解值" if cell.own else ""
    return format_html(
        '<span class="light {}"><i aria-hidden="true"></i>{}{}</span>', cell.light, LIGHTS[cell.light], own
    )


_MARKS = {
    role: mark_safe(f'<span class="duty {role}"><span aria-hidden="true">{mark}</span><span class="hidden">{word}：</span></span>')  # noqa: S308
    for role, (mark, word) in DUTIES.items()
}  # fmt: skip


@register.simple_tag(takes_context=True)
def duty_chips(context: Context, rows: Iterable[Responsibility]) -> SafeString:
    """List items, one a responsibility: its role, the unit with the printed name beside it, or the printed name alone.

    A unit that is no more says who goes on for it. A tag, since a page may have hundreds and an included template takes six times as long.
    """
    base, asked, passed = context["unit_base"], context["asked"], context.get("passed") or {}
    chips = (_chip(row, base, asked, passed.get(row.unit_id or 0)) for row in rows)
    return mark_safe("".join(chips))  # noqa: S308 — escaped piece by piece


def _chip(row: Responsibility, base: str, asked: str, passed: Passed | None) -> SafeString:
    mark = _MARKS[row.role]
    if row.unit is None:
        dashed, said = ("", "") if row.collective else (" unmatched", _UNMATCHED)
        return format_html(
            '<li><span class="duty-chip{}">{}<span class="song">{}</span>{}</span></li>',
            dashed,
            mark,
            row.printed,
            said,
        )
    beside = "" if row.unit.name == row.printed else format_html(_PRINTED, row.printed)
    link = format_html('<a href="{}{}/{}">{}</a>', base, row.unit_id, asked, row.unit.name)
    now = format_html(_NOW, passed.words) if passed else ""
    return format_html('<li><span class="duty-chip">{}{}{}{}</span></li>', mark, link, beside, now)


_UNMATCHED = mark_safe('<span class="hidden">（未对应到单位）</span>')
_NOW = '<span class="small soft">（{}）</span>'
_PRINTED = '<span class="printed song" title="印发名称">（{}）</span>'


@register.filter
def state_word(state: str) -> str:
    """The word of a task's state: 推进中."""
    return str(TaskState(state).label)


@register.simple_tag
def task_state(state: str | dict[int, str] | None, task_id: int = 0) -> SafeString:
    """A task's state as a light with its word, out of the states by task if need be; nothing for a task with a number."""
    value = state.get(task_id, "") if isinstance(state, dict) else state
    if not value:
        return mark_safe("")
    light, word = STATE_LIGHTS[TaskState(value)], state_word(value)
    return format_html('<span class="light {}"><i aria-hidden="true"></i>{}</span>', light, word)
