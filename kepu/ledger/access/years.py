"""Past years: everybody who reads the region's programme reads them, the office enters them."""

from django.db.models import QuerySet
from django.http import Http404

from kepu.ledger.models import YearSheet
from kepu.people.access import Rule, allows, check, readable_regions
from kepu.people.models import Account, Region, Role

KEEP_YEARS = Rule("ledger.keep_year", "补录和更正历年数据", (Role.SECRETARIAT,), "region")
RULES = (KEEP_YEARS,)


def check_can_keep_years(by: Account, region: Region) -> None:
    """Raise NotAllowed unless `by` is the region's office."""
    check(KEEP_YEARS, by, region=region)


def can_keep_years(by: Account, region: Region) -> bool:
    return allows(KEEP_YEARS, by, region=region)


def readable_years(by: Account) -> QuerySet[YearSheet]:
    """Return the past years that `by` may see."""
    return YearSheet.objects.filter(readable_regions(by)).select_related("region")


def get_year_for(by: Account, sheet_id: int) -> YearSheet:
    """Return a past year that `by` may see. Raises Http404 otherwise."""
    row = readable_years(by).filter(pk=sheet_id).first()
    if row is None:
        raise Http404
    return row
