"""Quantities and addresses of figures in templates."""

from decimal import Decimal
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from kepu.ledger import access
from kepu.ledger.models import Import, Measure
from kepu.ledger.queries import Ask
from kepu.people.access import own_office
from kepu.people.models import Account, Region

register = template.Library()


@register.filter
def quantity(value: int, measure: Measure) -> str:
    """Return a quantity in the measure's unit as one writes it: 12,345 or 2.5."""
    told = Decimal(value).scaleb(-measure.scale)
    return f"{told.normalize():,f}" if measure.scale else f"{value:,}"


@register.simple_tag
def figure_address(ask: Ask, measure: Measure, place: Region) -> str:
    """Return the page that tells how the same figure of another place comes about."""
    told = {"since": ask.window.since, "until": ask.window.until}
    page = reverse("ledger:figure", args=[place.pk, measure.code])
    return f"{page}?{urlencode(told | ({'audience': ask.audience} if ask.audience else {}))}"


@register.simple_tag
def may_import(by: Account, kind: str = Import.Kind.RECORDS.value) -> bool:
    """Answer whether a person may bring in tables, for pages that lead there."""
    return access.can_import(by, kind, own_office(by))
