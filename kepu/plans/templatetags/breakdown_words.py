"""Filters for the breakdown of targets: numbers and amounts as an office writes them."""

from decimal import Decimal

from django import template

from kepu.plans import wording
from kepu.plans.models import Target
from kepu.plans.queries.breakdown import rules

register = template.Library()

register.filter("subject_words", wording.subject_words)


@register.filter
def number(value: Decimal | None) -> str:
    """A number without idle zeros; nothing for None."""
    return "" if value is None else wording.number_words(value)


@register.filter
def amount(value: Decimal | None, target: Target) -> str:
    """A number with the unit of a target: 300人次; nothing for None."""
    return "" if value is None else rules.amount_words(value, target)
