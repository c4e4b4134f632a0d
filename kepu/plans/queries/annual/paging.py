"""A year's lines by pages: the page that a line stands on, its address, the groups with the lines of one page."""

from collections.abc import Iterable
from dataclasses import replace

from django.core.paginator import Page, Paginator
from django.urls import reverse

from kepu.plans.queries.annual.page import YearGroup, YearLine

A_PAGE = 50


def line_address(annual_id: int, key: str, **asked: str) -> str:
    """Return the address of a line on its year's page, whichever page of it that is."""
    query = "".join(f"{name}={value}&" for name, value in asked.items())
    return f"{reverse('plans:year', args=[annual_id])}?{query}item={key}#i-{key}"


def page_of_lines(groups: Iterable[YearGroup], number: str = "", item: str = "") -> Page[YearLine]:
    """Return the page of a year's lines with that number, or the one on which the line with the key `item` stands."""
    lines = [line for group in groups for line in group.lines]
    at = next((place for place, line in enumerate(lines) if line.item.key == item), None)
    return Paginator(lines, A_PAGE).get_page(number if at is None else at // A_PAGE + 1)


def groups_on(page: Page[YearLine], groups: Iterable[YearGroup]) -> list[YearGroup]:
    """Return the groups with their lines on one page alone; without those that have none there."""
    shown = {line.item.pk for line in page.object_list}
    kept = [replace(group, lines=[line for line in group.lines if line.item.pk in shown]) for group in groups]
    return [group for group in kept if group.lines]
